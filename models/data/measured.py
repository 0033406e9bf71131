"""Drawings of one digit with four measures of their strokes (`models.ink.measures`)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke, vary_points
from models.data.pens import Pens, framed
from models.ink.measures import MEASURES, measure
from models.ink.mnist import SIDE
from models.ink.preprocess import PAD_PEN, Step, preprocess

_SPREAD = 0.25
"""Standard deviation of the logarithm of the pen's width: pens of pictures differ."""

_SMALL, _LARGE = 0.2, 0.92
"""Longest side of a drawing, in pads."""

Measured = tuple[NDArray[np.uint8], NDArray[np.float32]]


@dataclass(frozen=True)
class MeasuredDrawings:
    """An epoch of `count` drawings by `pens`; `without`: steps of preprocessing left out.

    `varied`: each drawing is turned, sheared and stretched, so that an epoch has more of all
    measures than the people had who drew. Not `varied`, a drawing is as it was written.
    """

    pens: Pens
    count: int
    side: int = SIDE
    without: frozenset[Step] = frozenset()
    varied: bool = True

    def images(self, seed: tuple[int, ...]) -> Measured:
        """Images (N, side, side), 255 is ink, and the measures (N, 4) of their strokes."""
        rng = np.random.default_rng(seed)
        images = np.zeros((self.count, self.side, self.side), np.uint8)
        measures = np.zeros((self.count, len(MEASURES)), np.float32)
        for index in range(self.count):
            strokes, pen = self._drawn(rng)
            image = preprocess(strokes, without=self.without, pad_pen=pen, side=self.side)
            images[index] = np.rint(image[0] * 255)
            measures[index] = measure(strokes, pen)
        return images, measures

    def _drawn(self, rng: np.random.Generator) -> tuple[list[Stroke], float]:
        """Strokes on the pad, and the width of the pen, in pads."""
        digit, _ = self.pens.draw(rng)
        if self.varied:
            digit = [np.asarray(stroke) for stroke in vary_points(digit, rng)]
        size = math.exp(rng.uniform(math.log(_SMALL), math.log(_LARGE)))
        pen = PAD_PEN * math.exp(rng.normal(0, _SPREAD))
        return [(stroke - 0.5) * size + 0.5 for stroke in framed(digit)], pen
