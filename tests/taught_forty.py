"""The network of tests/forty_layers.py after `inkling train` and `inkling export`, in short."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file

from models._checkpoint import WEIGHTS, save_weights
from models.forward.export import export_network
from models.training import card
from models.training.recipe import Recipe
from models.training.train import EpochDone, TrainingDone, train
from models.training.training_data import read_training_data
from tests.forty_layers import NAME, SIDE, FortyLayers, in_the_zoo
from tests.models.idx_files import write_data

RECIPE = Recipe(
    epochs=2,
    batch_size=16,
    generated=24,
    not_digits=6,
    mnist_validation=10,
    variants=1,
    validation_writers=1,
)


@dataclass(frozen=True)
class Taught:
    """`folder`: weights, card and export, beside LeNet-5's. `losses`: the mean of each epoch."""

    folder: Path
    losses: list[float]

    def network(self) -> FortyLayers:
        """With the weights that it has learned."""
        network = FortyLayers()
        network.load_state_dict(load_file(self.folder / f"{NAME}.safetensors"))
        return network.eval()


def teach(data_folder: Path, out: Path) -> Taught:
    """Train the network on a few drawings, measure and export it into `out`."""
    write_data(data_folder)
    losses: list[float] = []
    with in_the_zoo():
        data = read_training_data(data_folder, RECIPE, SIDE)
        for event in train(NAME, data, RECIPE):
            if isinstance(event, EpochDone):
                losses.append(event.loss)
            if isinstance(event, TrainingDone):
                done = event
        written = {
            "network": NAME,
            "calibration": card.calibrate(done.network, data.validation),
            "accuracy": card.describe_reading(done.network, data.validation),
            "not_a_digit": card.measure_doubt(done.network, data.validation),
            "answers": card.describe_answers(done.network, data.validation),
            "limits": card.digit_limits({}),
        }
        save_weights(done.network, written, NAME, out)
        for each in WEIGHTS.glob("lenet5.*"):
            shutil.copy(each, out)
        export_network(NAME, out)
    return Taught(out, losses)
