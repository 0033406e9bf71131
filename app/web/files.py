"""Files that browsers fetch, from memory and compressed once: a hall opens the page at once."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.web.compression import compressed, has_already

FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose address names their content: caches promise a year at most."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a file that is kept in memory; all that the page is made of are smaller."""

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""Media types set here: a system may take a script for plain text, which no browser runs."""

_NAMED_BY_CONTENT = re.compile(r"dist/chunks/[\w-]+-[A-Z0-9]{8}\.js(\.map)?")
"""Pieces of scripts whose names the bundler makes of what is in them."""

_COMPRESSED_ALREADY = (".png", ".woff2")


@dataclass(frozen=True)
class _Kept:
    """A file as it was when it was read."""

    version: tuple[int, int]
    etag: str
    content: bytes
    gzip: bytes | None


class PublicFiles(StaticFiles):
    """What is built and drawn for browsers, but not the sources.

    Browsers ask by ETag whether a file is as it was; pieces named by their content they keep.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._kept: dict[str, _Kept] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; raises HTTPException (404) for what is not public."""
        if Path(path).parts[:1] == ("src",):
            raise HTTPException(404)
        headers = Headers(scope=scope)
        kept = None
        if scope["method"] in ("GET", "HEAD") and "range" not in headers:
            kept = self._find(path)
        ending = Path(path).suffix.lower()
        if kept is None:
            response = await super().get_response(path, scope)
        else:
            response = _answer(kept, headers, ending)
        is_kept = response.status_code in (200, 304) and _NAMED_BY_CONTENT.fullmatch(path)
        response.headers["Cache-Control"] = FOR_EVER if is_kept else "no-cache"
        if ending in MEDIA_TYPES and response.status_code == 200:
            response.headers["Content-Type"] = MEDIA_TYPES[ending]
        return response

    def _find(self, path: str) -> _Kept | None:
        """The file from memory, read again if it has changed; None if it is not kept there."""
        try:
            full, found = self.lookup_path(path)
            if found is None or not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
                return None
            version = (found.st_mtime_ns, found.st_size)
            kept = self._kept.get(full)
            if kept is None or kept.version != version:
                kept = self._kept[full] = _read(full, version)
        except (OSError, ValueError):  # reported when it is read from the disk
            return None
        return kept


def _read(path: str, version: tuple[int, int]) -> _Kept:
    with open(path, "rb") as file:
        content = file.read()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    gzip = None
    if os.path.splitext(path)[1].lower() not in _COMPRESSED_ALREADY:
        gzip = compressed(content)
    return _Kept(version, etag, content, gzip)


def _answer(kept: _Kept, asked: Headers, ending: str) -> Response:
    """The file, or that the browser has it."""
    headers = {"ETag": kept.etag, "Accept-Ranges": "bytes"}
    if kept.gzip is not None:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in asked.get("accept-encoding", ""):
            # Each coding is a different sequence of bytes, so it has its own ETag.
            headers["ETag"] = f'{kept.etag[:-1]}-gzip"'
            headers["Content-Encoding"] = "gzip"
    if has_already(asked, headers["ETag"]):
        headers.pop("Content-Encoding", None)
        return Response(None, 304, headers)
    content = kept.gzip if "Content-Encoding" in headers else kept.content
    return Response(content, headers=headers, media_type=MEDIA_TYPES.get(ending))
