"""Where a live run's digits come from: the project's own generator, MNIST, or files of strokes.

The last two lie in a folder that the server is given (`INKLING_DATA`): `mnist/` as `inkling
fetch-data` makes it, `strokes/` with files of drawings, a hall's own among them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.data.datasets import (
    DatasetError,
    Digits,
    Drawing,
    at_side,
    read_drawings,
    read_idx_pair,
    rendered,
)
from models.training.evaluate import as_input
from models.training.live_settings import FOLDER, MADE_UP, MNIST, stroke_files
from models.training.made_up import HELD_OUT, kept_aside, made_up_data
from models.training.training_data import TrainingData

ASIDE = 5
"""Of drawings that a run both learns from and is scored on, every so manieth is kept aside."""


def folder_of_data() -> Path | None:
    """The folder that was given, if one was."""
    given = os.environ.get(FOLDER, "")
    return Path(given) if given else None


def learned_from(
    source: str, count: int, seed: int, side: int, folder: Path | None, aside: bool = False
) -> TrainingData:
    """`count` digits to learn from, chosen by `seed`; fewer than that are gone through again.

    `aside`: of strokes, those that the run is scored on are left out. Raises DatasetError.
    """
    if source == MADE_UP:
        return made_up_data(count, seed, side, held_out=0)
    digits = _read(source, folder, "train", side)
    if aside:
        digits = _part(digits, np.arange(len(digits)) % ASIDE != 0)
    order = np.random.default_rng(seed).permutation(len(digits))
    chosen = np.resize(order, count)
    return TrainingData(
        images=as_input(digits.images[chosen]),
        labels=torch.from_numpy(np.asarray(digits.labels[chosen], np.int64)),
        drawings=[],
        drawing_labels=[],
        validation=(),
        left_out=(),
        sources={source: {"training_images": min(count, len(digits))}},
    )


def scored_on(source: str, side: int, folder: Path | None, aside: bool = False) -> Digits:
    """At most 1,000 digits, the same ones for every run; raises DatasetError.

    Of MNIST the first test images, of strokes all drawings, or (`aside`) every fifth.
    """
    if source == MADE_UP:
        return kept_aside(side)
    digits = _read(source, folder, "t10k", side)
    if aside:
        digits = _part(digits, np.arange(len(digits)) % ASIDE == 0)
    return _part(digits, np.arange(len(digits)) < HELD_OUT)


def _read(source: str, folder: Path | None, part: str, side: int) -> Digits:
    if folder is None:
        raise DatasetError(f"{source} needs a folder of data: set {FOLDER} to it")
    if source == MNIST:
        files = sorted((folder / "mnist").glob(f"{part}-images-idx3-ubyte*"))
        if not files:
            raise DatasetError(
                f"{folder} has no mnist/{part}-images-idx3-ubyte; inkling fetch-data"
            )
        return at_side(read_idx_pair(files[-1]), side)
    digits = rendered(source, _drawings(folder), side)
    if len(digits) < ASIDE:
        raise DatasetError(
            f"{folder}/strokes has {len(digits)} labelled digits, at least {ASIDE} are needed"
        )
    return digits


def _drawings(folder: Path) -> Iterator[Drawing]:
    for file in stroke_files(folder):
        for drawing in read_drawings(file):
            if drawing.label is not None and any(drawing.strokes):
                yield drawing


def _part(digits: Digits, of: NDArray[np.bool_]) -> Digits:
    return Digits(digits.name, digits.images[of], digits.labels[of])
