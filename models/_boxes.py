"""From heat maps to boxes, step by step: threshold, overlap, suppression. Readable without PyTorch.

Boxes lie in the image, 0..1 in both directions, y down. Overlap is intersection over union (P.
Jaccard 1901); suppression is greedy, label by label, as in most detectors since P. Felzenszwalb and
others, "Object detection with discriminatively trained part based models", PAMI 32, 2010.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

THRESHOLD = 0.3
"""From this score on, a box is kept, where nobody says otherwise."""

OVERLAP = 0.4
"""Boxes of a label that overlap more are taken for one digit, where nobody says otherwise."""


class Box(NamedTuple):
    """Something in the image: index of its label, how sure, and its edges."""

    label: int
    score: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """In parts of the image."""
        return max(self.right - self.left, 0.0) * max(self.bottom - self.top, 0.0)


class Judged(NamedTuple):
    """A box, and which one it was suppressed by: its place in the list of boxes; None: it stays."""

    box: Box
    by: int | None


def boxes_of(outcome: NDArray[np.floating[Any]], threshold: float = THRESHOLD) -> list[Box]:
    """The boxes of an outcome (5 + labels, rows, columns), the surest first.

    A score is how sure it is that something is there, times the probability of its label. Of equal
    scores the first cell's comes first.
    """
    x, y, width, height, there = np.asarray(outcome[:5], np.float64)
    labels = np.asarray(outcome[5:], np.float64)
    score, label = there * labels.max(axis=0), labels.argmax(axis=0)
    rows, columns = there.shape
    found = []
    for row, column in zip(*np.nonzero(score >= threshold), strict=True):
        at = row, column
        middle_x, middle_y = (column + x[at]) / columns, (row + y[at]) / rows
        half_x, half_y = width[at] / 2, height[at] / 2
        edges = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
        found.append(Box(int(label[at]), float(score[at]), *map(float, edges)))
    return sorted(found, key=lambda box: -box.score)


def overlap(one: Box, other: Box) -> float:
    """Intersection over union, in 0..1; 0 of boxes without an area."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(across, 0.0) * max(down, 0.0)
    either = one.area + other.area - both
    return both / either if either > 0 else 0.0


def suppress(boxes: Sequence[Box], limit: float = OVERLAP) -> list[Judged]:
    """What becomes of each box, the surest first, as `boxes_of` gives them.

    One by one: a box stays unless it overlaps one of its label that stays by more than `limit`;
    then it is suppressed by the surest of those.
    """
    judged: list[Judged] = []
    for box in boxes:
        by = next(
            (
                at
                for at, kept in enumerate(judged)
                if kept.by is None
                and kept.box.label == box.label
                and overlap(kept.box, box) > limit
            ),
            None,
        )
        judged.append(Judged(box, by))
    return judged


def kept(boxes: Sequence[Box], limit: float = OVERLAP) -> list[Box]:
    """Those that `suppress` leaves."""
    return [each.box for each in suppress(boxes, limit) if each.by is None]
