"""Plain and residual twins of 8, 20 and 44 layers, for 28 x 28 digits, in the style of K. He,
X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016 (arXiv 2015).

A twin has the same layers in the same order; the residual one adds to what each pair of
convolutions makes what went into the pair. Where maps become smaller and more, a 1 x 1 convolution
of stride 2 fits them (the paper's option B): the only weights that the plain twin has not. There
is no batch normalisation: with it, twins of this size hardly differ.

Weights begin as in K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015. The
second convolution of a residual block begins at zero, so that a block begins as its shortcut.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from torch import Tensor, nn

from models._answers import digits
from models._blocks import Add
from models._registry import SHORT_EPOCHS, Block, Layer, Story, Switch, register_model

__all__ = ["Twin"]

MAPS = (8, 16, 32)
"""Of the three stages, at 14 x 14, 7 x 7 and 4 x 4."""


class Pair(nn.Module):
    """Two convolutions of 3 x 3 one after the other; with or without a shortcut past both."""

    def __init__(self, before: int, after: int, stride: int, residual: bool) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, kernel_size=3, stride=stride, padding=1)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(after, after, kernel_size=3, padding=1)
        if residual:
            if stride != 1:
                self.shortcut = nn.Conv2d(before, after, kernel_size=1, stride=stride)
            self.add = Add()
        self.relu2 = nn.ReLU()

    def forward(self, maps: Tensor) -> Tensor:
        """Maps (B, before, H, W) to (B, after, H / stride, W / stride), rounded up."""
        made = self.conv2(self.relu1(self.conv1(maps)))
        if hasattr(self, "add"):
            passed = self.shortcut(maps) if hasattr(self, "shortcut") else maps
            made = self.add(made, passed)
        return cast(Tensor, self.relu2(made))


class Twin(nn.Module):
    """A first convolution, three stages of pairs, the mean of each map, one linear layer."""

    def __init__(self, depth: int, residual: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, MAPS[0], kernel_size=3, padding=1)
        self.relu = nn.ReLU()  # (B, 8, 28, 28)
        self.pool = nn.MaxPool2d(kernel_size=2)  # (B, 8, 14, 14)
        for name, before, after, stride in _pairs(depth):
            self.add_module(name, Pair(before, after, stride, residual))
        self.mean = nn.AdaptiveAvgPool2d(1)  # (B, 32, 1, 1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(MAPS[-1], 10)  # logits (B, 10)
        self.depth = depth
        self._begin()

    def forward(self, image: Tensor) -> Tensor:
        """Logits (B, 10) of images (B, 1, 28, 28)."""
        maps = self.pool(self.relu(self.conv(image)))
        for name, *_ in _pairs(self.depth):
            maps = self.get_submodule(name)(maps)
        return cast(Tensor, self.fc(self.flatten(self.mean(maps))))

    def _begin(self) -> None:
        """Give the weights their first values."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                nn.init.zeros_(module.bias)  # type: ignore[arg-type]  # every one has a bias
        for module in self.modules():
            if isinstance(module, Pair) and hasattr(module, "add"):
                nn.init.zeros_(module.conv2.weight)


def _pairs(depth: int) -> list[tuple[str, int, int, int]]:
    """Of each pair: its name, maps before and after, stride. `depth`: 6 n + 2, as in the paper."""
    each = (depth - 2) // 6
    maps = [after for after in MAPS for _ in range(each)]
    steps = zip([MAPS[0], *maps], maps, strict=False)
    return [
        (f"block{index}", before, after, 1 if before == after else 2)
        for index, (before, after) in enumerate(steps, 1)
    ]


def _block(number: int, stride: int, residual: bool) -> tuple[list[Layer], Block]:
    """The layers of a pair, and the block that closes over them."""
    name = f"block{number}"
    convolutions = ("conv1", "relu1"), ("conv2",)
    layers = [
        Layer(
            f"{name}-conv{at}",
            f"Convolution {at} of block {number}",
            "convolution",
            tuple(f"{name}_{operation}" for operation in operations),
        )
        for at, operations in enumerate(convolutions, 1)
    ]
    if not residual:
        second = layers.pop()
        operations = (*second.operations, f"{name}_relu2")
        layers.append(Layer(second.name, second.title, second.kind, operations))
    else:
        if stride != 1:
            fitted = (f"{name}_shortcut",)
            layers.append(
                Layer(f"{name}-shortcut", f"Shortcut of block {number}", "convolution", fitted)
            )
        added = (f"{name}_add", f"{name}_relu2")
        layers.append(Layer(f"{name}-sum", f"Sum of block {number}", "convolution", added))
    title = f"{'Residual' if residual else 'Plain'} block {number}"
    switches = (_shortcut(number, stride),) if residual else ()
    return layers, Block(name, title, tuple(layer.name for layer in layers), switches)


def _shortcut(number: int, stride: int) -> Switch:
    """The edge past both convolutions of a block, or from what fits it to their maps."""
    before = "pool" if number == 1 else f"block{number - 1}_relu2"
    source = before if stride == 1 else f"block{number}_shortcut"
    return Switch(f"shortcut{number}", "shortcut", f"block{number}_add", source)


def _register(depth: int, residual: bool, recipe: dict[str, float]) -> None:
    """Add one network to the zoo."""
    made = [
        _block(number, stride, residual)
        for number, (_, _, _, stride) in enumerate(_pairs(depth), 1)
    ]
    kind = "residual" if residual else "plain"

    def build() -> nn.Module:
        return Twin(depth, residual)

    register: Callable[[Callable[[], nn.Module]], object] = register_model(
        name=f"{kind}_{depth}",
        title=f"{kind.capitalize()} {depth}",
        year=2015,
        story=Story(
            idea="Learn the difference: a shortcut past every two layers"
            if residual
            else "Depth alone: the same layers without shortcuts",
            original="K. He, X. Zhang, S. Ren, J. Sun, "
            '"Deep residual learning for image recognition", CVPR 2016 (arXiv 2015)',
            style=f"in the style of the paper's {kind} networks, for 28 x 28 digits, "
            "without batch normalisation",
        ),
        layers=(
            Layer("input", "Input layer", "input", ("image",)),
            Layer("conv", "Convolution layer 1", "convolution", ("conv", "relu")),
            Layer("pool", "Downsampling layer 1", "downsampling", ("pool",)),
            *(layer for layers, _ in made for layer in layers),
            Layer("mean", "Global average pooling", "downsampling", ("mean",)),
            Layer("output", "Output layer", "output", ("flatten", "fc")),
        ),
        answers=(digits("fc"),),
        blocks=tuple(block for _, block in made),
        recipe={**SHORT_EPOCHS, **recipe},
    )
    register(build)


_register(8, residual=False, recipe={"epochs": 6, "learning_rate": 3e-3})
_register(8, residual=True, recipe={"epochs": 6, "learning_rate": 3e-3})
_register(20, residual=False, recipe={"epochs": 12, "learning_rate": 2e-3, "variants": 2})
_register(20, residual=True, recipe={"epochs": 12, "learning_rate": 3e-3, "variants": 2})
_register(44, residual=False, recipe={"epochs": 3, "learning_rate": 5e-4})
_register(44, residual=True, recipe={"epochs": 3, "learning_rate": 2e-3})
