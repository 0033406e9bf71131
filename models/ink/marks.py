"""Which blots of ink are the digit, and which are marks that came with the picture.

Sheets have edges, frames and lines, screens have bars, programs leave their names, teachers draw
circles around things. Each kind has a function here that tells it; what none of them tells is ink.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Chosen = NDArray[np.bool_]
"""(N,): which of the blots."""

_DUST = 0.02
"""Blots of less than this part of the largest one's area, and small, are dust."""


@dataclass(frozen=True)
class Blots:
    """Blots of ink, N of them.

    `labels` (H, W): 0 paper, i + 1 blot i; `boxes` (N, 4): left, top, right, bottom; `areas` (N,).
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.float64]
    areas: NDArray[np.float64]

    @classmethod
    def of(cls, ink: Mask) -> Blots:
        """The connected parts of the ink (H, W)."""
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
        boxes = stats[1:, :4].astype(np.float64)
        boxes[:, 2:] += boxes[:, :2]
        return cls(np.asarray(labels, np.int32), boxes, stats[1:, cv2.CC_STAT_AREA].astype(float))

    def __len__(self) -> int:
        return len(self.areas)

    def largest(self, count: int) -> Blots:
        """So many of them, those with most ink."""
        if len(self) <= count:
            return self
        kept = np.zeros(len(self), np.bool_)
        kept[np.argsort(-self.areas, kind="stable")[:count]] = True
        return Blots.of(self.mask(kept))

    @property
    def sides(self) -> NDArray[np.float64]:
        """Width and height of each (N, 2)."""
        return np.asarray(self.boxes[:, 2:] - self.boxes[:, :2])

    @property
    def sizes(self) -> NDArray[np.float64]:
        """The longer side of each (N,)."""
        return np.asarray(self.sides.max(axis=1, initial=0))

    def mask(self, chosen: Chosen) -> Mask:
        """Where these blots are (H, W)."""
        return np.asarray(np.concatenate([[False], chosen])[self.labels])

    def without_dust(self) -> Blots:
        """Without what is far smaller than the largest."""
        if len(self) == 0:
            return self
        kept = self.areas >= _DUST * self.areas.max()
        return Blots.of(self.mask(kept))


def digit_of(blots: Blots) -> Chosen:
    """The blots that are the digit, or the digits: all but the marks of every kind."""
    left = np.ones(len(blots), np.bool_)
    kinds: tuple[Callable[[Blots, Chosen], Chosen], ...] = (
        along_the_edge,
        around_the_rest,
        straight_and_apart,
        small_and_apart,
    )
    for kind in kinds:
        marks = kind(blots, left) & left
        if (left & ~marks).any():
            left &= ~marks
    return left


# --- the kinds of mark ---------------------------------------------------------------------------

_HUGS = 0.3
"""Part of a blot's length that lies on the picture's edge, if it runs along it."""

_ENOUGH = 0.4
"""What remains inside must be so long beside a blot that only ends at the edge."""


def along_the_edge(blots: Blots, left: Chosen) -> Chosen:
    """Borders, strips of table, bars of a screen, the neighbour's ink: what touches the edge.

    Where nothing substantial remains inside, the digit itself fills the picture.
    """
    height, width = blots.labels.shape
    at = blots.boxes
    touches = (at[:, 0] <= 1) | (at[:, 1] <= 1) | (at[:, 2] >= width - 1) | (at[:, 3] >= height - 1)
    touches &= left
    inside = left & ~touches
    if not inside.any() or not touches.any():
        return np.zeros(len(blots), np.bool_)
    contact = _contact(blots.labels, len(blots))
    largest = blots.sizes[inside].max()
    hugs = (contact > _HUGS * blots.sizes) & (largest > 0.03 * max(height, width))
    return np.asarray(touches & (hugs | (largest > _ENOUGH * blots.sizes)))


def _contact(labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """Pixels of each blot that lie on the picture's edge, or beside it."""
    rims = [labels[:2].max(axis=0), labels[-2:].max(axis=0)]
    rims += [labels[:, :2].max(axis=1), labels[:, -2:].max(axis=1)]
    counts = np.bincount(np.concatenate(rims), minlength=count + 1)
    return np.asarray(counts[1:], np.float64)


_SMALLEST_WITHIN, _LARGEST_WITHIN = 0.2, 0.97
"""Size of what lies inside a frame, as a part of the frame: less is the dot of a zero."""


def around_the_rest(blots: Blots, left: Chosen) -> Chosen:
    """A circle or frame around everything else; but no 0 with a dot or a slash in it."""
    marks = np.zeros(len(blots), np.bool_)
    for index in np.nonzero(left)[0].tolist():
        others = left & (np.arange(len(blots)) != index)
        if not others.any():
            break
        rest = _box_around(blots.boxes[others])
        box = blots.boxes[index]
        if not ((rest[:2] > box[:2]).all() and (rest[2:] < box[2:]).all()):
            continue
        part = float(((rest - np.roll(rest, 2))[2:] / (box - np.roll(box, 2))[2:]).max())
        if not _SMALLEST_WITHIN < part < _LARGEST_WITHIN:
            continue
        marks[index] = _is_outline(blots, index) and not (
            others.sum() == 1 and _is_slash(blots, int(np.nonzero(others)[0][0]), index)
        )
    return marks


def _box_around(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _is_outline(blots: Blots, index: int) -> bool:
    """Whether a blot is a closed or nearly closed line: little ink, and its hull is its box."""
    width, height = blots.sides[index]
    thin = blots.areas[index] < 0.4 * width * height
    ys, xs = np.nonzero(blots.labels == index + 1)
    middle = np.array([(xs.min() + xs.max()) / 2, (ys.min() + ys.max()) / 2])
    angles = np.arctan2(ys - middle[1], xs - middle[0])
    around = np.unique(np.floor((angles + np.pi) / (2 * np.pi) * 24)).size >= 22
    return bool(thin and around)


def _is_slash(blots: Blots, index: int, ring: int) -> bool:
    """Whether a blot is a slanted line that goes nearly through a round one: part of a zero."""
    length, width, slope = _line(blots, index)
    points = np.argwhere(blots.labels == ring + 1).astype(np.int32)
    hull = cv2.contourArea(cv2.convexHull(points))
    is_round = hull < 0.9 * float(blots.sides[ring].prod())
    return bool(is_round and length > 5 * width and length > 0.7 * blots.sizes[ring]) and (
        20 < slope < 75
    )


def _line(blots: Blots, index: int) -> tuple[float, float, float]:
    """Length and width of the narrowest rectangle around a blot; degrees to the level, 0..90."""
    ys, xs = np.nonzero(blots.labels == index + 1)
    (_, _), (a, b), angle = cv2.minAreaRect(np.stack([xs, ys], axis=1).astype(np.float32))
    slope = abs(angle) if a >= b else abs(90 - abs(angle))
    return max(a, b) + 1, min(a, b) + 1, min(slope, 180 - slope)


_STRAIGHT = 12
"""So many times longer than wide, level or upright: a line of a form."""

_OUTER, _ACROSS = 0.15, 0.75
"""A line of a form is this near to the edge, or goes through so much of the picture."""


def straight_and_apart(blots: Blots, left: Chosen) -> Chosen:
    """Long level or upright lines beside what is no such line: leftover sides of a cell, rules."""
    shape = np.array(blots.labels.shape[::-1], np.float64)
    marks = np.zeros(len(blots), np.bool_)
    for index in np.nonzero(left & (blots.sizes > 0.3 * shape.min()))[0].tolist():
        length, thick, slope = _line(blots, index)
        if length < _STRAIGHT * thick or min(slope, 90 - slope) > 4:
            continue
        low, high = blots.boxes[index, :2] / shape, blots.boxes[index, 2:] / shape
        outside = min(high.min(), 1 - low.max()) < _OUTER
        marks[index] = outside or (high - low).max() > _ACROSS
    rest = left & ~marks
    if not rest.any():
        return rest
    largest = blots.boxes[rest][blots.sizes[rest].argmax()]
    tall = largest[3] - largest[1] > 0.25 * blots.sizes
    return np.asarray(marks & tall & (_gaps(blots.boxes, largest) > 0))


_SMALL, _APART = 0.45, 0.14
"""A mark is at most so large, and at least so far away, in sizes of the largest blot."""


def small_and_apart(blots: Blots, left: Chosen) -> Chosen:
    """A program's name, a page number, a clock: much smaller than the digit, and away from it."""
    if not left.any():
        return left
    sizes = blots.sizes
    largest = sizes[left].max()
    small = left & (blots.sides[:, 1] < _SMALL * largest) & (sizes < 0.7 * largest)
    kept = left & ~small
    while kept.any() and small.any():
        near = small & (_gaps(blots.boxes, _box_around(blots.boxes[kept])) <= _APART * largest)
        if not near.any():
            break
        kept, small = kept | near, small & ~near  # what is near a part of it is one, too
    return np.asarray(small)


def _gaps(boxes: NDArray[np.float64], box: NDArray[np.float64]) -> NDArray[np.float64]:
    """From each of the boxes (N, 4) to one, the larger of across and down; 0 where they meet."""
    gaps = np.maximum(box[:2] - boxes[:, 2:], boxes[:, :2] - box[2:])
    return np.asarray(np.maximum(gaps.max(axis=1), 0))


# --- how many ------------------------------------------------------------------------------------

_MOST = 64
"""Blots that are looked at; a pattern has thousands, and is more than one thing all the same."""

_TALL, _BESIDE, _BELOW = 0.55, 0.02, 0.25
"""Two things are at least so tall beside the taller, and so far apart, beside or below."""


def things_in(ink: Mask) -> int:
    """How many digits, or things as large, stand beside or below one another; 0 on blank paper."""
    blots = Blots.of(ink).without_dust().largest(_MOST)
    if len(blots) == 0:
        return 0
    boxes = blots.boxes[digit_of(blots)]
    tall = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    return len(_joined(boxes[tall >= _TALL * tall.max()]))


def _joined(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Boxes (N, 4), those that are parts of one digit as one."""
    while len(parts := np.argwhere(np.triu(~_are_two(boxes), 1))):
        boxes = np.stack([*np.delete(boxes, parts[0], axis=0), _box_around(boxes[parts[0]])])
    return boxes


def _are_two(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each of the boxes (N, 4) and each other one are two things, (N, N)."""
    one, other = boxes[:, np.newaxis], boxes
    across, down = np.moveaxis(
        np.maximum(one[..., :2] - other[..., 2:], other[..., :2] - one[..., 2:]), -1, 0
    )
    tall = boxes[:, 3] - boxes[:, 1]
    tallest, shortest = np.maximum.outer(tall, tall), np.minimum.outer(tall, tall)
    beside = (across > _BESIDE * tallest) & (shortest > _TALL * tallest)
    return np.asarray(beside | (np.maximum(across, down) > _BELOW * tallest))
