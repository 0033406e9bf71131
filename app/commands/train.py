"""`inkling train`: train a network, show how it goes, write its weights and model card."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from app.commands.composed import measure
from models._checkpoint import WEIGHTS, WeightsError, save_weights
from models._film import write_film
from models._registry import ModelEntry, model_entry
from models.data.datasets import Digits, read_digits
from models.training import card
from models.training.made_up import data_made_anew
from models.training.pixels import dropped_in_training
from models.training.recipe import ACTIVATIONS, OF_DIGITS, OPTIMIZERS, Recipe, recipe_of
from models.training.recording import MOMENTS, MOST_MOMENTS, Recorder
from models.training.tasks import Task, task_of
from models.training.train import (
    EpochDone,
    Event,
    StepDone,
    TrainingDone,
    compare,
    gradients,
    train,
)
from models.training.training_data import TrainingData, read_composed_data, read_training_data

OPTIONS = {
    "epochs": "passes over the data (%(default)s)",
    "learning_rate": "the largest step size of the run (%(default)s)",
    "seed": "of everything that is random (%(default)s)",
    "generated": "made-up digits in an epoch (%(default)s)",
    "not_digits": "shapes that are no digits in an epoch (%(default)s)",
    "validation_writers": "writers of each file of strokes kept aside (%(default)s)",
    "fold": "which of them: 0 the first so many, 1 the next (%(default)s)",
    "images": "MNIST's images that are learned from; 0: all (%(default)s)",
    "variants": "varied images of each recorded drawing in an epoch (%(default)s)",
    "warp": "strength of the warp of MNIST's images; 0: none (%(default)s)",
    "mnist_validation": "MNIST's images kept aside (%(default)s)",
    "batch_size": "images a step (%(default)s)",
    "optimizer": f"{' or '.join(OPTIMIZERS)} (%(default)s)",
    "momentum": "of sgd (%(default)s)",
    "weight_decay": "(%(default)s)",
    "dropout": "part of what goes into dense layers but the first that is left out (%(default)s)",
    "label_noise": "part of the labels drawn by chance (%(default)s)",
    "start": "what the random start is multiplied by; 0: all weights are zero (%(default)s)",
    "activation": f"in the place of every ReLU: {' or '.join(ACTIVATIONS)}; needs --no-weights",
    "left_out": "further writers kept aside, by patterns with commas between: 'here-*,there-01'",
}
"""Parts of the recipe that can be given on the command line."""

HELP = "train a network and write its weights and model card"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    recipe = Recipe()
    parser.add_argument("network", help="name of the network, for example lenet5")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder with mnist/ and strokes/; without it made-up digits teach, for a film alone",
    )
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, metavar="DIR", help="where to write (%(default)s)"
    )
    for name, meaning in OPTIONS.items():
        usual = getattr(recipe, name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=type(usual),
            default=argparse.SUPPRESS,
            help=meaning.replace("%(default)s", f"the network's own, or {usual}"),
        )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep the run's state here after each epoch, and resume from it",
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="write a film of the run here (docs/films.md)"
    )
    parser.add_argument(
        "--moments",
        type=int,
        default=MOMENTS,
        metavar="N",
        help="steps of which the film has the weights, 2 to 64 (%(default)s)",
    )
    parser.add_argument(
        "--curves-only", action="store_true", help="a film without weights: curves and confusion"
    )
    parser.add_argument(
        "--no-weights", action="store_true", help="write the film alone: no weights, no card"
    )


def run(arguments: argparse.Namespace) -> int:
    """Train, score and write; raises the errors of `models.training.train`, and DatasetError."""
    console = Console()
    given = {name: value for name, value in vars(arguments).items() if name in OPTIONS}
    entry = model_entry(arguments.network)
    recipe = recipe_of(entry, **given)
    _check(arguments, recipe)
    task = task_of(entry)
    data = _data(arguments.data, recipe, entry)
    if arguments.data is None:
        console.print(
            f"No --data: it learns from {recipe.generated:,} made-up digits an epoch, and is "
            f"scored on {len(data.validation[0]):,} others. The film is all that is written."
        )
    events = train(arguments.network, data, recipe, arguments.state, aside=True)
    recorder = None
    if arguments.record:
        held_out, weights = data.validation[0], not arguments.curves_only
        recorder = Recorder(arguments.network, recipe, held_out, arguments.moments, weights)
        events = recorder.record(events)
    done, history = _show(events, console)
    if recorder:
        size = write_film(recorder.film(), arguments.record)
        console.print(f"Written: {arguments.record}, {size / 1e6:.2f} MB")
    if done is None:
        console.print("The loss is no finite number any more: no weights are written.")
        return 0
    if arguments.no_weights or arguments.data is None:
        return 0
    written = (
        _card_of_task(task, arguments, recipe, data, done)
        if task
        else _card(arguments, recipe, data, done)
    )
    written |= {"epochs": history, "gradients": gradients(arguments.network, data, recipe.seed)}
    path = save_weights(done.network, written, arguments.network, arguments.out)
    for name, scores in written.get("accuracy", {}).items():
        console.print(f"{name}: {100 * scores['first_guess']:.2f} %")
    console.print(f"Written: {path} and its card, after {written['minutes']} minutes")
    return 0


def _data(folder: Path | None, recipe: Recipe, entry: ModelEntry) -> TrainingData:
    """The data to learn from and score on; made-up digits without a folder. DatasetError."""
    if folder is None:
        return data_made_anew(entry.side)
    if task_of(entry):
        return read_composed_data(folder, recipe, entry)
    return read_training_data(folder, recipe, entry.side)


def _check(arguments: argparse.Namespace, recipe: Recipe) -> None:
    """Raise WeightsError for options that do not go together."""
    if arguments.record and arguments.state and arguments.state.exists():
        raise WeightsError(
            f"{arguments.state} has begun already and a film shows a run from its start; "
            "leave --record out or move the state away"
        )
    if arguments.data is None:
        _check_without_data(arguments, recipe)
    if arguments.no_weights and not arguments.record:
        raise WeightsError("--no-weights alone would write nothing; give --record FILE too")
    if recipe.activation and not arguments.no_weights:
        raise WeightsError(
            f"{arguments.network} has ReLU, and weights taught with another activation would be "
            "read wrongly; give --record FILE --no-weights"
        )
    if not 2 <= arguments.moments <= MOST_MOMENTS:
        raise WeightsError(f"a film has 2 to {MOST_MOMENTS} moments, not {arguments.moments}")


def _check_without_data(arguments: argparse.Namespace, recipe: Recipe) -> None:
    """Raise WeightsError for a run that needs more than made-up digits, or that makes nothing."""
    if task_of(model_entry(arguments.network)):
        raise WeightsError(
            f"{arguments.network} learns from composed drawings; give --data DIR, "
            "a folder with mnist/ and strokes/"
        )
    if not arguments.record:
        raise WeightsError(
            "weights are taught by --data DIR, a folder with mnist/ (inkling fetch-data makes it); "
            "without it only a film is made: give --record FILE"
        )
    if recipe.generated == 0:
        raise WeightsError("--generated 0 without --data leaves nothing to learn from")


def _show(
    events: Iterable[Event], console: Console
) -> tuple[TrainingDone | None, list[dict[str, Any]]]:
    """Show a run on the terminal; its last event, if it ends, and the figures of each epoch."""
    history = []
    done = None
    bar = Progress(
        TextColumn("epoch {task.fields[epoch]}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.4f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    with bar:
        row = bar.add_task("training", epoch="1", loss=0.0)
        for event in events:
            match event:
                case StepDone(epoch, epochs, step, steps, loss, _):
                    bar.update(
                        row,
                        total=epochs * steps,
                        completed=(epoch - 1) * steps + step,
                        epoch=f"{epoch}/{epochs}",
                        loss=loss,
                    )
                case EpochDone():
                    console.print(_line(event))
                    history.append(
                        {
                            "loss": event.loss,
                            "training": event.train_accuracy,
                            **event.validation_accuracy,
                        }
                    )
                case TrainingDone():
                    done = event
    return done, history


def _line(event: EpochDone) -> str:
    validation = ", ".join(
        f"{name} {100 * (score or 0):.2f} %" for name, score in event.validation_accuracy.items()
    )
    known = event.train_accuracy is not None
    accuracy = f"{100 * (event.train_accuracy or 0):.2f} %" if known else "-"
    return (
        f"epoch {event.epoch}/{event.epochs}: loss {event.loss:.4f}, "
        f"training {accuracy}, {validation}"
    )


def _measured_sets(data: TrainingData, folder: Path, side: int) -> list[Digits]:
    """What the finished network is scored on: what was kept aside, and MNIST's test set."""
    tests = [digits for digits in read_digits(folder / "mnist", side) if digits.name == "t10k"]
    return [
        *(replace(digits, name="mnist-test") for digits in tests),
        *data.validation,
        *data.left_out,
    ]


def _card(
    arguments: argparse.Namespace,
    recipe: Recipe,
    data: TrainingData,
    done: TrainingDone,
) -> dict[str, Any]:
    """Calibrate and measure the network; its whole model card."""
    entry = model_entry(arguments.network)
    side = entry.side
    calibration = card.calibrate(done.network, data.validation)
    measured = _measured_sets(data, arguments.data, side)
    doubt = card.measure_doubt(done.network, data.validation, data.left_out)
    return {
        **_told(arguments, recipe, done),
        "data": data.sources,
        "sets": card.SETS,
        "accuracy": card.describe_reading(done.network, measured),
        "answers": card.describe_answers(done.network, measured),
        "calibration": calibration,
        "not_a_digit": doubt,
        "misread": card.misread_examples(done.network),
        "limits": card.digit_limits(doubt["detected"]),
        "licences": card.licences(data.sources["strokes"]["files"]),
    }


def _card_of_task(
    task: Task,
    arguments: argparse.Namespace,
    recipe: Recipe,
    data: TrainingData,
    done: TrainingDone,
) -> dict[str, Any]:
    """Measure a network that learned from composed drawings; its whole model card."""
    answer = model_entry(arguments.network).taught
    task.finish(done.network)
    measured = measure(task, done.network, data.validation)
    measured |= compare(arguments.network, data, recipe)
    return {
        **_told(arguments, recipe, done, OF_DIGITS),
        "sets": {kept.name: card.SETS.get(kept.name, kept.name) for kept in data.validation},
        "answers": {answer.name: {"kind": answer.kind, "loss": {}, **measured}},
        "dropped": dropped_in_training(done.network),
        **task.plots(done.network, data.validation),
        "limits": list(task.limits),
        **card.pens_of_task(data.sources["strokes"]["files"], task.recorded),
    }


def _told(
    arguments: argparse.Namespace,
    recipe: Recipe,
    done: TrainingDone,
    without: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """How every card begins: story, command, minutes, and the recipe but for `without`."""
    entry = model_entry(arguments.network)
    usual_recipe = recipe_of(entry)
    command = ["inkling", "train", arguments.network, "--data", "DIR"]
    for name, value in asdict(recipe).items():
        if value != getattr(usual_recipe, name):
            command += [f"--{name.replace('_', '-')}", str(value)]
    return {
        **card.story(entry),
        "command": shlex.join(command),
        "minutes": round(done.seconds / 60, 1),
        "recipe": {key: value for key, value in asdict(recipe).items() if key not in without},
    }
