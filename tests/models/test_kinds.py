"""Each kind of operation is described truly, counted as others count it, or refused in words."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from models._blocks import Add, Concatenate
from models._registry import ArchitectureError, Layer
from models.forward.describing import describe
from models.forward.description import OperationDescription
from models.forward.kinds import MODULES, Kind, UnknownKindError
from tests.models.entries import entry_for


def described(operation: nn.Module, channels: int = 4, side: int = 9) -> OperationDescription:
    """The description of an operation on maps (channels, side, side); on features for side 0."""
    shape = (channels, side, side) if side else (channels, 1, 1)
    before = nn.Identity() if side else nn.Flatten()
    network = nn.Sequential(before, operation)
    layers = (Layer("all", "All", "convolution", ("image", "0", "1")),)
    return describe(network, entry_for(network, layers, shape)).operations[-1]


WEIGHTED = [
    nn.Conv2d(4, 6, 3),
    nn.Conv2d(4, 6, (3, 1), stride=2, padding=(1, 0), groups=2),
    nn.Conv2d(4, 8, 3, padding="same", dilation=2),
    nn.ConvTranspose2d(4, 6, 3),
    nn.ConvTranspose2d(4, 6, 4, stride=2, padding=1, output_padding=1, groups=2),
]


@pytest.mark.parametrize("operation", WEIGHTED, ids=str)
def test_multiply_adds_are_those_that_pytorch_counts(operation: nn.Module) -> None:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        operation(torch.zeros(1, 4, 9, 9))
    # PyTorch counts a multiplication and an addition as two.
    assert 2 * described(operation).multiply_adds == counter.get_total_flops() > 0


def test_a_linear_layer_multiplies_each_input_for_each_output() -> None:
    found = described(nn.Linear(4, 10), side=0)
    assert (found.kind, found.multiply_adds, found.parameters) == ("linear", 40, 50)


UNWEIGHTED = {
    "relu": nn.ReLU(),
    "sigmoid": nn.Sigmoid(),
    "max-pooling": nn.MaxPool2d(3, stride=2, padding=1, dilation=2),
    "average-pooling": nn.AvgPool2d((3, 2), padding=1, count_include_pad=False),
    "adaptive-average-pooling": nn.AdaptiveAvgPool2d(2),
    "upsampling": nn.Upsample(scale_factor=(2, 3)),
    "flatten": nn.Flatten(),
    "batch-normalisation": nn.BatchNorm2d(4, eps=0.001),
    "dropout": nn.Dropout(),
    "identity": nn.Identity(),
}


@pytest.mark.parametrize("kind", UNWEIGHTED)
def test_what_has_no_weighted_sums_counts_no_multiply_adds(kind: str) -> None:
    found = described(UNWEIGHTED[kind])
    assert (found.kind, found.multiply_adds) == (kind, 0)


def test_every_known_module_is_described_under_the_name_of_its_kind() -> None:
    tried = {type(module) for module in (*WEIGHTED, *UNWEIGHTED.values(), nn.Linear(1, 1))}
    alike = {nn.BatchNorm1d, nn.Dropout2d}  # the same arithmetic as a module that is tried
    missing = set(MODULES) - (tried | alike | {Add, Concatenate})
    assert not missing, f"add an instance of each to WEIGHTED or UNWEIGHTED: {missing}"
    unknown = tried - set(MODULES)
    assert not unknown, f"MODULES of models/forward/kinds.py has no entry for {unknown}"


class Squared(nn.Module):
    """A module that PyTorch does not have."""

    def forward(self, values: Tensor) -> Tensor:
        return values * values


def test_a_module_that_pytorch_does_not_have_is_one_operation_once_it_is_a_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Not yet a kind: a group, with an operation in it that no layer names.
    with pytest.raises(ArchitectureError, match="look at: 1, mul"):
        described(Squared())

    monkeypatch.setitem(MODULES, Squared, Kind("square"))
    found = described(Squared())
    assert (found.name, found.kind, found.inputs) == ("1", "square", ("0",))


def test_the_numbers_of_the_arithmetic_are_described() -> None:
    conv = described(WEIGHTED[1])
    assert (conv.kernel_size, conv.stride, conv.padding) == ((3, 1), (2, 2), (1, 0))
    assert (conv.dilation, conv.groups, conv.output_padding) == ((1, 1), 2, None)
    assert described(WEIGHTED[2]).padding == (2, 2)
    transposed = described(WEIGHTED[4])
    assert (transposed.kind, transposed.groups) == ("transposed-convolution", 2)
    assert (transposed.padding, transposed.output_padding) == ((1, 1), (1, 1))
    largest = described(UNWEIGHTED["max-pooling"])
    assert (largest.stride, largest.padding, largest.dilation) == ((2, 2), (1, 1), (2, 2))
    mean = described(UNWEIGHTED["average-pooling"])
    assert (mean.kernel_size, mean.stride, mean.count_include_pad) == ((3, 2), (3, 2), False)
    assert described(UNWEIGHTED["upsampling"]).scale == (2, 3)
    assert described(UNWEIGHTED["batch-normalisation"]).eps == 0.001
    assert described(UNWEIGHTED["relu"]).kernel_size is None


@pytest.mark.filterwarnings("ignore:Using padding='same'")  # PyTorch warns that this is slower
@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (nn.Hardswish(), "'1' is a Hardswish, which Inkling cannot explain; it knows Conv2d, "),
        (nn.Conv2d(4, 4, 3, padding_mode="reflect"), "padding_mode='reflect'.*; pad with zeros"),
        (nn.Conv2d(4, 4, 2, padding="same"), "more padding on one side.*; give numbers"),
        (nn.MaxPool2d(2, ceil_mode=True), "ceil_mode.*; leave it out"),
        (nn.MaxPool2d(2, return_indices=True), "more than one tensor; let it give one"),
        (nn.AvgPool2d(2, ceil_mode=True), "ceil_mode.*; leave it out"),
        (nn.AvgPool2d(2, divisor_override=3), "divisor_override.*; leave it out"),
        (nn.Upsample(scale_factor=2, mode="bilinear"), "mode='bilinear'.*; use mode="),
        (nn.Upsample(size=(10, 18)), "not a whole number.*; use a whole number"),
        (nn.Linear(9, 2), "an input of several axes.*; put nn.Flatten before it"),
        (nn.Flatten(2), r"axes \(2, -1\).*; flatten all axes"),
        (nn.BatchNorm2d(4, affine=False), "affine=False.*; leave it out"),
        (nn.BatchNorm2d(4, track_running_stats=False), "no running statistics.*; track them"),
    ],
    ids=str,
)
def test_what_cannot_be_described_truly_is_refused_in_a_sentence(
    operation: nn.Module, sentence: str
) -> None:
    with pytest.raises(UnknownKindError, match=sentence):
        described(operation)


class Joined(nn.Module):
    """Two branches, joined as its maker says."""

    def __init__(self, join: object) -> None:
        super().__init__()
        self.one, self.other = nn.Identity(), nn.ReLU()
        if isinstance(join, nn.Module):
            self.join_module = join
        self.join = join

    def forward(self, image: Tensor) -> Tensor:
        return self.join(self.one(image), self.other(image))  # type: ignore[operator]


def join_of(join: object, name: str) -> OperationDescription:
    network = Joined(join)
    layers = (Layer("all", "All", "convolution", ("image", "one", "other", name)),)
    return describe(network, entry_for(network, layers, (2, 3, 3))).operations[-1]


def test_joins_as_modules_bear_the_names_of_their_modules() -> None:
    added, joined = join_of(Add(), "join_module"), join_of(Concatenate(), "join_module")
    assert (added.kind, added.inputs) == ("add", ("one", "other"))
    assert (joined.kind, joined.inputs) == ("concatenate", ("one", "other"))
    assert (added.output_shape, joined.output_shape) == ((2, 3, 3), (4, 3, 3))


def test_joins_as_functions_are_told_by_what_they_do() -> None:
    assert join_of(torch.add, "add").kind == "add"
    assert join_of(lambda a, b: torch.cat((a, b), dim=1), "cat").kind == "concatenate"
    assert join_of(lambda a, b: torch.cat((a, b), 1), "cat").kind == "concatenate"


@pytest.mark.parametrize(
    ("join", "name", "sentence"),
    [
        (lambda a, b: torch.cat((a, b), dim=2), "cat", "axis 2.*; join the maps along axis 1"),
        (lambda a, b: torch.cat((a, b)), "cat", "axis 0.*; join the maps along axis 1"),
        (lambda a, b: torch.add(a, b, alpha=2), "add", "several maps as terms"),
        (lambda a, b: a + b.sum(dim=1, keepdim=True), "add", "is a sum, which Inkling cannot"),
        (lambda a, b: a * b, "mul", "is a mul, which Inkling cannot"),
    ],
)
def test_joins_that_cannot_be_described_truly_are_refused(
    join: object, name: str, sentence: str
) -> None:
    names = ("sum_1", "add") if "sum" in sentence else (name,)
    network = Joined(join)
    layers = (Layer("all", "All", "convolution", ("image", "one", "other", *names)),)
    entry = entry_for(network, layers, (2, 3, 3))
    with pytest.raises(UnknownKindError, match=sentence):
        describe(network, entry)


@pytest.mark.parametrize(
    ("join", "name"),
    [
        (lambda a, _b: a + a, "add"),
        (lambda a, b: torch.cat((a, b, a), dim=1), "cat"),
        (lambda a, _b: torch.cat((a, a), dim=1), "cat"),
        (lambda a, b: torch.cat(tensors=(a, b, b), dim=1), "cat"),
    ],
)
def test_a_join_that_takes_the_same_maps_twice_is_refused(join: object, name: str) -> None:
    network = Joined(join)
    layers = (Layer("all", "All", "convolution", ("image", "one", "other", name)),)
    with pytest.raises(UnknownKindError, match=r"'(one|other)' twice.*; join other maps"):
        describe(network, entry_for(network, layers, (2, 3, 3)))


class JoinedThrice(Joined):
    """The first branch goes into the join a second time."""

    def forward(self, image: Tensor) -> Tensor:
        one = self.one(image)
        return self.join(one, self.other(image), one)  # type: ignore[operator]


@pytest.mark.parametrize("join", [Add(), Concatenate()])
def test_a_module_that_joins_the_same_maps_twice_is_refused(join: nn.Module) -> None:
    network = JoinedThrice(join)
    layers = (Layer("all", "All", "convolution", ("image", "one", "other", "join_module")),)
    with pytest.raises(UnknownKindError, match=r"'one' twice.*; join other maps"):
        describe(network, entry_for(network, layers, (2, 3, 3)))


def test_a_description_changes_neither_statistics_nor_modes() -> None:
    network = nn.Sequential(nn.BatchNorm2d(4), nn.Dropout()).train()
    network[1].eval()
    layers = (Layer("all", "All", "convolution", ("image", "0", "1")),)
    describe(network, entry_for(network, layers, (4, 1, 1)))
    assert torch.equal(network[0].running_var, torch.ones(4))
    assert [module.training for module in network.modules()] == [True, True, False]
