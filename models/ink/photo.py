"""A picture file becomes ink: a photo of a digit on paper, a screenshot, a scan.

Which tone is ink is found, not asked: paper is what most of the picture is made of. Uneven light is
divided out by comparing each pixel with the paper around it.
"""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""A phone's camera makes 12 to 48 million; a decompression bomb makes more of a small file."""

FORMATS = ("PNG", "JPEG", "WEBP")

SIDE = 128
"""Pixels along the ink that comes out: four and a half for each of the network's."""

_WORKING_SIDE = 512
"""Longer pictures are shrunk to this before the ink is looked for."""

_FAINTEST = 0.08
"""Least contrast between ink and paper, of full range; below it is the paper's own texture."""

_SPECK = 0.02
"""Blots of less than this part of the largest one's area are dust."""


class PhotoError(ValueError):
    """A picture cannot be used; the message says why and what to do."""


def read_photo(content: bytes) -> NDArray[np.uint8]:
    """The ink of a picture file, (128, 128), 0 paper to 255 ink; raises PhotoError.

    PNG, JPEG and WebP; a camera's rotation is honoured, transparency is paper. The whole picture
    is the pad: ink stays where it was in it.
    """
    return _find_ink(_decode(content))


def _decode(content: bytes) -> NDArray[np.uint8]:
    """Grey (H, W), at most 512 long."""
    if not content:
        raise PhotoError("the file is empty; choose a PNG, JPEG or WebP picture")
    if len(content) > MAX_BYTES:
        raise PhotoError(
            f"the picture has {len(content) / 2**20:.1f} MiB, at most {MAX_BYTES // 2**20} are "
            "taken; save it smaller"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is refused below
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return _as_grey(picture)
    except UnidentifiedImageError as error:
        raise PhotoError("the file is not a PNG, JPEG or WebP picture; choose another") from error
    except PhotoError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoError("the picture is damaged or cut off; save it again") from error


def _as_grey(picture: Image.Image) -> NDArray[np.uint8]:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PhotoError(
            f"the picture is {width} x {height} pixels, at most {MAX_PIXELS // 1_000_000} million "
            "are taken; save it smaller"
        )
    if min(width, height) < 2:
        raise PhotoError(f"the picture is {width} x {height} pixels; there is no digit in it")
    picture.draft("RGB", (2 * _WORKING_SIDE, 2 * _WORKING_SIDE))  # JPEG: decode small at once
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((2 * _WORKING_SIDE, 2 * _WORKING_SIDE), reducing_gap=2.0)
    grey = _without_alpha(upright)
    grey.thumbnail((_WORKING_SIDE, _WORKING_SIDE))
    return np.asarray(grey, np.uint8)


def _without_alpha(picture: Image.Image) -> Image.Image:
    """In grey, on paper that the opaque part stands out from."""
    if not picture.has_transparency_data:
        return picture.convert("L")
    layered = np.asarray(picture.convert("LA"), np.float32)
    grey, alpha = layered[..., 0], layered[..., 1] / 255
    tone = float((grey * alpha).sum() / max(alpha.sum(), 1e-6))
    paper = 255.0 if tone < 128 else 0.0
    return Image.fromarray(np.rint(grey * alpha + paper * (1 - alpha)).astype(np.uint8))


def _find_ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    smooth = cv2.GaussianBlur(grey, (0, 0), max(grey.shape) / 400 + 0.3).astype(np.float32)
    stands_out = (_paper(grey) - smooth) / 255  # positive where darker than the paper around
    dark, light = (float(np.percentile(side, 99.9)) for side in (stands_out, -stands_out))
    if max(dark, light) < _FAINTEST:
        raise PhotoError("no ink was found in the picture; take one with more contrast")
    ink = np.clip(stands_out if dark >= light else -stands_out, 0, 1)
    clear = ink > _FAINTEST / 2
    threshold, _ = cv2.threshold(
        np.rint(ink[clear] * 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU
    )
    edge = max(_FAINTEST, 0.75 * threshold / 255)
    kept = _without_dust(ink > edge)
    # Soft edges: half ink at the threshold.
    soft = np.clip(ink / (2 * edge), 0, 1) * cv2.dilate(kept, np.ones((3, 3), np.uint8))
    return _squared(soft.astype(np.float32))


def _paper(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The tone of the paper at each pixel: the median of a wide neighbourhood."""
    small = cv2.resize(grey, (128, 128), interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(small, 40, 40, 40, 40, cv2.BORDER_REFLECT_101)
    median = cv2.medianBlur(framed, 81)[40:-40, 40:-40]
    height, width = grey.shape
    paper = cv2.resize(median, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, np.float32)


def _without_dust(ink: NDArray[np.bool_]) -> NDArray[np.uint8]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    kept = [label for label in range(1, count) if areas[label - 1] >= _SPECK * areas.max()]
    return np.isin(labels, kept).astype(np.uint8)


def _squared(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    height, width = ink.shape
    side = max(height, width)
    square = np.zeros((side, side), np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = ink
    method = cv2.INTER_AREA if side >= SIDE else cv2.INTER_LINEAR
    small = cv2.resize(square, (SIDE, SIDE), interpolation=method)
    return np.asarray(np.rint(np.clip(small, 0, 1) * 255), np.uint8)
