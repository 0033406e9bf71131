"""How well LeNet-5's trunk, frozen, serves for measuring: `python -m bench.frozen_trunk DATA`.

A linear head is put on what LeNet-5 says before its last layer (84 values), or after its last
downsampling (400), and fitted by least squares, which is what mean squared error would teach it.
The drawings are those of `stroke_measures`, to learn from and kept aside.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models._checkpoint import load_weights
from models._registry import model_entry
from models.data.pens import Pens
from models.ink.measures import MEASURES
from models.training.agreement import MEANS, SPREADS, icc
from models.training.evaluate import as_input
from models.training.recipe import recipe_of
from models.training.tasks import task_of
from models.training.training_data import read_composed_data

HEADS = {"84 values, before the last layer": "relu4", "400 values, after pool2": "flatten"}
_COUNT = 16_000
_RIDGE = 1.0
"""Keeps the solution finite where two values are always alike; hardly changes anything else."""

Values = NDArray[np.float64]


@torch.inference_mode()
def trunk_of(network: nn.Module, images: NDArray[np.uint8], last: str) -> Values:
    """What comes out of the operation `last`, and a one for the bias: (N, values + 1)."""
    names, modules = zip(*network.named_children(), strict=True)
    trunk = nn.Sequential(*modules[: names.index(last) + 1])
    parts = [trunk(each) for each in torch.split(as_input(images), 1_000)]
    values = torch.cat(parts).double().numpy()
    return np.concatenate([values, np.ones((len(values), 1))], axis=1)


def fitted(values: Values, measures: Values) -> Values:
    """The weights (values, 4) with the least mean squared error."""
    products = values.T @ values + _RIDGE * np.eye(values.shape[1])
    weights: Values = np.linalg.solve(products, values.T @ measures).astype(np.float64)
    return weights


def main() -> None:
    """Prints ICC(A,1) of each measure on each set, for both heads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with mnist/ and strokes/")
    arguments = parser.parse_args()
    entry = model_entry("stroke_measures")
    task, recipe = task_of(entry), recipe_of(entry)
    assert task is not None
    data = read_composed_data(arguments.data, recipe, entry)
    pens = Pens(data.drawings, data.drawing_labels)
    images, measures = task.compose(pens, _COUNT, entry).images((recipe.seed, 0))
    network = load_weights("lenet5").eval()
    for title, last in HEADS.items():
        head = fitted(trunk_of(network, images, last), (measures - MEANS) / SPREADS)
        for kept in data.validation:
            said = trunk_of(network, kept.images, last) @ head * SPREADS + MEANS
            found = [
                f"{name} {icc(np.stack([kept.labels[:, at], said[:, at]], 1)):.3f}"
                for at, name in enumerate(MEASURES)
            ]
            sys.stdout.write(f"{title}, {kept.name}: {', '.join(found)}\n")


if __name__ == "__main__":
    main()
