"""Who draws the digits that drawings are composed of: recorded people, the generator, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.data.augment import Stroke
from models.data.handwriting import draw_style
from models.data.styles import STYLES

_STYLES = tuple(tuple(style for style in STYLES if style.label == digit) for digit in range(10))


@dataclass(frozen=True)
class Pens:
    """Recorded drawings with their labels. `recorded`: part of the digits that are taken from them.

    Without drawings, all digits are made up.
    """

    drawings: Sequence[Sequence[Stroke]] = ()
    labels: Sequence[int] = ()
    recorded: float = 0.5

    def draw(self, rng: np.random.Generator) -> tuple[list[Stroke], int]:
        """One digit's strokes (N, 2), as they were recorded or made up, and which it is."""
        if self.drawings and rng.random() < self.recorded:
            at = int(rng.integers(len(self.drawings)))
            return list(self.drawings[at]), self.labels[at]
        label = int(rng.integers(len(_STYLES)))
        style = _STYLES[label][rng.integers(len(_STYLES[label]))]
        return draw_style(style, rng, rng.uniform(0.3, 1.5)), label


def framed(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Moved and scaled so that the longer side reaches from 0 to 1, the other one lying centred."""
    points = np.concatenate(list(strokes))
    low, high = points.min(axis=0), points.max(axis=0)
    span = max(float((high - low).max()), 1e-6)
    return [(stroke - (low + high) / 2) / span + 0.5 for stroke in strokes]
