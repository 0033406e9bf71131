"""Everything that decides what training comes to, beside the data."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

from models._registry import ArchitectureError, ModelEntry


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the outcome, beside the data."""

    epochs: int = 26
    batch_size: int = 128
    learning_rate: float = 4e-3
    weight_decay: float = 0.03
    average_decay: float = 0.999
    warp: float = 0.7
    """Strength of the warp of MNIST's images; see `models.data.augment.warp_images`."""
    variants: int = 2
    """Varied images of each stroke drawing in an epoch."""
    generated: int = 22_000
    """Digits of the generator in an epoch, of its styles and rarer forms."""
    not_digits: int = 7_000
    """Shapes that are no digits in an epoch."""
    varieties: int = 6
    """Epochs after which the same drawn images come again; MNIST is warped anew in each."""
    doubt_weight: float = 0.7
    """What teaching doubt counts beside teaching digits."""
    further_weight: float = 1.0
    """What each answer beside the digit counts."""
    mnist_validation: int = 5_000
    validation_writers: int = 4
    """Writers of each file of strokes that are kept aside."""
    fold: int = 0
    """Which writers are kept aside: the next ones of a fixed order for each fold."""
    left_out: str = ""
    """Writers that are kept aside beside those, all of them: patterns as of a shell's file names,
    with commas between them (`somewhere-*` may be one contributor of a set)."""
    seed: int = 1998
    images: int = 0
    """MNIST's images that are learned from, the first of the shuffled ones; 0: all."""
    optimizer: str = "adamw"
    momentum: float = 0.9
    """Momentum of "sgd"; "adamw" has its own."""
    dropout: float = 0.0
    """Part of what goes into each dense layer but the first that is left out at each step."""
    label_noise: float = 0.0
    """Part of the labels that are drawn by chance, once and for all."""
    start: float = 1.0
    """What the random weights and biases of the start are multiplied by; 0: all are zero."""
    activation: str = ""
    """What takes the place of every ReLU; none: the network is as it is registered."""

    def __post_init__(self) -> None:
        """Refuse what no run can begin with; raises ArchitectureError."""
        for name, (least, most) in _LIMITS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise ArchitectureError(f"{name} is {value}; give it {least:g} to {most:g}")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                known = ", ".join(filter(None, choices))
                raise ArchitectureError(
                    f"{name} is {getattr(self, name)!r:.40}; choose one of: {known}"
                )


OF_DIGITS = frozenset(
    {
        *("warp", "variants", "not_digits", "doubt_weight", "further_weight"),
        *("mnist_validation", "images", "label_noise"),
    }
)
"""Settings without effect where drawings are composed (`models.training.tasks`)."""

ACTIVATIONS = ("sigmoid", "tanh")

OPTIMIZERS = ("adamw", "sgd")

_CHOICES = {"optimizer": OPTIMIZERS, "activation": ("", *ACTIVATIONS)}

_LIMITS: dict[str, tuple[float, float]] = {
    "epochs": (1, 100_000),
    "batch_size": (1, 100_000),
    "learning_rate": (0, math.inf),
    "warp": (0, 10),
    "variants": (0, 100),
    "generated": (0, 10_000_000),
    "not_digits": (0, 10_000_000),
    "mnist_validation": (1, 59_999),
    "images": (0, 60_000),
    "momentum": (0, 0.999),
    "dropout": (0, 0.95),
    "label_noise": (0, 1),
    "start": (0, 1_000),
}
"""The smallest and the largest of what can be given."""


def recipe_of(entry: ModelEntry, **given: Any) -> Recipe:
    """A network's own recipe, and of it what is `given`; raises ArchitectureError."""
    unknown = sorted(set(entry.recipe) - {each.name for each in fields(Recipe)})
    if unknown:
        raise ArchitectureError(
            f"the recipe of {entry.name!r} has no {unknown[0]!r}; models/training/recipe.py has all"
        )
    return Recipe(**{**dict[str, Any](entry.recipe), **given})
