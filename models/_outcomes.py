"""From what a network returns to its answers' outcomes, which the page shows."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from models._answers import Answer, Boxes, Classes, Mask


def named_outputs(answers: Sequence[Answer], returned: object) -> dict[str, Tensor]:
    """What a network returned, by the names of its answers."""
    outputs = returned if isinstance(returned, tuple | list) else (returned,)
    return {answer.name: output for answer, output in zip(answers, outputs, strict=True)}


def outcome_of(answer: Answer, values: Tensor) -> Tensor:
    """The outcome of an answer, shaped like the values (B, ...) of its operation.

    What each kind means is written at its class in `models._answers`.
    """
    match answer:
        case Classes(activation="softmax"):
            return torch.softmax(values, dim=1)
        case Classes():
            return torch.sigmoid(values)
        case Mask(labels=labels):
            return torch.softmax(values, dim=1) if len(labels) > 1 else torch.sigmoid(values)
        case Boxes():
            places, classes = values[:, :5], values[:, 5:]
            return torch.cat([torch.sigmoid(places), torch.softmax(classes, dim=1)], dim=1)
        case _:
            return values
