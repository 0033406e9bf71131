"""Refusals that no framework writes: of what never becomes a request of the application.

They have the one shape of all others, `{"error": code, "detail": sentence}`, and the same headers.
"""

from __future__ import annotations

import json
from email.utils import formatdate
from http import HTTPStatus

from app.security import HEADERS

LONGEST_DETAIL = 300


def refusal(code: str, detail: str, **more: str) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and body of an answer that ends its connection; `more`: further headers."""
    body = json.dumps({"error": code, "detail": detail[:LONGEST_DETAIL]}).encode()
    headers = [
        ("Date", formatdate(usegmt=True)),
        ("Connection", "close"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        *HEADERS.items(),
        *((name.replace("_", "-"), value) for name, value in more.items()),
    ]
    return headers, body


def written(status: int, code: str, detail: str, **more: str) -> bytes:
    """The same as it is sent over HTTP/1.1."""
    headers, body = refusal(code, detail, **more)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
