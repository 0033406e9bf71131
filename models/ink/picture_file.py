"""A picture file becomes pixels: whatever the camera, the program and the metadata.

What a file says beside its pixels (EXIF, XMP, text, colour profiles) is never given to a decoder,
so that it can break nothing; of all of it, how the camera was held is read.
"""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.ink.picture_parts import (
    Parts,
    PhotoError,
    Pixels,
    kind_of,
    orientation_of,
    parts_of,
    upright,
)

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 16_000_000
"""A phone's camera makes 12 million (4032 x 3024) or 16, and offers more; a page shrinks those."""

MAX_SCANS = 64
"""Of a progressive JPEG, whose decoder goes over the whole picture once a scan; 10 are common."""

LONGEST = 2048
"""Longer pictures are shrunk to this, or to half of it and more: a digit on 8 % has 80 pixels."""

_OPAQUE = 250
_IN_BOX = 0.7
"""An opaque part that fills so much of its box, and has something on it, is a sheet of paper."""


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
    parts = parts_of(kind, content)
    _check(parts)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is refused above
            with Image.open(io.BytesIO(parts.pixels), formats=[kind]) as picture:
                return upright(_decoded(picture), orientation_of(parts.metadata))
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError("opening the picture takes too much memory; save it smaller") from error
    except Exception as error:  # decoders raise whatever they meet: nine kinds were counted
        raise PhotoError("the picture is damaged or cut off; save it again") from error


def _check(parts: Parts) -> None:
    """Refuse by a file's head what would be dear to decode; raises PhotoError."""
    for width, height in parts.sizes:
        if width * height > MAX_PIXELS:
            raise PhotoError(
                f"the picture is {width} x {height} pixels, at most {MAX_PIXELS // 1_000_000} "
                "million are taken; save it smaller"
            )
    if parts.scans > MAX_SCANS:
        raise PhotoError(
            f"the picture has {parts.scans} scans, at most {MAX_SCANS} are taken; save it again, "
            "as a PNG"
        )


def _decoded(picture: Image.Image) -> Pixels:
    width, height = picture.size
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
