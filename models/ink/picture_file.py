"""A picture file becomes pixels: whatever the camera, the program and the metadata.

What a file says beside its pixels (EXIF, XMP, text, colour profiles) is never given to a decoder,
so that it can break nothing; of all of it, how the camera was held is read.
"""

from __future__ import annotations

import io
import re
import struct
import warnings

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""(H, W, 3), red, green, blue."""

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""A phone's camera makes 12 to 48 million; a decompression bomb makes more of a small file."""

LONGEST = 2048
"""Longer pictures are shrunk to this, or to half of it and more: a digit on 8 % has 80 pixels."""

_OPAQUE = 250
_IN_BOX = 0.7
"""An opaque part that fills so much of its box, and has something on it, is a sheet of paper."""


class PhotoError(ValueError):
    """A picture cannot be used; the message says why and what to do."""


def kind_of(content: bytes) -> str | None:
    """PNG, JPEG or WEBP by a file's first bytes; None: it is no such picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def read_picture(content: bytes) -> Pixels:
    """The upright pixels of a PNG, JPEG or WebP, at most `LONGEST` long; raises PhotoError.

    Transparency is paper. Whatever a decoder raises is the picture's fault, and is said as one.
    """
    if not content:
        raise PhotoError("the file is empty; choose a PNG, JPEG or WebP picture")
    if len(content) > MAX_BYTES:
        raise PhotoError(
            f"the picture has {len(content) / 2**20:.1f} MiB, at most {MAX_BYTES // 2**20} are "
            "taken; save it smaller"
        )
    kind = kind_of(content)
    if kind is None:
        raise PhotoError("the file is not a PNG, JPEG or WebP picture; choose another")
    pixels, metadata = _SPLIT[kind](content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is refused below
            with Image.open(io.BytesIO(pixels), formats=[kind]) as picture:
                return upright(_decoded(picture), orientation_of(metadata))
    except PhotoError:
        raise
    except Exception as error:  # decoders raise whatever they meet: nine kinds were counted
        raise PhotoError("the picture is damaged or cut off; save it again") from error


def _decoded(picture: Image.Image) -> Pixels:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PhotoError(
            f"the picture is {width} x {height} pixels, at most {MAX_PIXELS // 1_000_000} million "
            "are taken; save it smaller"
        )
    if min(width, height) < 2:
        raise PhotoError(f"the picture is {width} x {height} pixels; there is no digit in it")
    picture.draft("RGB", (LONGEST // 2, LONGEST // 2))  # JPEG: decode small at once
    picture.load()
    if picture.mode.startswith(("I", "F")):
        return _three_channels(_shrunk(deep_grey(np.asarray(picture))))
    layered = picture.has_transparency_data
    if picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if layered else "RGB")
    factor = -(-max(picture.size) // LONGEST)
    if factor > 1:
        picture = picture.reduce(factor)
    pixels = np.asarray(picture.convert("RGBA" if layered else "RGB"), np.uint8)
    return on_paper(pixels) if layered else pixels


def deep_grey(values: NDArray[np.generic]) -> Pixels:
    """Grey of 16 bits or more, (H, W), scaled so that its lightest is 255: scanners use 10 to 16.

    Raises ValueError for values that are not finite.
    """
    grey = np.asarray(values, np.float32)
    if not np.isfinite(grey).all():
        raise ValueError("a pixel is not a finite number")
    lightest = float(grey.max(initial=0))
    scaled = np.clip(grey * np.float32(255 / max(lightest, 1e-6)), 0, 255)
    return np.asarray(np.rint(scaled), np.uint8)


def on_paper(layers: Pixels) -> Pixels:
    """Pixels with transparency (H, W, 4), laid on paper.

    Either the opaque part is a sheet with something on it, as a window is with its shadow: then it
    is all of the picture, and what little of it is transparent gets its colour. Or it is the ink:
    then the paper is white or black, whichever it stands out from.
    """
    colour, alpha = layers[..., :3], layers[..., 3]
    opaque = alpha >= _OPAQUE
    if opaque.all():
        return np.ascontiguousarray(colour)
    left, top, width, height = cv2.boundingRect(opaque.astype(np.uint8))
    if opaque.sum() > _IN_BOX * width * height > 0:
        paper = np.median(colour[opaque], axis=0)
        stands_out = np.abs(colour[opaque] - paper).max(axis=1) > 40
        if stands_out.mean() > 0.002:
            filled = np.where(opaque[..., np.newaxis], colour, paper.astype(np.uint8))
            return np.ascontiguousarray(filled[top : top + height, left : left + width])
    part = alpha[..., np.newaxis] / np.float32(255)
    tone = float((colour * part).sum() / max(3 * float(part.sum()), 1e-6))
    on_it = 255.0 if tone < 128 else 0.0
    return np.rint(colour * part + on_it * (1 - part)).astype(np.uint8)


def _shrunk(grey: Pixels) -> Pixels:
    factor = LONGEST / max(grey.shape)
    if factor >= 1:
        return grey
    size = (max(2, round(grey.shape[1] * factor)), max(2, round(grey.shape[0] * factor)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _three_channels(grey: Pixels) -> Pixels:
    return np.asarray(np.repeat(grey[..., np.newaxis], 3, axis=2), np.uint8)


# --- metadata ------------------------------------------------------------------------------------

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


_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def _split_png(content: bytes) -> tuple[bytes, list[bytes]]:
    """The chunks that make the picture; and those that may say how the camera was held."""
    kept, metadata, at = [content[:8]], list[bytes](), 8
    while at + 8 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        elif kind in (b"eXIf", b"iTXt"):
            metadata.append(content[at + 8 : end - 4])
        at = end
    return b"".join(kept), metadata


def _split_jpeg(content: bytes) -> tuple[bytes, list[bytes]]:
    """The segments that make the picture, JFIF and Adobe's colours among them; and EXIF and XMP."""
    kept, metadata, at = [content[:2]], list[bytes](), 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xDA:  # what is scanned follows
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xE1:
            metadata.append(content[at + 4 : end])
        elif not (0xE0 < marker < 0xEE or marker in (0xEF, 0xFE)):
            kept.append(content[at:end])
        at = end
    kept.append(content[at:])
    return b"".join(kept), metadata


def _split_webp(content: bytes) -> tuple[bytes, list[bytes]]:
    """All of it, whose metadata its decoder does not look into; and EXIF and XMP."""
    metadata, at = list[bytes](), 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if kind in (b"EXIF", b"XMP "):
            metadata.append(content[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return content, metadata


_SPLIT = {"PNG": _split_png, "JPEG": _split_jpeg, "WEBP": _split_webp}
