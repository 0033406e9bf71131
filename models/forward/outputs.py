"""What a live forward pass answers, as numpy arrays: the results of `models.forward.live`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models._answers import digit_of
from models.forward.description import NetworkDescription

PADDED = 4
"""Each layer's codes are padded with zeros to a multiple of so many bytes."""


class Outputs(NamedTuple):
    """One batch (B) of images through a network of so many layers, operations and answers.

    `codes` (B, sum of padded sizes) uint8: what each layer shows, rounded to 8 bits, one layer
    after the other. With a layer's `low` and `high` (B, layers), its smallest and largest value,

        value = code x high / 255                         where low >= 0, and elsewhere
        value = (code - 128) x max(high, -low) / 127

    so that zero is exact and nothing is further off than half a step. `outcomes`: name of each
    answer -> its outcome (B, size), see `models._answers`. `score` (B,): see
    `models.training.doubt`; None where no answer names the digit. `exact` (B, sum of
    sizes): every operation's output, None if not asked for.
    """

    codes: NDArray[np.uint8]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    outcomes: Mapping[str, NDArray[np.float32]]
    score: NDArray[np.float32] | None
    exact: NDArray[np.float32] | None

    @classmethod
    def of(cls, names: Sequence[str], arrays: Sequence[NDArray[Any]]) -> Outputs:
        """From a forward pass's arrays and their names, which `names_of` gives."""
        given = dict(zip(names, arrays, strict=True))
        outcomes = {
            name.removeprefix(_OUTCOME): array
            for name, array in given.items()
            if name.startswith(_OUTCOME)
        }
        codes, low, high = arrays[:3]
        return cls(codes, low, high, outcomes, given.get("score"), given.get("exact"))


_OUTCOME = "outcome."


def inputs_of(description: NetworkDescription) -> list[str]:
    """Names of what a live forward pass takes, in their order."""
    return ["images", "gates"] if description.switches else ["images"]


def gates_of(
    description: NetworkDescription, off: Sequence[Collection[str]]
) -> NDArray[np.float32] | None:
    """Gates (B, switches) of a batch of images, each with these switches off; None without any."""
    names = [switch.name for switch in description.switches]
    if not names:
        return None
    gates = np.ones((len(off), len(names)), np.float32)
    for row, switched in zip(gates, off, strict=True):
        if switched:
            row[[names.index(name) for name in switched]] = 0
    return gates


def names_of(description: NetworkDescription, exact: bool) -> list[str]:
    """Names of what a live forward pass gives, in their order."""
    return [
        *("codes", "low", "high"),
        *(f"{_OUTCOME}{answer.name}" for answer in description.answers),
        *(["score"] if digit_of(description.answers) else []),
        *(["exact"] if exact else []),
    ]
