"""How well a network reads: accuracies of labelled sets, guesses for any drawings."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.data.datasets import Digits, Drawing
from models.ink.preprocess import preprocess
from models.training.calibrate import reliability
from models.training.doubt import digit_score

BATCH = 1_000


@dataclass(frozen=True)
class Score:
    """One labelled set. Accuracies are in 0..1, None where the set says nothing about them.

    `second_when_wrong`: how often the second guess is right where the first is wrong. `confusion`:
    drawings by label (row) and first guess (column). `calibration_error`, `reliability`: see
    `models.training.calibrate.reliability`.
    """

    name: str
    count: int
    first_guess: float | None
    first_or_second: float | None
    per_class: dict[str, float | None]
    worst_writer: str | None
    worst_writer_accuracy: float | None
    second_when_wrong: float | None
    confusion: list[list[int]]
    calibration_error: float
    reliability: list[tuple[float, float, int]]


@dataclass(frozen=True)
class Reading:
    """What the network made of one drawing. A blank pad has no guesses."""

    label: int | None
    first_guess: int | None
    second_guess: int | None
    probabilities: list[float]
    looks_like_digit: bool


def evaluate(network: nn.Module, digits: Digits) -> Score:
    """Score `network` on one labelled set."""
    probabilities = read_images(network, digits.images)
    ranked = probabilities.argsort(axis=1)[:, ::-1]
    first = ranked[:, 0] == digits.labels
    either = (ranked[:, :2] == digits.labels[:, np.newaxis]).any(axis=1)
    classes = range(probabilities.shape[1])
    per_class = {str(c): _mean(first[digits.labels == c]) for c in classes}
    writer, worst = _worst_writer(first, digits.writers)
    confusion = np.zeros((len(classes), len(classes)), np.int64)
    np.add.at(confusion, (digits.labels, ranked[:, 0]), 1)
    error, bins = reliability(probabilities, digits.labels)
    return Score(
        name=digits.name,
        count=len(digits),
        first_guess=_mean(first),
        first_or_second=_mean(either),
        per_class=per_class,
        worst_writer=writer,
        worst_writer_accuracy=worst,
        second_when_wrong=_mean(either[~first]),
        confusion=confusion.tolist(),
        calibration_error=error,
        reliability=bins,
    )


def predict(
    network: nn.Module, drawings: Iterable[Drawing], threshold: float = -math.inf
) -> Iterator[Reading]:
    """Read drawings in batches; `threshold`: see `models.training.doubt`."""
    for chunk in _chunks(drawings):
        images = np.stack([preprocess(drawing.strokes) for drawing in chunk])
        yield from read_inputs(network, [drawing.label for drawing in chunk], images, threshold)


def read_inputs(
    network: nn.Module,
    labels: Sequence[int | None],
    images: NDArray[np.float32],
    threshold: float = -math.inf,
) -> list[Reading]:
    """Read inputs (N, 1, 28, 28); a blank one gets no guesses."""
    logits = logits_of(network, torch.from_numpy(images))
    probabilities = torch.softmax(torch.from_numpy(logits), dim=1).numpy()
    looks = digit_score(logits) >= threshold
    readings = []
    for label, image, row, like in zip(labels, images, probabilities, looks, strict=True):
        if not image.any():
            readings.append(Reading(label, None, None, [], False))
            continue
        first, second = row.argsort()[::-1][:2].tolist()
        readings.append(Reading(label, first, second, row.tolist(), bool(like)))
    return readings


def _chunks(drawings: Iterable[Drawing]) -> Iterator[list[Drawing]]:
    remaining = iter(drawings)
    while chunk := list(itertools.islice(remaining, BATCH)):
        yield chunk


def read_images(network: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probabilities (N, classes) for images (N, 28, 28) uint8."""
    logits = torch.from_numpy(logits_of(network, as_input(images)))
    probabilities: NDArray[np.float32] = torch.softmax(logits, dim=1).numpy()
    return probabilities


def as_input(images: NDArray[np.uint8]) -> Tensor:
    """Images (N, 28, 28) uint8 as a network's input: (N, 1, 28, 28) in 0..1."""
    return torch.from_numpy(images.astype(np.float32) / np.float32(255))[:, None]


@torch.inference_mode()
def logits_of(network: nn.Module, images: Tensor) -> NDArray[np.float32]:
    """Logits (N, classes) for inputs (N, 1, 28, 28)."""
    network.eval()
    logits: NDArray[np.float32] = torch.cat(
        [network(chunk) for chunk in torch.split(images, BATCH)]
    ).numpy()
    return logits


def _mean(right: NDArray[np.bool_]) -> float | None:
    return float(right.mean()) if right.size else None


def _worst_writer(
    right: NDArray[np.bool_], writers: list[str] | None
) -> tuple[str | None, float | None]:
    if not writers:
        return None, None
    who = np.array(writers)
    scores = {writer: float(right[who == writer].mean()) for writer in sorted(set(writers))}
    worst = min(scores, key=lambda writer: scores[writer])
    return worst, scores[worst]
