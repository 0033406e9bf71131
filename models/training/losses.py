"""How far a network is from what it should have answered: one loss for each kind of answer."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from torch import Tensor

from models._answers import Answer, Classes, Mask, Numbers
from models._registry import ArchitectureError, ModelEntry
from models.data.variety import NOT_A_DIGIT


def check_targets(entry: ModelEntry) -> None:
    """Whether every answer can be taught; raises ArchitectureError that says what is missing."""
    taught = entry.taught
    for answer in entry.answers:
        if answer is not taught and answer.name not in entry.targets:
            raise ArchitectureError(
                f"nothing says what the answer {answer.name!r} of {entry.name!r} should be; "
                "give register_model a function for it in `targets`"
            )
        if answer.kind == "boxes" and answer is not taught:
            raise ArchitectureError(f"the answer {answer.name!r}: only boxes of digits are taught")


def loss_of(
    entry: ModelEntry,
    outputs: dict[str, Tensor],
    images: Tensor,
    labels: Tensor,
    doubt_weight: float,
    further_weight: float = 1.0,
) -> Tensor:
    """The mean loss of a batch: the sum over all answers.

    `doubt_weight`: what teaching doubt counts; `further_weight`: each answer beside the digit.
    `outputs`: name of each answer -> the network's output (B, ...). What is no digit teaches the
    answer to the digit doubt, and the others nothing. An answer that composed drawings teach has a
    loss of its own (`models.training.tasks`).
    """
    taught = entry.taught
    known = labels != NOT_A_DIGIT
    total = torch.zeros(())
    for answer in entry.answers:
        output = outputs[answer.name]
        if answer is taught:
            total = total + digit_loss(output, labels, doubt_weight)
        elif known.any():
            target = entry.targets[answer.name](images[known], labels[known])
            part = known.sum() / len(labels)
            total = total + further_weight * part * answer_loss(answer, output[known], target)
    return total


def digit_loss(logits: Tensor, labels: Tensor, doubt_weight: float) -> Tensor:
    """Cross entropy; against all classes being equally likely where there is no digit."""
    digits = F.cross_entropy(logits, labels, ignore_index=NOT_A_DIGIT, reduction="sum")
    doubt = -F.log_softmax(logits[labels == NOT_A_DIGIT], dim=1).mean(dim=1).sum()
    return (digits + doubt_weight * doubt) / len(labels)


PAPER_WEIGHT = 0.2
"""What a pixel of paper counts beside one of ink: most pixels are paper, which is easily told."""


def pixel_loss(logits: Tensor, pixels: Tensor) -> Tensor:
    """Weighted cross entropy of logits (B, 3, H, W) against what pixels (B, H, W) are."""
    weight = torch.tensor([PAPER_WEIGHT, 1.0, 1.0])
    return F.cross_entropy(logits, pixels, weight)


def answer_loss(answer: Answer, output: Tensor, target: Tensor) -> Tensor:
    """The mean loss of one answer (B, ...) against what it should have been.

    Target: for classes and masks the index of a class, (B,) or (B, rows, columns), with softmax and
    0 or 1 for each label, shaped like the output, with sigmoid; for numbers the numbers.
    """
    match answer:
        case Numbers():
            return F.mse_loss(output, target)
        case Classes(activation="softmax"):
            return F.cross_entropy(output, target)
        case Mask(labels=labels) if len(labels) > 1:
            return F.cross_entropy(output, target)
        case _:
            return F.binary_cross_entropy_with_logits(output, target)
