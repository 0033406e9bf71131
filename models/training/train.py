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
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models._checkpoint import WeightsError
from models._outcomes import named_outputs
from models._registry import ArchitectureError, ModelEntry, create_model, entry_of, model_entry
from models.data.augment import warp_images
from models.data.datasets import Digits
from models.data.pens import Pens
from models.data.variety import NOT_A_DIGIT, MadeFromSeeds, Variety, varied_by
from models.training.changes import change
from models.training.evaluate import as_input, evaluate
from models.training.losses import check_targets, loss_of
from models.training.optimizers import SGD, AdamW
from models.training.recipe import Recipe
from models.training.tasks import SEEDS, Task, task_of
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
    """One pass over the data; accuracies in 0..1, validation by set, of the averaged weights.

    For an answer that is no digit, its task defines the accuracy (`models.training.tasks`).
    """

    epoch: int
    epochs: int
    loss: float
    train_accuracy: float | None
    validation_accuracy: dict[str, float | None]


@dataclass(frozen=True)
class TrainingDone:
    """The averaged network, on the CPU, in evaluation mode, and how long it took."""

    network: nn.Module
    seconds: float


Event = TrainingStarted | StepDone | EpochDone | TrainingDone

Rates = Callable[[int], float]
"""The step size of a step, counted from 0; asked just before it is taken."""


def train(
    name: str,
    data: TrainingData,
    recipe: Recipe,
    state_file: Path | None = None,
    aside: bool = False,
    task: Task | None = None,
    rates: Rates | None = None,
) -> Iterator[Event]:
    """Train network `name`, from scratch or from where `state_file` left off.

    The state is written after each epoch, with that of chance, so a resumed run ends where an
    uninterrupted one would. `aside`: drawings are varied in a process beside this one, an
    epoch ahead; the result is the same. `task`: another one than the network's own. `rates`: step
    sizes in the place of the recipe's, which climb and fall. Raises WeightsError if `state_file` is
    of another network or recipe, ArchitectureError if nothing says what an answer should be.
    """
    run = _start(name, recipe, task, rates)
    identity = {"name": name, "recipe": asdict(recipe)}
    if state_file is not None and state_file.exists():
        _resume(run, state_file, identity)
    variety = _variety(run, data, recipe)
    seeds = [
        (recipe.seed, epoch % recipe.varieties) for epoch in range(run.epochs_done, recipe.epochs)
    ]
    started = time.monotonic()
    for images, labels in varied_by(variety, seeds, aside):
        if run.epochs_done == 0:
            taught = len(labels) if run.task else len(data.labels) + len(labels)
            batches = math.ceil(taught / recipe.batch_size)
            yield TrainingStarted(run.network, recipe.epochs * batches)
        yield from _epoch(run, data, recipe, as_input(images), torch.from_numpy(labels))
        run.seconds, started = run.seconds + time.monotonic() - started, time.monotonic()
        if state_file is not None:
            _save_state(run, state_file, identity)
    yield TrainingDone(run.average.eval(), run.seconds)


def gradients(name: str, data: TrainingData, seed: int, count: int = 512) -> dict[str, float]:
    """How large the gradient of each weight is before the first step, from the first layer on.

    Name of each operation with weights -> root of the mean square of the digit's loss's gradient by
    its weights, over the first `count` images of MNIST's training part. Of a network that composed
    drawings teach there are none.
    """
    if len(data.images) == 0:
        return {}
    torch.manual_seed(seed)
    return gradient_sizes(create_model(name), data.images[:count], data.labels[:count])


def gradient_sizes(
    network: nn.Module, images: torch.Tensor, labels: torch.Tensor
) -> dict[str, float]:
    """How large the gradient of each weight of a network that answers digits is for these images.

    `images` (B, 1, H, W), `labels` (B,). Name of each operation with weights, from the first layer
    on -> root of the mean square of the gradient of the digit's loss by its weights. The network
    is read as when it answers (`eval`), and gradients that it had are gone.
    """
    entry = entry_of(network)
    network.eval().zero_grad()
    digit = named_outputs(entry.answers, network(images))[entry.digit.name]
    torch.autograd.backward(nn.functional.cross_entropy(digit, labels))
    return {
        weights.removesuffix(".weight").replace(".", "_"): float(value.grad.square().mean().sqrt())
        for weights, value in network.named_parameters()
        if weights.endswith(".weight") and value.grad is not None
    }


def compare(name: str, data: TrainingData, recipe: Recipe, aside: bool = True) -> dict[str, Any]:
    """How two ways of teaching a network come out, over some seeds; nothing where there is one way.

    Both see the same images of each seed. `aside`: as `train` has it.
    """
    task = task_of(model_entry(name))
    if task is None or task.rival is None:
        return {}
    scores: list[list[dict[str, float]]] = []
    for taught in (task, task.rival):
        scores.append([])
        for seed in range(SEEDS):
            *_, last, _ = train(name, data, replace(recipe, seed=seed), aside=aside, task=taught)
            assert isinstance(last, EpochDone)
            scores[-1].append({k: float(v or 0) for k, v in last.validation_accuracy.items()})
    return task.rivals(scores[0], scores[1])


def _variety(run: _Run, data: TrainingData, recipe: Recipe) -> MadeFromSeeds:
    """Who draws an epoch's images."""
    if run.task is not None:
        pens = Pens(data.drawings, data.drawing_labels)
        return run.task.compose(pens, recipe.generated, run.entry)
    drawn = data.drawings, data.drawing_labels
    made = recipe.variants, recipe.generated, recipe.not_digits
    return Variety(*drawn, *made, run.entry.side)


@dataclass
class _Run:
    """What training carries from step to step, and what a resumed run must get back."""

    entry: ModelEntry
    task: Task | None
    network: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    rates: Rates | None = None
    epochs_done: int = 0
    seconds: float = 0.0


def _start(name: str, recipe: Recipe, task: Task | None, rates: Rates | None) -> _Run:
    entry = model_entry(name)
    check_targets(entry)
    if recipe.label_noise > 0 and (task or task_of(entry)):
        raise ArchitectureError(f"{name!r} is not taught by labels; leave out the noise in them")
    torch.manual_seed(recipe.seed)
    # Channels last: the convolutions take half the time so.
    network = create_model(name)
    change(network, recipe)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = _optimizer(network, recipe)
    average = copy.deepcopy(network)
    return _Run(entry, task or task_of(entry), network, average, optimizer, rates)


def _optimizer(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    decay = recipe.weight_decay
    if recipe.optimizer == "sgd":
        return SGD(network.parameters(), momentum=recipe.momentum, weight_decay=decay, lr=0)
    return AdamW(network.parameters(), weight_decay=decay, fused=True)


def _epoch(
    run: _Run, data: TrainingData, recipe: Recipe, drawn: Tensor, drawn_labels: Tensor
) -> Iterator[Event]:
    epoch, epochs = run.epochs_done, recipe.epochs
    generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + epoch)
    labels = drawn_labels if run.task else torch.cat([data.labels, drawn_labels])
    if recipe.label_noise > 0:
        labels = _with_noise(labels, recipe)
    order = torch.randperm(len(labels), generator=generator)
    batches = torch.split(order, recipe.batch_size)
    run.network.train()
    total_loss, right = 0.0, 0.0
    for step, batch in enumerate(batches):
        images = _batch_images(batch, data.images, drawn, generator, recipe.warp)
        progress = (epoch + step / len(batches)) / epochs
        rate = recipe.learning_rate * _one_cycle(progress)
        if run.rates is not None:
            rate = run.rates(epoch * len(batches) + step)
        output, loss = _step(run, images, labels[batch], rate, recipe)
        steps_done = epoch * len(batches) + step + 1
        _move_average(run, min(recipe.average_decay, steps_done / (steps_done + 9)))
        total_loss += loss * len(batch)
        right += _right(run, output, labels[batch])
        yield StepDone(epoch + 1, epochs, step + 1, len(batches), loss, run.network)
    run.epochs_done += 1
    score = run.task.score if run.task else _first_guess
    scores = {kept.name: score(run.average, kept) for kept in (*data.validation, *data.left_out)}
    judged = len(labels) if run.task else int((labels != NOT_A_DIGIT).sum())
    accuracy = None if run.task and run.task.right is None else right / judged
    yield EpochDone(epoch + 1, epochs, total_loss / len(labels), accuracy, scores)


def _right(run: _Run, output: Tensor, labels: Tensor) -> float:
    """How many of a batch were answered rightly, before the weights moved."""
    if run.task is None:
        return int((output.argmax(1) == labels).sum())
    return float(run.task.right(output, labels).sum()) if run.task.right else 0


def _first_guess(network: nn.Module, kept: Digits) -> float | None:
    return evaluate(network, kept).first_guess


def _step(
    run: _Run, images: Tensor, labels: Tensor, rate: float, recipe: Recipe
) -> tuple[Tensor, float]:
    """Move the weights once against the gradient; returns what was answered, and the loss."""
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    outputs = named_outputs(run.entry.answers, run.network(images))
    output = outputs[run.entry.taught.name]
    weights = recipe.doubt_weight, recipe.further_weight
    loss = (
        run.task.loss(output, labels)
        if run.task
        else loss_of(run.entry, outputs, images, labels, *weights)
    )
    run.optimizer.zero_grad()
    torch.autograd.backward(loss)
    run.optimizer.step()
    return output.detach(), loss.item()


def _batch_images(
    batch: Tensor, mnist: Tensor, drawn: Tensor, generator: torch.Generator, warp: float
) -> Tensor:
    """The batch's images in its order: MNIST's are warped, drawn ones were varied as strokes."""
    is_mnist = batch < len(mnist)
    images = torch.empty(len(batch), *mnist.shape[1:])
    if is_mnist.any():
        crisp = mnist[batch[is_mnist]]
        images[is_mnist] = warp_images(crisp, generator, warp) if warp > 0 else crisp
    images[~is_mnist] = drawn[batch[~is_mnist] - len(mnist)]
    return images


def _with_noise(labels: Tensor, recipe: Recipe) -> Tensor:
    """Labels (N,), part of them by chance: the same ones in each epoch. No digit stays none."""
    chance = torch.Generator().manual_seed(recipe.seed)
    picked = torch.rand(len(labels), generator=chance) < recipe.label_noise
    other = torch.randint(10, (len(labels),), generator=chance)
    return torch.where(picked & (labels != NOT_A_DIGIT), other, labels)


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
