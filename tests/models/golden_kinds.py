"""Small networks of each kind of operation with random settings, and what PyTorch makes of them.

`python -m tests.models.golden_kinds` writes them to tests/golden/, where the tests of the
page's arithmetic (static/src/network/kinds/kinds.test.ts) read them, and the description of
LeNet-5, which unit tests of the page read; with names after it, as `tanh residual`, only those
kinds and networks.
"""

from __future__ import annotations

import json
import random
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models import create_model
from models._blocks import Add, Concatenate
from models._registry import Layer
from models.forward.describing import describe
from models.forward.tracing import Tracer
from tests.models.entries import entry_for

FOLDER = Path(__file__).parents[1] / "golden" / "kinds"
NETWORK_FOLDER = FOLDER.parent / "networks"
DESCRIPTION = FOLDER.parent / "description.json"
CELLS = 8
"""How many cells are looked at in each direction, the first and the last among them."""

Shape = tuple[int, int, int]
Made = tuple[nn.Module, Shape]
"""A network whose last operation is to be tried, and the shape of its input."""


def alone(operation: nn.Module, shape: Shape, flat: bool = False) -> Made:
    """A network of one operation, on maps or on units."""
    before = OrderedDict(flatten=nn.Flatten()) if flat else OrderedDict()
    return nn.Sequential(OrderedDict(**before, operation=operation)), shape


def after_convolution(chance: random.Random, operation: nn.Module) -> Made:
    """A network whose last operation passes on what a convolution makes."""
    before = nn.Conv2d(2, 3, pair(chance, 1, 3))
    return nn.Sequential(OrderedDict(before=before, operation=operation)), maps(chance, 2)


class Joined(nn.Module):
    """Branches of different windows and their join."""

    def __init__(self, join: nn.Module, branches: list[nn.Module]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)
        self.join = join

    def forward(self, image: Tensor) -> Tensor:
        """The join (B, C, H, W) of what the branches make of an image."""
        return self.join(*(branch(image) for branch in self.branches))


def pair(chance: random.Random, low: int, high: int) -> tuple[int, int]:
    return chance.randint(low, high), chance.randint(low, high)


def maps(chance: random.Random, channels: int = 3) -> Shape:
    return channels, *pair(chance, 5, 7)


def convolution(chance: random.Random) -> Made:
    groups = chance.choice((1, 2))
    sizes = (2 * groups, groups * chance.randint(1, 3), pair(chance, 1, 3))
    settings = {"stride": pair(chance, 1, 3), "padding": pair(chance, 0, 2)}
    dilation = pair(chance, 1, 2)
    layer = nn.Conv2d(*sizes, **settings, dilation=dilation, groups=groups)
    return alone(layer, maps(chance, 2 * groups))


def transposed_convolution(chance: random.Random) -> Made:
    groups = chance.choice((1, 2))
    sizes = (2 * groups, groups * chance.randint(1, 2), pair(chance, 1, 4))
    stride, dilation = pair(chance, 1, 3), pair(chance, 1, 2)
    settings = {"stride": stride, "padding": pair(chance, 0, 1), "dilation": dilation}
    limits = [max(each) - 1 for each in zip(stride, dilation, strict=True)]
    extra = (chance.randint(0, limits[0]), chance.randint(0, limits[1]))
    layer = nn.ConvTranspose2d(*sizes, **settings, output_padding=extra, groups=groups)
    return alone(layer, (2 * groups, *pair(chance, 2, 4)))


def linear(chance: random.Random) -> Made:
    shape = (chance.randint(1, 4), *pair(chance, 1, 3))
    inputs = shape[0] * shape[1] * shape[2]
    return alone(nn.Linear(inputs, chance.randint(1, 5)), shape, flat=True)


def window(chance: random.Random) -> dict[str, Any]:
    size = pair(chance, 1, 3)
    padding = tuple(chance.randint(0, side // 2) for side in size)
    return {"kernel_size": size, "stride": pair(chance, 1, 3), "padding": padding}


def max_pooling(chance: random.Random) -> Made:
    return alone(nn.MaxPool2d(**window(chance), dilation=pair(chance, 1, 2)), maps(chance))


def average_pooling(chance: random.Random) -> Made:
    counted = chance.random() < 0.5
    return alone(nn.AvgPool2d(**window(chance), count_include_pad=counted), maps(chance))


def adaptive_average_pooling(chance: random.Random) -> Made:
    return alone(nn.AdaptiveAvgPool2d(pair(chance, 1, 5)), maps(chance))


def upsampling(chance: random.Random) -> Made:
    return alone(nn.Upsample(scale_factor=pair(chance, 1, 3)), (2, *pair(chance, 2, 4)))


def batch_normalisation(chance: random.Random) -> Made:
    eps = chance.choice((1e-5, 1e-3))
    if chance.random() < 0.3:
        return alone(nn.BatchNorm1d(6, eps=eps), (6, 1, 1), flat=True)
    return alone(nn.BatchNorm2d(3, eps=eps), maps(chance))


def branches(chance: random.Random, channels: Callable[[], int]) -> list[nn.Module]:
    sizes = [(side, 1 + chance.randint(0, 1)) for side in chance.sample((1, 3, 5), 2)]
    return [
        nn.Conv2d(2, channels(), side, padding=dilation * (side // 2), dilation=dilation)
        for side, dilation in sizes
    ]


def add(chance: random.Random) -> Made:
    return Joined(Add(), branches(chance, lambda: 3)), maps(chance, 2)


def concatenate(chance: random.Random) -> Made:
    return Joined(Concatenate(), branches(chance, lambda: chance.randint(1, 3))), maps(chance, 2)


class Residual(nn.Module):
    """Two convolutions with a way past them, as in a ResNet."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 2, 3, stride=2, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(2)
        self.first_relu = nn.ReLU()
        self.second = nn.Conv2d(2, 2, 3, padding=1)
        self.second_norm = nn.BatchNorm2d(2)
        self.past = nn.Conv2d(1, 2, 1, stride=2)
        self.add = Add()
        self.relu = nn.ReLU()
        self.pool = nn.AvgPool2d(2)

    def forward(self, image: Tensor) -> Tensor:
        """Maps (B, 2, H / 4, W / 4)."""
        first = self.first_relu(self.first_norm(self.first(image)))
        second = self.second_norm(self.second(first))
        return self.pool(self.relu(self.add(second, self.past(image))))


class UShaped(nn.Module):
    """Down and up again, with a way past it, as in a U-Net."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.Conv2d(1, 2, 3, padding=1)
        self.relu = nn.ReLU()
        self.mean = nn.AvgPool2d(2)
        self.bottom = nn.Conv2d(2, 3, 3, padding=1)
        self.up = nn.ConvTranspose2d(3, 2, 2, stride=2)
        self.join = Concatenate()
        self.last = nn.Conv2d(4, 2, 3, padding=1, groups=2)
        self.sigmoid = nn.Sigmoid()

    def forward(self, image: Tensor) -> Tensor:
        """Maps (B, 2, H, W); the first sees what went down, the second what did not."""
        down = self.relu(self.down(image))
        up = self.up(self.bottom(self.mean(down)))
        return self.sigmoid(self.last(self.join(up, down)))


NETWORKS: dict[str, tuple[Callable[[], nn.Module], Shape]] = {
    "residual": (Residual, (1, 12, 8)),
    "u-shaped": (UShaped, (1, 8, 10)),
}
"""Several operations after one another, and the shape of the image."""


def golden_network(name: str) -> list[dict[str, Any]]:
    """What tests/golden/networks/{name}.json holds."""
    make, shape = NETWORKS[name]
    return [_case((make(), shape), random.Random(name))]


MAKERS: dict[str, tuple[int, Callable[[random.Random], Made]]] = {
    "convolution": (8, convolution),
    "transposed-convolution": (8, transposed_convolution),
    "linear": (2, linear),
    "max-pooling": (6, max_pooling),
    "average-pooling": (6, average_pooling),
    "adaptive-average-pooling": (6, adaptive_average_pooling),
    "upsampling": (4, upsampling),
    "batch-normalisation": (4, batch_normalisation),
    "relu": (1, lambda chance: after_convolution(chance, nn.ReLU())),
    "sigmoid": (1, lambda chance: after_convolution(chance, nn.Sigmoid())),
    "dropout": (1, lambda chance: after_convolution(chance, nn.Dropout())),
    "identity": (1, lambda chance: after_convolution(chance, nn.Identity())),
    "flatten": (2, lambda chance: after_convolution(chance, nn.Flatten())),
    "add": (3, add),
    "concatenate": (3, concatenate),
}
"""By kind: how many settings are tried, and what makes them."""


def golden(kind: str) -> list[dict[str, Any]]:
    """What tests/golden/kinds/{kind}.json holds."""
    count, make = MAKERS[kind]
    return [_case(make(chance), chance) for chance in _chances(kind, count)]


def _chances(kind: str, count: int) -> Iterator[random.Random]:
    for number in range(count):
        yield random.Random(f"{kind} {number}")


def _case(made: Made, chance: random.Random) -> dict[str, Any]:
    network, shape = made
    operations = _described(network, shape)
    network.double().eval()
    _fill(network, lambda: chance.choice((-1, 1)) * chance.randint(1, 8) / 4)
    image = _tensor((1, *shape), lambda: chance.choice((-1, 1)) * chance.randint(1, 8) / 4)
    values = Tracer(network)(image).activations
    weights = {
        _parameter(name): {"shape": list(each.shape), "values": _numbers(each)}
        for name, each in network.state_dict().items()
        if each.ndim
    }
    depends = _dependence(network, shape, chance)
    output = tuple(next(reversed(values.values())).shape[1:])
    return {
        "settings": str(list(network.children())[-1]),
        "operations": operations,
        "values": {name: _numbers(each[0]) for name, each in values.items()},
        "weights": weights,
        "sees": _boxes(depends, shape, chance),
        "seen_by": _boxes(depends.T, output, chance),
    }


def _described(network: nn.Module, shape: Shape) -> list[dict[str, Any]]:
    names = tuple(Tracer(network).names)
    layers = (Layer("all", "All", "convolution", names),)
    entry = entry_for(network, layers, shape)
    return [asdict(operation) for operation in describe(network, entry).operations]


def _parameter(name: str) -> str:
    """A parameter by its operation's name: of `branches.0.weight`, `branches_0.weight`."""
    module, _, parameter = name.rpartition(".")
    return f"{module.replace('.', '_')}.{parameter}"


def _dependence(network: nn.Module, shape: Shape, chance: random.Random) -> Tensor:
    """Whether each value of the output (rows) depends on each value of the image (columns).

    By gradients where all weights and values are positive, so that none is lost and none cancels;
    weights are small, or a sigmoid would have no gradient left.
    The gradient of a maximum reaches one pixel only: there, images of one lit pixel are tried.
    """
    if isinstance(list(network.children())[-1], nn.MaxPool2d):
        pixels = shape[0] * shape[1] * shape[2]
        lit = network(torch.eye(pixels, dtype=torch.float64).reshape(pixels, *shape))
        return lit.reshape(pixels, -1).T > 0
    _fill(network, lambda: chance.uniform(0.05, 0.15))
    image = _tensor((1, *shape), lambda: chance.uniform(0.5, 1.5))
    gradients = torch.autograd.functional.jacobian(network, image)
    return gradients.reshape(-1, image.numel()) != 0


def _fill(network: nn.Module, number: Callable[[], float]) -> None:
    with torch.no_grad():
        for name, each in network.state_dict().items():
            if each.ndim:
                filled = _tensor(tuple(each.shape), number)
                each.copy_(filled.abs() if name.endswith("running_var") else filled)


def _tensor(shape: tuple[int, ...], number: Callable[[], float]) -> Tensor:
    count = torch.Size(shape).numel()
    return torch.tensor([number() for _ in range(count)], dtype=torch.float64).reshape(shape)


def _numbers(tensor: Tensor) -> list[float]:
    return [float(f"{value:.7g}") for value in tensor.flatten().tolist()]


def _boxes(
    depends: Tensor, shape: tuple[int, ...], chance: random.Random
) -> list[tuple[int, list[list[int]] | None]]:
    """For some rows: the number, and the smallest box around the columns that are true in it.

    `shape`: of the columns, (C, H, W) or (N). A box is first and last channel, row and column.
    """
    last = len(depends) - 1
    rows = {0, last, *(chance.randint(0, last) for _ in range(CELLS))}
    padded = (*shape, 1, 1)[:3]
    found: list[tuple[int, list[list[int]] | None]] = []
    for row in sorted(rows):
        cells = depends[row].reshape(padded).nonzero()
        ends = (
            zip(cells.amin(0).tolist(), cells.amax(0).tolist(), strict=True) if len(cells) else None
        )
        found.append((row, None if ends is None else [list(each) for each in ends]))
    return found


def written(cases: list[dict[str, Any]]) -> str:
    """As JSON, one case a line."""
    lines = (json.dumps(case, separators=(",", ":")) for case in cases)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def write(names: Sequence[str] = ()) -> list[Path]:
    """Write the numbers of these kinds and networks, or of all; the files that were written.

    Raises ValueError for a name that is neither in `MAKERS` nor in `NETWORKS`.
    """
    unknown = [name for name in names if name not in {**MAKERS, **NETWORKS}]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not in MAKERS or NETWORKS of {__name__}")
    files = []
    for name in names or [*MAKERS, *NETWORKS]:
        folder, cases = (FOLDER, golden) if name in MAKERS else (NETWORK_FOLDER, golden_network)
        files.append(folder / f"{name}.json")
        files[-1].write_text(written(cases(name)))
    if not names:
        files.append(DESCRIPTION)
        described = asdict(describe(create_model("lenet5")))
        DESCRIPTION.write_text(json.dumps(described, indent=1) + "\n")
    return files


if __name__ == "__main__":
    for file in write(sys.argv[1:]):
        sys.stdout.write(f"{file.relative_to(Path.cwd())}\n")
