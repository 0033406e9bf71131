"""One digit or two side by side on one pad, and which there are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke, vary_points
from models.data.pens import Pens, framed
from models.ink.mnist import SIDE
from models.ink.preprocess import PAD_PEN, Step, preprocess

_TWO = 2 / 3
"""Part of the drawings that have two digits."""

_SPREAD = 0.25
"""Standard deviation of the logarithm of the pen's width: pens of pictures differ."""

Named = tuple[NDArray[np.uint8], NDArray[np.float32]]


@dataclass(frozen=True)
class Several:
    """An epoch of `count` drawings by `pens`; `without`: steps of preprocessing left out."""

    pens: Pens
    count: int
    side: int = SIDE
    without: frozenset[Step] = frozenset()

    def images(self, seed: tuple[int, ...]) -> Named:
        """Images (N, side, side), 255 is ink, and for each of ten digits whether it is there."""
        rng = np.random.default_rng(seed)
        images = np.zeros((self.count, self.side, self.side), np.uint8)
        there = np.zeros((self.count, 10), np.float32)
        for index in range(self.count):
            strokes, labels = beside(self.pens, 2 if rng.random() < _TWO else 1, rng)
            pen = PAD_PEN * math.exp(rng.normal(0, _SPREAD))
            image = preprocess(strokes, without=self.without, pad_pen=pen, side=self.side)
            images[index] = np.rint(image[0] * 255)
            there[index, labels] = 1
        return images, there


def beside(pens: Pens, count: int, rng: np.random.Generator) -> tuple[list[Stroke], list[int]]:
    """So many digits in a row on the pad, and their labels; sizes, heights and gaps differ."""
    row: list[Stroke] = []
    labels = []
    right = 0.0
    for _ in range(count):
        digit, label = pens.draw(rng)
        strokes = framed([np.asarray(stroke) for stroke in vary_points(digit, rng)])
        size = math.exp(rng.normal(0, 0.12))
        points = np.concatenate(strokes)
        left = float(points[:, 0].min())
        move = np.array([right - size * left, rng.normal(0, 0.08)])
        row += [stroke * size + move for stroke in strokes]
        # Digits hardly touch; a gap is mostly a quarter of a digit's height.
        right = float(np.concatenate(row)[:, 0].max()) + rng.uniform(0.1, 0.5)
        labels.append(label)
    return _on_pad(row, count, rng), labels


def _on_pad(strokes: list[Stroke], count: int, rng: np.random.Generator) -> list[Stroke]:
    """Somewhere on the pad: a digit from three tenths of it, a row from half of it."""
    size = rng.uniform(0.3 if count == 1 else 0.5, 0.92)
    corner = (1 - size) * rng.random(2)
    return [stroke * size + corner for stroke in framed(strokes)]
