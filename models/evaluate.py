"""How well a network reads: accuracies of labelled sets, guesses for any drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.datasets import Digits, Drawing
from models.preprocess import preprocess

BATCH = 1_000


@dataclass(frozen=True)
class Score:
    """One labelled set. Accuracies are in 0..1, None where the set says nothing about them."""

    name: str
    count: int
    first_guess: float | None
    first_or_second: float | None
    per_class: dict[str, float | None]
    worst_writer: str | None
    worst_writer_accuracy: float | None


@dataclass(frozen=True)
class Reading:
    """What the network made of one drawing. A blank pad has no guesses."""

    label: int | None
    first_guess: int | None
    second_guess: int | None
    probabilities: list[float]


def evaluate(network: nn.Module, digits: Digits) -> Score:
    """Score `network` on one labelled set."""
    probabilities = read_images(network, digits.images)
    ranked = probabilities.argsort(axis=1)[:, ::-1]
    first = ranked[:, 0] == digits.labels
    either = (ranked[:, :2] == digits.labels[:, np.newaxis]).any(axis=1)
    classes = range(probabilities.shape[1])
    per_class = {str(c): _mean(first[digits.labels == c]) for c in classes}
    writer, worst = _worst_writer(first, digits.writers)
    return Score(digits.name, len(digits), _mean(first), _mean(either), per_class, writer, worst)


def predict(network: nn.Module, drawings: Iterable[Drawing]) -> Iterator[Reading]:
    """Read drawings one after the other, in batches."""
    chunk: list[Drawing] = []
    for drawing in drawings:
        chunk.append(drawing)
        if len(chunk) == BATCH:
            yield from _read_chunk(network, chunk)
            chunk = []
    yield from _read_chunk(network, chunk)


def _read_chunk(network: nn.Module, drawings: list[Drawing]) -> Iterator[Reading]:
    if not drawings:
        return
    images = np.stack([preprocess(drawing.strokes) for drawing in drawings])
    probabilities = _probabilities(network, torch.from_numpy(images))
    for drawing, image, row in zip(drawings, images, probabilities, strict=True):
        if not image.any():
            yield Reading(drawing.label, None, None, [])
            continue
        first, second = row.argsort()[::-1][:2].tolist()
        yield Reading(drawing.label, first, second, row.tolist())


def read_images(network: nn.Module, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probabilities (N, classes) for images (N, 28, 28) uint8."""
    return _probabilities(network, as_input(images))


def as_input(images: NDArray[np.uint8]) -> Tensor:
    """Images (N, 28, 28) uint8 as a network's input: (N, 1, 28, 28) in 0..1."""
    return torch.from_numpy(images.astype(np.float32) / np.float32(255))[:, None]


@torch.inference_mode()
def _probabilities(network: nn.Module, images: Tensor) -> NDArray[np.float32]:
    network.eval()
    chunks = [torch.softmax(network(chunk), dim=1) for chunk in torch.split(images, BATCH)]
    probabilities: NDArray[np.float32] = torch.cat(chunks).numpy()
    return probabilities


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
