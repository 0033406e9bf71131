"""A run that is watched and steered while it goes: what can be chosen, and how it is repeated.

It is the one loop of `models.training.train` on digits of the project's own generator. All that
decides it are its settings and the step sizes that were set on the way: `repeat` comes to the
same weights, bit for bit, on a processor of the same kind.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from models._registry import ArchitectureError, model_entry
from models.data.datasets import Digits
from models.training.made_up import made_up_data
from models.training.recipe import Recipe
from models.training.train import Event, Rates, StepDone, train
from models.training.training_data import TrainingData

NETWORKS = ("lenet5", "dense", "plain_8", "residual_8")

STARTS = {"zeros": 0.0, "small": 0.1, "good": 1.0, "large": 4.0}
"""What the random start is multiplied by; in a deep network that counts once for each layer."""

OPTIMIZERS = ("sgd", "momentum", "adam")

ACTIVATIONS = ("relu", "sigmoid", "tanh")

MOST_IMAGES = 20_000
"""They bound a run's memory: 63 MB of images, and 250 MB that PyTorch takes by itself."""

MOST_STEPS = 20_000

_MOMENTUM = 0.9

_LIMITS: dict[str, tuple[float, float]] = {
    "seed": (0, 2**31 - 1),
    "learning_rate": (0, 1_000),
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
}


@dataclass(frozen=True)
class LiveSettings:
    """What a run is begun with; raises ArchitectureError for what none can begin with.

    `start`: one of STARTS; `seed`: of start, images and order; `learning_rate`: the step size at
    the beginning; `batch_size`: images a step; `augmentation`: images are warped anew each time.
    """

    network: str = "lenet5"
    start: str = "good"
    seed: int = 1
    learning_rate: float = 0.002
    batch_size: int = 64
    optimizer: str = "adam"
    augmentation: bool = False
    dropout: float = 0.0
    images: int = 4_000
    activation: str = "relu"
    epochs: int = 10

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
        """As the loop reads it."""
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


@dataclass(frozen=True)
class LiveData:
    """What a run learns from, and the digits that it is scored on."""

    learned: TrainingData
    held_out: Digits


def data_of(settings: LiveSettings) -> LiveData:
    """The digits of a run, made anew."""
    made = made_up_data(settings.images, settings.seed, model_entry(settings.network).side)
    # The loop itself scores nothing: whoever watches does, at its own moments.
    return LiveData(replace(made, validation=()), made.validation[0])


def events_of(settings: LiveSettings, data: LiveData, rates: Rates) -> Iterator[Event]:
    """The run itself, one thread; `rates`: the step size of each step."""
    torch.set_num_threads(1)
    return train(settings.network, data.learned, settings.recipe, rates=rates)


StepSizes = Sequence[tuple[int, float]]
"""From which step on, counted from 0, which step size; the first is from 0 on."""


def rates_of(sizes: StepSizes) -> Rates:
    """The step size of each step."""
    begins = [step for step, _ in sizes]
    return lambda step: sizes[bisect_right(begins, step) - 1][1]


def repeat(settings: LiveSettings, sizes: StepSizes, steps: int, path: Path) -> str:
    """Do `steps` steps of a run again and write its weights; their file's SHA-256."""
    network: nn.Module | None = None
    for event in events_of(settings, data_of(settings), rates_of(sizes)):
        if isinstance(event, StepDone):
            network = event.network
            steps -= 1
            if steps == 0:
                break
    assert network is not None
    return write_weights(network, path)


def write_weights(network: nn.Module, path: Path) -> str:
    """Write a network's weights, the whole file or none of it; its SHA-256."""
    from safetensors.torch import save

    content = save({name: value.contiguous() for name, value in network.state_dict().items()})
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
    return hashlib.sha256(content).hexdigest()
