"""What a network made of one drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ink.preprocess import Explanation, Place, Step

Array = NDArray[np.float32]
Guesses = tuple[int, int]


@dataclass(frozen=True)
class Steps:
    """What preprocessing did, and `toggled`: what the network would say with a step switched.

    step -> probabilities (classes,); None where that leaves a blank image.
    """

    explanation: Explanation
    toggled: dict[Step, Array | None]


class Reading(NamedTuple):
    """One drawing's row of a batch (see `models.forward.outputs`), without the batch axis.

    `image` (1, 28, 28); `probabilities` (classes,). A blank pad has an empty image and no guesses.
    `doubtful`: it does not look like a digit. `exact` and `steps`: only where they were asked for;
    with `exact` comes `place`, the part of the pad that the image shows (`models.ink.preprocess`).
    """

    image: Array
    probabilities: Array
    guesses: Guesses | None
    doubtful: bool
    low: Array
    high: Array
    codes: NDArray[np.uint8]
    exact: Array | None = None
    steps: Steps | None = None
    place: Place | None = None
