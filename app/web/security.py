"""What a browser may do with our pages: headers on every answer, who may open a socket."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.addresses import PORTS, origin_as_compared

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds HEADERS to every HTTP answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; touch only the start of an HTTP answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if "location" in headers:
                    headers["location"] = _relative(headers["location"], scope)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _relative(location: str, scope: Scope) -> str:
    """A redirect to ourselves without scheme and host: a Host that was made up leads nowhere."""
    ours = f"{scope.get('scheme', 'http')}://{Headers(scope=scope).get('host', '')}/"
    return f"/{location.removeprefix(ours)}" if location.startswith(ours) else location


def may_connect(headers: Headers, allowed: frozenset[str]) -> bool:
    """Whether a socket's Origin is our own page, as a whole, or one of `allowed`.

    A handshake without Origin does not come from a browser and carries nobody's rights.
    """
    origins = headers.getlist("origin")
    if not origins:
        return True
    if len(origins) > 1:
        return False
    origin, host = origin_as_compared(origins[0]), headers.get("host", "").lower()
    ours = {origin_as_compared(f"{scheme}://{host}") for scheme in PORTS} if host else set()
    return origin in ours | allowed
