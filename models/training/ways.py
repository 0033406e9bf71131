"""Fine classes whose probabilities are summed, beside coarse ones taught directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import Tensor, nn

from models._answers import DIGITS, WAYS_OF_WRITING
from models._registry import entry_of
from models.data.datasets import Digits
from models.data.ways import UNKNOWN
from models.training.evaluate import as_input, outputs_of

_DIGIT_OF = torch.tensor([int(way[0]) for way in WAYS_OF_WRITING])


def fine_loss(logits: Tensor, written: Tensor) -> Tensor:
    """Cross entropy over the ways; `written`: way and digit (B, 2)."""
    return F.cross_entropy(logits, written[:, 0])


def coarse_loss(logits: Tensor, written: Tensor) -> Tensor:
    """Cross entropy over ten digits: the first ten outputs are theirs, the others learn nothing."""
    return F.cross_entropy(logits[:, : len(DIGITS)], written[:, 1])


def summed(logits: Tensor) -> Tensor:
    """Probabilities of the digits (B, 10): each the sum over its ways."""
    sums = torch.zeros(len(logits), len(DIGITS))
    return sums.index_add(1, _DIGIT_OF, logits.softmax(dim=1))


def right_by_sum(logits: Tensor, written: Tensor) -> Tensor:
    """Whether the digit with the largest sum is the right one (B,)."""
    return summed(logits).argmax(1) == written[:, 1]


def right_directly(logits: Tensor, written: Tensor) -> Tensor:
    """Whether the digit is right (B,), for a network that was taught the ten digits."""
    return logits[:, : len(DIGITS)].argmax(1) == written[:, 1]


def part_right_by_sum(network: nn.Module, kept: Digits) -> float:
    """Part of a set whose digit is right by the sum over its ways."""
    return float(right_by_sum(logits_of_ways(network, kept), _written(kept)).float().mean())


def part_right_directly(network: nn.Module, kept: Digits) -> float:
    """The same of a network that was taught ten digits."""
    return float(right_directly(logits_of_ways(network, kept), _written(kept)).float().mean())


def describe_ways(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set: part whose digit is right by the sum, and by the digit of the likeliest way.

    `way`: part whose way is right; None where it is not known.
    """
    described = {}
    for kept in sets:
        logits, written = logits_of_ways(network, kept), _written(kept)
        likeliest = logits.argmax(1)
        known = written[:, 0] != UNKNOWN
        way = (likeliest == written[:, 0])[known]
        described[kept.name] = {
            "count": len(kept),
            "digit_by_sum": _part(right_by_sum(logits, written)),
            "digit_of_likeliest": _part(_DIGIT_OF[likeliest] == written[:, 1]),
            "way": _part(way) if len(way) else None,
        }
    return {"ways": described}


def compared(fine: list[dict[str, float]], coarse: list[dict[str, float]]) -> dict[str, Any]:
    """By set: digits right of each seed's two networks, ways summed and digits taught directly."""
    return {
        "compared": {
            name: {
                "summed": [scores[name] for scores in fine],
                "directly": [scores[name] for scores in coarse],
                "difference": float(
                    np.mean([a[name] - b[name] for a, b in zip(fine, coarse, strict=True)])
                ),
            }
            for name in fine[0]
        }
    }


def logits_of_ways(network: nn.Module, kept: Digits) -> Tensor:
    """What the network says (N, 24)."""
    return outputs_of(network, as_input(kept.images))[entry_of(network).taught.name]


def _written(kept: Digits) -> Tensor:
    labels: NDArray[np.int64] = kept.labels
    return torch.from_numpy(labels)


def _part(right: Tensor) -> float:
    return float(right.float().mean())
