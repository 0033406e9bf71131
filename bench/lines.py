"""What networks that tell a digit's ink from clutter make of a straight line on the pad.

`python -m bench.lines`: overlap of the digit by where the line is, with all switches on, each off,
and all off.
"""

from __future__ import annotations

import sys

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models._answers import PIXELS, Mask
from models._checkpoint import load_weights
from models._registry import list_models, model_entry
from models.data.augment import Stroke
from models.data.clutter import mask_of
from models.data.datasets import Digits
from models.forward.tracing import without_edges
from models.ink.preprocess import preprocess
from models.training.pixels import overlap_of_digit
from tests.drawings import golden_drawings

PLACES = ("none", "under", "above", "across", "left", "right")
COUNT = 12


def line_at(digit: list[Stroke], place: str) -> list[Stroke]:
    """The line, as strokes; none where there is none."""
    points = np.concatenate(digit)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, size = (low + high) / 2, float((high - low).max())
    level, upright = np.array([0.6 * size, 0]), np.array([0, 0.6 * size])
    match place:
        case "under":
            at, half = np.array([middle[0], high[1] + 0.12 * size]), level
        case "above":
            at, half = np.array([middle[0], low[1] - 0.12 * size]), level
        case "across":
            beyond = [(high - low)[0] / 2 + 0.3 * size, -0.1 * size]
            at, half = middle, np.array(beyond)
        case "left":
            at, half = np.array([low[0] - 0.15 * size, middle[1]]), upright
        case "right":
            at, half = np.array([high[0] + 0.15 * size, middle[1]]), upright
        case _:
            return []
    return [np.stack([at - half, at + half])]


def drawn(place: str, side: int) -> Digits:
    """The drawings with their line, and what each pixel is."""
    images, masks = [], []
    for drawing in golden_drawings()[:COUNT]:
        strokes = [np.asarray(stroke, np.float64) for stroke in drawing.strokes]
        points = np.concatenate(strokes)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        digit = [(stroke - middle) * 0.6 + 0.5 for stroke in strokes]
        line = line_at(digit, place)
        image = np.rint(preprocess([*digit, *line], side=side)[0] * 255).astype(np.uint8)
        images.append(image)
        masks.append(mask_of(image, digit, line))
    labels: NDArray[np.int64] = np.stack(masks)
    return Digits(place, np.stack(images), labels)


def main() -> None:
    """Measure and print."""
    for name in list_models():
        entry = model_entry(name)
        if not any(isinstance(each, Mask) and each.labels == PIXELS for each in entry.answers):
            continue
        switches = [switch for block in entry.blocks for switch in block.switches]
        off = {"nothing": [], **{each.name: [each] for each in switches}, "all": switches}
        network: nn.Module = load_weights(name).eval()
        sys.stdout.write(f"{name}, overlap of the digit: {', '.join(PLACES)}\n")
        for what, edges in off.items():
            changed = without_edges(network, edges)
            parts = [overlap_of_digit(changed, drawn(place, entry.side)) for place in PLACES]
            sys.stdout.write(
                f"  {what} off: {', '.join(f'{100 * part:.0f} %' for part in parts)}\n"
            )


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
