"""What a picture file is made of: its size, its scans, what makes the picture, what is said of it.

Nothing is decoded here. The work is bounded, whatever a file says: so many parts, so many bytes of
metadata that are looked at.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""(H, W, 3), red, green, blue."""

MAX_PARTS = 4096
"""Segments or chunks before the picture's end: 8 MiB in pieces of 2 KiB."""

MAX_METADATA = 64 * 1024
"""Bytes of EXIF and XMP that are looked at: the first ones, where cameras write the orientation."""


class PhotoError(ValueError):
    """A picture cannot be used; the message says why and what to do."""


@dataclass
class Parts:
    """A file, taken apart.

    `pixels`: the file with nothing but what makes the picture; `metadata`: blocks of EXIF and XMP;
    `sizes`: each width and height that it claims; `scans`: how often a decoder goes over it.
    """

    pixels: bytes = b""
    metadata: list[bytes] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    scans: int = 1
    _count: int = 0
    _looked_at: int = 0

    def count(self) -> None:
        """One segment or chunk more; raises PhotoError over `MAX_PARTS`."""
        self._count += 1
        if self._count > MAX_PARTS:
            raise PhotoError(
                f"the picture is in more than {MAX_PARTS} pieces; save it again, as a PNG"
            )

    def note(self, block: bytes) -> None:
        """Keep a block of metadata, as far as it is looked at."""
        room = MAX_METADATA - self._looked_at
        if room > 0:
            self.metadata.append(block[:room])
            self._looked_at += len(block)


def kind_of(content: bytes) -> str | None:
    """PNG, JPEG or WEBP by a file's first bytes; None: it is no such picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def parts_of(kind: str, content: bytes) -> Parts:
    """A file of `kind_of` taken apart; raises PhotoError where it is in too many pieces."""
    return {"PNG": _of_png, "JPEG": _of_jpeg, "WEBP": _of_webp}[kind](content)


_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def _of_png(content: bytes) -> Parts:
    parts, kept, at = Parts(), [content[:8]], 8
    while at + 8 <= len(content):
        parts.count()
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        elif kind in (b"eXIf", b"iTXt"):
            parts.note(content[at + 8 : end - 4])
        if kind == b"IHDR" and at + 16 <= len(content):
            parts.sizes.append(struct.unpack_from(">II", content, at + 8))
        if kind == b"IEND":
            break
        at = end
    parts.pixels = b"".join(kept)
    return parts


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's segments that say how large the picture is."""

_MARKER = re.compile(rb"\xff(?!\xff)")
_ALONE = frozenset((0x00, 0x01, *range(0xD0, 0xDA)))
"""JPEG's markers that have no segment; between segments they mean nothing."""


def _of_jpeg(content: bytes) -> Parts:
    """JFIF and Adobe's colours are kept; all other segments of applications are not."""
    parts, kept, at = Parts(), [content[:2]], 2
    while (found := _MARKER.search(content, at)) and (at := found.start()) + 4 <= len(content):
        marker = content[at + 1]
        if marker == 0xDA:  # what is scanned follows
            break
        parts.count()
        if marker in _ALONE:
            at += 2
            continue
        end = at + 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
        if marker == 0xE1:
            parts.note(content[at + 4 : end])
        elif not (0xE0 < marker < 0xEE or marker in (0xEF, 0xFE)):
            kept.append(content[at:end])
        if marker in _FRAMES and at + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, at + 5)
            parts.sizes.append((width, height))
        at = end
    else:
        at = len(content)
    # In what is scanned a byte of 255 has a zero behind it, unless it begins a marker. Behind the
    # end there may be a film, or another picture.
    end = content.find(b"\xff\xd9", at) + 2
    scanned = content[at : end if end >= 2 else len(content)]
    parts.scans = scanned.count(b"\xff\xda")
    kept.append(scanned)
    parts.pixels = b"".join(kept)
    return parts


def _of_webp(content: bytes) -> Parts:
    """All of it is kept: its decoder does not look into metadata."""
    parts, at = Parts(content), 12
    while at + 8 <= len(content):
        parts.count()
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if kind in (b"EXIF", b"XMP "):
            parts.note(body)
        parts.sizes.extend(_webp_size(kind, body[:16]))
        at += 8 + size + size % 2
    return parts


def _webp_size(kind: bytes, body: bytes) -> list[tuple[int, int]]:
    """The size that a chunk claims: the canvas, a frame of it, or a picture in either coding."""
    start = {b"VP8X": 4, b"ANMF": 6}.get(kind)
    if start is not None and len(body) >= start + 6:
        width = int.from_bytes(body[start : start + 3], "little") + 1
        return [(width, int.from_bytes(body[start + 3 : start + 6], "little") + 1)]
    if kind == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return [((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)]
    if kind == b"VP8 " and len(body) >= 10:
        width, height = struct.unpack_from("<HH", body, 6)
        return [(width & 0x3FFF, height & 0x3FFF)]
    return []


# --- how the camera was held ---------------------------------------------------------------------

_XMP_ORIENTATION = re.compile(rb"tiff:Orientation(?:\s*=\s*[\"']|>)([1-8])")

_ORIENTATION = 0x0112
_SIZES = {1: "B", 3: "H", 4: "I"}
"""EXIF's whole numbers without a sign, by their type."""


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Pixels as the camera saw them, from how they are stored (EXIF's 1 to 8)."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def orientation_of(metadata: list[bytes]) -> int:
    """EXIF's orientation, 1 to 8, from blocks of EXIF or else XMP; 1 where none can be read."""
    blocks = [block.removeprefix(b"Exif\0\0") for block in metadata]
    said = [found(block) for found in (_in_exif, _in_xmp) for block in blocks]
    return next(filter(None, said), 1)


def _in_xmp(metadata: bytes) -> int | None:
    found = _XMP_ORIENTATION.search(metadata)
    return int(found[1]) if found else None


def _in_exif(block: bytes) -> int | None:
    """Of the first directory; nothing else in the block is looked at."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind = struct.unpack_from(f"{order}HH", block, entry)
            if tag == _ORIENTATION and kind in _SIZES:
                (value,) = struct.unpack_from(order + _SIZES[kind], block, entry + 8)
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None
