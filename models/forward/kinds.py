"""The kinds of operation that Inkling knows: what each is called, and what its arithmetic needs.

One entry of `MODULES` is a kind. Each has a file of the same name in `static/src/network/kinds/`,
which explains the arithmetic on the page. What has no entry, or is set so that the page's
arithmetic would be untrue, is refused in one sentence.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx, nn

from models._blocks import Add, Concatenate
from models._registry import ArchitectureError

Shape = tuple[int, ...]
Pair = tuple[int, int]


class UnknownKindError(ArchitectureError):
    """An operation that cannot be described truly; the message says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """What the arithmetic of an operation needs beside its weights; None where it does not apply.

    Pairs are (down, across). `scale`: how many times larger upsampling makes a map. `eps`: what
    batch normalisation adds to the variance.
    """

    kernel_size: Pair | None = None
    stride: Pair | None = None
    padding: Pair | None = None
    dilation: Pair | None = None
    groups: int | None = None
    output_padding: Pair | None = None
    scale: Pair | None = None
    eps: float | None = None
    count_include_pad: bool | None = None


@dataclass(frozen=True)
class Call:
    """One operation with what goes in and comes out; shapes are without the batch axis."""

    name: str
    module: Any
    node: fx.Node
    inputs: tuple[Shape, ...]
    output: Shape


@dataclass(frozen=True)
class Kind:
    """One kind of operation.

    `settings` reads them off a call and raises UnknownKindError for settings that the page does not
    explain. `multiply_adds`: multiplications in one image's weighted sums.
    """

    name: str
    settings: Callable[[Call], Settings] = lambda _call: Settings()
    multiply_adds: Callable[[Call], int] = lambda _call: 0


def kind_of(call: Call) -> Kind:
    """The kind of an operation; raises UnknownKindError if Inkling does not know it."""
    if call.module is not None:
        kind = MODULES.get(type(call.module))
        what = type(call.module).__name__
    else:
        kind = FUNCTIONS.get(call.node.target) if call.node.op == "call_function" else None
        what = getattr(call.node.target, "__name__", str(call.node.target))
    if kind is None:
        known = ", ".join(module.__name__ for module in MODULES)
        raise UnknownKindError(
            f"{call.name!r} is a {what}, which Inkling cannot explain; it knows {known}, + and "
            "torch.cat: use those, each as a module of its own, or add the kind to "
            "models/forward/kinds.py"
        )
    return kind


def _refuse(call: Call, condition: object, what: str, instead: str) -> None:
    if condition:
        raise UnknownKindError(f"{call.name!r} has {what}, which Inkling cannot explain; {instead}")


def _pair(value: int | tuple[int, ...]) -> Pair:
    return (value, value) if isinstance(value, int) else (int(value[0]), int(value[1]))


# --- weighted sums -------------------------------------------------------------------------------


def _convolution(call: Call) -> Settings:
    conv: nn.Conv2d | nn.ConvTranspose2d = call.module
    zeros = conv.padding_mode != "zeros"
    _refuse(call, zeros, f"padding_mode={conv.padding_mode!r}", "pad with zeros")
    transposed = isinstance(conv, nn.ConvTranspose2d)
    return Settings(
        kernel_size=_pair(conv.kernel_size),
        stride=_pair(conv.stride),
        padding=_padding_of(call),
        dilation=_pair(conv.dilation),
        groups=conv.groups,
        output_padding=_pair(conv.output_padding) if transposed else None,
    )


def _padding_of(call: Call) -> Pair:
    """The zeros on each side; PyTorch also takes the words "valid" and "same"."""
    conv = call.module
    if conv.padding == "valid":
        return (0, 0)
    if conv.padding != "same":
        return _pair(conv.padding)
    down, across = (
        dilation * (size - 1)
        for size, dilation in zip(conv.kernel_size, conv.dilation, strict=True)
    )
    _refuse(call, down % 2 or across % 2, "more padding on one side", "give numbers as padding")
    return (down // 2, across // 2)


def _convolution_products(call: Call) -> int:
    """Each value of the output is a sum over a window in all maps of its group."""
    conv: nn.Conv2d = call.module
    return math.prod(call.output) * (conv.in_channels // conv.groups) * math.prod(conv.kernel_size)


def _transposed_products(call: Call) -> int:
    """Each value of the input is multiplied by a kernel for each map of its group's output."""
    conv: nn.ConvTranspose2d = call.module
    maps = conv.out_channels // conv.groups
    return math.prod(call.inputs[0]) * maps * math.prod(conv.kernel_size)


def _linear(call: Call) -> Settings:
    _refuse(call, len(call.inputs[0]) != 1, "an input of several axes", "put nn.Flatten before it")
    return Settings()


def _linear_products(call: Call) -> int:
    return math.prod(call.output) * math.prod(call.inputs[0])


# --- pooling and size ----------------------------------------------------------------------------


def _max_pooling(call: Call) -> Settings:
    pool: nn.MaxPool2d = call.module
    _refuse(call, pool.ceil_mode, "ceil_mode", "leave it out")
    sides = (pool.kernel_size, pool.stride, pool.padding, pool.dilation)
    kernel_size, stride, padding, dilation = map(_pair, sides)
    return Settings(kernel_size, stride, padding, dilation)


def _average_pooling(call: Call) -> Settings:
    pool: nn.AvgPool2d = call.module
    _refuse(call, pool.ceil_mode, "ceil_mode", "leave it out")
    _refuse(call, pool.divisor_override, "divisor_override", "leave it out")
    return Settings(
        kernel_size=_pair(pool.kernel_size),
        stride=_pair(pool.stride),
        padding=_pair(pool.padding),
        count_include_pad=pool.count_include_pad,
    )


def _upsampling(call: Call) -> Settings:
    how = call.module.mode
    _refuse(call, how != "nearest", f"mode={how!r}", 'use mode="nearest"')
    _, *before = call.inputs[0]
    _, *after = call.output
    uneven = any(large % small for small, large in zip(before, after, strict=True))
    _refuse(call, uneven, "a scale that is not a whole number", "use a whole number")
    return Settings(scale=(after[0] // before[0], after[1] // before[1]))


def _flatten(call: Call) -> Settings:
    axes = (call.module.start_dim, call.module.end_dim)
    _refuse(call, axes != (1, -1), f"axes {axes}", "flatten all axes but the batch's")
    return Settings()


# --- normalisation -------------------------------------------------------------------------------


def _batch_normalisation(call: Call) -> Settings:
    norm: nn.BatchNorm2d = call.module
    _refuse(call, not norm.track_running_stats, "no running statistics", "track them")
    _refuse(call, not norm.affine, "affine=False", "leave it out")
    return Settings(eps=norm.eps)


# --- joins ---------------------------------------------------------------------------------------


def _refuse_repeats(call: Call) -> None:
    """A description names each operation that goes in once, so that a second time would be lost."""
    taken: list[str] = []
    fx.node.map_arg((call.node.args, call.node.kwargs), lambda node: taken.append(node.name))
    twice = next((name for name in taken if taken.count(name) > 1), None)
    _refuse(call, twice, f"{twice!r} twice among what it joins", "join other maps")


def _add(call: Call) -> Settings:
    _refuse_repeats(call)
    constant = len(call.inputs) < 2 or call.node.kwargs.get("alpha", 1) != 1
    _refuse(call, constant, "something else than several maps as terms", "add the maps of others")
    uneven = len(set(call.inputs)) > 1
    _refuse(call, uneven, f"terms of shapes {call.inputs}", "make the shapes equal before")
    return Settings()


def _concatenate(call: Call) -> Settings:
    _refuse_repeats(call)
    if call.module is None:
        args, named = call.node.args, call.node.kwargs
        axis = args[1] if len(args) > 1 else named.get("dim", named.get("axis", 0))
        _refuse(call, axis != 1, f"axis {axis}", "join the maps along axis 1")
    return Settings()


_ADD = Kind("add", _add)
_CONCATENATE = Kind("concatenate", _concatenate)
_DROPOUT = Kind("dropout")
_BATCH_NORMALISATION = Kind("batch-normalisation", _batch_normalisation)

MODULES: dict[type[nn.Module], Kind] = {
    nn.Conv2d: Kind("convolution", _convolution, _convolution_products),
    nn.ConvTranspose2d: Kind("transposed-convolution", _convolution, _transposed_products),
    nn.Linear: Kind("linear", _linear, _linear_products),
    nn.ReLU: Kind("relu"),
    nn.Sigmoid: Kind("sigmoid"),
    nn.MaxPool2d: Kind("max-pooling", _max_pooling),
    nn.AvgPool2d: Kind("average-pooling", _average_pooling),
    nn.AdaptiveAvgPool2d: Kind("adaptive-average-pooling"),
    nn.Upsample: Kind("upsampling", _upsampling),
    nn.Flatten: Kind("flatten", _flatten),
    nn.BatchNorm1d: _BATCH_NORMALISATION,
    nn.BatchNorm2d: _BATCH_NORMALISATION,
    nn.Dropout: _DROPOUT,
    nn.Dropout2d: _DROPOUT,
    nn.Identity: Kind("identity"),
    Add: _ADD,
    Concatenate: _CONCATENATE,
}
"""Kinds by PyTorch's module. Scaling, averaging, comparing and adding count no multiply-adds."""

FUNCTIONS: dict[Any, Kind] = {
    operator.add: _ADD,
    torch.add: _ADD,
    torch.cat: _CONCATENATE,
    torch.concat: _CONCATENATE,
}
"""Joins may be written as functions, too; as modules they have names."""
