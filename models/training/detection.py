"""Teaching a detector, and how well it finds: precision, recall, average precision.

Taught as in X. Zhou, D. Wang, P. Kraehenbuehl, "Objects as points", 2019: a focal loss over the
grid for where something is, with less blame near the middle of a digit; where there is a digit, the
distance of its box and the cross entropy of its label. Measured as in M. Everingham and others,
"The Pascal Visual Object Classes Challenge", 2010 and later: of each label the area under precision
over recall, made to fall (all points), their mean over the labels, at an overlap of one half.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import Tensor, nn

from models._answers import DIGITS
from models._boxes import THRESHOLD, Box, boxes_of, kept, overlap
from models._outcomes import outcome_of
from models._registry import entry_of
from models.data.canvases import LARGEST, PEN, SMALLEST, alone
from models.data.datasets import Digits
from models.ink.preprocess import PAD_PEN
from models.training.evaluate import as_input, outputs_of

FAINTEST = 0.02
"""Score from which on boxes are measured: a curve needs the unsure ones, too."""

_NEAR = 0.6
"""Cells: how quickly blame grows with the distance from a digit's middle (standard deviation)."""

_BOX_WEIGHT, _LABEL_WEIGHT = 4.0, 1.0
"""What the box and the label count beside where something is."""

_QUICK = 200
"""Canvases of each set that are scored after an epoch."""

_OF_A_SIZE = 300
"""Digits of each size that are looked for."""

Found = list[Box]


def detection_loss(output: Tensor, boxes: Tensor) -> Tensor:
    """The loss of outputs (B, 15, rows, columns) against boxes (B, digits, 5); -1 is none.

    Sums over the grid, by digit of the batch.
    """
    rows, columns = output.shape[2:]
    image, digit = torch.nonzero(boxes[..., 0] >= 0, as_tuple=True)
    label, left, top, right, bottom = boxes[image, digit].unbind(1)
    x, y = (left + right) / 2 * columns, (top + bottom) / 2 * rows
    column, row = x.long().clamp(0, columns - 1), y.long().clamp(0, rows - 1)
    said = output[image, :, row, column]  # (digits, 15)
    box = torch.stack([x - column, y - row, right - left, bottom - top], dim=1)
    # A cell is a small part of the image: both are taught in cells.
    cells = torch.tensor([1.0, 1.0, columns, rows])
    distance = F.smooth_l1_loss(said[:, :4].sigmoid() * cells, box * cells, reduction="sum")
    labels = F.cross_entropy(said[:, 5:], label.long(), reduction="sum")
    near = _near(boxes, rows, columns)
    near[image, row, column] = 1.0
    place = _focal(output[:, 4], near)
    return (place + _BOX_WEIGHT * distance / 4 + _LABEL_WEIGHT * labels) / max(len(image), 1)


def _near(boxes: Tensor, rows: int, columns: int) -> Tensor:
    """How near each cell (B, rows, columns) lies to the middle of a digit: 1 there, 0 far away."""
    label, left, top, right, bottom = boxes[..., None].unbind(2)  # (B, digits, 1) each
    across = (torch.arange(columns) + 0.5 - (left + right) / 2 * columns) ** 2
    down = (torch.arange(rows) + 0.5 - (top + bottom) / 2 * rows) ** 2
    hills = torch.exp(-(down[..., :, None] + across[..., None, :]) / (2 * _NEAR**2))
    return (hills * (label >= 0)[..., None]).amax(dim=1)


def _focal(logits: Tensor, near: Tensor) -> Tensor:
    """Focal loss: what is judged well already counts little, and so does what is nearly right."""
    there = logits.sigmoid()
    missed = -((1 - there) ** 2) * F.logsigmoid(logits) * (near == 1)
    false = -((1 - near) ** 4) * there**2 * F.logsigmoid(-logits) * (near < 1)
    return (missed + false).sum()


def average_precision(hits: NDArray[np.bool_], count: int) -> float:
    """Area under precision over recall of answers (N,), the surest first; `count`: to be found.

    Precision at a recall is the best one at that recall or a larger one. 1 where nothing is to be
    found and nothing was.
    """
    if count == 0:
        return float(len(hits) == 0)
    right = np.cumsum(hits)
    precision = right / np.arange(1, len(hits) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    return float(falling[hits].sum() / count)


def matched(found: Sequence[Box], true: Sequence[Box], least: float = 0.5) -> list[bool]:
    """Which boxes, the surest first, are right: of the label, and overlapping one not yet found."""
    left = list(true)
    right = []
    for box in found:
        best = max(
            (each for each in left if each.label == box.label),
            key=lambda each: overlap(each, box),
            default=None,
        )
        hit = best is not None and overlap(best, box) >= least
        if hit and best is not None:
            left.remove(best)
        right.append(hit)
    return right


def mean_average_precision(found: list[Found], true: list[Found], least: float = 0.5) -> float:
    """Mean over the ten labels of the average precision of boxes found in images."""
    rows = [
        (box.label, box.score, hit)
        for boxes, truth in zip(found, true, strict=True)
        for box, hit in zip(boxes, matched(boxes, truth, least), strict=True)
    ]
    rows.sort(key=lambda row: -row[1])
    counts = np.bincount([box.label for truth in true for box in truth], minlength=len(DIGITS))
    return float(
        np.mean(
            [
                average_precision(np.array([hit for at, _, hit in rows if at == label], bool), n)
                for label, n in enumerate(counts)
            ]
        )
    )


def curve(found: list[Found], true: list[Found]) -> list[list[float]]:
    """Threshold, precision and recall of all labels together, at thresholds from 0.05 to 0.95."""
    judged = [
        (box.score, hit)
        for boxes, truth in zip(found, true, strict=True)
        for box, hit in zip(boxes, matched(boxes, truth), strict=True)
    ]
    score, hit = (np.array(each) for each in zip(*judged, strict=True)) if judged else ([], [])
    score, hit = np.asarray(score, float), np.asarray(hit, bool)
    total = sum(map(len, true))
    rows = []
    for threshold in np.arange(0.05, 1, 0.05):
        shown = hit[score >= threshold]
        precision = float(shown.mean()) if len(shown) else 1.0
        row = (float(threshold), precision, float(shown.sum()) / max(total, 1))
        rows.append([round(value, 4) for value in row])
    return rows


def found_of(network: nn.Module, images: NDArray[np.uint8]) -> list[Found]:
    """What the network finds in each canvas, the surest first, after suppression."""
    answer = entry_of(network).taught
    outcomes = outcome_of(answer, outputs_of(network, as_input(images))[answer.name])
    return [kept(boxes_of(outcome, FAINTEST)) for outcome in outcomes.numpy()]


def true_of(labels: NDArray[Any]) -> list[Found]:
    """The digits of each canvas, from boxes (N, digits, 5)."""
    return [
        [Box(int(label), 1.0, *map(float, edges)) for label, *edges in boxes if label >= 0]
        for boxes in labels
    ]


def quick_precision(network: nn.Module, kept_aside: Digits) -> float:
    """Mean average precision of a set's first canvases."""
    found = found_of(network, kept_aside.images[:_QUICK])
    return mean_average_precision(found, true_of(kept_aside.labels[:_QUICK]))


def describe_detection(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set: mean average precision at overlaps of 0.5 and 0.75, and canvases entirely right.

    Entirely right: at a threshold of 0.3 every digit is found, and nothing else.
    """
    described = {}
    for each in sets:
        found, true = found_of(network, each.images), true_of(each.labels)
        described[each.name] = {
            "count": len(each),
            "digits": sum(map(len, true)),
            "average_precision_50": mean_average_precision(found, true),
            "average_precision_75": mean_average_precision(found, true, 0.75),
            "all_right": all_right(found, true),
        }
    return {"detection": described}


def detection_curves(network: nn.Module, sets: tuple[Digits, ...]) -> dict[str, Any]:
    """By set: rows of threshold, precision and recall; and `sizes` that it learned and finds."""
    curves = {
        each.name: curve(found_of(network, each.images), true_of(each.labels)) for each in sets
    }
    return {"curves": curves, "sizes": sizes_found(network)}


def sizes_found(network: nn.Module) -> dict[str, Any]:
    """Which sizes of digits it learned, and how many single digits of each size it finds.

    `found`: size in pads, and which part of made-up digits, drawn with the pen of the pad, is
    entirely right: one box, of its label, that overlaps it by half.
    """
    entry = entry_of(network)
    rows = []
    for size in np.arange(0.1, 0.951, 0.05):
        drawn = alone(float(size), _OF_A_SIZE, PAD_PEN, entry.side, entry.without)
        right = all_right(found_of(network, drawn[0]), true_of(drawn[1]))
        rows.append([round(float(size), 2), round(right, 4)])
    learned = {"smallest": SMALLEST, "largest": LARGEST, "pen": PEN}
    return {"learned": learned, "count": _OF_A_SIZE, "pen": PAD_PEN, "found": rows}


def all_right(found: list[Found], true: list[Found]) -> float:
    """The part of canvases of which, from `THRESHOLD` on, all digits are found and nothing else."""
    shown = [[box for box in boxes if box.score >= THRESHOLD] for boxes in found]
    whole = [
        all(matched(boxes, truth)) and len(boxes) == len(truth)
        for boxes, truth in zip(shown, true, strict=True)
    ]
    return float(np.mean(whole))
