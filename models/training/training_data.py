"""What a network learns from and what is kept aside: MNIST and recorded strokes, read and split."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models._registry import ModelEntry
from models.data.augment import Stroke
from models.data.datasets import (
    DatasetError,
    Digits,
    Drawing,
    at_side,
    matching,
    read_drawings,
    read_idx_pair,
    rendered,
)
from models.data.pens import Pens
from models.ink.mnist import SIDE
from models.training.evaluate import as_input
from models.training.recipe import Recipe
from models.training.tasks import Task, task_of


@dataclass(frozen=True)
class TrainingData:
    """MNIST's part as images, the strokes' part as strokes; what is kept aside as images."""

    images: Tensor  # (N, 1, side, side), 0..1
    labels: Tensor  # (N,)
    drawings: list[list[Stroke]]
    drawing_labels: list[int]
    validation: tuple[Digits, ...]
    left_out: tuple[Digits, ...]
    """Scored only: nothing is chosen, fitted or set by them, as if they were strangers."""
    sources: dict[str, Any]


def read_composed_data(folder: Path, recipe: Recipe, entry: ModelEntry) -> TrainingData:
    """Read `folder`/strokes for drawings that `entry`'s task composes; raises DatasetError.

    Images and labels are none; those kept aside are composed, their labels what the task teaches.
    """
    data, split = _read(folder, recipe, entry.side)
    task = _task_of(entry)
    aside = [
        Digits(part.validation_name, *task.aside(_pens(part.aside), entry).images((1, at)))
        for at, part in enumerate(split)
    ]
    if task.made_up:
        aside.append(made_up(entry, len(split)))
    return replace(
        data,
        images=data.images[:0],
        labels=torch.zeros(0, dtype=torch.int64),
        validation=tuple(aside),
    )


MADE_UP = "made-up"
"""Drawings of the project's own generator, of a seed that nothing is learned from."""


def made_up(entry: ModelEntry, at: int) -> Digits:
    """Made-up drawings to measure `entry`'s network by; `at`: their place among the sets."""
    return Digits(MADE_UP, *_task_of(entry).aside(Pens(), entry).images((1, at)))


def composed_by(file: Path, entry: ModelEntry, writers: str = "*") -> Digits:
    """Drawings for `entry`'s task, composed of all digits of a file of strokes; DatasetError.

    `writers`: patterns of those whose digits are taken.
    """
    drawings = [
        each
        for each in read_drawings(file)
        if any(each.strokes) and each.label is not None and matching([each.writer or ""], writers)
    ]
    if not drawings:
        raise DatasetError(f"{file} has no labelled drawings, of which others could be composed")
    return Digits(file.name, *_task_of(entry).aside(_pens(drawings), entry).images((1, 0)))


def _task_of(entry: ModelEntry) -> Task:
    task = task_of(entry)
    assert task is not None
    return task


def _pens(drawings: list[Drawing]) -> Pens:
    return Pens(
        [_arrays(each) for each in drawings], [int(each.label or 0) for each in drawings], 1.0
    )


def read_training_data(folder: Path, recipe: Recipe, side: int = SIDE) -> TrainingData:
    """Read `folder`/mnist and, where it is there, `folder`/strokes; raises DatasetError.

    `side`: pixels along the images that the network takes.
    """
    return _read(folder, recipe, side)[0]


def _read(folder: Path, recipe: Recipe, side: int) -> tuple[TrainingData, list[_Split]]:
    """The data, and the split of each file of strokes that it was made of."""
    rng = np.random.default_rng(recipe.seed)
    mnist = at_side(read_idx_pair(_training_images(folder / "mnist")), side)
    order = rng.permutation(len(mnist))
    kept, used = order[: recipe.mnist_validation], order[recipe.mnist_validation :]
    used = used[: recipe.images or None]
    files = sorted((folder / "strokes").glob("*.jsonl*"))
    split = [_split(file, recipe, rng) for file in files]
    train = [drawing for part in split for drawing in part.train]
    validation = [Digits("mnist-validation", mnist.images[kept], mnist.labels[kept])]
    for part in split:
        if part.aside:
            validation.append(rendered(part.validation_name, iter(part.aside), side))
    left_out = [drawing for part in split for drawing in part.left_out]
    data = TrainingData(
        images=as_input(mnist.images[used]),
        labels=torch.from_numpy(mnist.labels[used]),
        drawings=[_arrays(drawing) for drawing in train],
        drawing_labels=[int(drawing.label or 0) for drawing in train],
        validation=tuple(validation),
        left_out=(rendered("left-out", iter(left_out), side),) if left_out else (),
        sources={
            "mnist": {"training_images": len(used), "validation_images": len(kept)},
            "strokes": {
                "files": [file.name for file in files],
                "training_drawings": len(train),
                "validation_drawings": sum(len(part.aside) for part in split),
                "validation_writers": {part.validation_name: part.writers for part in split},
                "left_out_drawings": len(left_out),
            },
        },
    )
    return data, split


@dataclass(frozen=True)
class _Split:
    """A file's drawings: to learn from, of the writers kept aside, and of those left out."""

    name: str
    train: list[Drawing]
    aside: list[Drawing]
    left_out: list[Drawing]

    @property
    def validation_name(self) -> str:
        """Name of the set kept aside, from the file's name unless that is `train`, as of many."""
        return f"{'strokes' if self.name == 'train' else self.name}-validation"

    @property
    def writers(self) -> list[str] | int:
        """Who was kept aside, or only how many, where their set asks for that."""
        names = sorted({str(drawing.writer) for drawing in self.aside})
        return len(names) if self.name in UNNAMED else names


UNNAMED = ("unipen",)
"""Files whose writers and contributors are not to be named in public, as their notice says."""


def _split(file: Path, recipe: Recipe, rng: np.random.Generator) -> _Split:
    """Split a file by writer; the next file's order of writers is drawn from what `rng` is then."""
    drawings = [drawing for drawing in read_drawings(file) if any(drawing.strokes)]
    in_order = rng.permutation(sorted({str(drawing.writer) for drawing in drawings})).tolist()
    left_out = set(matching(in_order, recipe.left_out))
    known = [writer for writer in in_order if writer not in left_out]
    start = recipe.fold * recipe.validation_writers
    aside = set(known[start : start + recipe.validation_writers])
    part = _Split(file.name.split(".")[0], [], [], [])
    for drawing in drawings:
        writer = str(drawing.writer)
        kept = part.aside if writer in aside else part.train
        (part.left_out if writer in left_out else kept).append(drawing)
    return part


def _training_images(folder: Path) -> Path:
    """The training images' file, compressed or not; a name for the error if there is none."""
    plain = folder / "train-images-idx3-ubyte"
    return next((p for p in (plain.with_name(plain.name + ".gz"), plain) if p.exists()), plain)


def _arrays(drawing: Drawing) -> list[Stroke]:
    return [np.array(stroke, np.float64) for stroke in drawing.strokes if stroke]
