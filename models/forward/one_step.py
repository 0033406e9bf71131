"""One step of training with every number: forward, loss, backward, and one weight seen closely.

Nothing here is trained for use. A network is copied in double precision, so that a slope by
backpropagation and one by a finite difference can be compared digit by digit.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from torch import Tensor, nn

from models._answers import Classes
from models._registry import ArchitectureError
from models.forward.description import NetworkDescription, OperationDescription
from models.forward.tracing import Tracer

SLOPED = ("convolution", "linear")
"""Kinds of operation whose weights can be looked at: each is a factor in sums of products."""

DISTANCES = (1e-3, 1e-4, 1e-5, 1e-6)
"""How far a weight is moved up and down for a finite difference: the first that meets no kink."""

SAME = 5e-4
"""Part by which two slopes may differ that are the same to three digits."""

NOTHING = 1e-12
"""A slope below it counts as zero: double precision cannot tell them apart."""


class DivergedError(ArithmeticError):
    """Steps have led to where the loss is no finite number any more."""


Verdict = Literal["equal", "zero", "kink", "rounding", "unequal"]
"""`equal` to three digits; both `zero`; a `kink` of ReLU or maximum between the two passes;
`rounding`: the losses have too few digits for so small a slope."""


@dataclass(frozen=True)
class Weight:
    """One weight of an operation by its place in C order, or one of its biases."""

    operation: str
    index: int
    parameter: Literal["weight", "bias"] = "weight"


@dataclass(frozen=True)
class Difference:
    """A slope by two more forward passes, the weight moved by `distance` up and down.

    `crossed`: how many ReLUs and maxima take another way in one pass than in the other.
    """

    distance: float
    above: float
    below: float
    slope: float
    crossed: int
    verdict: Verdict


@dataclass(frozen=True)
class OneStep:
    """What one step is made of; all tensors are float64 and have no batch axis.

    `values`: each operation's output; `gradients`: how the loss changes with it. `probabilities`
    (classes,). `kernel`, `kernel_slopes`: all weights that make one map or unit of the chosen
    operation, and their slopes. `sizes`: root mean square of the slopes of each operation's
    weights. `updated`: the weight after the step; `loss_of_one`: after it alone has moved,
    `loss_of_all`: after all have. Losses need not be finite.
    """

    values: dict[str, Tensor]
    gradients: dict[str, Tensor]
    probabilities: Tensor
    loss: float
    value: float
    slope: float
    kernel: Tensor
    kernel_slopes: Tensor
    sizes: dict[str, float]
    difference: Difference
    updated: float
    loss_of_one: float
    loss_of_all: float


class Learner:
    """A copy of a network that can be moved step by step, each by a plain gradient step.

    Normalisation keeps the statistics that it has, and nothing is dropped, as when it reads.
    """

    def __init__(self, network: nn.Module, description: NetworkDescription) -> None:
        """Raises ArchitectureError where no answer names one class of several."""
        self.answer = answer_with_one_class(description)
        self._operations = {each.name: each for each in description.operations}
        self._network = copy.deepcopy(network).double().eval().requires_grad_(True)
        tracer = Tracer(self._network)
        self._names, self._forward = tracer.names, tracer.forward_all
        self._modules = {
            name.replace(".", "_"): module for name, module in self._network.named_modules()
        }
        self._begun = [parameter.detach().clone() for parameter in self._network.parameters()]

    @property
    def operations(self) -> tuple[OperationDescription, ...]:
        """All of them, in execution order."""
        return tuple(self._operations.values())

    def parameter(self, weight: Weight) -> nn.Parameter:
        """The weight's parameter; raises ArchitectureError if there is no such weight."""
        operation = self._operations.get(weight.operation)
        if operation is None or operation.kind not in SLOPED:
            known = ", ".join(e.name for e in self._operations.values() if e.kind in SLOPED)
            raise ArchitectureError(
                f"{weight.operation[:64]!r} has no weights to look at; these have: {known}"
            )
        parameter = getattr(self._modules[weight.operation], weight.parameter)
        count = 0 if parameter is None else parameter.numel()
        if not 0 <= weight.index < count:
            raise ArchitectureError(
                f"{weight.operation} has {count} numbers called {weight.parameter}; "
                f"{weight.index} is none of them"
            )
        assert isinstance(parameter, nn.Parameter)
        return parameter

    @torch.no_grad()
    def begin_again(self) -> None:
        """Take back all moves."""
        for parameter, value in zip(self._network.parameters(), self._begun, strict=True):
            parameter.copy_(value)

    @torch.no_grad()
    def loss(self, image: Tensor, label: int) -> float:
        """The cross entropy of an image (1, C, H, W)."""
        return float(self._pass(image.detach(), [label])[1])

    def move_one(self, image: Tensor, label: int, weight: Weight, step: float) -> None:
        """Move one weight against its slope for this image (1, C, H, W)."""
        parameter = self.parameter(weight)
        _, loss = self._pass(image, [label])
        (slopes,) = torch.autograd.grad(loss, [parameter])
        with torch.no_grad():
            parameter.view(-1)[weight.index].sub_(step * slopes.reshape(-1)[weight.index])

    def move_all(self, images: Tensor, labels: Sequence[int], step: float) -> float:
        """Move all weights against the slopes of a batch's mean loss; returns that loss."""
        _, loss = self._pass(images, labels)
        parameters = list(self._network.parameters())
        slopes = torch.autograd.grad(loss, parameters, allow_unused=True)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes, strict=True):
                if slope is not None:
                    parameter.sub_(step * slope)
        return float(loss.detach())

    def look(self, image: Tensor, label: int, weight: Weight, step: float) -> OneStep:
        """One step for this image (1, C, H, W) with all its numbers; moves nothing.

        Raises ArchitectureError for a weight that there is not, and DivergedError.
        """
        chosen = self.parameter(weight)
        values, loss = self._pass(image, [label])
        parameters = list(self._network.parameters())
        wanted = [*values.values(), *parameters]
        found = torch.autograd.grad(loss, wanted, allow_unused=True)
        slopes = [
            torch.zeros_like(w) if f is None else f for w, f in zip(wanted, found, strict=True)
        ]
        if not all(bool(each.isfinite().all()) for each in (loss, *slopes)):
            raise DivergedError("the loss is no finite number after these steps")
        gradients = dict(zip(values, slopes, strict=False))
        of_weights = slopes[len(values) :]
        of_chosen = of_weights[next(i for i, p in enumerate(parameters) if p is chosen)]
        value, slope = (float(t.detach().reshape(-1)[weight.index]) for t in (chosen, of_chosen))
        kernels = self.parameter(Weight(weight.operation, 0))
        of_kernels = of_weights[next(i for i, p in enumerate(parameters) if p is kernels)]
        made = self.made_by(weight)
        return OneStep(
            values={name: each.detach()[0] for name, each in values.items()},
            gradients={name: each[0] for name, each in gradients.items()},
            probabilities=torch.softmax(values[self.answer.operation].detach()[0], dim=0),
            loss=float(loss.detach()),
            value=value,
            slope=slope,
            kernel=kernels.detach()[made].clone(),
            kernel_slopes=of_kernels[made],
            sizes=self._sizes(dict(zip(map(id, parameters), of_weights, strict=True))),
            difference=self._difference(image, label, weight, slope),
            updated=value - step * slope,
            loss_of_one=self._loss_at(image, label, weight, value - step * slope),
            loss_of_all=self._loss_after(
                image, label, dict(zip(parameters, of_weights, strict=True)), step
            ),
        )

    def made_by(self, weight: Weight) -> int:
        """Which of its operation's maps or units a weight helps to make, from 0."""
        parameter = self.parameter(weight)
        return weight.index // (parameter.numel() // len(parameter))

    def source_of(self, weight: Weight) -> tuple[str, int | None]:
        """What a weight is multiplied with: an operation, and which of its maps or units.

        None of a bias, which is multiplied with one.
        """
        operation = self._operations[weight.operation]
        if weight.parameter == "bias":
            return operation.inputs[0], None
        parameter = self.parameter(weight)
        of_a_kernel = math.prod(parameter.shape[2:])
        channels = parameter.shape[1]
        channel = weight.index // of_a_kernel % channels
        group = self.made_by(weight) // (len(parameter) // (operation.groups or 1))
        return operation.inputs[0], group * channels + channel

    def _pass(self, images: Tensor, labels: Sequence[int]) -> tuple[dict[str, Tensor], Tensor]:
        """Every operation's output (B, ...), and the mean cross entropy."""
        images = images.double()
        given = images if images.requires_grad else images.requires_grad_(True)
        values = dict(zip(self._names, self._forward(given), strict=True))
        logits = values[self.answer.operation]
        return values, F.cross_entropy(logits, torch.tensor(labels))

    def _sizes(self, slopes: dict[int, Tensor]) -> dict[str, float]:
        return {
            each.name: float(slopes[id(self._modules[each.name].weight)].square().mean().sqrt())
            for each in self._operations.values()
            if each.kind in SLOPED
        }

    def _difference(self, image: Tensor, label: int, weight: Weight, slope: float) -> Difference:
        """The largest distance without a kink, or else the smallest of all."""
        for distance in DISTANCES:
            found = self._difference_at(image, label, weight, distance)
            verdict = _verdict(slope, found, distance)
            if verdict in ("equal", "zero", "rounding"):
                break
        above, below, crossed = found
        return Difference(
            distance, above, below, (above - below) / (2 * distance), crossed, verdict
        )

    @torch.no_grad()
    def _difference_at(
        self, image: Tensor, label: int, weight: Weight, distance: float
    ) -> tuple[float, float, int]:
        """The losses above and below, and how many ReLUs and maxima differ between them."""
        losses, ways = [], []
        value = float(self.parameter(weight).view(-1)[weight.index])
        for at in (value + distance, value - distance):
            with self._moved(weight, at):
                values, loss = self._pass(image.detach(), [label])
                losses.append(float(loss))
                ways.append(list(self._ways(values)))
        crossed = sum(int((one != other).sum()) for one, other in zip(*ways, strict=True))
        return losses[0], losses[1], crossed

    def _ways(self, values: dict[str, Tensor]) -> Iterator[Tensor]:
        """Of each ReLU whether it lets a value pass, of each maximum which value it takes."""
        for operation in self._operations.values():
            if operation.kind == "relu":
                yield values[operation.name] > 0
            elif operation.kind == "max-pooling":
                yield _taken(operation, values)

    @torch.no_grad()
    def _loss_at(self, image: Tensor, label: int, weight: Weight, value: float) -> float:
        with self._moved(weight, value):
            return self.loss(image, label)

    @torch.no_grad()
    def _loss_after(
        self, image: Tensor, label: int, slopes: dict[nn.Parameter, Tensor], step: float
    ) -> float:
        """The loss if every weight were moved against its slope."""
        before = [parameter.clone() for parameter in slopes]
        try:
            for parameter, slope in slopes.items():
                parameter.sub_(step * slope)
            return self.loss(image, label)
        finally:
            for parameter, value in zip(slopes, before, strict=True):
                parameter.copy_(value)

    @contextmanager
    def _moved(self, weight: Weight, value: float) -> Iterator[None]:
        """One weight at another value for a while."""
        flat = self.parameter(weight).data.view(-1)
        before = float(flat[weight.index])
        flat[weight.index] = value
        try:
            yield
        finally:
            flat[weight.index] = before


def answer_with_one_class(description: NetworkDescription) -> Classes:
    """The first answer that is one class of several; raises ArchitectureError if there is none."""
    for answer in description.answers:
        if isinstance(answer, Classes) and answer.activation == "softmax":
            return answer
    raise ArchitectureError(
        f"{description.name!r} has no answer that is one class of several, "
        "and cross entropy is about one"
    )


def _verdict(slope: float, found: tuple[float, float, int], distance: float) -> Verdict:
    above, below, crossed = found
    by_difference = (above - below) / (2 * distance)
    # Losses have 16 digits, so that their difference has no more than this.
    unsure = 4 * torch.finfo(torch.float64).eps * max(abs(above), 1.0) / distance
    if abs(slope) < NOTHING and abs(by_difference) <= unsure:
        return "zero"
    if abs(by_difference - slope) <= SAME * abs(slope):
        return "equal"
    if abs(by_difference - slope) <= unsure:
        return "rounding"
    return "kink" if crossed else "unequal"


def _taken(operation: OperationDescription, values: dict[str, Tensor]) -> Tensor:
    """Which values a max pooling takes, by their places."""
    assert operation.kernel_size is not None
    _, indices = F.max_pool2d(
        values[operation.inputs[0]],
        operation.kernel_size,
        operation.stride,
        operation.padding or 0,
        operation.dilation or 1,
        return_indices=True,
    )
    return indices
