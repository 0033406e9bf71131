"""How well a network tells a digit's ink from clutter: overlap by kind of pixel, with a baseline.

Overlap is intersection over union (Jaccard 1901): pixels that are and are said to be of a kind,
over those that are or are said to be, counted over a whole set.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import nn

from models._answers import PIXELS
from models._registry import entry_of
from models.data.clutter import INK, PAPER
from models.data.datasets import Digits
from models.training.evaluate import as_input, outputs_of


def overlaps(said: NDArray[np.int64], pixels: NDArray[np.int64]) -> dict[str, float]:
    """Kind of pixel -> overlap of what is said (N, H, W) with what is, in 0..1; 1 of no pixel."""
    found = {}
    for kind, name in enumerate(PIXELS):
        either = ((said == kind) | (pixels == kind)).sum()
        both = ((said == kind) & (pixels == kind)).sum()
        found[name] = float(both / either) if either else 1.0
    return found


def said_of(network: nn.Module, kept: Digits) -> NDArray[np.int64]:
    """What the network says that each pixel (N, H, W) is."""
    logits = outputs_of(network, as_input(kept.images))[entry_of(network).taught.name]
    said: NDArray[np.int64] = logits.argmax(dim=1).numpy()
    return said


def overlap_of_digit(network: nn.Module, kept: Digits) -> float:
    """Overlap of the digit's ink."""
    return overlaps(said_of(network, kept), kept.labels)["digit"]


def describe_pixels(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set: overlaps of the network, and of who calls all ink the digit's."""
    return {
        kept.name: {
            "count": len(kept),
            "network": overlaps(said_of(network, kept), kept.labels),
            "baseline": overlaps(np.where(kept.images >= INK, PAPER + 1, PAPER), kept.labels),
        }
        for kept in sets
    }
