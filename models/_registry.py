"""The zoo: one dictionary, one decorator.

An architecture file registers its class together with what only a person can say about it: its
title and the layers that a student shows and hides. Everything else is derived in
`models.forward.describing`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:  # PyTorch takes seconds; who serves exported networks does without
    from torch import nn

LayerKind = Literal["input", "convolution", "downsampling", "fully-connected", "output"]

IMAGE = "image"
"""Name of the operation that stands for the network's input."""


@dataclass(frozen=True)
class Layer:
    """What the page shows and hides under one title: one or more operations, in execution order."""

    name: str
    title: str
    kind: LayerKind
    operations: tuple[str, ...]


@dataclass(frozen=True)
class ModelEntry:
    """A registered architecture."""

    name: str
    title: str
    layers: tuple[Layer, ...]
    build: Callable[[], nn.Module]
    input_shape: tuple[int, int, int] = (1, 28, 28)  # (C, H, W)
    classes: tuple[str, ...] = tuple("0123456789")


class UnknownModelError(LookupError):
    """No architecture has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no network {name!r}; choose one of: {', '.join(list_models())}")


ARCHITECTURES = ("lenet5",)
"""Files of this folder; each registers its networks when it is imported."""

_zoo: dict[str, ModelEntry] = {}

NetworkClass = TypeVar("NetworkClass", bound="Callable[[], nn.Module]")


def register_model(
    *, name: str, title: str, layers: Sequence[Layer]
) -> Callable[[NetworkClass], NetworkClass]:
    """Add a network to the zoo under `name`; raises ValueError if the name is taken."""

    def register(network_class: NetworkClass) -> NetworkClass:
        if name in _zoo:
            raise ValueError(f"two networks are called {name!r}; give one of them another name")
        _zoo[name] = ModelEntry(name, title, tuple(layers), network_class)
        return network_class

    return register


def list_models() -> list[str]:
    """Names of all registered networks, sorted."""
    return sorted(_known())


def model_entry(name: str) -> ModelEntry:
    """The registered architecture called `name`; raises UnknownModelError."""
    try:
        return _known()[name]
    except KeyError:
        raise UnknownModelError(name) from None


def entry_of(network: nn.Module) -> ModelEntry:
    """The registered architecture that `network` is an instance of; raises UnknownModelError."""
    found = (entry for entry in _known().values() if entry.build is type(network))
    entry = next(found, None)
    if entry is None:
        raise UnknownModelError(type(network).__name__)
    return entry


def create_model(name: str) -> nn.Module:
    """A fresh network, randomly initialised, in training mode; raises UnknownModelError."""
    return model_entry(name).build()


def _known() -> dict[str, ModelEntry]:
    """The zoo, once all architectures have been imported."""
    for name in ARCHITECTURES:
        importlib.import_module(f"models.{name}")
    return _zoo
