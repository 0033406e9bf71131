"""Training as one clear loop that reports what happens: a generator of events.

Data: MNIST's training images, recorded pen strokes, digits of the project's own generator, and
shapes that are no digits. 5,000 of MNIST's training images and some of the strokes' writers are
kept aside for validation; test images are never looked at. The loop averages the weights over the
last steps (Polyak and Juditsky 1992, here exponentially) and keeps that average: nothing is chosen
by a score. What is no digit is taught as doubt, all classes being equally likely ("outlier
exposure", Hendrycks, Mazeika, Dietterich 2019).
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models._answers import Mask
from models._checkpoint import WeightsError
from models._outcomes import named_outputs
from models._registry import ArchitectureError, ModelEntry, create_model, model_entry
from models.data.augment import Stroke, warp_images
from models.data.clutter import Clutter
from models.data.datasets import (
    Digits,
    Drawing,
    at_side,
    matching,
    read_drawings,
    read_idx_pair,
    rendered,
)
from models.data.variety import NOT_A_DIGIT, Variety, varied_by
from models.ink.mnist import SIDE
from models.training.evaluate import as_input, evaluate
from models.training.losses import check_targets, loss_of
from models.training.pixels import overlap_of_digit


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the outcome, beside the data."""

    epochs: int = 26
    batch_size: int = 128
    learning_rate: float = 4e-3
    weight_decay: float = 0.03
    average_decay: float = 0.999
    warp: float = 0.7
    """Strength of the warp of MNIST's images; see `models.data.augment.warp_images`."""
    variants: int = 2
    """Varied images of each stroke drawing in an epoch."""
    generated: int = 22_000
    """Digits of the generator in an epoch, of its styles and rarer forms."""
    not_digits: int = 7_000
    """Shapes that are no digits in an epoch."""
    varieties: int = 6
    """Epochs after which the same drawn images come again; MNIST is warped anew in each."""
    doubt_weight: float = 0.7
    """What teaching doubt counts beside teaching digits."""
    further_weight: float = 1.0
    """What each answer beside the digit counts."""
    mnist_validation: int = 5_000
    validation_writers: int = 4
    """Writers of each file of strokes that are kept aside."""
    fold: int = 0
    """Which writers are kept aside: the next ones of a fixed order for each fold."""
    left_out: str = ""
    """Writers that are kept aside beside those, all of them: patterns as of a shell's file names,
    with commas between them (`somewhere-*` may be one contributor of a set)."""
    seed: int = 1998


def recipe_of(entry: ModelEntry, **given: Any) -> Recipe:
    """A network's own recipe, and of it what is `given`; raises ArchitectureError."""
    unknown = sorted(set(entry.recipe) - {each.name for each in fields(Recipe)})
    if unknown:
        raise ArchitectureError(
            f"the recipe of {entry.name!r} has no {unknown[0]!r}; models/training/train.py has all"
        )
    return Recipe(**{**dict[str, Any](entry.recipe), **given})


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


@dataclass(frozen=True)
class StepDone:
    """One batch: `step` of `steps` in `epoch` of `epochs`, counted from 1."""

    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float


@dataclass(frozen=True)
class EpochDone:
    """One pass over the data; accuracies in 0..1, validation by set, of the averaged weights."""

    epoch: int
    epochs: int
    loss: float
    train_accuracy: float
    validation_accuracy: dict[str, float | None]


@dataclass(frozen=True)
class TrainingDone:
    """The averaged network, on the CPU, in evaluation mode, and how long it took."""

    network: nn.Module
    seconds: float


Event = StepDone | EpochDone | TrainingDone


def read_composed_data(folder: Path, recipe: Recipe, side: int = SIDE) -> TrainingData:
    """Read `folder`/strokes for drawings of digits with clutter; raises DatasetError.

    Images and labels are none; those kept aside are composed, their labels what each pixel is.
    """
    data = read_training_data(folder, recipe, side)
    rng = np.random.default_rng(recipe.seed)
    split = [_split(file, recipe, rng) for file in sorted((folder / "strokes").glob("*.jsonl*"))]
    aside = [
        Digits(
            part.validation_name,
            *Clutter([_arrays(each) for each in part.aside], _COMPOSED_ASIDE, side).images((1, at)),
        )
        for at, part in enumerate(split)
    ]
    return replace(
        data,
        images=data.images[:0],
        labels=torch.zeros((0, side, side), dtype=torch.int64),
        validation=tuple(aside),
    )


_COMPOSED_ASIDE = 1_000
"""Drawings composed of each file's writers kept aside, half of them of made-up digits."""


def read_training_data(folder: Path, recipe: Recipe, side: int = SIDE) -> TrainingData:
    """Read `folder`/mnist and, where it is there, `folder`/strokes; raises DatasetError.

    `side`: pixels along the images that the network takes.
    """
    rng = np.random.default_rng(recipe.seed)
    mnist = at_side(read_idx_pair(_training_images(folder / "mnist")), side)
    order = rng.permutation(len(mnist))
    kept, used = order[: recipe.mnist_validation], order[recipe.mnist_validation :]
    files = sorted((folder / "strokes").glob("*.jsonl*"))
    split = [_split(file, recipe, rng) for file in files]
    train = [drawing for part in split for drawing in part.train]
    validation = [Digits("mnist-validation", mnist.images[kept], mnist.labels[kept])]
    for part in split:
        if part.aside:
            validation.append(rendered(part.validation_name, iter(part.aside), side))
    left_out = [drawing for part in split for drawing in part.left_out]
    return TrainingData(
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


@dataclass(frozen=True)
class _Split:
    """A file's drawings: to learn from, of the writers kept aside, and of those left out."""

    name: str
    train: list[Drawing]
    aside: list[Drawing]
    left_out: list[Drawing]

    @property
    def validation_name(self) -> str:
        """Of the set of those kept aside; `train` is the name of many files."""
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


def train(
    name: str,
    data: TrainingData,
    recipe: Recipe,
    state_file: Path | None = None,
    aside: bool = False,
) -> Iterator[Event]:
    """Train network `name`, from scratch or from where `state_file` left off.

    The state is written after each epoch. Randomness is seeded by epoch, so a resumed run ends
    where an uninterrupted one would. `aside`: drawings are varied in a process beside this one, an
    epoch ahead; the result is the same. Raises WeightsError if `state_file` is of another network
    or recipe, ArchitectureError if nothing says what an answer should be.
    """
    run = _start(name, recipe)
    identity = {"name": name, "recipe": asdict(recipe)}
    if state_file is not None and state_file.exists():
        _resume(run, state_file, identity)
    variety = _variety(run.entry, data, recipe)
    seeds = [
        (recipe.seed, epoch % recipe.varieties) for epoch in range(run.epochs_done, recipe.epochs)
    ]
    started = time.monotonic()
    for images, labels in varied_by(variety, seeds, aside):
        yield from _epoch(run, data, recipe, as_input(images), torch.from_numpy(labels))
        run.seconds, started = run.seconds + time.monotonic() - started, time.monotonic()
        if state_file is not None:
            _save_state(run, state_file, identity)
    yield TrainingDone(run.average.eval(), run.seconds)


def gradients(name: str, data: TrainingData, seed: int, count: int = 512) -> dict[str, float]:
    """How large the gradient of each weight is before the first step, from the first layer on.

    Name of each operation with weights -> root of the mean square of the digit's loss's gradient by
    its weights, over the first `count` images of MNIST's training part. Of a network that is taught
    pixels there are none.
    """
    if len(data.images) == 0:
        return {}
    torch.manual_seed(seed)
    network = create_model(name).eval()
    outputs = named_outputs(model_entry(name).answers, network(data.images[:count]))
    digit = outputs[model_entry(name).digit.name]
    torch.autograd.backward(nn.functional.cross_entropy(digit, data.labels[:count]))
    return {
        weights.removesuffix(".weight").replace(".", "_"): float(value.grad.square().mean().sqrt())
        for weights, value in network.named_parameters()
        if weights.endswith(".weight") and value.grad is not None
    }


def _variety(entry: ModelEntry, data: TrainingData, recipe: Recipe) -> Variety | Clutter:
    """Who draws an epoch's images."""
    if isinstance(entry.taught, Mask):
        return Clutter(data.drawings, recipe.generated, entry.side)
    drawn = data.drawings, data.drawing_labels
    return Variety(*drawn, recipe.variants, recipe.generated, recipe.not_digits, entry.side)


@dataclass
class _Run:
    """What training carries from step to step, and what a resumed run must get back."""

    entry: ModelEntry
    network: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    epochs_done: int = 0
    seconds: float = 0.0


def _start(name: str, recipe: Recipe) -> _Run:
    entry = model_entry(name)
    check_targets(entry)
    torch.manual_seed(recipe.seed)
    # Channels last: the convolutions take half the time so.
    network = create_model(name)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(
        network.parameters(), weight_decay=recipe.weight_decay, fused=True
    )
    return _Run(entry, network, copy.deepcopy(network), optimizer)


def _epoch(
    run: _Run, data: TrainingData, recipe: Recipe, drawn: Tensor, drawn_labels: Tensor
) -> Iterator[Event]:
    epoch, epochs = run.epochs_done, recipe.epochs
    generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + epoch)
    labels = torch.cat([data.labels, drawn_labels])
    order = torch.randperm(len(labels), generator=generator)
    batches = torch.split(order, recipe.batch_size)
    run.network.train()
    total_loss, right = 0.0, 0
    for step, batch in enumerate(batches):
        images = _batch_images(batch, data.images, drawn, generator, recipe.warp)
        rate = recipe.learning_rate * _one_cycle((epoch + step / len(batches)) / epochs)
        guessed, loss = _step(run, images, labels[batch], rate, recipe)
        steps_done = epoch * len(batches) + step + 1
        _move_average(run, min(recipe.average_decay, steps_done / (steps_done + 9)))
        total_loss += loss * len(batch)
        right += int((guessed == labels[batch]).sum())
        yield StepDone(epoch + 1, epochs, step + 1, len(batches), loss)
    run.epochs_done += 1
    score = overlap_of_digit if isinstance(run.entry.taught, Mask) else _first_guess
    scores = {kept.name: score(run.average, kept) for kept in (*data.validation, *data.left_out)}
    digits = int((labels != NOT_A_DIGIT).sum())
    yield EpochDone(epoch + 1, epochs, total_loss / len(labels), right / digits, scores)


def _first_guess(network: nn.Module, kept: Digits) -> float | None:
    return evaluate(network, kept).first_guess


def _step(
    run: _Run, images: Tensor, labels: Tensor, rate: float, recipe: Recipe
) -> tuple[Tensor, float]:
    """Move the weights once against the gradient; returns first guesses (B,) and the loss."""
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    outputs = named_outputs(run.entry.answers, run.network(images))
    weights = recipe.doubt_weight, recipe.further_weight
    loss = loss_of(run.entry, outputs, images, labels, *weights)
    run.optimizer.zero_grad()
    torch.autograd.backward(loss)
    run.optimizer.step()
    return outputs[run.entry.taught.name].argmax(1), loss.item()


def _batch_images(
    batch: Tensor, mnist: Tensor, drawn: Tensor, generator: torch.Generator, warp: float
) -> Tensor:
    """The batch's images in its order: MNIST's are warped, drawn ones were varied as strokes."""
    is_mnist = batch < len(mnist)
    images = torch.empty(len(batch), *mnist.shape[1:])
    if is_mnist.any():
        images[is_mnist] = warp_images(mnist[batch[is_mnist]], generator, warp)
    images[~is_mnist] = drawn[batch[~is_mnist] - len(mnist)]
    return images


def _one_cycle(progress: float) -> float:
    """Learning rate against progress 0..1: a short climb, then half a cosine down (Smith 2018)."""
    climb = 0.1
    if progress < climb:
        return 0.05 + 0.95 * progress / climb
    return 0.5 * (1 + math.cos(math.pi * (progress - climb) / (1 - climb)))


@torch.no_grad()
def _move_average(run: _Run, decay: float) -> None:
    pairs = zip(run.average.parameters(), run.network.parameters(), strict=True)
    for mean, value in pairs:
        mean.lerp_(value, 1 - decay)
    # The statistics of batch normalisation are averages already.
    for kept, now in zip(run.average.buffers(), run.network.buffers(), strict=True):
        kept.copy_(now)


def _resume(run: _Run, state_file: Path, identity: dict[str, Any]) -> None:
    state = torch.load(state_file, weights_only=True)
    if state["identity"] != identity:
        raise WeightsError(f"{state_file} is of another run; move it away or use the same recipe")
    run.network.load_state_dict(state["network"])
    run.average.load_state_dict(state["average"])
    run.optimizer.load_state_dict(state["optimizer"])
    run.epochs_done = int(state["epochs_done"])
    run.seconds = float(state["seconds"])


def _save_state(run: _Run, state_file: Path, identity: dict[str, Any]) -> None:
    """Write the whole state or none of it."""
    state = {
        "identity": identity,
        "epochs_done": run.epochs_done,
        "seconds": run.seconds,
        "network": run.network.state_dict(),
        "average": run.average.state_dict(),
        "optimizer": run.optimizer.state_dict(),
    }
    state_file.parent.mkdir(parents=True, exist_ok=True)
    partial = state_file.with_name(state_file.name + ".part")
    torch.save(state, partial)
    partial.replace(state_file)


def _training_images(folder: Path) -> Path:
    """The training images' file, compressed or not; a name for the error if there is none."""
    plain = folder / "train-images-idx3-ubyte"
    return next((p for p in (plain.with_name(plain.name + ".gz"), plain) if p.exists()), plain)


def _arrays(drawing: Drawing) -> list[Stroke]:
    return [np.array(stroke, np.float64) for stroke in drawing.strokes if stroke]
