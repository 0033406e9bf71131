"""Training data without any data set: digits of the project's own generator, made in seconds."""

from __future__ import annotations

import torch

from models.data.datasets import Digits
from models.data.variety import Seed, Variety
from models.ink.mnist import SIDE
from models.training.evaluate import as_input
from models.training.training_data import MADE_UP, TrainingData

HELD_OUT = 1_000
"""Digits that a run is scored on: the same ones for every run, so that runs can be compared."""

_LEARNED, _KEPT = 1, 2
"""What tells the seeds of digits that are learned from apart from those that are kept aside."""


def made_up_data(count: int, seed: int, side: int = SIDE, held_out: int = HELD_OUT) -> TrainingData:
    """`count` digits to learn from, which `seed` decides, and those that a run is scored on.

    One core makes some 1,500 a second. Styles come as often as they are given weight, all digits
    alike; the same seed gives the same images.
    """
    images, labels = _drawn(count, side).images((seed, _LEARNED, 0))
    return TrainingData(
        images=as_input(images),
        labels=torch.from_numpy(labels),
        drawings=[],
        drawing_labels=[],
        validation=(kept_aside(side, held_out),) if held_out > 0 else (),
        left_out=(),
        sources={"made_up": {"training_images": count, "validation_images": held_out}},
    )


def data_made_anew(side: int = SIDE) -> TrainingData:
    """No image to learn from but those that each epoch makes (`Recipe.generated`)."""
    none = torch.zeros(0, 1, side, side), torch.zeros(0, dtype=torch.int64)
    # An epoch's seed is two numbers, of which the second is small: never this one.
    kept = kept_aside(side, seed=(_KEPT, 0, _KEPT))
    return TrainingData(*none, [], [], (kept,), (), {})


def kept_aside(side: int = SIDE, count: int = HELD_OUT, seed: Seed = (_KEPT, 0)) -> Digits:
    """The digits that a run is scored on, whatever its own seed."""
    return Digits(MADE_UP, *_drawn(count, side).images(seed))


def _drawn(count: int, side: int) -> Variety:
    return Variety([], [], variants=0, generated=count, not_digits=0, side=side)
