"""The two kinds of drawing: lines of a pen, and ink in a picture; both can be put on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ink.lines import Lines, Picture, Stroke, on_pad, without_stray_dots
from models.ink.mnist import FINE, PEN_WIDTH
from models.ink.raster import Ink, corners, draw_lines

Strokes = Sequence[Stroke] | Lines

SMALLEST = 0.02
"""Part of the pad. Ink smaller than this is a dot, not a very small digit, and is not blown up."""


@dataclass(slots=True)
class Seen:
    """A part of the pad and the ink in it. `low`, `high`: corners (x, y), at middles of lines.

    `stray`: dots left out.
    """

    low: tuple[float, float]
    high: tuple[float, float]
    ink: Lines | Picture
    stray: int = 0

    @property
    def span(self) -> float:
        """Longest side, in pads."""
        return max(self.high[0] - self.low[0], self.high[1] - self.low[1], SMALLEST)

    def shift(self, factor: float, side: int) -> tuple[float, float]:
        """What moves the middle, scaled by `factor`, to the middle of a sheet (side, side)."""
        return (
            side / 2 - factor * (self.low[0] + self.high[0]) / 2,
            side / 2 - factor * (self.low[1] + self.high[1]) / 2,
        )


@dataclass(slots=True)
class Drawn:
    """Lines of a pen. `pen_width`: pixels of an image of 28; `pad_pen`: pads."""

    lines: Lines
    pen_width: float
    pad_pen: float

    @classmethod
    def of(cls, strokes: Strokes, pad_pen: float, pen_width: float = PEN_WIDTH) -> Drawn:
        """Raises ValueError for points that are not finite pairs of numbers."""
        return cls(on_pad(strokes), pen_width, pad_pen)

    @property
    def empty(self) -> bool:
        """Whether there is no ink."""
        return len(self.lines) == 0

    def seen(self, cropped: bool) -> Seen:
        """The part of the pad around the ink, stray dots left out; or, not `cropped`, all of it."""
        if not cropped:
            return Seen((0, 0), (1, 1), self.lines)
        lines = without_stray_dots(self.lines)
        left, top, right, bottom = corners(lines.points)
        return Seen((left, top), (right, bottom), lines, len(self.lines) - len(lines))

    def sheet(self, seen: Seen, scale: float, pen: float, side: int) -> Ink:
        """The lines with a round pen, 0 or 255, what is seen in the middle of (side, side)."""
        assert isinstance(seen.ink, Lines)
        factor = scale * FINE
        transform = (factor, *seen.shift(factor, side))
        return draw_lines(seen.ink.points, seen.ink.starts, transform, pen * FINE / 2, side)


@dataclass(slots=True)
class Pictured:
    """Ink in a picture; its lines' width was measured."""

    picture: Picture
    pad_pen: float
    pen_width: float = PEN_WIDTH

    @classmethod
    def of(cls, values: NDArray[np.generic]) -> Pictured:
        """A picture (H, W) in any range, 0 paper; raises ValueError unless it is finite and 2-D."""
        picture = Picture.of(values)
        return cls(picture, picture.without_specks()[0].line_width())

    @property
    def empty(self) -> bool:
        """Whether there is no ink."""
        return not self.picture.ink.any()

    def seen(self, cropped: bool) -> Seen:
        """The part of the pad around the ink, stray dots left out; or, not `cropped`, all of it."""
        if not cropped:
            return Seen((0, 0), (1, 1), self.picture)
        picture, stray = self.picture.without_specks()
        left, top, width, height = cv2.boundingRect(picture.ink.astype(np.uint8))
        side = len(picture.pixels)
        low, high = np.array([left, top]) / side, np.array([left + width, top + height]) / side
        # From the ink's edge to the middle of its lines, but never past the middle.
        edge = np.minimum(self.pad_pen / 2, (high - low) / 2)
        (left, top), (right, bottom) = (low + edge).tolist(), (high - edge).tolist()
        return Seen((left, top), (right, bottom), picture, stray)

    def sheet(self, seen: Seen, scale: float, pen: float, side: int) -> Ink:
        """The picture on (side, side), what is seen in the middle, lines made `pen` pixels wide."""
        assert isinstance(seen.ink, Picture)
        pixels: cv2.typing.MatLike = seen.ink.pixels
        factor = scale * FINE / len(pixels)  # sub-pixels a picture's pixel
        if factor < 1:  # as small as it will be, with every pixel counted, before it is moved
            small = max(1, round(len(pixels) * factor))
            pixels = cv2.resize(pixels, (small, small), interpolation=cv2.INTER_AREA)
            factor = scale * FINE / small
        shift = seen.shift(scale * FINE, side)
        # Middles of pixels lie half a pixel from their edges, on both sides.
        move = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]])
        move[:, 2] += factor / 2 - 0.5
        moved = cv2.warpAffine(pixels, move, (side, side), flags=cv2.INTER_LINEAR)
        was = self.pad_pen * scale
        if abs(pen - was) < 0.05:
            return np.rint(np.clip(moved, 0, 1) * 255).astype(np.uint8)
        return _thicker(moved > 0.4, (pen - was) * FINE / 2)


def _thicker(ink: NDArray[np.bool_], by: float) -> Ink:
    """Ink grown by so many pixels on each side, or shrunk if negative; 0 or 255."""
    framed = np.pad(ink, 1).astype(np.uint8)
    inside = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    outside = cv2.distanceTransform(1 - framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    grown = (outside - inside)[1:-1, 1:-1] < by
    return grown.astype(np.uint8) * np.uint8(255)


Source = Drawn | Pictured


def source_of(drawing: Strokes | NDArray[np.generic], pad_pen: float) -> Source:
    """The ink of strokes, or of a picture (H, W); `pad_pen`: width of the pen on the pad, in pads.

    Raises ValueError for points or pixels that are not finite, or a picture that is not 2-D.
    """
    if isinstance(drawing, np.ndarray):
        return Pictured.of(drawing)
    return Drawn.of(drawing, pad_pen)
