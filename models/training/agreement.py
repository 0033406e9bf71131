"""How well measured values agree with true ones: ICC(A,1), and the points of a plot of both.

ICC(A,1): intraclass correlation for the absolute agreement of single measurements, two-way (K.
McGraw, S. Wong, "Forming inferences about some intraclass correlation coefficients", Psychological
Methods 1, 1996; ICC(2,1) of P. Shrout, J. Fleiss, Psychological Bulletin 86, 1979). It grows with
the range of what is measured, so that the range is told with it. Bias and limits of agreement are
those of J. Bland, D. Altman, The Lancet 327, 1986.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import Tensor, nn

from models._registry import entry_of
from models.data.datasets import Digits
from models.ink.measures import MEASURES
from models.training.evaluate import as_input, outputs_of

POINTS = 300
"""Drawings of each set whose true and answered values are in the card."""

MEANS = (0.0, 15.0, 0.75, 2.4)
SPREADS = (15.0, 6.0, 0.25, 0.6)
"""Of the measures of composed drawings, about: each counts as much as the others in training."""


def icc(ratings: NDArray[np.floating[Any]]) -> float:
    """ICC(A,1) of ratings (subjects, raters); 1 is full agreement, 0 or less none.

    Raises ValueError for fewer than two subjects or raters. Where all ratings are alike, it is 1.
    """
    subjects, raters = ratings.shape
    if subjects < 2 or raters < 2:
        raise ValueError(f"agreement is of two or more ratings of two or more, not {ratings.shape}")
    mean = ratings.mean()
    of_subjects, of_raters = ratings.mean(axis=1) - mean, ratings.mean(axis=0) - mean
    left = ratings - mean - of_subjects[:, np.newaxis] - of_raters
    rows = raters * (of_subjects**2).sum() / (subjects - 1)
    columns = subjects * (of_raters**2).sum() / (raters - 1)
    error = (left**2).sum() / ((subjects - 1) * (raters - 1))
    spread = rows + (raters - 1) * error + raters / subjects * (columns - error)
    return float((rows - error) / spread) if spread > 0 else 1.0


def agreement(
    true: NDArray[np.floating[Any]], predicted: NDArray[np.floating[Any]]
) -> dict[str, Any]:
    """How far predicted values (N,) agree with true ones; lengths are in the values' unit.

    `bias`: how much too large on average; `limits`: between which 95 % of the differences lie, were
    they normally distributed; `range`: between which 95 % of the true values lie.
    """
    pairs = np.stack([true, predicted], axis=1).astype(np.float64)
    difference = pairs[:, 1] - pairs[:, 0]
    bias, spread = float(difference.mean()), float(difference.std(ddof=1))
    return {
        "icc": icc(pairs),
        "mean_error": float(np.abs(difference).mean()),
        "bias": bias,
        "limits": [bias - 1.96 * spread, bias + 1.96 * spread],
        "range": np.quantile(pairs[:, 0], (0.025, 0.975)).tolist(),
    }


def measures_loss(output: Tensor, measures: Tensor) -> Tensor:
    """Mean squared error of (B, 4) against standardised measures: (value - mean) / spread."""
    return F.mse_loss(output, _standardised(measures))


def lowest_icc(network: nn.Module, kept: Digits) -> float:
    """The lowest ICC of the four measures, for a network that is taught standardised ones."""
    true = _standardised(torch.from_numpy(kept.labels)).numpy()
    predicted = predictions_of(network, kept)
    return min(icc(np.stack([true[:, at], predicted[:, at]], 1)) for at in range(len(MEASURES)))


def in_units(network: nn.Module) -> None:
    """Make the last layer answer measures in their units, where it was taught standardised ones."""
    operation = entry_of(network).taught.operation
    (last,) = (
        module
        for name, module in network.named_modules()
        if name.replace(".", "_") == operation and isinstance(module, nn.Linear)
    )
    with torch.no_grad():
        spreads = torch.tensor(SPREADS)
        last.weight.mul_(spreads[:, None])
        last.bias.mul_(spreads).add_(torch.tensor(MEANS))


def predictions_of(network: nn.Module, kept: Digits) -> NDArray[np.float32]:
    """What the network says (N, 4) of each drawing."""
    predicted: NDArray[np.float32]
    predicted = outputs_of(network, as_input(kept.images))[entry_of(network).taught.name].numpy()
    return predicted


def describe_agreement(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set and measure: ICC(A,1), errors, and the range that they are about."""
    described = {}
    for kept in sets:
        predicted = predictions_of(network, kept)
        described[kept.name] = {
            "count": len(kept),
            "measures": {
                name: agreement(kept.labels[:, at], predicted[:, at])
                for at, name in enumerate(MEASURES)
            },
        }
    return {"agreement": described}


def agreement_points(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set and measure: pairs of the true value and the network's, of the first drawings."""
    points = {}
    for kept in sets:
        pairs = np.stack([kept.labels, predictions_of(network, kept)], axis=2)[:POINTS]
        points[kept.name] = {
            name: [[round(float(value), 3) for value in pair] for pair in pairs[:, at]]
            for at, name in enumerate(MEASURES)
        }
    return {"points": points}


def _standardised(measures: Tensor) -> Tensor:
    return (measures - torch.tensor(MEANS)) / torch.tensor(SPREADS)
