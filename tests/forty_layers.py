"""A made-up network of 40 layers with two answers: which digit, and where its ink is.

Two blocks with a branch each, one added and one concatenated, a transposed convolution, batch
normalisation and dropout, and an input of 32 x 32. `python -m tests.forty_layers serve --port 0` is
`inkling serve` with this network registered beside our own; `tests.taught_forty` trains and exports
it into a folder for INKLING_WEIGHTS.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from models._answers import Answer, Mask, digits
from models._blocks import Add, Concatenate
from models._registry import Block, Layer, forgotten_after, list_models, register_model

NAME = "forty"
SIDE = 32
MAPS = 4
DEPTH = 14
"""Convolutions one after the other in each block."""


class Branched(nn.Module):
    """A row of convolutions beside a single one, and what joins them."""

    def __init__(self, join: nn.Module) -> None:
        super().__init__()
        for index in range(DEPTH):
            self.add_module(f"conv{index}", nn.Conv2d(MAPS, MAPS, 3, padding=1))
            self.add_module(f"relu{index}", nn.ReLU())
        self.side = nn.Conv2d(MAPS, MAPS, 1)
        self.join = join

    def forward(self, maps: Tensor) -> Tensor:
        """Maps (B, MAPS, H, W) to as many, or twice as many."""
        row = maps
        for index in range(DEPTH):
            conv, relu = getattr(self, f"conv{index}"), getattr(self, f"relu{index}")
            row = relu(conv(row))
        return self.join(row, self.side(maps))


class FortyLayers(nn.Module):
    """Down to 8 x 8 for the digit, and up again to 32 x 32 for its ink."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, MAPS, 3, padding=1)
        self.norm = nn.BatchNorm2d(MAPS)
        self.relu = nn.ReLU()  # (B, MAPS, 32, 32)
        self.pool1 = nn.MaxPool2d(2)
        self.first = Branched(Add())  # (B, MAPS, 16, 16)
        self.pool2 = nn.AvgPool2d(2)
        self.second = Branched(Concatenate())  # (B, 2 MAPS, 8, 8)
        self.up = nn.ConvTranspose2d(2 * MAPS, 2, kernel_size=4, stride=4)  # (B, 2, 32, 32)
        self.mean = nn.AdaptiveAvgPool2d(2)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * MAPS * 4, 10)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (B, 10) of the digit and (B, 2, 32, 32) of paper and ink."""
        pooled = self.pool1(self.relu(self.norm(self.stem(image))))
        maps = self.second(self.pool2(self.first(pooled)))
        ink = self.up(maps)
        return self.head(self.dropout(self.flatten(self.mean(maps)))), ink


def _block(name: str, title: str, join: str) -> tuple[list[Layer], Block]:
    row = [
        Layer(
            f"{name}{index}",
            f"{title}, convolution {index + 1}",
            "convolution",
            (f"{name}_conv{index}", f"{name}_relu{index}"),
        )
        for index in range(DEPTH)
    ]
    side = Layer(f"{name}-side", f"{title}, branch", "convolution", (f"{name}_side",))
    joined = Layer(f"{name}-join", f"{title}, {join}", "convolution", (f"{name}_join",))
    layers = [*row, side, joined]
    return layers, Block(name, title, tuple(layer.name for layer in layers))


FIRST, FIRST_BLOCK = _block("first", "First block", "addition")
SECOND, SECOND_BLOCK = _block("second", "Second block", "concatenation")

LAYERS = (
    Layer("input", "Input layer", "input", ("image",)),
    Layer("stem", "Convolution layer 1", "convolution", ("stem", "norm", "relu")),
    Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
    *FIRST,
    Layer("pool2", "Downsampling layer 2", "downsampling", ("pool2",)),
    *SECOND,
    Layer("ink", "Transposed convolution", "output", ("up",)),
    Layer("mean", "Downsampling layer 3", "downsampling", ("mean",)),
    Layer("row", "Row of values", "fully-connected", ("flatten", "dropout")),
    Layer("output", "Output layer", "output", ("head",)),
)

ANSWERS: tuple[Answer, ...] = (digits("head"), Mask("ink", "Ink", "up", ("paper", "ink")))


def is_ink(images: Tensor, _labels: Tensor) -> Tensor:
    """What the second answer should be: 1 where an image (B, 1, H, W) has ink, (B, H, W)."""
    return (images[:, 0] > 0.5).long()


def register() -> None:
    """Put the network into the zoo of this process."""
    register_model(
        name=NAME,
        title="Forty layers",
        layers=LAYERS,
        answers=ANSWERS,
        blocks=(FIRST_BLOCK, SECOND_BLOCK),
        input_shape=(1, SIDE, SIDE),
        targets={"ink": is_ink},
    )(FortyLayers)


@contextmanager
def in_the_zoo() -> Iterator[None]:
    """The zoo of this process has the network for as long as the block runs."""
    with forgotten_after():
        if NAME not in list_models():
            register()
        yield


if __name__ == "__main__":
    from app.__main__ import main

    # Here only: the zoo of a process that imports this file for its module stays as it is.
    register()
    sys.exit(main())
