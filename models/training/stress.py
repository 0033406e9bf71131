"""How a network reads the same drawings under strain: place, size, turn, pen, sampling, dirt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import nn

from models._registry import entry_of
from models.data.augment import Stroke
from models.data.datasets import Drawing, resized
from models.ink.mnist import Image
from models.ink.preprocess import preprocess, preprocess_picture
from models.training.evaluate import read_images

SIZE = 0.6
"""Longest side of the ink, in pads, where a condition does not say otherwise."""

SIDE = 280
"""Pixels along the pad where a condition is about pixels."""

Strokes = list[Stroke]


@dataclass(frozen=True)
class Condition:
    """One strain: `image` makes the network's input (1, 28, 28) of strokes centred on (0, 0)."""

    group: str
    name: str
    image: Callable[[Strokes, np.random.Generator], Image]


@dataclass(frozen=True)
class Strained:
    """How a condition is read: accuracy in 0..1, and the points (per cent) lost to no strain."""

    group: str
    name: str
    accuracy: float
    lost: float


def stress(network: nn.Module, drawings: Sequence[Drawing], seed: int = 3) -> Iterator[Strained]:
    """Read labelled drawings under each condition, the unstrained one first."""
    centred = [_centred(drawing) for drawing in drawings]
    labels = np.array([drawing.label for drawing in drawings])
    reference: float | None = None
    for condition in CONDITIONS:
        rng = np.random.default_rng(seed)
        drawn = np.stack([condition.image(strokes, rng)[0] for strokes in centred])
        images = resized(np.rint(drawn * 255).astype(np.uint8), entry_of(network).side)
        read = read_images(network, images).argmax(axis=1)
        accuracy = float((read == labels).mean())
        reference = accuracy if reference is None else reference
        yield Strained(condition.group, condition.name, accuracy, 100 * (reference - accuracy))


def _centred(drawing: Drawing) -> Strokes:
    """Strokes around (0, 0), longest side 1."""
    strokes = [np.array(stroke, np.float64) for stroke in drawing.strokes if stroke]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    size = max(float((high - low).max()), 1e-6)
    return [(stroke - (low + high) / 2) / size for stroke in strokes]


def _read(strokes: Strokes, size: float = SIZE, middle: Stroke | None = None) -> Image:
    at = np.array([0.5, 0.5]) if middle is None else middle
    return preprocess([(at + size * stroke).tolist() for stroke in strokes])


def _placed(size: float) -> Callable[[Strokes, np.random.Generator], Image]:
    def image(strokes: Strokes, rng: np.random.Generator) -> Image:
        # The ink's own box may be anywhere on the pad.
        points = np.concatenate(strokes) * size
        low, high = -points.min(axis=0), 1 - points.max(axis=0)
        return _read(strokes, size, rng.uniform(low, np.maximum(high, low)))

    return image


def _turned(degrees: float) -> Callable[[Strokes, np.random.Generator], Image]:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    matrix = np.array([[cos, sin], [-sin, cos]])
    return lambda strokes, _rng: _read([stroke @ matrix for stroke in strokes])


def _penned(width: float) -> Callable[[Strokes, np.random.Generator], Image]:
    """Read the drawing as a picture of the pad, in which the pen's width can be seen."""

    def image(strokes: Strokes, _rng: np.random.Generator) -> Image:
        picture = np.zeros((SIDE, SIDE), np.uint8)
        for stroke in strokes:
            points = np.rint((0.5 + SIZE * stroke) * SIDE).astype(np.int32)
            cv2.polylines(picture, [points], False, 255, max(1, round(width * SIDE)), cv2.LINE_AA)
        return preprocess_picture(picture)

    return image


def _sampled(count: int) -> Callable[[Strokes, np.random.Generator], Image]:
    return lambda strokes, _rng: _read([_resampled(stroke, count) for stroke in strokes])


def _resampled(stroke: Stroke, count: int) -> Stroke:
    """So many points, evenly along the stroke."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _jittered(strokes: Strokes, rng: np.random.Generator) -> Image:
    """Move each point by up to two pixels, of a pad of 280, in each direction."""
    shift = 2 / SIDE / SIZE
    return _read([stroke + rng.uniform(-shift, shift, stroke.shape) for stroke in strokes])


def _dotted(strokes: Strokes, rng: np.random.Generator) -> Image:
    """A dot near one of the pad's corners, outside the digit."""
    corner = rng.choice([-1, 1], 2) * rng.uniform(0.4, 0.48, 2)
    dot: NDArray[np.float64] = np.array([corner / 0.3])
    return _read([*strokes, dot], size=0.3)


CONDITIONS: tuple[Condition, ...] = (
    Condition("no strain", "in the middle, 60 % of the pad", lambda s, _rng: _read(s)),
    *(
        Condition("size and place", f"{size:.0%} of the pad, anywhere", _placed(size))
        for size in (0.1, 0.2, 0.4, 0.7, 1.0)
    ),
    *(
        Condition("rotation", f"{turn:+d} degrees".replace("-", "−"), _turned(turn))
        for turn in (-15, -10, -5, 5, 10, 15)
    ),
    *(
        Condition("pen width", f"{width:.1%} of the pad, as a picture", _penned(width))
        for width in (0.015, 0.03, 0.06, 0.1, 0.15)
    ),
    *(
        Condition("sampling", f"{count} points a stroke", _sampled(count))
        for count in (5, 10, 20, 100, 500)
    ),
    Condition(
        "order", "strokes and points mirrored", lambda s, _rng: _read([x[::-1] for x in s[::-1]])
    ),
    Condition("jitter", "2 px of a pad of 280", _jittered),
    Condition("dirt", "a stray dot", _dotted),
)
