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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models._answers import Mask
from models._checkpoint import WeightsError
from models._outcomes import named_outputs
from models._registry import ModelEntry, create_model, model_entry
from models.data.augment import warp_images
from models.data.clutter import Clutter
from models.data.datasets import (
    Digits,
)
from models.data.variety import NOT_A_DIGIT, Variety, varied_by
from models.training.evaluate import as_input, evaluate
from models.training.losses import check_targets, loss_of
from models.training.pixels import overlap_of_digit
from models.training.recipe import Recipe
from models.training.training_data import TrainingData


@dataclass(frozen=True)
class TrainingStarted:
    """The network that is about to be taught, in `steps` batches in all."""

    network: nn.Module
    steps: int


@dataclass(frozen=True)
class StepDone:
    """One batch: `step` of `steps` in `epoch` of `epochs`, counted from 1.

    `network`: as it is now; it goes on being taught once the next event is asked for.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float
    network: nn.Module


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


Event = TrainingStarted | StepDone | EpochDone | TrainingDone


def train(
    name: str,
    data: TrainingData,
    recipe: Recipe,
    state_file: Path | None = None,
    aside: bool = False,
) -> Iterator[Event]:
    """Train network `name`, from scratch or from where `state_file` left off.

    The state is written after each epoch, with that of chance, so a resumed run ends where an
    uninterrupted one would. `aside`: drawings are varied in a process beside this one, an
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
        if run.epochs_done == 0:
            batches = math.ceil((len(data.labels) + len(labels)) / recipe.batch_size)
            yield TrainingStarted(run.network, recipe.epochs * batches)
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
        yield StepDone(epoch + 1, epochs, step + 1, len(batches), loss, run.network)
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
    torch.set_rng_state(state["chance"])


def _save_state(run: _Run, state_file: Path, identity: dict[str, Any]) -> None:
    """Write the whole state or none of it."""
    state = {
        "identity": identity,
        "epochs_done": run.epochs_done,
        "chance": torch.get_rng_state(),  # of dropout
        "seconds": run.seconds,
        "network": run.network.state_dict(),
        "average": run.average.state_dict(),
        "optimizer": run.optimizer.state_dict(),
    }
    state_file.parent.mkdir(parents=True, exist_ok=True)
    partial = state_file.with_name(state_file.name + ".part")
    torch.save(state, partial)
    partial.replace(state_file)
