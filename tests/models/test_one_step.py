"""One step of training: slopes are those of finite differences, for every kind of operation."""

from __future__ import annotations

import copy
import random

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  (its usual name)

from models import create_model, describe, list_models
from models._answers import Classes
from models._registry import ArchitectureError, Layer, ModelEntry
from models.forward.kinds import MODULES
from models.forward.one_step import (
    SLOPED,
    DivergedError,
    Learner,
    OneStep,
    Weight,
    answer_with_one_class,
)
from models.forward.tracing import Tracer
from tests.models.golden_kinds import MAKERS

LABEL = 1
STEP = 0.05


class Around(nn.Module):
    """A network of one operation with a convolution before it and three classes after it."""

    def __init__(self, operation: nn.Module, shape: tuple[int, int, int]) -> None:
        super().__init__()
        self.before = nn.Conv2d(shape[0], shape[0], 1)
        self.of = operation
        with torch.no_grad():
            outputs = operation.eval()(torch.zeros(1, *shape)).numel()
        self.units = nn.Flatten()
        self.last = nn.Linear(outputs, 3)

    def forward(self, image: Tensor) -> Tensor:
        """Logits (B, 3) of images (B, C, H, W)."""
        return self.last(self.units(self.of(self.before(image))))


def learner_of(network: nn.Module, shape: tuple[int, int, int]) -> Learner:
    layers = (Layer("all", "All", "convolution", tuple(Tracer(network).names)),)
    answers = (Classes("one", "One of three", "last", ("a", "b", "c")),)
    entry = ModelEntry("made-up", "Made up", layers, lambda: network, answers, shape)
    return Learner(network, describe(network, entry))


def test_every_kind_of_operation_is_tried() -> None:
    assert set(MAKERS) == {kind.name for kind in MODULES.values()}


@pytest.mark.parametrize("kind", MAKERS)
def test_slopes_before_a_kind_of_operation_are_those_of_finite_differences(kind: str) -> None:
    chance = random.Random(kind)
    torch.manual_seed(3)
    made, shape = MAKERS[kind][1](chance)
    learner = learner_of(Around(made, shape), shape)
    image = torch.rand(1, *shape)
    count = shape[0] ** 2
    found = [learner.look(image, LABEL, Weight("before", at), STEP) for at in range(count)]
    assert {each.difference.verdict for each in found} <= {"equal", "zero"}
    assert any(each.difference.verdict == "equal" for each in found)


@pytest.mark.parametrize("kind", SLOPED)
def test_slopes_of_weights_and_biases_are_those_of_finite_differences(kind: str) -> None:
    chance = random.Random(kind)
    torch.manual_seed(5)
    made, shape = MAKERS[kind][1](chance)
    learner = learner_of(Around(made, shape), shape)
    image = torch.rand(1, *shape) + 0.1
    for parameter in ("weight", "bias"):
        found = learner.look(image, LABEL, Weight("of_operation", 0, parameter), STEP)
        assert found.difference.verdict == "equal", (kind, parameter, found.difference)


@pytest.fixture(scope="module")
def lenet5() -> tuple[nn.Module, Learner]:
    torch.manual_seed(1)
    network = create_model("lenet5").eval()
    return network, Learner(network, describe(network))


@pytest.fixture(scope="module")
def image() -> Tensor:
    return torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(2))


@pytest.fixture(scope="module")
def looked(lenet5: tuple[nn.Module, Learner], image: Tensor) -> OneStep:
    return lenet5[1].look(image, LABEL, Weight("conv2", 1_000), STEP)


def test_a_step_has_the_numbers_of_pytorchs_optimiser(
    lenet5: tuple[nn.Module, Learner], image: Tensor, looked: OneStep
) -> None:
    network = copy.deepcopy(lenet5[0]).double()
    loss = F.cross_entropy(network(image.double()), torch.tensor([LABEL]))
    assert looked.loss == pytest.approx(float(loss.detach()))
    loss.backward()
    weight = network.get_parameter("conv2.weight")
    assert weight.grad is not None
    assert looked.slope == pytest.approx(float(weight.grad.flatten()[1_000]))
    # 1000 = 6 maps of 25 weights times 6, and 100 more: map 6.
    torch.testing.assert_close(looked.kernel_slopes, weight.grad[6])
    before = float(weight.detach().flatten()[1_000])
    torch.optim.SGD(network.parameters(), lr=STEP).step()
    assert looked.updated == pytest.approx(float(weight.detach().flatten()[1_000]))
    assert looked.updated == pytest.approx(before - STEP * looked.slope)
    after = F.cross_entropy(network(image.double()), torch.tensor([LABEL]))
    assert looked.loss_of_all == pytest.approx(float(after.detach()))
    assert looked.loss_of_all < looked.loss_of_one < looked.loss


def test_a_slope_is_the_sum_of_what_goes_in_times_the_gradient_of_what_comes_out(
    lenet5: tuple[nn.Module, Learner], looked: OneStep
) -> None:
    learner = lenet5[1]
    weight = Weight("conv2", 1_000)
    made, (source, of_map) = learner.made_by(weight), learner.source_of(weight)
    down, across = 1_000 % 25 // 5, 1_000 % 5
    gradient = looked.gradients["conv2"][made]
    window = looked.values[source][of_map][down : down + 10, across : across + 10]
    assert float((gradient * window).sum()) == pytest.approx(looked.slope)


def test_looking_moves_nothing_and_steps_do(image: Tensor) -> None:
    torch.manual_seed(4)
    network = create_model("lenet5")
    learner, weight = Learner(network, describe(network)), Weight("fc3", 90)
    first = learner.look(image, LABEL, weight, STEP)
    assert learner.look(image, LABEL, weight, STEP).loss == first.loss
    learner.move_one(image, LABEL, weight, STEP)
    second = learner.look(image, LABEL, weight, STEP)
    assert second.value == pytest.approx(first.updated)
    assert second.loss == pytest.approx(first.loss_of_one)
    assert learner.move_all(image, [LABEL], STEP) == pytest.approx(second.loss)
    assert learner.look(image, LABEL, weight, STEP).loss == pytest.approx(second.loss_of_all)
    learner.begin_again()
    assert learner.loss(image, LABEL) == pytest.approx(first.loss)
    # The network itself is as it was.
    assert Learner(network, describe(network)).look(image, LABEL, weight, STEP).loss == first.loss


def test_steps_that_lead_nowhere_finite_are_told(image: Tensor) -> None:
    torch.manual_seed(4)
    network = create_model("lenet5")
    learner = Learner(network, describe(network))
    for _ in range(8):
        learner.move_all(image, [LABEL], 1e300)
    with pytest.raises(DivergedError, match="no finite number"):
        learner.look(image, LABEL, Weight("fc3", 90), STEP)


def test_a_slope_is_zero_where_nothing_goes_in() -> None:
    network = create_model("lenet5")
    blank = torch.zeros(1, 1, 28, 28)
    learner = Learner(network, describe(network))
    found = learner.look(blank, LABEL, Weight("conv1", 12), STEP)
    assert (found.slope, found.difference.verdict) == (0, "zero")


def test_a_kink_is_said_where_the_two_slopes_differ() -> None:
    """With all biases zero, and paper as the image, every ReLU stands just at its corner."""
    torch.manual_seed(6)
    network = create_model("lenet5")
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.endswith("bias"):
                parameter.zero_()
    learner = Learner(network, describe(network))
    blank = torch.zeros(1, 1, 28, 28)
    found = [
        learner.look(blank, LABEL, Weight("conv1", at, "bias"), STEP).difference for at in range(6)
    ]
    assert all(each.crossed > 0 for each in found)
    assert {each.verdict for each in found} == {"kink"}


def test_a_slope_too_small_for_the_digits_of_the_losses_differs_by_rounding() -> None:
    network = create_model("lenet5")
    with torch.no_grad():
        network.fc3.bias.copy_(torch.tensor([100.0, 79.0] + [0.0] * 8))
    learner = Learner(network, describe(network))
    found = learner.look(torch.zeros(1, 1, 28, 28), 5, Weight("fc3", 1, "bias"), STEP)
    assert 1e-12 < abs(found.slope) < 1e-8
    assert found.difference.verdict == "rounding"


@pytest.mark.parametrize("name", list_models())
def test_every_network_says_whether_it_has_one_class_to_teach(name: str) -> None:
    network = create_model(name)
    description = describe(network)
    if any(getattr(answer, "activation", "") == "softmax" for answer in description.answers):
        assert answer_with_one_class(description).kind == "classes"
        return
    with pytest.raises(ArchitectureError, match="one class of several"):
        Learner(network, description)


@pytest.mark.parametrize(
    ("weight", "why"),
    [
        (Weight("pool1", 0), "no weights to look at; these have: conv1, conv2, fc1, fc2, fc3"),
        (Weight("conv1", 150), "150 numbers called weight; 150 is none of them"),
        (Weight("conv1", 6, "bias"), "6 numbers called bias; 6 is none of them"),
    ],
)
def test_a_weight_that_there_is_not_is_refused(
    weight: Weight, why: str, lenet5: tuple[nn.Module, Learner], image: Tensor
) -> None:
    with pytest.raises(ArchitectureError, match=why):
        lenet5[1].look(image, LABEL, weight, STEP)
