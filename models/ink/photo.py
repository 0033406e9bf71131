"""A picture becomes ink: a photo of a digit on paper, a screenshot, a scan.

Which tone is ink is found, not asked: paper is what most of the picture is made of, and what
surrounds the rest. Each concern has one place: files and metadata in `models.ink.picture_file`,
light and colour in `models.ink.paper`, what is no digit in `models.ink.marks`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ink.marks import Blots, Mask, along_the_edge, digit_of, things_in
from models.ink.paper import (
    Grey,
    common_paper,
    contrast_with,
    near_paper,
    strongest,
    tone_of,
)
from models.ink.picture_file import read_picture
from models.ink.picture_parts import PhotoError as PhotoError
from models.ink.picture_parts import Pixels

SIDE = 128
"""Pixels along the ink that comes out: four and a half for each of the network's."""

LEFT_OUT = 24
"""A pixel of a mark that is not the digit: seen on the pad, paper for the network. Ink is more."""

_WORKING_SIDE = 512
"""Longer pictures are shrunk to this before the ink is looked for."""

_FAINTEST = 0.08
"""Least contrast between ink and paper, of full range; below it is the paper's own texture."""

_TOO_SMALL = 0.3
"""Ink whose longer side is a smaller part of the picture's is cut from the full picture."""

_MARGIN = 0.5
"""Paper around ink that is cut out, in sizes of the ink."""


@dataclass(frozen=True)
class Found:
    """Ink in a picture: `ink` (H, W), 0..1 with soft edges; `digit` and `marks`: where they are."""

    ink: Grey
    digit: Mask
    marks: Mask


def read_photo(content: bytes) -> NDArray[np.uint8]:
    """The ink of a picture file, (128, 128), 0 paper to 255 ink; raises PhotoError.

    PNG, JPEG and WebP; a camera's rotation is honoured, transparency is paper. The picture is the
    pad: ink stays where it was in it, but small ink is cut out with some paper around it. Marks
    that are not the digit are `LEFT_OUT`, see `ink_of`.
    """
    picture = read_picture(content)
    found = find_ink(_shrunk(picture))
    cut = _cut_out(picture, found)
    if cut is not None:
        # If the larger picture shows nothing but grain, keep the ink that was found first.
        with contextlib.suppress(PhotoError):
            found = find_ink(_shrunk(cut))
    return _squared(found)


def ink_of(picture: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int]:
    """The ink alone of what `read_photo` made; and how many marks it has that are not the digit."""
    marks = picture == LEFT_OUT
    if not marks.any():
        return picture, 0
    blots = Blots.of(marks)
    # Soft edges of ink have this value too, a pixel here and there.
    large = blots.areas >= 3
    return np.where(blots.mask(large), np.uint8(0), picture), int(large.sum())


def things_on(picture: NDArray[np.uint8]) -> int:
    """How many digits, or things as large, such a picture shows; 0 on blank paper."""
    return things_in(picture > 127)


# --- the steps -----------------------------------------------------------------------------------


def find_ink(colour: Pixels) -> Found:
    """Tell ink from paper and the digit from marks, in (H, W, 3); raises PhotoError."""
    tone = tone_of(colour)
    tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), max(tone.shape) / 400 + 0.3), np.float32)
    contrast = _of_thick_ink(tone)
    if contrast is None:
        contrast = _of_lines(tone)
    edge, level = _edge_ink(contrast)
    inside = np.where(edge, 0, contrast)
    blots = Blots.of(inside > level).without_dust()
    chosen = digit_of(blots)
    digit, marks = blots.mask(chosen), blots.mask(~chosen) | edge
    # Soft edges: half ink at the threshold.
    around = cv2.dilate(digit.astype(np.uint8), np.ones((3, 3), np.uint8))
    soft = np.clip(inside / (2 * level), 0, 1) * around
    return Found(np.asarray(soft, np.float32), digit, marks)


def _of_lines(tone: Grey) -> Grey:
    """How far lines stand out from the paper around them, 0..1; raises PhotoError if nothing does.

    Twice: first with the paper's tone of a wide neighbourhood, which says whether ink is dark and
    how wide its lines are; then with that of a window just wider, which follows a shadow's edge.
    """
    contrast = contrast_with(common_paper(tone), tone)
    dark = strongest(contrast) >= strongest(-contrast)
    contrast = contrast if dark else -contrast
    strength = strongest(contrast)
    if strength < _FAINTEST:
        raise PhotoError("no ink was found in the picture; take one with more contrast")
    reach = _reach(contrast > max(_FAINTEST, 0.5 * strength))
    near = contrast_with(near_paper(tone, dark, reach), tone)
    near = near if dark else -near
    return np.asarray(np.maximum(near, 0), np.float32)


def _reach(ink: Mask) -> int:
    """A window that is wider than the lines of this ink, in pixels."""
    inside = cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 3)
    ridge = inside[inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8))]
    ridge = ridge[ridge > 0]
    width = 2 * float(np.percentile(ridge, 90)) if ridge.size else 0.0
    shorter = min(ink.shape)
    return int(np.clip(3 * width, 0.08 * shorter, 0.5 * shorter)) | 1


def _level(contrast: Grey, strength: float) -> float:
    """The contrast that divides ink from paper: Otsu's, within bounds that the strength sets."""
    clear = contrast[contrast > _FAINTEST / 2]
    bytes_ = np.rint(np.clip(clear, 0, 1) * 255).astype(np.uint8)
    otsu, _ = cv2.threshold(bytes_, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return max(_FAINTEST, float(np.clip(0.75 * otsu / 255, 0.3 * strength, 0.5 * strength)))


def _edge_ink(contrast: Grey) -> tuple[Mask, float]:
    """Ink that touches the edge and is left out, a little grown; and the level of the rest.

    Strips of table are darker than pencil: the level is that of what is inside, as soon as
    something is.
    """
    edge = np.zeros(contrast.shape, np.bool_)
    level = _level(contrast, strongest(contrast))
    for part in (0.4, 1.0):
        inside = np.where(edge, 0, contrast)
        strength = strongest(inside)
        if strength < _FAINTEST:
            break
        level = _level(inside, strength)
        blots = Blots.of(inside > max(_FAINTEST, part * level))
        marks = along_the_edge(blots, np.ones(len(blots), np.bool_))
        if marks.any():
            grown = cv2.dilate(blots.mask(marks).astype(np.uint8), np.ones((5, 5), np.uint8))
            edge |= grown.astype(np.bool_)
    inside = np.where(edge, 0, contrast)
    return edge, _level(inside, strongest(inside))


# --- ink on more than half -----------------------------------------------------------------------

_THICK = 0.2
"""Ink of thick lines covers so much of the picture at least."""

_SAME = 0.25
"""Within each of two tones nothing stands out further than this part of their distance."""

_SHEET = 0.88
"""What fills so much of the narrowest rectangle around it, and has ink on it, is a sheet."""


def _of_thick_ink(tone: Grey) -> Grey | None:
    """How far each pixel is from paper's tone to ink's, 0..1, in a picture of two tones.

    None where it is not one, or hardly any of it is ink: then paper is what most of it is.
    """
    bytes_ = np.rint(tone).astype(np.uint8)
    _, divided = cv2.threshold(bytes_, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = divided.astype(np.bool_)
    rarer = light if light.mean() < 0.5 else ~light
    if rarer.mean() < _THICK and not (rarer.any() and _surrounds(rarer)):
        return None
    tones = [float(np.median(tone[part])) for part in (~light, light)]
    if tones[1] - tones[0] < 255 * _FAINTEST or not _are_two_tones(tone, light, tones):
        return None
    paper = light if _surrounds(light) else ~light
    if _is_sheet(~paper):
        return None
    distance = tones[1] - tones[0]
    part = (tone - tones[0]) / distance
    return np.asarray(np.clip(1 - part if paper is light else part, 0, 1), np.float32)


def _are_two_tones(tone: Grey, light: Mask, tones: list[float]) -> bool:
    """Whether each part is of one tone: a shadow is not, for there is ink in it or beside it."""
    for part, middle in zip((~light, light), tones, strict=True):
        well_inside = cv2.erode(part.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(np.bool_)
        apart = np.where(well_inside, np.abs(tone - middle), 0) / (tones[1] - tones[0])
        if strongest(np.asarray(apart, np.float32)) > _SAME:
            return False
    return True


def _surrounds(part: Mask) -> bool:
    """Whether this part of a picture is its paper: it has the corners, or most of the edge."""
    corners = part[[0, 0, -1, -1], [0, -1, 0, -1]].sum()
    if corners != 2:
        return bool(corners > 2)
    rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    return bool(rim.mean() >= 0.5)


def _is_sheet(ink: Mask) -> bool:
    """Whether supposed ink is a sheet of paper on a table: four straight sides, and ink on it."""
    outlines, _ = cv2.findContours(ink.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea)
    (_, (width, height), _) = cv2.minAreaRect(largest)
    filled = np.zeros(ink.shape, np.uint8)
    cv2.drawContours(filled, [largest], -1, 1, -1)
    on_it = (filled.astype(np.bool_) & ~ink).sum()
    whole = cv2.contourArea(largest)
    return bool(whole > _SHEET * width * height and on_it > 0.001 * whole)


# --- the picture that comes out ------------------------------------------------------------------


def _shrunk(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    factor = _WORKING_SIDE / max(height, width)
    if factor >= 1:
        return picture
    size = (max(2, round(width * factor)), max(2, round(height * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _cut_out(picture: Pixels, found: Found) -> Pixels | None:
    """The part of the full picture around a small digit, with some paper; None: it is not small."""
    height, width = found.digit.shape
    left, top, across, down = cv2.boundingRect(found.digit.astype(np.uint8))
    size = max(across, down)
    if not 0 < size < _TOO_SMALL * max(height, width):
        return None
    factor = picture.shape[1] / width
    half = (0.5 + _MARGIN) * size * factor
    x, y = (left + across / 2) * factor, (top + down / 2) * factor
    rows = slice(max(0, round(y - half)), round(y + half))
    columns = slice(max(0, round(x - half)), round(x + half))
    cut = picture[rows, columns]
    return cut if min(cut.shape[:2]) >= 2 else None


def _squared(found: Found) -> NDArray[np.uint8]:
    """Ink and marks in the middle of (128, 128)."""
    ink = np.rint(np.clip(_on_square(found.ink), 0, 1) * 255).astype(np.uint8)
    marks = _on_square(found.marks.astype(np.float32)) > 0.15
    ink[marks & (ink < LEFT_OUT)] = LEFT_OUT
    return ink


def _on_square(values: Grey) -> Grey:
    height, width = values.shape
    side = max(height, width)
    square = np.zeros((side, side), np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = values
    method = cv2.INTER_AREA if side >= SIDE else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(square, (SIDE, SIDE), interpolation=method), np.float32)
