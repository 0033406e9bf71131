"""Everything that decides what training comes to, beside the data."""

from __future__ import annotations

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


def recipe_of(entry: ModelEntry, **given: Any) -> Recipe:
    """A network's own recipe, and of it what is `given`; raises ArchitectureError."""
    unknown = sorted(set(entry.recipe) - {each.name for each in fields(Recipe)})
    if unknown:
        raise ArchitectureError(
            f"the recipe of {entry.name!r} has no {unknown[0]!r}; models/training/recipe.py has all"
        )
    return Recipe(**{**dict[str, Any](entry.recipe), **given})
