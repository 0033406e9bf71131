"""What a client wants read: strokes, a picture's ink, or the pixels themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.preprocess import (
    PAD_PEN,
    STEPS,
    Explanation,
    Image,
    Step,
    explain,
    preprocess,
    preprocess_picture,
)

Strokes = Sequence[Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Drawn:
    """One drawing to read. A picture, (S, S) uint8, or pixels, (28, 28) uint8, replace the strokes.

    `without`: preprocessing steps left out; `pad_pen`: width of the pen, in pads.
    """

    strokes: Strokes = ()
    picture: NDArray[np.uint8] | None = None
    pixels: NDArray[np.uint8] | None = None
    without: frozenset[Step] = field(default_factory=frozenset)
    pad_pen: float = PAD_PEN

    def image(self) -> Image:
        """The network's input (1, 28, 28); zeros where there is no ink."""
        if self.pixels is not None:
            return self.pixels.astype(np.float32)[np.newaxis] / np.float32(255)
        if self.picture is not None:
            return preprocess_picture(self.picture, without=self.without)
        return preprocess(self.strokes, without=self.without, pad_pen=self.pad_pen)

    def explanation(self) -> Explanation | None:
        """What each step does; None for a blank pad and for pixels, which pass through none."""
        if self.pixels is not None:
            return None
        source = self.strokes if self.picture is None else self.picture
        return explain(source, without=self.without, pad_pen=self.pad_pen)

    def toggled(self) -> dict[Step, Image]:
        """The input with each step switched the other way, one at a time."""
        return {
            step: replace(self, without=self.without.symmetric_difference({step})).image()
            for step in STEPS
        }
