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

_LINED = 0.45
"""Part of the clutter that is long lines: under the digit, above it, beside it or across it."""

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
    other = [] if rng.random() < _ALONE else _clutter(own, rng)
    strokes = _framed([*own, *other])
    image = np.rint(preprocess(strokes, side=side)[0] * 255).astype(np.uint8)
    return image, mask_of(image, strokes[: len(own)], strokes[len(own) :])


def mask_of(
    image: NDArray[np.uint8], digit: Sequence[Stroke], clutter: Sequence[Stroke]
) -> NDArray[np.int64]:
    """What each pixel (side, side) is of the image that both make together on the pad."""
    side = len(image)
    mask = np.full((side, side), PAPER, np.int64)
    mask[image >= INK] = DIGIT
    place = image_on_pad([*digit, *clutter])
    if not clutter or place is None:
        return mask
    rows, columns = np.nonzero(image >= INK)
    left, top, width = place
    pixels = np.stack([left + width * (columns + 0.5) / side, top + width * (rows + 0.5) / side])
    # Where both cross, the digit's ink lies above.
    nearer = _distance(pixels, clutter) < _distance(pixels, digit)
    mask[rows[nearer], columns[nearer]] = CLUTTER
    return mask


def _clutter(digit: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """What is no digit: long lines, or a shape; `digit` lies in 0..1."""
    return _lines(digit, rng) if rng.random() < _LINED else _shape(rng)


def _shape(rng: np.random.Generator) -> list[Stroke]:
    """A shape that is no digit, smaller than the digit's frame 0..1, around or across it."""
    shape = NOT_DIGITS[rng.integers(len(NOT_DIGITS))]
    drawn = scribble(rng) if rng.random() < 0.4 else draw_style(shape, rng, rng.uniform(0.3, 1.5))
    strokes = _framed([np.asarray(stroke) for stroke in vary_points(drawn, rng)])
    size = rng.uniform(0.25, 0.8)
    angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0.35, 0.85)
    middle = 0.5 + reach * np.array([np.cos(angle), np.sin(angle)])
    return [(stroke - 0.5) * size + middle for stroke in strokes]


def _lines(digit: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """One long line, or two that are nearly parallel, beside the digit's box or across it."""
    points = np.concatenate(digit)
    low, high = points.min(axis=0), points.max(axis=0)
    turned = rng.random() < 0.4  # upright: at the left, at the right
    across = rng.random() < 0.3
    tilt = rng.uniform(-0.6, 0.6) if across else rng.normal(0, 0.08)
    sides = rng.permutation([-1, 1])[: 2 if rng.random() < 0.25 else 1]
    axis = 0 if turned else 1
    box = high - low
    drawn = []
    for side in sides:
        if across:
            away = rng.uniform(-0.3, 0.3) * box[axis]
            # A short line across belongs to many a 7: one that is none reaches beyond the box.
            length = box[1 - axis] + rng.uniform(0.3, 1.2)
        else:
            away = side * (box[axis] / 2 + rng.uniform(0.06, 0.4))
            length = rng.uniform(0.7, 2.2)
        shift = rng.normal(0, 0.1 if across else 0.2)
        middle = (low + high) / 2 + ([away, shift] if turned else [shift, away])
        drawn.append(_line(middle, length, tilt + (np.pi / 2 if turned else 0), rng))
    return drawn


def _line(middle: Stroke, length: float, angle: float, rng: np.random.Generator) -> Stroke:
    """Points (16, 2) of a line as a hand draws it: nearly straight, bent a little, from either end.

    `angle`: radians, from level.
    """
    along = np.linspace(-0.5, 0.5, 16) * rng.choice([-1, 1])
    bend = rng.normal(0, 0.03) * (1 - 4 * along**2) + rng.normal(0, 0.004, 16)
    ahead = np.array([np.cos(angle), np.sin(angle)])
    aside = np.array([-ahead[1], ahead[0]])
    line: Stroke = middle + length * (along[:, None] * ahead + bend[:, None] * aside)
    return line


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
