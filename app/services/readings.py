"""What a network made of one drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ink.preprocess import Explanation, ImageOnPad, Step

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Steps:
    """What preprocessing did, and `toggled`: what the network would say with a step switched.

    step -> outcomes; None where that leaves a blank image.
    """

    explanation: Explanation
    toggled: dict[Step, Mapping[str, Array] | None]


class Reading(NamedTuple):
    """One drawing's row of a batch (see `models.forward.outputs`), without the batch axis.

    `image` (C, H, W); `outcomes`: name of each answer -> its outcome (size,), zeros on a `blank`
    pad, whose image is empty. `doubtful`: it does not look like a digit, or like several; None if
    the network has no such score. `exact` and `steps`: only where they were asked for; with
    `exact` comes `image_on_pad`, the part of the pad that the image shows
    (`models.ink.preprocess`).
    """

    image: Array
    outcomes: Mapping[str, Array]
    blank: bool
    doubtful: bool | None
    low: Array
    high: Array
    codes: NDArray[np.uint8]
    exact: Array | None = None
    steps: Steps | None = None
    image_on_pad: ImageOnPad | None = None
