"""Whose requests are answered: those for a name of ours, and those of no other site's page.

A page of another site can have its visitors' browsers send requests to any address, ours among
them. What they change or cost is refused here; what they would read, browsers keep from them, as
long as the name that they ask for is not the other site's own (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.addresses import is_loopback, is_loopback_host
from app.settings import Settings
from app.web.bare_refusals import refusal
from app.web.security import may_connect

RESERVED = ("localhost", "local", "internal", "lan", "home.arpa", "test")
"""Ends of names that nobody can register: no other site's name ends so."""

FOR_PROBES = ("/healthz", "/readyz")
"""Answered under any host name: they reveal nothing and cost nothing."""

SAFE = ("GET", "HEAD", "OPTIONS")


def host_name(header: str) -> str:
    """The name or address in a Host header, small, without port, brackets or a last dot."""
    name = header.strip().lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return name.removesuffix(".")


def is_ours(header: str, names: frozenset[str]) -> bool:
    """Whether a request for this Host may be for us.

    An address in figures is: no name leads to it, so none can be made to lead elsewhere. So are
    names that nobody can register, without a dot or with an end of `RESERVED`, and `names`.
    """
    name = host_name(header)
    if not name or "*" in names or name in names or "." not in name:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name.endswith(tuple(f".{end}" for end in RESERVED))
    return True


def own_names(settings: Settings) -> frozenset[str]:
    """What the settings and the computer itself call this server."""
    addresses = (settings.address, *settings.allowed_origins)
    named = (each.partition("://")[2].partition("/")[0] for each in addresses)
    hosts = (each.strip() for each in settings.hosts.split(","))
    given = {host_name(each) for each in (*named, *hosts, settings.host, socket.gethostname())}
    return frozenset(given - {""})


def is_of_another_site(headers: Headers, allowed: frozenset[str]) -> bool:
    """Whether a browser sends this for a page that is neither ours nor of `allowed` origins."""
    if not may_connect(headers, allowed):
        return True
    site = headers.get("sec-fetch-site", "none").lower()
    return "origin" not in headers and site not in ("same-origin", "none")


def is_from_here(scope: Scope, settings: Settings) -> bool:
    """Whether a request was sent on this computer, by no proxy; else the world may see it."""
    headers = Headers(scope=scope)
    if is_loopback(settings.host) and not settings.address and "x-forwarded-for" not in headers:
        return True
    client = scope.get("client")
    here = client is not None and is_loopback(client[0])
    return here and is_loopback_host(headers.get("host", "")) and "forwarded" not in headers


class OwnVisitors:
    """Refuses requests for names that are not ours, and changes asked for by other sites' pages."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._names = own_names(settings)
        self._allowed = settings.allowed_origins
        self._probes = tuple(settings.root_path + path for path in FOR_PROBES) + FOR_PROBES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be for us."""
        why = self._refused(scope) if scope["type"] in ("http", "websocket") else None
        if why is None:
            await self._app(scope, receive, send)
            return
        status, code, detail = why
        scope["app"].state.meters.rejected.labels(code).inc()
        if scope["type"] == "websocket":
            await receive()  # websocket.connect
            await send({"type": "websocket.close"})  # before accepting: 403
            return
        headers, body = refusal(code, detail)
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})

    def _refused(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["path"] not in self._probes and not is_ours(host, self._names):
            detail = (
                f"this server does not know itself as {host[:100]}; open it by its address in "
                "figures, or have its operator name it in INKLING_HOSTS"
            )
            return 421, "misdirected_request", detail
        changes = scope["type"] == "http" and scope["method"] not in SAFE
        if changes and is_of_another_site(headers, self._allowed):
            detail = "pages of other sites may not ask this; INKLING_ORIGINS names those that may"
            return 403, "foreign_page", detail
        return None
