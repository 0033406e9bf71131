"""LeNet-5 slid over a canvas, by PyTorch, for the page's to be compared with.

`python -m tests.golden_slid` writes tests/golden/slid.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models import model_entry
from models._checkpoint import load_weights
from models.ink.preprocess import PAD_PEN, preprocess
from tests.drawings import drawing_of

FILE = Path(__file__).parent / "golden" / "slid.json"
SIDE = 28
STRIDE = 4
EDGE = 2
"""Pixels beside a window that convolution 1 sees, zeros where an image ends."""


def slid(network: nn.Sequential, images: Tensor) -> Tensor:
    """Logits (B, 10, rows, columns) of each window of images (B, 1, H, W).

    The same weights; a dense layer is a convolution over all that goes into it.
    """
    values, rows = images, 5
    for module in network:
        if isinstance(module, nn.Linear):
            kernels = module.weight.reshape(len(module.weight), -1, rows, rows)
            values, rows = nn.functional.conv2d(values, kernels, module.bias), 1
        elif not isinstance(module, nn.Flatten):
            values = module(values)
    return values


def canvas() -> np.ndarray[Any, np.dtype[np.float32]]:
    """A four and a two on a pad, as the detector reads it: (1, 64, 64)."""
    strokes = []
    for label, x, y in ((4, 0.28, 0.3), (2, 0.7, 0.68)):
        points = [np.asarray(stroke)[:, :2] for stroke in drawing_of(label).strokes]
        low, high = (f(np.concatenate(points), axis=0) for f in (np.min, np.max))
        strokes += [(s - (low + high) / 2) / (high - low).max() * 0.3 + (x, y) for s in points]
    image = preprocess(strokes, without=model_entry("detector").without, pad_pen=PAD_PEN, side=64)
    return image


def alone(image: np.ndarray[Any, np.dtype[np.float32]]) -> list[tuple[int, int]]:
    """Windows, by row and column, beside which there is paper: a crop has it too, as zeros."""
    padded = np.pad(image[0], EDGE)
    size = SIDE + 2 * EDGE
    found = []
    for row in range((image.shape[1] - SIDE) // STRIDE + 1):
        for column in range((image.shape[2] - SIDE) // STRIDE + 1):
            y, x = row * STRIDE, column * STRIDE
            window = padded[y : y + size, x : x + size].copy()
            inside = window[EDGE:-EDGE, EDGE:-EDGE].sum()
            if inside > 0 and window.sum() == inside:
                found.append((row, column))
    return found


@torch.inference_mode()
def case() -> dict[str, Any]:
    """The canvas, its windows' logits, and those of LeNet-5 on crops that stand alone."""
    network = load_weights("lenet5")
    assert isinstance(network, nn.Sequential)
    image = canvas()
    crops = []
    for row, column in alone(image):
        y, x = row * STRIDE, column * STRIDE
        crop = torch.from_numpy(image[:, y : y + SIDE, x : x + SIDE].copy())[None]
        crops.append({"row": row, "column": column, "logits": rounded(network(crop)[0])})
    logits = slid(network, torch.from_numpy(image)[None])[0]
    return {
        "image": np.rint(image[0] * 255).astype(int).ravel().tolist(),
        "shape": list(logits.shape),
        "logits": rounded(logits.flatten()),
        "crops": crops,
    }


def rounded(values: Tensor) -> list[float]:
    """With more decimals than the comparison needs."""
    return [round(value, 6) for value in values.tolist()]


if __name__ == "__main__":
    FILE.write_text(json.dumps(case(), separators=(",", ":")) + "\n", "utf-8")
