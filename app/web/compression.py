"""Answers that many ask for are compressed once; a browser that has one gets no other copy."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 500
"""Bytes from which on an answer is compressed."""

MOST_KEPT = 8 * 1024 * 1024
"""Bytes of compressed answers in memory; what was asked for longest ago goes first."""

NOT_COMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/vnd.safetensors")
"""Weights are noise to a compressor."""


def compressed(content: bytes) -> bytes:
    """The same bytes for the same content, whenever it was made."""
    return gzip.compress(content, 9, mtime=0)


class Compression:
    """Compresses answers; those to GET that come in one piece get an ETag and are kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._others = GZipMiddleware(app, SMALLEST, exclude_content_types=NOT_COMPRESSED)
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._others(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(self, Headers(scope=scope), send))

    def of(self, content: bytes, digest: bytes) -> bytes:
        """Content compressed, from memory if it was asked for lately."""
        if digest in self._kept:
            self._kept.move_to_end(digest)
            return self._kept[digest]
        made = self._kept[digest] = compressed(content)
        self._size += len(made)
        while self._size > MOST_KEPT:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)
        return made


class _Answer:
    """Sends one answer on; holds its start back until the headers about its content are known."""

    def __init__(self, compression: Compression, asked: Headers, send: Send) -> None:
        self._compression, self._asked, self._send = compression, asked, send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _may_be_kept(message):
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            body = message.get("body", b"")
            if not message.get("more_body") and len(body) >= SMALLEST:
                message = self._shortened(start, body)
            await self._send(start)
        await self._send(message)

    def _shortened(self, start: Message, body: bytes) -> Message:
        """The message with the body as it is sent; changes the headers in `start` to fit."""
        headers = MutableHeaders(scope=start)
        digest = hashlib.blake2b(body, digest_size=16).digest()
        headers.add_vary_header("Accept-Encoding")
        # A weak ETag: the plain and the compressed body share it.
        headers["ETag"] = f'W/"{digest.hex()}"'
        headers.setdefault("Cache-Control", "no-cache")
        if has_already(self._asked, headers["ETag"]):
            start["status"] = 304
            for name in ("Content-Length", "Content-Type"):
                del headers[name]
            return {"type": "http.response.body", "body": b""}
        if "gzip" in self._asked.get("accept-encoding", ""):
            body = self._compression.of(body, digest)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        return {"type": "http.response.body", "body": body}


def _may_be_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    return (
        start["status"] == 200
        and kind.startswith(("text/", "application/"))
        and kind not in NOT_COMPRESSED
        and "content-encoding" not in headers
        and "etag" not in headers
    )


def has_already(asked: Headers, etag: str) -> bool:
    """Whether a request says that its browser has what this tag names."""
    tags = {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
