"""Networks without a registered architecture, as entries that can be described."""

from __future__ import annotations

from torch import nn

from models._answers import Mask
from models._registry import Layer, ModelEntry


class Anything(Mask):
    """An answer that fits whatever an operation gives."""

    def fits(self, _shape: tuple[int, ...]) -> bool:
        return True


def entry_for(
    network: nn.Module, layers: tuple[Layer, ...], shape: tuple[int, int, int]
) -> ModelEntry:
    """The entry of a network that returns what its last operation gives."""
    answers = (Anything("any", "Any", layers[-1].operations[-1], ()),)
    return ModelEntry("made-up", "Made up", layers, lambda: network, answers, shape)
