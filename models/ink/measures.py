"""Four measures of a drawing, computed from its strokes: the slow way that a network is taught by.

- slant, in degrees: by how much the drawing must be sheared so that how far to the right its ink
  is no longer goes with how high. Positive leans to the right. From second moments of the line
  (R. Hu 1962's mu11 and mu02), as the usual deslanting takes them. A 7 that is written upright has
  a slant by this measure, because its stem leans: it describes the ink, not the hand.
- width, in per cent: of a line, beside the longest side of the ink, the pen included.
- aspect: the ink's width over its height, the pen included.
- length: of all lines, in longest sides of the drawing. The line is sampled at one thirtieth of
  that side, so that a tablet's trembling adds nothing; what is written twice counts twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

MEASURES = ("slant", "width", "aspect", "length")
"""In this order."""

_SPACING = 1 / 30
"""Of a sampled line's points, in longest sides of the drawing."""

_SMALLEST = 1e-6
"""Pads: a drawing without any size is this large."""


def measure(strokes: Sequence[Line], pen: float) -> NDArray[np.float64]:
    """The measures (4,) of strokes (N, 2), y down; `pen`: width of its line, in the same lengths.

    Raises ValueError for a drawing without points.
    """
    lines = [np.asarray(stroke, np.float64) for stroke in strokes if len(stroke)]
    if not lines:
        raise ValueError("a blank pad cannot be measured; draw something")
    points = np.concatenate(lines)
    across, down = np.ptp(points, axis=0).tolist()
    side = max(across, down, _SMALLEST)
    sampled = [_sampled(line, _SPACING * side) for line in lines]
    return np.array(
        [
            _slant(sampled),
            100 * pen / (side + pen),
            (across + pen) / (down + pen),
            sum(_length(line) for line in sampled) / side,
        ]
    )


def _sampled(line: Line, spacing: float) -> Line:
    """Points so far apart along a line (N, 2), its ends among them."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    count = math.ceil(along[-1] / spacing - 1e-9) + 1
    at = np.linspace(0, along[-1], max(count, 2))
    return np.stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)], axis=1)


def _length(line: Line) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _slant(lines: Sequence[Line]) -> float:
    """Degrees from upright, from the line's second moments about its centre of mass."""
    start = np.concatenate([line[:-1] for line in lines])
    step = np.concatenate([np.diff(line, axis=0) for line in lines])
    length = np.hypot(*step.T)
    if length.sum() == 0:
        return 0.0
    middle = start + step / 2
    middle = middle - np.average(middle, axis=0, weights=length)
    # A straight piece is spread along itself: a twelfth of its square.
    both = middle.prod(axis=1) + step.prod(axis=1) / 12
    upright = middle[:, 1] ** 2 + step[:, 1] ** 2 / 12
    return math.degrees(math.atan2(-float(length @ both), float(length @ upright)))
