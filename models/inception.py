"""In the style of Inception v1 (GoogLeNet), for 28 x 28 digits: C. Szegedy and others, "Going
deeper with convolutions", CVPR 2015 (arXiv 2014).

Kept: modules of four branches (1 x 1; 3 x 3 and 5 x 5 after a 1 x 1 that makes fewer maps;
pooling), whose maps are put one after the other; the mean of each map in place of dense layers; an
auxiliary head half-way up, which counts 0.3 in training. There are three modules in place of nine
and one auxiliary head in place of two, without its convolution and dense layer.
"""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from models._answers import DIGITS, Classes, digits
from models._blocks import Concatenate
from models._registry import SHORT_EPOCHS, Block, Layer, Story, Switch, register_model

__all__ = ["InceptionStyle"]


class Module(nn.Module):
    """Four ways of looking at the same maps, side by side."""

    def __init__(
        self, before: int, one: int, three: tuple[int, int], five: tuple[int, int]
    ) -> None:
        """`before`: maps that come in; `three`, `five`: maps after the 1 x 1, after the branch."""
        super().__init__()
        self.one = nn.Conv2d(before, one, kernel_size=1)
        self.one_relu = nn.ReLU()
        self.three_less = nn.Conv2d(before, three[0], kernel_size=1)
        self.three_less_relu = nn.ReLU()
        self.three = nn.Conv2d(three[0], three[1], kernel_size=3, padding=1)
        self.three_relu = nn.ReLU()
        self.five_less = nn.Conv2d(before, five[0], kernel_size=1)
        self.five_less_relu = nn.ReLU()
        self.five = nn.Conv2d(five[0], five[1], kernel_size=5, padding=2)
        self.five_relu = nn.ReLU()
        self.pool = nn.MaxPool2d(kernel_size=3, stride=1, padding=1)
        self.pooled = nn.Conv2d(before, five[1], kernel_size=1)
        self.pooled_relu = nn.ReLU()
        self.join = Concatenate()

    def forward(self, maps: Tensor) -> Tensor:
        """Maps (B, before, H, W) to (B, one + three[1] + 2 five[1], H, W)."""
        one = self.one_relu(self.one(maps))
        three = self.three_relu(self.three(self.three_less_relu(self.three_less(maps))))
        five = self.five_relu(self.five(self.five_less_relu(self.five_less(maps))))
        pooled = self.pooled_relu(self.pooled(self.pool(maps)))
        return cast(Tensor, self.join(one, three, five, pooled))


def _module(number: int) -> tuple[list[Layer], Block]:
    """The layers of a module, and the block that closes over them."""
    name = f"module{number}"
    parts = (
        ("one", "1 x 1", ("one", "one_relu")),
        ("three-less", "Fewer maps for 3 x 3", ("three_less", "three_less_relu")),
        ("three", "3 x 3", ("three", "three_relu")),
        ("five-less", "Fewer maps for 5 x 5", ("five_less", "five_less_relu")),
        ("five", "5 x 5", ("five", "five_relu")),
        ("pool", "Pooling", ("pool",)),
        ("pooled", "1 x 1 after pooling", ("pooled", "pooled_relu")),
        ("join", "Concatenation", ("join",)),
    )
    layers = [
        Layer(
            f"{name}-{part}",
            f"{title} of module {number}",
            "downsampling" if part == "pool" else "convolution",
            tuple(f"{name}_{operation}" for operation in operations),
        )
        for part, title, operations in parts
    ]
    switches = tuple(
        Switch(f"{name}-{branch}", "branch", f"{name}_join", f"{name}_{branch}_relu")
        for branch in ("one", "three", "five", "pooled")
    )
    title = f"Inception module {number}"
    return layers, Block(name, title, tuple(each.name for each in layers), switches)


_MODULES = [_module(number) for number in (1, 2, 3)]


def _labels(_images: Tensor, labels: Tensor) -> Tensor:
    """The auxiliary head should say the digit, too: labels (B,)."""
    return labels


@register_model(
    name="inception_style",
    title="Inception-style",
    year=2014,
    story=Story(
        idea="Look at several sizes at once, and reduce with 1 x 1",
        original='C. Szegedy and others, "Going deeper with convolutions", CVPR 2015 (arXiv 2014)',
        style="in the style of Inception v1 (GoogLeNet), for 28 x 28 digits",
    ),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        Layer("conv1", "Convolution layer 1", "convolution", ("conv1", "relu1")),
        Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
        Layer("conv2", "Convolution layer 2", "convolution", ("conv2", "relu2")),
        *_MODULES[0][0],
        Layer("auxiliary-mean", "Auxiliary global average pooling", "downsampling", ("aux_mean",)),
        Layer("auxiliary", "Auxiliary output layer", "output", ("aux_flatten", "aux_fc")),
        Layer("pool2", "Downsampling layer 2", "downsampling", ("pool2",)),
        *_MODULES[1][0],
        *_MODULES[2][0],
        Layer("mean", "Global average pooling", "downsampling", ("mean",)),
        Layer("output", "Output layer", "output", ("flatten", "fc")),
    ),
    answers=(digits("fc"), Classes("auxiliary", "Half-way up", "aux_fc", DIGITS)),
    blocks=tuple(block for _, block in _MODULES),
    targets={"auxiliary": _labels},
    recipe={
        "epochs": 12,
        "learning_rate": 4e-3,
        "further_weight": 0.3,
        **SHORT_EPOCHS,
        "variants": 2,
    },
)
class InceptionStyle(nn.Module):
    """Two convolutions, three modules, and no dense layer but the last."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, kernel_size=5, padding=2)
        self.relu1 = nn.ReLU()  # (B, 8, 28, 28)
        self.pool1 = nn.MaxPool2d(kernel_size=2)  # (B, 8, 14, 14)
        self.conv2 = nn.Conv2d(8, 16, kernel_size=3, padding=1)
        self.relu2 = nn.ReLU()  # (B, 16, 14, 14)
        self.module1 = Module(16, 8, (8, 12), (4, 6))  # (B, 32, 14, 14)
        self.aux_mean = nn.AdaptiveAvgPool2d(1)
        self.aux_flatten = nn.Flatten()
        self.aux_fc = nn.Linear(32, 10)  # logits (B, 10)
        self.pool2 = nn.MaxPool2d(kernel_size=2)  # (B, 32, 7, 7)
        self.module2 = Module(32, 16, (12, 24), (4, 12))  # (B, 64, 7, 7)
        self.module3 = Module(64, 16, (16, 32), (4, 8))  # (B, 64, 7, 7)
        self.mean = nn.AdaptiveAvgPool2d(1)  # (B, 64, 1, 1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(64, 10)  # logits (B, 10)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (B, 10) of the output and of the auxiliary head, of images (B, 1, 28, 28)."""
        maps = self.module1(self.relu2(self.conv2(self.pool1(self.relu1(self.conv1(image))))))
        auxiliary = self.aux_fc(self.aux_flatten(self.aux_mean(maps)))
        maps = self.module3(self.module2(self.pool2(maps)))
        return self.fc(self.flatten(self.mean(maps))), auxiliary
