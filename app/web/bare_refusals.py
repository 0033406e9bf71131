"""Refusals that the application does not write: of bytes that never become one of its requests,
and those that the framework would write as plain text.

All have the one shape, `{"error": code, "detail": sentence}`, and the same headers.
"""

from __future__ import annotations

import json
from email.utils import formatdate
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.security import HEADERS

LONGEST_DETAIL = 300


def refusal(code: str, detail: str, **more: str) -> tuple[dict[str, str], bytes]:
    """The headers and body of a refusal; `more`: further headers, with _ for -."""
    body = json.dumps({"error": code, "detail": detail[:LONGEST_DETAIL]}).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **HEADERS,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return headers, body


def written(status: int, code: str, detail: str, **more: str) -> bytes:
    """A refusal as the bytes of an HTTP/1.1 response that closes the connection."""
    headers, body = refusal(code, detail, Date=formatdate(usegmt=True), Connection="close", **more)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def code_of(status: HTTPStatus) -> str:
    """The code of an HTTP status: `not_found` for 404."""
    return status.phrase.lower().replace(" ", "_").replace("'", "")


class OneShape:
    """Gives refusals that come as plain text the shape of all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every answer on, but rewrite refusals in plain text."""
        held: Message | None = None
        text = b""

        async def send_in_shape(message: Message) -> None:
            nonlocal held, text
            if message["type"] == "http.response.start" and _is_plain_refusal(message):
                held = message
            elif held is None:
                await send(message)
            elif message["type"] == "http.response.body":
                text += message.get("body", b"")
                if not message.get("more_body", False):
                    await _send_shaped(held, text, send)

        await self._app(scope, receive, send_in_shape if scope["type"] == "http" else send)


def _is_plain_refusal(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] >= 400 and kind.startswith("text/plain")


async def _send_shaped(start: Message, text: bytes, send: Send) -> None:
    status = HTTPStatus(start["status"])
    detail = text.decode(errors="replace").strip() or status.description or status.phrase
    headers, body = refusal(code_of(status), detail)
    MutableHeaders(scope=start).update(headers)
    await send(start)
    await send({"type": "http.response.body", "body": body})
