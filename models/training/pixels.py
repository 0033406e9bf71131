"""How well a network tells a digit's ink from clutter: overlap by kind of pixel, with a baseline.

Overlap is intersection over union (Jaccard 1901): the pixels that are both truly of a kind and
predicted to be, over those that are either, counted over a whole set. Dice's coefficient (1945) is
twice those that are both, over the sum of the true and the predicted ones.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """Kind of pixel -> overlap of predictions (N, H, W) with the truth, 0..1; 1 for no pixel."""
    found = {}
    for kind, name in enumerate(PIXELS):
        either = ((said == kind) | (pixels == kind)).sum()
        both = ((said == kind) & (pixels == kind)).sum()
        found[name] = float(both / either) if either else 1.0
    return found


def predictions_of(network: nn.Module, kept: Digits) -> NDArray[np.int64]:
    """What the network says that each pixel (N, H, W) is."""
    logits = outputs_of(network, as_input(kept.images))[entry_of(network).taught.name]
    said: NDArray[np.int64] = logits.argmax(dim=1).numpy()
    return said


def overlap_of_digit(network: nn.Module, kept: Digits) -> float:
    """Overlap of the digit's ink."""
    return overlaps(predictions_of(network, kept), kept.labels)["digit"]


def dice(overlap: Mapping[str, float]) -> dict[str, float]:
    """Dice's coefficient by kind, of overlaps as `overlaps` counts them: 2 J / (1 + J)."""
    return {kind: 2 * part / (1 + part) for kind, part in overlap.items()}


def describe_pixels(
    network: nn.Module, sets: tuple[Digits, ...], without: Mapping[str, nn.Module] | None = None
) -> dict[str, Any]:
    """By set: overlaps of the network, and of who calls all ink the digit's.

    `without`: what is off -> the network with that off, which is measured on the same drawings.
    """
    described = {}
    for kept in sets:
        found = overlaps(predictions_of(network, kept), kept.labels)
        trivial = overlaps(np.where(kept.images >= INK, PAPER + 1, PAPER), kept.labels)
        described[kept.name] = {
            "count": len(kept),
            "network": found,
            "baseline": trivial,
            "dice": {"network": dice(found), "baseline": dice(trivial)},
            "without": {
                off: overlaps(predictions_of(changed, kept), kept.labels)
                for off, changed in (without or {}).items()
            },
        }
    return described


def dropped_in_training(network: nn.Module) -> dict[str, float]:
    """Name of each switch whose edge was left out now and then in training -> how often."""
    modules = {name.replace(".", "_"): module for name, module in network.named_modules()}
    switches = [switch for block in entry_of(network).blocks for switch in block.switches]
    often = {each.name: getattr(modules[each.operation], "dropped", 0.0) for each in switches}
    return {name: part for name, part in often.items() if part > 0}
