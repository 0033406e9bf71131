"""A pad with up to five digits and clutter, and where each digit lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke, vary_points
from models.data.handwriting import draw_style, scribble
from models.data.pens import Pens, framed
from models.data.styles import NOT_DIGITS
from models.ink.preprocess import Step, preprocess

MOST = 5
"""Digits on a canvas."""

SMALLEST, LARGEST = 0.22, 0.45
"""Longest side of a digit, in pads, between the middles of its lines."""

PEN, _SPREAD = 0.045, 0.25
"""Width of the pen, in pads, and standard deviation of its logarithm: small digits, thin pen."""

_SHAPES = 3
"""Most shapes that are no digits."""

_TRIES = 30
"""Places that are tried for a digit or a shape."""

_APART = 0.08
"""Part of a box that may lie under others."""

_SCRIBBLES = 0.4
"""Part of the shapes that are scribbles."""

_ALONE = 31
"""Seed of the digits that stand alone."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom, in pads."""

Located = tuple[NDArray[np.uint8], NDArray[np.float32]]


@dataclass(frozen=True)
class Canvases:
    """An epoch of `count` canvases by `pens`; `without`: steps of preprocessing left out."""

    pens: Pens
    count: int
    side: int
    without: frozenset[Step] = frozenset()

    def images(self, seed: tuple[int, ...]) -> Located:
        """Images (N, side, side), 255 is ink, and boxes (N, 5, 5).

        Of each digit its label and left, top, right, bottom in 0..1 of the image; -1 for none.
        """
        rng = np.random.default_rng(seed)
        images = np.zeros((self.count, self.side, self.side), np.uint8)
        boxes = np.full((self.count, MOST, 5), -1, np.float32)
        for index in range(self.count):
            pen = PEN * math.exp(rng.normal(0, _SPREAD))
            strokes, found = _canvas(self.pens, pen, rng)
            image = preprocess(strokes, without=self.without, pad_pen=pen, side=self.side)
            images[index] = np.rint(image[0] * 255)
            boxes[index, : len(found)] = found
        return images, boxes


def _canvas(
    pens: Pens, pen: float, rng: np.random.Generator
) -> tuple[list[Stroke], list[tuple[float, ...]]]:
    """Strokes on the pad, and of each digit its label and edges, the pen included."""
    strokes: list[Stroke] = []
    taken: list[Edges] = []
    found: list[tuple[float, ...]] = []
    for _ in range(int(rng.integers(1, MOST + 1))):
        digit, label = pens.draw(rng)
        size = rng.uniform(SMALLEST, LARGEST)
        placed = _place(_varied(digit, rng), size, pen, taken, rng)
        if placed is not None:
            strokes += placed
            found.append((label, *taken[-1]))
    for _ in range(int(rng.integers(0, _SHAPES + 1))):
        shape = NOT_DIGITS[rng.integers(len(NOT_DIGITS))]
        made = rng.random() < _SCRIBBLES
        drawn = scribble(rng) if made else draw_style(shape, rng, rng.uniform(0.3, 1.5))
        placed = _place(_varied(drawn, rng), rng.uniform(0.1, 0.35), pen, taken, rng)
        strokes += placed or []
    return strokes, found


def alone(size: float, count: int, pen: float, side: int, without: frozenset[Step]) -> Located:
    """Made-up digits, each by itself in the middle of a canvas, their longest side `size` pads.

    As `Canvases.images` gives them; the same digits for every size.
    """
    rng = np.random.default_rng(_ALONE)
    images = np.zeros((count, side, side), np.uint8)
    boxes = np.full((count, MOST, 5), -1, np.float32)
    for index in range(count):
        digit, label = Pens().draw(rng)
        strokes = [0.5 + (stroke - 0.5) * size for stroke in _varied(digit, rng)]
        points = np.concatenate(strokes)
        edges = (*(points.min(axis=0) - pen / 2), *(points.max(axis=0) + pen / 2))
        image = preprocess(strokes, without=without, pad_pen=pen, side=side)
        images[index] = np.rint(image[0] * 255)
        boxes[index, 0] = (label, *edges)
    return images, boxes


def _varied(drawn: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    return framed([np.asarray(stroke) for stroke in vary_points(drawn, rng)])


def _place(
    strokes: list[Stroke], size: float, pen: float, taken: list[Edges], rng: np.random.Generator
) -> list[Stroke] | None:
    """The strokes so large where hardly anything lies, which is then `taken`; None: no room."""
    points = np.concatenate(strokes) * size
    low, high = points.min(axis=0) - pen / 2, points.max(axis=0) + pen / 2
    for _ in range(_TRIES):
        move = rng.random(2) * (1 - (high - low)) - low
        (left, top), (right, bottom) = (low + move).tolist(), (high + move).tolist()
        edges = (left, top, right, bottom)
        if all(_shared(edges, other) <= _APART for other in taken):
            taken.append(edges)
            return [stroke * size + move for stroke in strokes]
    return None


def _shared(one: Edges, other: Edges) -> float:
    """What both cover, as a part of the smaller one."""
    across = max(min(one[2], other[2]) - max(one[0], other[0]), 0.0)
    down = max(min(one[3], other[3]) - max(one[1], other[1]), 0.0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return across * down / max(min(areas), 1e-9)
