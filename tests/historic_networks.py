"""Networks as their papers describe them, without values: for counting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn


def parameters(network: nn.Module) -> int:
    """Weights and biases, those of batch normalisation too."""
    return sum(each.numel() for each in network.parameters())


def multiply_adds(network: nn.Module, *shape: int) -> int:
    """Of convolutions and dense layers, for one input of this shape."""
    total = 0

    def count(module: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> None:
        nonlocal total
        if isinstance(module, nn.ConvTranspose2d):
            total += given[0].numel() * module.weight[0].numel()
        elif isinstance(module, nn.Conv2d):
            total += made.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += module.weight.numel()

    for module in network.modules():
        module.register_forward_hook(count)
    network(torch.zeros(1, *shape, device="meta"))
    return total


def lenet5() -> int:
    """Parameters of the layers of LeCun et al. 1998, whose second convolution is sparse."""
    return 156 + 12 + 1_516 + 32 + 48_120 + 10_164


def dense(*sizes: int) -> list[nn.Module]:
    return [nn.Flatten(), *(nn.Linear(*pair) for pair in pairwise(sizes))]


def alexnet() -> nn.Module:
    """Krizhevsky et al. 2012: layers 2, 4 and 5 are halved between two graphics cards."""
    return nn.Sequential(
        *(nn.Conv2d(3, 96, 11, 4), nn.MaxPool2d(3, 2)),
        *(nn.Conv2d(96, 256, 5, padding=2, groups=2), nn.MaxPool2d(3, 2)),
        nn.Conv2d(256, 384, 3, padding=1),
        nn.Conv2d(384, 384, 3, padding=1, groups=2),
        *(nn.Conv2d(384, 256, 3, padding=1, groups=2), nn.MaxPool2d(3, 2)),
        *dense(9_216, 4_096, 4_096, 1_000),
    )


def vgg16() -> nn.Module:
    """Simonyan and Zisserman 2014, configuration D."""
    layers: list[nn.Module] = []
    before = 3
    for maps, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(count):
            layers.append(nn.Conv2d(before, maps, 3, padding=1))
            before = maps
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, *dense(25_088, 4_096, 4_096, 1_000))


class _Inception(nn.Module):
    def __init__(self, before: int, row: Sequence[int]) -> None:
        super().__init__()
        one, three_first, three, five_first, five, pooled = row
        self.branches = nn.ModuleList(
            [
                nn.Conv2d(before, one, 1),
                nn.Sequential(
                    nn.Conv2d(before, three_first, 1), nn.Conv2d(three_first, three, 3, padding=1)
                ),
                nn.Sequential(
                    nn.Conv2d(before, five_first, 1), nn.Conv2d(five_first, five, 5, padding=2)
                ),
                nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(before, pooled, 1)),
            ]
        )
        self.maps = one + three + five + pooled

    def forward(self, maps: Tensor) -> Tensor:
        return torch.cat([branch(maps) for branch in self.branches], dim=1)


GOOGLENET = (
    ((64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)),
    (
        (192, 96, 208, 16, 48, 64),
        (160, 112, 224, 24, 64, 64),
        (128, 128, 256, 24, 64, 64),
        (112, 144, 288, 32, 64, 64),
        (256, 160, 320, 32, 128, 128),
    ),
    ((256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)),
)


def googlenet() -> nn.Module:
    """Szegedy et al. 2014, table 1, without the auxiliary classifiers."""

    def pool() -> nn.Module:
        return nn.MaxPool2d(3, 2, ceil_mode=True)

    layers: list[nn.Module] = [nn.Conv2d(3, 64, 7, 2, 3), pool(), nn.Conv2d(64, 64, 1)]
    layers.append(nn.Conv2d(64, 192, 3, padding=1))
    before = 192
    for modules in GOOGLENET:
        layers.append(pool())
        for row in modules:
            module = _Inception(before, row)
            layers.append(module)
            before = module.maps
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), *dense(1_024, 1_000))


def _normalised(before: int, maps: int, kernel: int, stride: int = 1) -> list[nn.Module]:
    convolution = nn.Conv2d(before, maps, kernel, stride, kernel // 2, bias=False)
    return [convolution, nn.BatchNorm2d(maps)]


class _Bottleneck(nn.Module):
    def __init__(self, before: int, maps: int, stride: int) -> None:
        super().__init__()
        self.way = nn.Sequential(
            *_normalised(before, maps, 1, stride),
            *_normalised(maps, maps, 3),
            *_normalised(maps, 4 * maps, 1),
        )
        self.shortcut = nn.Sequential(
            *(_normalised(before, 4 * maps, 1, stride) if before != 4 * maps else [])
        )

    def forward(self, maps: Tensor) -> Tensor:
        return torch.add(self.way(maps), self.shortcut(maps))


def resnet152() -> nn.Module:
    """He et al. 2015, table 1."""
    layers = [*_normalised(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)]
    before = 64
    for group, count in enumerate((3, 8, 36, 3)):
        for block in range(count):
            stride = 2 if block == 0 and group > 0 else 1
            layers.append(_Bottleneck(before, 64 * 2**group, stride))
            before = 256 * 2**group
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), *dense(2_048, 1_000))


def plain34() -> nn.Module:
    """He et al. 2015, table 1 and figure 3: the network of 34 layers without shortcuts."""
    layers = [*_normalised(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)]
    before = 64
    for group, count in enumerate((6, 8, 12, 6)):
        for at in range(count):
            stride = 2 if at == 0 and group > 0 else 1
            layers += _normalised(before, 64 * 2**group, 3, stride)
            before = 64 * 2**group
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), *dense(512, 1_000))


class UNet(nn.Module):
    """Ronneberger et al. 2015, figure 1: no padding, what is copied across is cropped."""

    def __init__(self) -> None:
        super().__init__()
        sizes = (64, 128, 256, 512)
        self.down = nn.ModuleList(
            nn.Sequential(nn.Conv2d(before, maps, 3), nn.Conv2d(maps, maps, 3))
            for before, maps in zip((1, *sizes), (*sizes, 1_024), strict=True)
        )
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * maps, maps, 2, 2) for maps in sizes[::-1])
        self.joined = nn.ModuleList(
            nn.Sequential(nn.Conv2d(2 * maps, maps, 3), nn.Conv2d(maps, maps, 3))
            for maps in sizes[::-1]
        )
        self.last = nn.Conv2d(64, 2, 1)

    def forward(self, maps: Tensor) -> Tensor:
        copied = []
        for level in self.down[:-1]:
            maps = level(maps)
            copied.append(maps)
            maps = nn.functional.max_pool2d(maps, 2)
        maps = self.down[-1](maps)
        for up, joined, copy in zip(self.up, self.joined, copied[::-1], strict=True):
            maps = up(maps)
            edge = (copy.shape[-1] - maps.shape[-1]) // 2
            maps = joined(torch.cat([copy[:, :, edge:-edge, edge:-edge], maps], dim=1))
        return self.last(maps)
