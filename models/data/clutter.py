"""Drawings of a digit with something else beside or across it, and of each pixel what it is.

Composed of the project's own data: recorded or made-up digits, and shapes that are none. Strokes
of both are prepared together, as a drawing on the pad is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke, vary_points
from models.data.handwriting import draw_style, scribble
from models.data.styles import NOT_DIGITS, STYLES
from models.ink.mnist import SIDE
from models.ink.preprocess import image_on_pad, preprocess

PAPER, DIGIT, CLUTTER = range(3)
"""What a pixel is."""

INK = 64
"""From this value on, of 255, a pixel is ink."""

_ALONE = 0.15
"""Part of the drawings that have no clutter."""

Masked = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True)
class Clutter:
    """An epoch of `count` drawings: half of them of recorded digits, where there are any.

    `side`: pixels along the images.
    """

    drawings: Sequence[Sequence[Stroke]]
    count: int
    side: int = SIDE

    def images(self, seed: tuple[int, ...]) -> Masked:
        """Images (N, side, side), 255 is ink, and what each pixel is; same seed, same images."""
        rng = np.random.default_rng(seed)
        made = [self._composed(index, rng) for index in range(self.count)]
        return np.stack([image for image, _ in made]), np.stack([mask for _, mask in made])

    def _composed(self, index: int, rng: np.random.Generator) -> Masked:
        if self.drawings and index % 2:
            digit: Sequence[Stroke] = self.drawings[int(rng.integers(len(self.drawings)))]
        else:
            digits = [style for style in STYLES if style.label is not None]
            digit = draw_style(digits[rng.integers(len(digits))], rng, rng.uniform(0.3, 1.5))
        return composed(digit, rng, self.side)


def composed(digit: Sequence[Stroke], rng: np.random.Generator, side: int = SIDE) -> Masked:
    """An image (side, side) of a digit's strokes with clutter, and what each pixel is."""
    own = _framed([np.asarray(stroke) for stroke in vary_points(digit, rng)])
    other = [] if rng.random() < _ALONE else _clutter(rng)
    strokes = _framed([*own, *other])
    image = np.rint(preprocess(strokes, side=side)[0] * 255).astype(np.uint8)
    mask = np.full((side, side), PAPER, np.int64)
    mask[image >= INK] = DIGIT
    place = image_on_pad(strokes)
    if other and place is not None:
        rows, columns = np.nonzero(image >= INK)
        left, top, width = place
        pixels = np.stack(
            [left + width * (columns + 0.5) / side, top + width * (rows + 0.5) / side]
        )
        to_digit, to_clutter = (
            _distance(pixels, part) for part in (strokes[: len(own)], strokes[len(own) :])
        )
        # Where both cross, the digit's ink lies above.
        clutter = to_clutter < to_digit
        mask[rows[clutter], columns[clutter]] = CLUTTER
    return image, mask


def _clutter(rng: np.random.Generator) -> list[Stroke]:
    """A shape that is no digit, smaller than the digit's frame 0..1, around or across it."""
    shape = NOT_DIGITS[rng.integers(len(NOT_DIGITS))]
    drawn = scribble(rng) if rng.random() < 0.4 else draw_style(shape, rng, rng.uniform(0.3, 1.5))
    strokes = _framed([np.asarray(stroke) for stroke in vary_points(drawn, rng)])
    size = rng.uniform(0.25, 0.8)
    angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0.35, 0.85)
    middle = 0.5 + reach * np.array([np.cos(angle), np.sin(angle)])
    return [(stroke - 0.5) * size + middle for stroke in strokes]


def _framed(strokes: list[Stroke]) -> list[Stroke]:
    """Moved and scaled so that the longer side reaches from 0 to 1, the other one lying centred."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    span = max(float((high - low).max()), 1e-6)
    return [(stroke - (low + high) / 2) / span + 0.5 for stroke in strokes]


def _distance(pixels: NDArray[np.float64], strokes: Sequence[Stroke]) -> NDArray[np.float64]:
    """From each pixel (2, N) to the nearest line of `strokes`, all in pads: (N,)."""
    parts = [
        (stroke[:-1], stroke[1:]) if len(stroke) > 1 else (stroke, stroke) for stroke in strokes
    ]
    start, end = (np.concatenate(ends)[:, :, np.newaxis] for ends in zip(*parts, strict=True))
    along = end - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    at = np.clip(((pixels[np.newaxis] - start) * along).sum(axis=1) / length, 0, 1)
    away = pixels[np.newaxis] - start - at[:, np.newaxis] * along
    nearest: NDArray[np.float64] = np.sqrt((away**2).sum(axis=1).min(axis=0))
    return nearest
