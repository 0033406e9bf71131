"""Trains small networks that differ in one layer (`models._variants`), by the one loop."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from torch import nn

from models._answers import digits
from models._registry import Layer, forgotten_after, register_model
from models._variants import CLASSES, HIDDEN, MAPS, SHAPES, SIDE, Measured, Shape, Weights
from models.data.datasets import Digits, read_digits
from models.training.evaluate import evaluate
from models.training.recipe import Recipe
from models.training.train import TrainingDone, train
from models.training.training_data import TrainingData, read_training_data

RECIPE = Recipe(
    epochs=2,
    learning_rate=3e-3,
    average_decay=0.99,
    variants=1,
    generated=8_000,
    not_digits=0,
    varieties=1,
)
"""Short: all twelve see the same images as often, and none is taught to its end."""


class Variant(nn.Sequential):
    """One convolution, maps of half the size, and two dense layers."""

    def __init__(self, shape: Shape) -> None:
        layers = OrderedDict[str, nn.Module](
            # image (B, 1, 28, 28)
            conv=nn.Conv2d(1, MAPS, shape.kernel, stride=shape.stride, padding=shape.kernel // 2),
            relu1=nn.ReLU(),  # (B, 8, 28, 28), with a stride (B, 8, 14, 14)
        )
        if shape.shrinking != "stride":
            pool = nn.MaxPool2d if shape.shrinking == "maximum" else nn.AvgPool2d
            layers["pool"] = pool(2)  # (B, 8, 14, 14)
        layers |= {
            "flatten": nn.Flatten(),  # (B, 1568)
            "fc1": nn.Linear(MAPS * (SIDE // 2) ** 2, HIDDEN),
            "relu2": nn.ReLU(),  # (B, 32)
            "fc2": nn.Linear(HIDDEN, CLASSES),  # logits (B, 10)
        }
        super().__init__(layers)


def train_variants(
    folder: Path, recipe: Recipe = RECIPE
) -> Iterator[tuple[Shape, Weights, Measured]]:
    """One after the other, each from the same seed; raises DatasetError.

    They are in no list of networks: each is registered while it is taught.
    """
    data = read_training_data(folder, recipe, SIDE)
    tests = [each for each in read_digits(folder / "mnist", SIDE) if each.name == "t10k"]
    for shape in SHAPES:
        with forgotten_after():
            yield shape, *_trained(shape, data, tests, recipe)


def _trained(
    shape: Shape, data: TrainingData, tests: list[Digits], recipe: Recipe
) -> tuple[Weights, Measured]:
    _register(shape)
    *_, done = train(shape.name, data, recipe)
    assert isinstance(done, TrainingDone)
    network = done.network
    weights = {name: value.numpy().copy() for name, value in network.state_dict().items()}
    pens = [each for each in data.validation if each.name != data.validation[0].name]
    right, count = _right(network, tests)
    right_pens, count_pens = _right(network, pens)
    return weights, Measured(
        weights=shape.weights,
        of_kernels=shape.of_kernels,
        multiply_adds=shape.multiply_adds,
        of_convolution=shape.of_convolution,
        test=right,
        test_count=count,
        pens=right_pens,
        pens_count=count_pens,
    )


def _right(network: nn.Module, sets: list[Digits]) -> tuple[float, int]:
    """Part of all drawings of some sets whose first guess is right, and how many those are."""
    scores = [evaluate(network, each) for each in sets]
    count = sum(score.count for score in scores)
    right = sum((score.first_guess or 0) * score.count for score in scores)
    return (right / count if count else 0.0), count


def _register(shape: Shape) -> None:
    pooled = () if shape.shrinking == "stride" else ("pool",)
    register_model(
        name=shape.name,
        title=shape.name,
        layers=(
            Layer("input", "Input layer", "input", ("image",)),
            Layer("conv", "Convolution layer 1", "convolution", ("conv", "relu1", *pooled)),
            Layer("fc1", "Fully-connected layer 1", "fully-connected", ("flatten", "fc1", "relu2")),
            Layer("output", "Output layer", "output", ("fc2",)),
        ),
        answers=(digits("fc2"),),
    )(lambda: Variant(shape))
