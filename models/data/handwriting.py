"""Digits as people write them: skeletons of national and personal styles, drawn by a wobbly hand.

MNIST's digits are American. Elsewhere a 1 has a long upstroke or a foot, a 7 is crossed, a 9 ends
in a hook, a 4 is open at the top, a 0 is slashed. Each style here is a skeleton of our own; every
drawing of it differs, as it would from a hand. They train the network beside the recorded pens,
and are the page's samples. Shapes that are no digits are drawn in the same way, so that the
network can be taught to doubt.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.data.styles import Style

Stroke = NDArray[np.float64]

_STEP = 3.0
"""Spacing of a drawn stroke's points, in hundredths of the skeleton's box."""

_WOBBLE = 3.2
"""How far a skeleton's points stray from drawing to drawing (standard deviation), in hundredths."""


def scribble(rng: np.random.Generator) -> list[Stroke]:
    """One to three strokes without a meaning, in about 0..1 of a box."""
    strokes = []
    for _ in range(rng.integers(1, 4)):
        knots = rng.uniform(0, 100, (int(rng.integers(3, 12)), 2))
        strokes.append(_smooth(knots, tuple(rng.random(len(knots)) < 0.3)) / 100)
    return strokes


def draw_style(style: Style, rng: np.random.Generator, wobble: float = 1.0) -> list[Stroke]:
    """One drawing of a style: strokes (N, 2) in about 0..1 of its box, y down.

    `wobble`: 0 draws the skeleton itself, 1 as different hands would.
    """
    drawn = []
    for points, sharp in _skeleton(style.path):
        moved = points + rng.normal(0, _WOBBLE * wobble, points.shape)
        drawn.append(_smooth(moved, sharp) / 100)
    return drawn


@cache
def _skeleton(path: str) -> tuple[tuple[Stroke, tuple[bool, ...]], ...]:
    """Each stroke's points (N, 2) and which of them are sharp."""
    strokes = []
    for stroke in path.split("|"):
        words = stroke.split()
        points = np.array([[float(n) for n in word.rstrip("!").split(",")] for word in words])
        strokes.append((points, tuple(word.endswith("!") for word in words)))
    return tuple(strokes)


def _smooth(points: Stroke, sharp: tuple[bool, ...]) -> Stroke:
    """A line through the points: Catmull and Rom's spline (1974), broken where it is sharp."""
    if len(points) < 2:
        return points
    tangents = np.empty_like(points)
    tangents[1:-1] = (points[2:] - points[:-2]) / 2
    tangents[0], tangents[-1] = points[1] - points[0], points[-1] - points[-2]
    pieces = []
    for i, step in enumerate(np.diff(points, axis=0)):
        leave = step if sharp[i] else tangents[i]
        arrive = step if sharp[i + 1] else tangents[i + 1]
        count = max(2, round(float(np.hypot(*step)) / _STEP))
        t = np.linspace(0, 1, count, endpoint=False)[:, np.newaxis]
        start, end = points[i], points[i + 1]
        # Cubic Hermite basis.
        pieces.append(
            (1 + 2 * t) * (1 - t) ** 2 * start
            + t * (1 - t) ** 2 * leave
            + t**2 * (3 - 2 * t) * end
            + t**2 * (t - 1) * arrive
        )
    return np.concatenate([*pieces, points[-1:]])
