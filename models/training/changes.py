"""What a recipe changes in a network that is about to be taught: start, activation, dropout.

Names of parameters stay as they are: what was taught so can be loaded into the registered network.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from torch import Tensor, nn

from models._registry import ArchitectureError
from models.training.recipe import Recipe

Change = Callable[[Any], nn.Module]
"""A module to what takes its place."""

_ACTIVATIONS: dict[str, type[nn.Module]] = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


def change(network: nn.Module, recipe: Recipe) -> None:
    """Change a fresh network, in place; raises ArchitectureError where it has no such part."""
    _start(network, recipe.start)
    if recipe.activation:
        _replace(network, nn.ReLU, lambda _: _ACTIVATIONS[recipe.activation](), at_least=1)
    if recipe.dropout > 0:
        dense = [each for each in network.modules() if isinstance(each, nn.Linear)]
        later = {id(layer) for layer in dense[1:]}
        _replace(
            network,
            nn.Linear,
            lambda layer: AfterDropout(layer, recipe.dropout) if id(layer) in later else layer,
            at_least=2,
        )


class AfterDropout(nn.Linear):
    """A dense layer, with its weights, that part of its inputs is kept from while it is taught."""

    def __init__(self, layer: nn.Linear, part: float) -> None:
        nn.Module.__init__(self)
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.weight, self.bias = layer.weight, layer.bias
        self.part = part

    def forward(self, values: Tensor) -> Tensor:
        """Values (B, inputs) to (B, outputs)."""
        return super().forward(F.dropout(values, self.part, self.training))


@torch.no_grad()
def _start(network: nn.Module, times: float) -> None:
    if times != 1:
        for value in network.parameters():
            value.mul_(times)


def _replace(network: nn.Module, kind: type[nn.Module], by: Change, at_least: int) -> None:
    found = 0
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, kind):
                found += 1
                setattr(parent, name, by(child))
    if found < at_least:
        raise ArchitectureError(
            f"the network has {found} layers of kind {kind.__name__}; "
            f"this recipe changes them and needs {at_least}"
        )
