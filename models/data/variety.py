"""An epoch's drawn images: recorded pens varied, generated digits, and shapes that are none."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke, vary_drawing, with_habit
from models.data.forms import FORMS
from models.data.handwriting import draw_style, scribble
from models.data.styles import NOT_DIGITS, STYLES, Style
from models.ink.mnist import SIDE

NOT_A_DIGIT = -1
"""Label of what is no digit."""

_SCRIBBLES = 0.25
"""Part of the shapes that are no digits."""

Varied = tuple[NDArray[np.uint8], NDArray[Any]]

Seed = tuple[int, ...]


@dataclass(frozen=True)
class Variety:
    """What an epoch is made of: `variants` images of each drawing, and so many made-up ones.

    `side`: pixels along the images.
    """

    drawings: list[list[Stroke]]
    labels: list[int]
    variants: int
    generated: int
    not_digits: int
    side: int = SIDE

    def images(self, seed: Seed) -> Varied:
        """Images (N, side, side), 255 is ink, and labels (N,); the same seed gives the same."""
        rng = np.random.default_rng(seed)
        labels = self.labels * self.variants
        varied = [
            vary_drawing(with_habit(drawing, label, rng), rng, self.side)
            for drawing, label in zip(self.drawings * self.variants, labels, strict=True)
        ]
        for style in spread(self.generated):
            strokes = draw_style(style, rng, rng.uniform(0.3, 1.5))
            varied.append(vary_drawing(strokes, rng, self.side))
            labels.append(NOT_A_DIGIT if style.label is None else style.label)
        for _ in range(self.not_digits):
            shape = NOT_DIGITS[rng.integers(len(NOT_DIGITS))]
            made_up = rng.random() < _SCRIBBLES
            strokes = scribble(rng) if made_up else draw_style(shape, rng, rng.uniform(0.3, 1.5))
            varied.append(vary_drawing(strokes, rng, self.side))
            labels.append(NOT_A_DIGIT)
        images = np.zeros((len(varied), self.side, self.side), np.uint8)
        for index, image in enumerate(varied):
            images[index] = np.rint(image[0] * 255)
        return images, np.array(labels, np.int64)


def spread(count: int) -> list[Style]:
    """So many styles and forms, each as often as its weight asks, in the order of the lists."""
    every = [*STYLES, *FORMS]
    until = np.cumsum([style.weight for style in every])
    at = (np.arange(count) + 0.5) / max(count, 1) * until[-1]
    return [every[index] for index in np.searchsorted(until, at)]


class MadeFromSeeds(Protocol):
    """What makes an epoch's images, and what each shows."""

    def images(self, seed: Seed) -> Varied:
        """Images (N, side, side), 255 is ink, and labels (N, ...); same seed, same images."""
        ...


def varied_by(variety: MadeFromSeeds, seeds: Sequence[Seed], aside: bool) -> Iterator[Varied]:
    """The images of each seed, made once; `aside`: in a process beside this one, ahead of time."""
    if not aside:
        made: dict[Seed, Varied] = {}
        for seed in seeds:
            if seed not in made:
                made[seed] = variety.images(seed)
            yield made[seed]
        return
    # Spawned, because a fork of a process that runs threads may stop for ever.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as beside:
        coming = {seed: beside.submit(variety.images, seed) for seed in dict.fromkeys(seeds)}
        yield from (coming[seed].result() for seed in seeds)
