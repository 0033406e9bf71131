"""Ink becomes input: the only place where strokes turn into the network's 28 x 28 image.

MNIST's digits were "size normalized to fit in a 20x20 pixel box while preserving their aspect
ratio", with grey levels from anti-aliasing, and centred "by computing the center of mass of the
pixels, and translating the image so as to position this point at the center of the 28x28 field"
(LeCun, Bottou, Bengio, Haffner 1998, section III.A). A drawing must be prepared in the same way
before a network trained on them sees it. Training, evaluation and serving all come through here.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Strokes = Sequence[Sequence[Sequence[float]]]
Image = NDArray[np.float32]
Ink = NDArray[np.uint8]

SIDE = 28
"""Pixels along the image."""

BOX = 20.0
"""Pixels along the longest side of the ink, pen width included."""

PEN_WIDTH = 2.25
"""Pixels across a line of MNIST's ink: its median (see `tests/models/test_preprocess.py`)."""

SMALLEST = 0.02
"""Part of the pad. Ink smaller than this is a dot, not a very small digit, and is not blown up."""

_FINE = 8
"""Sub-pixels along a pixel: 64 grey levels, and the centre of mass is met to 1/16 pixel."""

_MASS_AT = 14.5
"""Where MNIST has its centre of mass, in pixels from the image's edge: the middle of pixel 14.
(28 pixels have no middle one; its training images' mean is 14.00 across, 13.99 down.)"""

_BOX_FINE = round(BOX) * _FINE
_SIDE_FINE = SIDE * _FINE

_FAR = 1e6
"""Pads away from the pad; what is further is taken to be there, so that no difference overflows."""

_FIXED_POINT = 6
"""Fractional bits of the coordinates that OpenCV takes."""


def preprocess(strokes: Strokes, pen_width: float = PEN_WIDTH) -> Image:
    """Render a drawing into MNIST's frame.

    `strokes`: lists of (x, y) in 0..1 of the pad, y down; what lies outside is cut off, as by a
    pen that leaves the pad. `pen_width`: pixels of the 28 x 28 image. Returns float32 (1, 28, 28),
    0 paper to 1 ink; zeros for a blank pad. Deterministic, and independent of where and how large
    the drawing is. Raises ValueError for points that are not finite pairs of numbers.
    """
    lines = [line for stroke in strokes for line in _inside_pad(_as_points(stroke))]
    if not lines:
        return np.zeros((1, SIDE, SIDE), np.float32)
    return _centre_by_mass(_draw(_fit(lines, pen_width), pen_width))


def frame_image(picture: NDArray[np.generic]) -> Image:
    """Put a picture of a digit (H, W), 0 paper, in any range, into MNIST's frame.

    Returns float32 (1, 28, 28) in 0..1; zeros for an empty picture. Raises ValueError unless it is
    finite and 2-D.
    """
    grey = np.asarray(picture, np.float32)
    if grey.ndim != 2 or not np.isfinite(grey).all():
        raise ValueError(f"expected a finite picture (height, width), got shape {grey.shape}")
    rows, columns = np.nonzero(grey > 0.1 * grey.max(initial=0.0))
    if rows.size == 0 or grey.max() <= 0:
        return np.zeros((1, SIDE, SIDE), np.float32)
    ink = grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] / grey.max()
    height, width = (max(1, round(BOX * _FINE * side / max(ink.shape))) for side in ink.shape)
    shrinks = max(ink.shape) > BOX * _FINE
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    fitted = cv2.resize(ink, (width, height), interpolation=method)
    return _centre_by_mass(np.clip(fitted * 255, 0, 255).round().astype(np.uint8))


def _as_points(stroke: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """One stroke as (N, 2)."""
    try:
        points = np.asarray(stroke, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError("a stroke is a list of [x, y] pairs of numbers") from error
    if points.size == 0:
        return points.reshape(0, 2)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"a stroke is a list of [x, y] pairs, got shape {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is not a finite number")
    return np.clip(points, -_FAR, _FAR)


def _inside_pad(points: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The pieces of one stroke (N, 2) on the pad: several if it leaves and returns."""
    if len(points) == 0:
        return []
    inside: NDArray[np.bool_] = np.all((points >= 0.0) & (points <= 1.0), axis=1)
    if inside.all():
        return [points]
    pieces: list[list[NDArray[np.float64]]] = []
    if inside[0]:
        pieces.append([points[0]])
    for index in range(1, len(points)):
        ends = _clip(points[index - 1], points[index])
        if ends is None:
            continue
        start, end = ends
        if not inside[index - 1]:
            pieces.append([start])
        pieces[-1].append(end)
    return [np.array(piece) for piece in pieces]


def _clip(
    start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The part of a segment on the pad (Liang and Barsky 1984), or None."""
    step = end - start
    enter, leave = 0.0, 1.0
    # Python's own numbers: a tiny step divides to infinity, which is right, without a warning.
    for begin, length in zip(start.tolist(), step.tolist(), strict=True):
        if length == 0:
            if not 0.0 <= begin <= 1.0:
                return None
            continue
        near, far = sorted((-begin / length, (1.0 - begin) / length))
        enter, leave = max(enter, near), min(leave, far)
    if enter > leave:
        return None
    return np.clip(start + enter * step, 0, 1), np.clip(start + leave * step, 0, 1)


def _fit(lines: list[NDArray[np.float64]], pen_width: float) -> list[NDArray[np.float64]]:
    """Scale and move the lines, in pixels, so that their ink's longest side fills the box."""
    low = np.minimum.reduce([line.min(axis=0) for line in lines])
    high = np.maximum.reduce([line.max(axis=0) for line in lines])
    scale = (BOX - pen_width) / max(float((high - low).max()), SMALLEST)
    shift = BOX / 2 - scale * (low + high) / 2
    return [line * scale + shift for line in lines]


def _draw(lines: list[NDArray[np.float64]], pen_width: float) -> Ink:
    """The lines with a round pen on the box's fine grid, 0 or 255."""
    box = np.zeros((_BOX_FINE, _BOX_FINE), np.uint8)
    one = 1 << _FIXED_POINT
    # OpenCV's whole numbers are middles of sub-pixels: a coordinate x lies at x - 0.5 of them.
    fixed = [np.rint((line * _FINE - 0.5) * one).astype(np.int32) for line in lines]
    fixed = [line if len(line) > 1 else np.repeat(line, 2, axis=0) for line in fixed]  # a dot
    cv2.polylines(
        box, fixed, False, 255, max(1, round(pen_width * _FINE)), cv2.LINE_8, _FIXED_POINT
    )
    return box


def _centre_by_mass(ink: Ink) -> Image:
    """Move the ink's centre of mass to where MNIST has it and average each pixel's sub-pixels.

    Very lopsided ink moves only as far as all of it stays in the image.
    """
    moments = cv2.moments(ink)
    # Moments count from the first sub-pixel's middle; + 0.5 makes them coordinates.
    x, y = (moments[name] / moments["m00"] + 0.5 for name in ("m10", "m01"))
    height, width = ink.shape
    left = min(max(round(_MASS_AT * _FINE - x), 0), _SIDE_FINE - width)
    top = min(max(round(_MASS_AT * _FINE - y), 0), _SIDE_FINE - height)
    field = np.zeros((_SIDE_FINE, _SIDE_FINE), np.uint8)
    field[top : top + height, left : left + width] = ink
    image = cv2.resize(field, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return (image.astype(np.float32) / np.float32(255))[np.newaxis]
