"""Variations that leave a digit the same digit: training data as varied as hands are.

Strokes are varied before they become images, so that the pen keeps a pen's width; MNIST has only
images, which are warped. The elastic warp follows Simard, Steinkraus, Platt, "Best practices for
convolutional neural networks applied to visual document analysis", 2003.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import Tensor

from models.ink.mnist import PEN_WIDTH, SIDE, Image
from models.ink.preprocess import preprocess

Stroke = NDArray[np.float64]


def vary_drawing(strokes: Sequence[Stroke], rng: np.random.Generator, side: int = SIDE) -> Image:
    """One varied image (1, side, side) of a drawing, strokes (N, 2): other hand, pen, tablet."""
    varied = vary_points(strokes, rng)
    # Some with a thick pen: it fills small rings, and lines of pictures are thinned only so far.
    thick = 0.5 if rng.random() < 0.15 else 0.1
    pen_width = PEN_WIDTH * math.exp(rng.normal(thick, 0.22))
    return preprocess(varied, float(np.clip(pen_width, 1.4, 5.5)), side=side)


def with_habit(strokes: Sequence[Stroke], label: int, rng: np.random.Generator) -> list[Stroke]:
    """Now and then a recorded 0 slashed or a 7 crossed, strokes (N, 2), where its writer did not.

    The line's place, length and angle are random: many people have the habit, few of those who
    were recorded. Other digits, and those of several strokes, stay as they are.
    """
    drawn = list(strokes)
    if len(drawn) != 1 or len(drawn[0]) < 4 or rng.random() >= _HABITS.get(label, 0.0):
        return drawn
    low, high = drawn[0].min(axis=0), drawn[0].max(axis=0)
    size = float((high - low).max())
    return [*drawn, _slash(low, high, size, rng) if label == 0 else _bar(drawn[0], size, rng)]


_HABITS = {0: 0.15, 7: 0.15}
"""How many of a digit's drawings of one stroke get a line more."""


def _slash(low: Stroke, high: Stroke, size: float, rng: np.random.Generator) -> Stroke:
    """A line through the middle of a ring: mostly rising to the right, from level to upright."""
    angle = rng.uniform(0.35, 1.4) if rng.random() < 0.85 else rng.uniform(-0.9, 0.2)
    middle = (low + high) / 2 + rng.normal(0, 0.06, 2) * (high - low)
    return _line(middle, angle, size * rng.uniform(0.8, 1.7), rng)


def _bar(stroke: Stroke, size: float, rng: np.random.Generator) -> Stroke:
    """A line across the stem of a 7, at a third to two thirds of its height, or beside it."""
    height = stroke[:, 1].min() + rng.uniform(0.35, 0.68) * np.ptp(stroke[:, 1])
    half = stroke[len(stroke) // 2 :]
    at = half[np.abs(half[:, 1] - height).argmin()]
    length = size * rng.uniform(0.25, 0.65)
    middle = at + np.array([length * rng.normal(0.05, 0.2), 0.0])
    return _line(middle, rng.normal(0.1, 0.15), length, rng)


def _line(middle: Stroke, angle: float, length: float, rng: np.random.Generator) -> Stroke:
    """Points (12, 2) of a straight line, in either direction; `angle`: radians, up is positive."""
    along = np.linspace(-0.5, 0.5, 12)[:, np.newaxis] * length * rng.choice([-1, 1])
    return np.asarray(middle + along * np.array([math.cos(angle), -math.sin(angle)]), np.float64)


def vary_points(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[list[list[float]]]:
    """The varied drawing itself, as strokes of points in 0..1 of the pad."""
    traced = _other_habit([_other_tablet(stroke, rng) for stroke in strokes], rng)
    points = np.concatenate(traced)
    low, high = points.min(axis=0), points.max(axis=0)
    unit = (points - (low + high) / 2) / max(float((high - low).max()), 1e-3)  # about -0.5..0.5
    unit = unit + _bend(unit, rng) + _tremor(unit, rng)
    turned = unit @ _affine(rng).T
    # Half a pad around the middle: nothing is cut off at the pad's edge.
    on_pad = np.split(0.5 + 0.25 * turned, np.cumsum([len(stroke) for stroke in traced])[:-1])
    return [stroke.tolist() for stroke in on_pad]


def _affine(rng: np.random.Generator) -> NDArray[np.float64]:
    """Rotation, slant and aspect (2, 2)."""
    turn, slant, stretch = rng.normal(0, (0.16, 0.2, 0.13))
    aspect = math.exp(stretch)
    cos, sin = math.cos(turn), math.sin(turn)
    turned = np.array([[cos, -sin], [sin, cos]])
    return np.asarray(turned @ np.array([[aspect, -slant], [0.0, 1 / aspect]]), np.float64)


def _bend(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """A smooth displacement of points (N, 2): a few low waves across the unit square."""
    frequency = rng.uniform(0.5, 2.0, (3, 2)) * rng.choice([-1, 1], (3, 2))
    phase = rng.uniform(0, 2 * math.pi, 3)
    amplitude = rng.normal(0, 0.02, (3, 2))
    waves = np.sin(2 * math.pi * points @ frequency.T + phase)  # (N, 3)
    return np.asarray(waves @ amplitude, np.float64)


def _tremor(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """A shaking hand, or a tablet that knows few places: displacement of points (N, 2)."""
    if rng.random() < 0.12:
        grid = 1 / rng.uniform(16, 50)
        return np.asarray(np.round(points / grid) * grid - points, np.float64)
    size = 0.03 if rng.random() < 0.1 else 0.012
    return np.asarray(rng.normal(0, rng.uniform(0, size), points.shape), np.float64)


def _other_tablet(stroke: Stroke, rng: np.random.Generator) -> Stroke:
    """As another tablet would have sampled it: fewer points, early, late or hooked ends."""
    if len(stroke) < 4:
        return stroke
    if rng.random() < _FEW:
        return _corners(stroke, 5 + int(6 * rng.random() ** 2))
    count = max(5, round(rng.uniform(0.35, 1) * len(stroke)))
    last = len(stroke) - 1
    at = np.linspace(rng.uniform(0, 0.05), 1 - rng.uniform(0, 0.07), min(count, last + 1)) * last
    floor = np.minimum(at.astype(np.int64), last - 1)
    part = (at - floor)[:, np.newaxis]
    sampled = stroke[floor] * (1 - part) + stroke[floor + 1] * part
    if rng.random() < 0.12:  # the pen comes down or leaves a little aside
        hook = rng.normal(0, 0.06, 2) * np.ptp(stroke, axis=0).max()
        ends = (
            [sampled[:1] + hook, sampled] if rng.random() < 0.5 else [sampled, sampled[-1:] + hook]
        )
        sampled = np.concatenate(ends)
    return np.asarray(sampled, np.float64)


_FEW = 0.15
"""How many strokes are sampled by so slow a tablet that curves become polygons."""


def _corners(stroke: Stroke, count: int) -> Stroke:
    """So many points, evenly along the stroke: what a slow tablet keeps of it."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _other_habit(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """Now and then a stroke is broken in two, or a pen not lifted between two near strokes."""
    chance = rng.random()
    if chance < 0.05:
        longest = max(range(len(strokes)), key=lambda index: len(strokes[index]))
        stroke = strokes[longest]
        if len(stroke) >= 10:
            at = int(rng.integers(3, len(stroke) - 4))
            parts = [stroke[: at + 1], stroke[at + 1 + int(rng.integers(0, 2)) :]]
            return [*strokes[:longest], *parts, *strokes[longest + 1 :]]
    if chance > 0.97 and len(strokes) == 2:
        return [np.concatenate(strokes)]
    return strokes


def warp_images(images: Tensor, generator: torch.Generator, strength: float = 1.0) -> Tensor:
    """Images (B, 1, H, W), each turned, slanted, scaled, moved and elastically bent a little."""
    batch, _, height, width = images.shape

    def normal(*size: int) -> Tensor:
        return strength * torch.randn(*size, generator=generator)

    turn, slant = 0.15 * normal(batch), 0.14 * normal(batch)
    across, down = torch.exp(0.09 * normal(batch)), torch.exp(0.09 * normal(batch))
    cos, sin = torch.cos(turn), torch.sin(turn)
    shift = 2 / width * normal(batch, 2) * 0.8
    rows = [
        torch.stack([cos * across, -sin + slant, shift[:, 0]], dim=1),
        torch.stack([sin, cos * down, shift[:, 1]], dim=1),
    ]
    grid = F.affine_grid(torch.stack(rows, dim=1), [batch, 1, height, width], align_corners=False)
    coarse = 0.055 * normal(batch, 2, 6, 6)  # knots of the bend; 0.055 of half the side is 0.8 px
    bend = F.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=True)
    warped = F.grid_sample(
        images, grid + bend.permute(0, 2, 3, 1), align_corners=False, padding_mode="zeros"
    )
    # Resampling softens edges; some images stay as they are, so that crisp ones are known too.
    untouched = torch.rand(batch, 1, 1, 1, generator=generator) < 0.3
    return torch.where(untouched, images, warped)
