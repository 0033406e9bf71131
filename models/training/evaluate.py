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

from models._answers import best_of, digit_of
from models._outcomes import named_outputs, outcome_of
from models._registry import entry_of
from models.data.datasets import Digits, Drawing
from models.ink.preprocess import preprocess
from models.training.calibrate import reliability
from models.training.doubt import digit_score

BATCH = 1_000

WRITER_DRAWINGS = 50
"""A writer of fewer is not taken for the worst of a set in which others drew more."""


@dataclass(frozen=True)
class Score:
    """One labelled set. Accuracies are in 0..1, None where the set says nothing about them.

    `second_when_wrong`: how often the second guess is right where the first is wrong. `per_class`:
    by label. `confusion`: drawings by label (row) and first guess (column). `calibration_error`,
    `reliability`: see `models.training.calibrate.reliability`.
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
    """What the network made of one drawing. Of a blank pad it says nothing.

    Guesses are places in what `models._answers.guessed_of` lets guesses name, `probability` is that
    of the first; None where there is none. `outcomes`: name of each answer -> its values;
    `looks_like_digit`: None where the network cannot say.
    """

    label: int | None
    first_guess: int | None
    second_guess: int | None
    probability: float | None
    looks_like_digit: bool | None
    outcomes: dict[str, list[float]]


def evaluate(network: nn.Module, digits: Digits) -> Score:
    """Score `network` on one labelled set; ArchitectureError if it does not name the digit."""
    labels = entry_of(network).digit.labels
    probabilities = read_images(network, digits.images)
    ranked = probabilities.argsort(axis=1)[:, ::-1]
    first = ranked[:, 0] == digits.labels
    either = (ranked[:, :2] == digits.labels[:, np.newaxis]).any(axis=1)
    per_class = {label: _mean(first[digits.labels == index]) for index, label in enumerate(labels)}
    writer, worst = _worst_writer(first, digits.writers)
    confusion = np.zeros((len(labels), len(labels)), np.int64)
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
        entry = entry_of(network)
        images = np.stack(
            [preprocess(each.strokes, without=entry.without, side=entry.side) for each in chunk]
        )
        yield from read_inputs(network, [drawing.label for drawing in chunk], images, threshold)


def read_inputs(
    network: nn.Module,
    labels: Sequence[int | None],
    images: NDArray[np.float32],
    threshold: float = -math.inf,
) -> list[Reading]:
    """Read inputs (N, C, H, W); of a blank one the network says nothing."""
    answers = entry_of(network).answers
    outputs = outputs_of(network, torch.from_numpy(images))
    outcomes = {
        answer.name: outcome_of(answer, outputs[answer.name]).flatten(1) for answer in answers
    }
    scored = digit_of(answers)
    looks = None if scored is None else digit_score(outputs[scored.name].numpy()) >= threshold
    readings = []
    for at, (label, image) in enumerate(zip(labels, images, strict=True)):
        if not image.any():
            readings.append(Reading(label, None, None, None, None if looks is None else False, {}))
            continue
        row = {name: values[at].tolist() for name, values in outcomes.items()}
        first, second, *_ = *best_of(answers, row), (None, None), (None, None)
        like = None if looks is None else bool(looks[at])
        readings.append(Reading(label, first[0], second[0], first[1], like, row))
    return readings


def _chunks(drawings: Iterable[Drawing]) -> Iterator[list[Drawing]]:
    remaining = iter(drawings)
    while chunk := list(itertools.islice(remaining, BATCH)):
        yield chunk


def read_images(network: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probabilities (N, classes) for images (N, side, side) uint8."""
    logits = torch.from_numpy(logits_of(network, as_input(images)))
    probabilities: NDArray[np.float32] = torch.softmax(logits, dim=1).numpy()
    return probabilities


def as_input(images: NDArray[np.uint8]) -> Tensor:
    """Images (N, side, side) uint8 as a network's input: (N, 1, side, side) in 0..1."""
    return torch.from_numpy(images.astype(np.float32) / np.float32(255))[:, None]


def logits_of(network: nn.Module, images: Tensor) -> NDArray[np.float32]:
    """Logits (N, classes) of the digit for inputs (N, C, H, W).

    Raises ArchitectureError if no answer of the network names the digit.
    """
    digit = entry_of(network).digit
    logits: NDArray[np.float32] = outputs_of(network, images)[digit.name].numpy()
    return logits


@torch.inference_mode()
def outputs_of(network: nn.Module, images: Tensor) -> dict[str, Tensor]:
    """Name of each answer -> the network's output (N, ...) for inputs (N, C, H, W)."""
    network.eval()
    answers = entry_of(network).answers
    parts = [named_outputs(answers, network(chunk)) for chunk in torch.split(images, BATCH)]
    return {answer.name: torch.cat([part[answer.name] for part in parts]) for answer in answers}


def answer_shapes(network: nn.Module) -> dict[str, tuple[int, ...]]:
    """Name of each answer -> the shape of its outcome of one drawing."""
    outputs = outputs_of(network, torch.zeros(1, *entry_of(network).input_shape))
    return {name: tuple(values.shape[1:]) for name, values in outputs.items()}


def _mean(right: NDArray[np.bool_]) -> float | None:
    return float(right.mean()) if right.size else None


def _worst_writer(
    right: NDArray[np.bool_], writers: list[str] | None
) -> tuple[str | None, float | None]:
    if not writers:
        return None, None
    who = np.array(writers)
    names, counts = np.unique(who, return_counts=True)
    # Of a few drawings one is a large part: they say little about a writer.
    judged = names[counts >= WRITER_DRAWINGS] if counts.max() >= WRITER_DRAWINGS else names
    scores = {writer: float(right[who == writer].mean()) for writer in judged.tolist()}
    worst = min(scores, key=lambda writer: scores[writer])
    return worst, scores[worst]
