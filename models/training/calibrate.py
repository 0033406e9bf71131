"""Probabilities that mean what they say: temperature scaling and how far off they are.

Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", 2017: one temperature,
chosen on validation data, divides all logits. No guess changes, only how sure the network is.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import Tensor, nn

from models._registry import entry_of

BINS = 15


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature at which logits (N, classes) say most about labels (N,), in 0.2..5."""
    ratio = (5**0.5 - 1) / 2
    low, high = np.log(0.2), np.log(5.0)

    def loss(log_temperature: float) -> float:
        return float(F.cross_entropy(logits.double() / float(np.exp(log_temperature)), labels))

    # Golden section: the loss has one minimum in the log of the temperature.
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = loss(left), loss(right)
    for _ in range(40):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = loss(right)
    return float(np.exp((low + high) / 2))


@torch.no_grad()
def fold_temperature(network: nn.Module, temperature: float) -> None:
    """Divide the last linear layer by the temperature: the network is calibrated by itself.

    What the page shows then is still softmax of the network's own logits. Raises ValueError if
    that layer, the operation of the answer that names the digit, is not linear or there is none.
    """
    modules = {name.replace(".", "_"): module for name, module in network.named_modules()}
    last = modules.get(entry_of(network).digit.operation)
    if not isinstance(last, nn.Linear):
        raise ValueError("only a network that ends in a linear layer can be calibrated")
    last.weight.div_(temperature)
    if last.bias is not None:
        last.bias.div_(temperature)


def reliability(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64]
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error, and the bins that it is made of.

    `probabilities` (N, classes), `labels` (N,). Each bin that is not empty: mean confidence,
    accuracy, count; the error is their mean distance, weighted by count.
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bin_of_each = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = []
    for bin_ in range(BINS):
        here = bin_of_each == bin_
        if here.any():
            bins.append(
                (float(confidence[here].mean()), float(right[here].mean()), int(here.sum()))
            )
    total = max(1, len(labels))
    return sum(abs(c - a) * n for c, a, n in bins) / total, bins
