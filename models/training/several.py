"""How well a network says which digits are there, when it may be one or several."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import Tensor, nn

from models._registry import entry_of
from models.data.datasets import Digits
from models.training.evaluate import as_input, outputs_of


def several_loss(logits: Tensor, there: Tensor) -> Tensor:
    """Binary cross entropy of logits (B, 10): ten questions, each with its own yes or no."""
    return F.binary_cross_entropy_with_logits(logits, there)


def all_right(logits: Tensor, there: Tensor) -> Tensor:
    """Whether all ten questions are answered rightly (B,): yes from one half on."""
    return ((logits > 0) == (there > 0.5)).all(dim=1)


def part_all_right(network: nn.Module, kept: Digits) -> float:
    """Part of the drawings that are entirely right."""
    return float(_right(network, kept).mean())


def describe_several(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set: part of the drawings entirely right, of all and by how many digits there are.

    Two digits that are the same count as one that is there.
    """
    described = {}
    for kept in sets:
        right = _right(network, kept)
        count = kept.labels.sum(axis=1).round().astype(int)
        described[kept.name] = {
            "count": len(kept),
            "all_right": float(right.mean()),
            "by_digits": {str(n): float(right[count == n].mean()) for n in np.unique(count)},
        }
    return {"several": described}


def _right(network: nn.Module, kept: Digits) -> NDArray[np.bool_]:
    logits = outputs_of(network, as_input(kept.images))[entry_of(network).taught.name]
    right: NDArray[np.bool_] = all_right(logits, torch.from_numpy(kept.labels)).numpy()
    return right
