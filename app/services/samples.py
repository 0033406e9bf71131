"""Sample digits in many people's styles, drawn by the project's own generator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from app.errors import UnknownSampleError
from models.data.handwriting import draw_style
from models.data.styles import STYLES, Style

_SIZE = 0.62
"""Height of a sample, in pads."""

_WOBBLE = 0.8


@dataclass(frozen=True)
class DrawnSample:
    """A drawing of a style: strokes of points in 0..1 of the pad."""

    style: Style
    strokes: list[list[tuple[float, float]]]


@cache
def list_samples() -> list[DrawnSample]:
    """Each style once, always the same drawings."""
    return [_draw(style, seed) for seed, style in enumerate(STYLES)]


def draw_sample(key: str, seed: int) -> DrawnSample:
    """Another drawing of one style; raises UnknownSampleError."""
    for style in STYLES:
        if style.key == key:
            return _draw(style, seed)
    known = ", ".join(style.key for style in STYLES[:3])
    raise UnknownSampleError(f"there is no style {key[:40]!r}; choose one like {known}")


def _draw(style: Style, seed: int) -> DrawnSample:
    drawn = draw_style(style, np.random.default_rng(seed), _WOBBLE)
    points = np.concatenate(drawn)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = _SIZE / float((high - low).max())
    middle = (low + high) / 2
    strokes = [np.round(0.5 + scale * (stroke - middle), 3).tolist() for stroke in drawn]
    return DrawnSample(style, [[(x, y) for x, y in stroke] for stroke in strokes])
