"""A made-up network with a skip, a concatenation and a crowded layer, served by a real server.

`python -m tests.branching serve --port 0` is `inkling serve` with this network registered beside
our own; its weights come from a seed and lie in the folder that INKLING_WEIGHTS names.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from models._answers import digits
from models._checkpoint import WEIGHTS, save_weights
from models._registry import Layer, register_model

MAPS = 96
"""More than fit beside the others."""


LAYERS = (
    Layer("input", "Input layer", "input", ("image",)),
    Layer("stem", "Convolution layer 1", "convolution", ("stem", "stem_relu")),
    Layer("pool", "Downsampling layer 1", "downsampling", ("pool",)),
    Layer("skip", "Skip connection", "convolution", ("second", "add")),
    Layer("wide", "Wide branch", "convolution", ("wide", "wide_relu")),
    Layer("narrow", "Narrow branch", "convolution", ("narrow",)),
    Layer("joined", "Concatenation", "convolution", ("cat",)),
    Layer("crowded", "Convolution layer 3", "convolution", ("crowded", "crowded_relu")),
    Layer("mean", "Downsampling layer 2", "downsampling", ("mean",)),
    Layer("output", "Output layer", "output", ("flatten", "head")),
)


class Branching(nn.Module):
    """Padding, stride, dilation and groups are in it, too."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding=1)
        self.stem_relu = nn.ReLU()  # (B, 4, 28, 28)
        self.pool = nn.MaxPool2d(2)  # (B, 4, 14, 14)
        self.second = nn.Conv2d(4, 4, 3, padding=1, groups=2)
        self.wide = nn.Conv2d(4, 2, 3, padding=2, dilation=2)
        self.wide_relu = nn.ReLU()  # (B, 2, 14, 14)
        self.narrow = nn.Conv2d(4, 6, 1)  # (B, 6, 14, 14)
        self.crowded = nn.Conv2d(8, MAPS, 3, stride=2, padding=1)
        self.crowded_relu = nn.ReLU()  # (B, MAPS, 7, 7)
        self.mean = nn.AvgPool2d(7)  # (B, MAPS, 1, 1)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(MAPS, 10)

    def forward(self, image: Tensor) -> Tensor:
        """Logits (B, 10) of images (B, 1, 28, 28)."""
        pooled = self.pool(self.stem_relu(self.stem(image)))
        skipped = self.second(pooled) + pooled
        both = torch.cat([self.narrow(skipped), self.wide_relu(self.wide(skipped))], dim=1)
        crowded = self.crowded_relu(self.crowded(both))
        return self.head(self.flatten(self.mean(crowded)))


DEEP_LAYERS = (
    Layer("input", "Input layer", "input", ("image",)),
    Layer("many", "Convolution layer 1", "convolution", ("many", "many_relu")),
    Layer("deep", "Convolution layer 2", "convolution", ("deep", "deep_relu")),
    Layer("output", "Output layer", "output", ("mean", "flatten", "head")),
)


class Deep(nn.Module):
    """A convolution that looks at many maps at once."""

    def __init__(self) -> None:
        super().__init__()
        self.many = nn.Conv2d(1, MAPS, 3, stride=2, padding=1)
        self.many_relu = nn.ReLU()  # (B, MAPS, 14, 14)
        self.deep = nn.Conv2d(MAPS, 6, 3, padding=1)
        self.deep_relu = nn.ReLU()  # (B, 6, 14, 14)
        self.mean = nn.AvgPool2d(14)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(6, 10)

    def forward(self, image: Tensor) -> Tensor:
        """Logits (B, 10) of images (B, 1, 28, 28)."""
        deep = self.deep_relu(self.deep(self.many_relu(self.many(image))))
        return self.head(self.flatten(self.mean(deep)))


Network = TypeVar("Network", bound=nn.Module)


def seeded(network: type[Network]) -> Network:
    """The network with the weights that the server reads."""
    torch.manual_seed(4)
    return network().eval()


def save_checkpoints(folder: Path) -> None:
    """These networks' weights, from a seed, and those that come with Inkling."""
    save_weights(seeded(Branching), {"network": "branching"}, "branching", folder)
    save_weights(seeded(Deep), {"network": "deep"}, "deep", folder)
    for each in WEIGHTS.glob("lenet5.*"):
        shutil.copy(each, folder)


if __name__ == "__main__":
    from app.__main__ import main

    # Here only: the zoo of a process that imports this file for its module stays as it is.
    register_model(
        name="branching",
        title="A skip and a concatenation",
        layers=LAYERS,
        answers=(digits("head"),),
    )(Branching)
    register_model(
        name="deep",
        title="A sum over many maps",
        layers=DEEP_LAYERS,
        answers=(digits("head"),),
    )(Deep)
    sys.exit(main())
