"""What a live forward pass answers, as numpy arrays: what `models.forward.live` owes its users."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PADDED = 4
"""Each layer's codes are padded with zeros to a multiple of so many bytes."""


class Outputs(NamedTuple):
    """One batch (B) of images through a network of so many layers, operations and classes.

    `codes` (B, sum of padded sizes) uint8: what each layer shows, rounded to 8 bits, one layer
    after the other. With a layer's `low` and `high` (B, layers), its smallest and largest value,

        value = code x high / 255                         where low >= 0, and elsewhere
        value = (code - 128) x max(high, -low) / 127

    so that zero is exact and nothing is further off than half a step. `probabilities`
    (B, classes); `guesses` (B, 2): the two most probable classes; `score` (B,): see
    `models.training.doubt`; `exact` (B, sum of sizes): every operation's output, None if not
    asked for.
    """

    codes: NDArray[np.uint8]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    guesses: NDArray[np.int64]
    score: NDArray[np.float32]
    exact: NDArray[np.float32] | None
