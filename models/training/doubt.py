"""Does this look like a digit at all? One score from the logits, one threshold from the card.

A network that knows ten digits names one for anything. Its logits still tell: what it was never
taught excites no class much. The score is the log of the summed exponentials of the logits, the
negative free energy of Liu, Wang, Owens, Li, "Energy-based out-of-distribution detection", 2020.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def digit_score(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much each row of logits (N, classes) looks like a digit; higher is more. Shape (N,)."""
    wide = logits.astype(np.float64)
    top = wide.max(axis=1)
    return np.asarray(top + np.log(np.exp(wide - top[:, np.newaxis]).sum(axis=1)))


def threshold_of(card: Mapping[str, Any] | None) -> float:
    """The score below which a drawing does not look like a digit; -inf if the card has none."""
    doubt = (card or {}).get("not_a_digit") or {}
    return float(doubt.get("threshold", -math.inf))


def choose_threshold(scores: NDArray[np.float64], false_alarms: float) -> float:
    """The score that this part of true digits, 0..1, falls below."""
    return float(np.quantile(scores, false_alarms))
