"""Ink before it is framed: strokes as lines on the pad, or a picture, and where the ink is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ink.raster import corners, has_dots, inside_pad, near_lines

Points = NDArray[np.float64]
Stroke = Sequence[Sequence[float]] | Points
"""Points (x, y) in 0..1 of the pad, (N, 2) if an array."""

_FIRST = np.zeros(1, np.int64)
"""Where the first line begins."""

_FAR = 1e6
"""Pads away from the pad; what is further is taken to be there, so that no difference overflows."""

_DOT = 0.1
"""A stroke smaller than this part of the largest one is a dot."""

_AWAY = 0.1
"""A dot further than this part of the ink's size from all other ink is stray."""


@dataclass(slots=True)
class Lines:
    """Lines of a pen: `points` (N, 2), one line after the other; one begins at each of `starts`."""

    points: Points
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, lines: Sequence[Points]) -> Lines:
        """From lines (N, 2), N at least 1."""
        if len(lines) == 1:
            return cls(np.ascontiguousarray(lines[0]), _FIRST)
        if not lines:
            return cls(np.empty((0, 2)), _FIRST[:0])
        starts = np.array(list(accumulate(map(len, lines), initial=0))[:-1])
        return cls(np.concatenate(lines), starts)

    def __len__(self) -> int:
        return len(self.starts)

    def first(self, count: int) -> Lines:
        """What they were after their first `count` points."""
        return Lines(self.points[:count], self.starts[self.starts < count])

    def split(self, points: Points) -> list[Points]:
        """These points (N, 2), line by line."""
        return np.split(points, self.starts[1:])


def on_pad(strokes: Sequence[Stroke] | Lines) -> Lines:
    """What of the strokes lies on the pad, in 0..1.

    Raises ValueError for points that are not finite pairs of numbers.
    """
    if isinstance(strokes, Lines):
        lines = strokes
    else:
        lines = Lines.of([points for points in map(_as_points, strokes) if len(points)])
    if len(lines) == 0:
        return lines
    left, top, right, bottom = corners(lines.points)
    # Not-a-number compares false, and is refused below.
    if left >= 0 and top >= 0 and right <= 1 and bottom <= 1:
        return lines
    if not np.isfinite(lines.points).all():
        raise ValueError("a coordinate is not a finite number")
    return Lines(*inside_pad(np.clip(lines.points, -_FAR, _FAR), lines.starts))


def without_stray_dots(lines: Lines) -> Lines:
    """The lines but for dots that lie away from everything else, as a resting palm leaves them."""
    if not has_dots(lines.points, lines.starts, _DOT):
        return lines
    near = near_lines(lines.points, lines.starts, _DOT, _AWAY)
    if near.all():
        return lines
    lengths = np.diff(lines.starts, append=len(lines.points))
    kept = lengths[near]
    return Lines(lines.points[np.repeat(near, lengths)], np.cumsum(kept) - kept)


@dataclass(frozen=True)
class Picture:
    """Ink as a square of pixels, the pad: `pixels` (S, S) in 0..1, 0 paper."""

    pixels: NDArray[np.float32]

    @classmethod
    def of(cls, values: NDArray[np.generic]) -> Picture:
        """From (H, W) in any range, 0 paper; raises ValueError unless it is finite and 2-D."""
        grey = np.asarray(values, np.float32)
        if grey.ndim != 2 or not np.isfinite(grey).all():
            raise ValueError(f"expected a finite picture (height, width), got shape {grey.shape}")
        height, width = grey.shape
        side = max(height, width, 1)
        pixels = np.zeros((side, side), np.float32)
        top, left = (side - height) // 2, (side - width) // 2
        if grey.max(initial=0) > 0:
            pixels[top : top + height, left : left + width] = np.clip(grey / grey.max(), 0, 1)
        return cls(pixels)

    @property
    def ink(self) -> NDArray[np.bool_]:
        """Where there is ink."""
        return np.asarray(self.pixels > 0.1)

    def line_width(self) -> float:
        """Typical width of the lines, in pads.

        Distances to a straight line's edge are spread evenly from 0 to half its width: their mean
        is a quarter of it.
        """
        ink = (self.pixels > 0.4).astype(np.uint8)
        if not ink.any():
            return 0.0
        inside = cv2.distanceTransform(np.pad(ink, 1), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        # Measured between middles of pixels; the edge is half a pixel nearer.
        return float(4 * (inside[inside > 0] - 0.5).mean()) / len(self.pixels)

    def without_specks(self) -> tuple[Picture, int]:
        """Without blots that lie away from everything else; and how many there were."""
        count, labels, stats, middles = cv2.connectedComponentsWithStats(
            self.ink.astype(np.uint8), connectivity=8
        )
        boxes = stats[1:, :4].astype(np.float64)
        if count < 3:
            return self, 0
        sizes = boxes[:, 2:].max(axis=1)
        large = sizes >= _DOT * sizes.max()
        low = boxes[large, :2].min(axis=0)
        high = (boxes[large, :2] + boxes[large, 2:]).max(axis=0)
        reach = _AWAY * float((high - low).max())
        outside = np.maximum(low - middles[1:], middles[1:] - high).max(axis=1)
        stray = ~large & (outside > reach)
        kept = np.where(np.concatenate([[False], stray])[labels], np.float32(0), self.pixels)
        return Picture(kept), int(stray.sum())


def _as_points(stroke: Stroke) -> Points:
    """One stroke as (N, 2)."""
    try:
        points = np.asarray(stroke, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError("a stroke is a list of [x, y] pairs of numbers") from error
    if points.size == 0:
        return points.reshape(0, 2)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"a stroke is a list of [x, y] pairs, got shape {points.shape}")
    return points
