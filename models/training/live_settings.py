"""What a live run can be begun with; it takes no PyTorch to know."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models._registry import ArchitectureError
from models.training.recipe import Recipe

NETWORKS = ("lenet5", "dense", "plain_8", "residual_8")

STARTS = {"zeros": 0.0, "small": 0.1, "good": 1.0, "large": 4.0}
"""What the random start is multiplied by; in a deep network that counts once for each layer."""

OPTIMIZERS = ("sgd", "momentum", "adam")

ACTIVATIONS = ("relu", "sigmoid", "tanh")

MADE_UP, MNIST, STROKES = SOURCES = ("made_up", "mnist", "strokes")
"""Where digits come from: `models.training.live_sources`."""

FOLDER = "INKLING_DATA"
"""Environment variable with a folder of digits."""

MOST_IMAGES = 20_000
"""They bound a run's memory: 63 MB of images, and 250 MB that PyTorch takes by itself."""

MOST_STEPS = 20_000

_MOMENTUM = 0.9

_LIMITS: dict[str, tuple[float, float]] = {
    "seed": (0, 2**31 - 1),
    "learning_rate": (1e-8, 1_000),
    "batch_size": (1, 1_000),
    "dropout": (0, 0.9),
    "images": (10, MOST_IMAGES),
    "epochs": (1, 1_000),
}

_CHOICES: dict[str, Sequence[str]] = {
    "network": NETWORKS,
    "start": tuple(STARTS),
    "optimizer": OPTIMIZERS,
    "activation": ACTIVATIONS,
    "data": SOURCES,
    "held_out": SOURCES,
}


@dataclass(frozen=True)
class LiveSettings:
    """What a run is begun with; raises ArchitectureError for what none can begin with.

    `start`: one of STARTS; `seed`: of start, images and order; `learning_rate`: the step size at
    the beginning; `batch_size`: images a step; `augmentation`: images are warped anew each time;
    `data` and `held_out`: of SOURCES, what is learned from and what the run is scored on.
    """

    network: str = "lenet5"
    start: str = "good"
    seed: int = 1
    learning_rate: float = 0.002
    batch_size: int = 64
    optimizer: str = "adam"
    augmentation: bool = False
    dropout: float = 0.0
    images: int = 12_000
    activation: str = "relu"
    epochs: int = 8
    data: str = MADE_UP
    held_out: str = MADE_UP

    def __post_init__(self) -> None:
        """Refuse what no run can begin with."""
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ArchitectureError(f"{name} must be one of: {', '.join(choices)}")
        for name, (least, most) in _LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise ArchitectureError(f"{name} must be {least:g} to {most:g}")
        if self.steps > MOST_STEPS:
            raise ArchitectureError(
                f"these are {self.steps} steps; a run has at most {MOST_STEPS}: give it fewer "
                "epochs, fewer images, or more images a step"
            )

    @property
    def steps(self) -> int:
        """Batches of the whole run."""
        return self.epochs * math.ceil(self.images / self.batch_size)

    @property
    def recipe(self) -> Recipe:
        """The settings as a recipe for the training loop."""
        return Recipe(
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            weight_decay=0,
            warp=float(self.augmentation),
            variants=0,
            generated=0,
            not_digits=0,
            seed=self.seed,
            images=self.images,
            optimizer="adamw" if self.optimizer == "adam" else "sgd",
            momentum=_MOMENTUM if self.optimizer == "momentum" else 0,
            dropout=self.dropout,
            start=STARTS[self.start],
            activation="" if self.activation == "relu" else self.activation,
        )


def sources_in(folder: Path | None) -> tuple[str, ...]:
    """What there is to learn from, the generator first; files are not read."""
    there = {
        MADE_UP: True,
        MNIST: folder is not None and any((folder / "mnist").glob("train-images-idx3-ubyte*")),
        STROKES: folder is not None and any(stroke_files(folder)),
    }
    return tuple(each for each in SOURCES if there[each])


def stroke_files(folder: Path) -> list[Path]:
    """Files of drawings in a folder of data."""
    return sorted((folder / "strokes").glob("*.jsonl*"))
