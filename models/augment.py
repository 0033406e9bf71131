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

from models.preprocess import PEN_WIDTH, Image, preprocess

Stroke = NDArray[np.float64]


def vary_drawing(strokes: Sequence[Stroke], rng: np.random.Generator) -> Image:
    """One varied image (1, 28, 28) of a drawing, each stroke (N, 2): other hand, pen, tablet."""
    points = np.concatenate(strokes)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    size = max(float(np.ptp(points, axis=0).max()), 1e-3)
    matrix = _affine(rng)
    bend = _Bend(rng)
    tremor = rng.uniform(0, 0.012)
    varied = []
    for stroke in strokes:
        unit = (_resampled(stroke, rng) - middle) / size  # (N, 2), about -0.5..0.5
        unit = unit + bend(unit) + rng.normal(0, tremor, unit.shape)
        # Half a pad around the middle: nothing is cut off at the pad's edge.
        varied.append(0.5 + 0.4 * (unit @ matrix.T) / 1.5)
    pen_width = PEN_WIDTH * math.exp(rng.normal(0.1, 0.22))
    return preprocess(varied, float(np.clip(pen_width, 1.4, 4.2)))


def _affine(rng: np.random.Generator) -> NDArray[np.float64]:
    """Rotation, slant and aspect (2, 2)."""
    turn, slant, aspect = rng.normal(0, 0.13), rng.normal(0, 0.18), math.exp(rng.normal(0, 0.1))
    cos, sin = math.cos(turn), math.sin(turn)
    turned = np.array([[cos, -sin], [sin, cos]])
    return np.asarray(turned @ np.array([[aspect, -slant], [0.0, 1 / aspect]]), np.float64)


class _Bend:
    """A smooth displacement field: a few low waves across the unit square."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.frequency = rng.uniform(0.5, 2.0, (3, 2)) * rng.choice([-1, 1], (3, 2))
        self.phase = rng.uniform(0, 2 * math.pi, 3)
        self.amplitude = rng.normal(0, 0.018, (3, 2))

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Displacement of points (N, 2)."""
        waves = np.sin(2 * math.pi * points @ self.frequency.T + self.phase)  # (N, 3)
        return np.asarray(waves @ self.amplitude, np.float64)


def _resampled(stroke: Stroke, rng: np.random.Generator) -> Stroke:
    """As another tablet would have sampled it: fewer points, ends a little early or late."""
    if len(stroke) < 4:
        return stroke
    keep = rng.uniform(0.4, 1.0)
    count = max(4, round(keep * len(stroke)))
    start, end = rng.uniform(0, 0.04), 1 - rng.uniform(0, 0.06)
    at = np.linspace(start, end, count) * (len(stroke) - 1)
    index = np.arange(len(stroke))
    return np.stack([np.interp(at, index, stroke[:, axis]) for axis in (0, 1)], axis=1)


def warp_images(images: Tensor, generator: torch.Generator, strength: float = 1.0) -> Tensor:
    """Images (B, 1, H, W), each turned, slanted, scaled, moved and elastically bent a little."""
    batch, _, height, width = images.shape

    def normal(*size: int) -> Tensor:
        return strength * torch.randn(*size, generator=generator)

    turn, slant = 0.13 * normal(batch), 0.14 * normal(batch)
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
