"""A run that is watched and steered while it goes, and how it is repeated.

It is the one loop of `models.training.train` on digits of the project's own generator. All that
decides it are its settings and the step sizes that were set on the way: `repeat` comes to the
same weights, bit for bit, on a processor of the same kind.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from models._registry import model_entry
from models.data.datasets import Digits
from models.training.live_settings import LiveSettings
from models.training.live_sources import folder_of_data, learned_from, scored_on
from models.training.train import Event, Rates, StepDone, train
from models.training.training_data import TrainingData


@dataclass(frozen=True)
class LiveData:
    """What a run learns from, and the digits that it is scored on."""

    learned: TrainingData
    held_out: Digits


def data_of(settings: LiveSettings) -> LiveData:
    """The digits of a run, made or read anew; raises DatasetError for data that cannot be read."""
    folder, side = folder_of_data(), model_entry(settings.network).side
    source, aside = settings.data, settings.data == settings.held_out
    learned = learned_from(source, settings.images, settings.seed, side, folder, aside)
    # The loop itself scores nothing: whoever watches does, at its own moments.
    return LiveData(
        replace(learned, validation=()), scored_on(settings.held_out, side, folder, aside)
    )


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
