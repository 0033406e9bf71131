"""`inkling train`: train a network, show how it goes, write its weights and model card."""

from __future__ import annotations

import argparse
import shlex
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import nn

from models.checkpoint import WEIGHTS, save_weights
from models.datasets import read_digits
from models.evaluate import evaluate
from models.train import (
    EpochDone,
    Event,
    Recipe,
    StepDone,
    TrainingData,
    TrainingDone,
    read_training_data,
    train,
)

HELP = "train a network and write its weights and model card"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    recipe = Recipe()
    parser.add_argument("network", help="name of the network, for example lenet5")
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="folder with mnist/ and strokes/"
    )
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, metavar="DIR", help="where to write (%(default)s)"
    )
    parser.add_argument("--epochs", type=int, default=recipe.epochs, help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=recipe.seed, help="(%(default)s)")
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep the run's state here after each epoch, and resume from it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Train, score and write; raises DatasetError, UnknownModelError and ValueError."""
    console = Console()
    recipe = Recipe(epochs=arguments.epochs, seed=arguments.seed)
    data = read_training_data(arguments.data, recipe)
    started = time.monotonic()
    network = _show(train(arguments.network, data, recipe, arguments.state), console)
    minutes = (time.monotonic() - started) / 60
    accuracy = _accuracies(network, data, arguments.data)
    card = _card(arguments, recipe, data, accuracy, minutes)
    path = save_weights(network, card, arguments.network, arguments.out)
    for name, scores in accuracy.items():
        console.print(f"{name}: {100 * scores['first_guess']:.2f} %")
    console.print(f"Written: {path} and its card, after {minutes:.1f} minutes")
    return 0


def _show(events: Iterable[Event], console: Console) -> nn.Module:
    """Follow a run on the terminal; returns the trained network."""
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
                case StepDone(epoch, epochs, step, steps, loss):
                    bar.update(
                        row,
                        total=epochs * steps,
                        completed=(epoch - 1) * steps + step,
                        epoch=f"{epoch}/{epochs}",
                        loss=loss,
                    )
                case EpochDone():
                    console.print(_line(event))
                case TrainingDone(network):
                    trained = network
    return trained


def _line(event: EpochDone) -> str:
    validation = ", ".join(
        f"{name} {100 * (score or 0):.2f} %" for name, score in event.validation_accuracy.items()
    )
    return (
        f"epoch {event.epoch}/{event.epochs}: loss {event.loss:.4f}, "
        f"training {100 * event.train_accuracy:.2f} %, {validation}"
    )


def _accuracies(network: nn.Module, data: TrainingData, folder: Path) -> dict[str, Any]:
    """Scores of the finished network: on what was kept aside and on MNIST's test set."""
    sets = {digits.name: digits for digits in data.validation}
    for digits in read_digits(folder / "mnist"):
        if digits.name == "t10k":
            sets["mnist-test"] = digits
    scores = {name: asdict(evaluate(network, digits)) for name, digits in sets.items()}
    return {
        name: {key: value for key, value in score.items() if key != "name"}
        for name, score in scores.items()
    }


def _card(
    arguments: argparse.Namespace,
    recipe: Recipe,
    data: TrainingData,
    accuracy: dict[str, Any],
    minutes: float,
) -> dict[str, Any]:
    command = ["inkling", "train", arguments.network, "--data", "DIR"]
    if recipe != Recipe():
        command += ["--epochs", str(recipe.epochs), "--seed", str(recipe.seed)]
    return {
        "command": shlex.join(command),
        "minutes": round(minutes, 1),
        "recipe": asdict(recipe),
        "data": data.sources,
        "accuracy": accuracy,
        "limits": [
            "Reads one digit, 0 to 9; anything else gets a digit's name too.",
            "Trained on MNIST (American, scanned) and Pendigits (30 writers, pen tablet).",
            "Pen width, place and size on the pad do not reach it; they are normalised away.",
        ],
        "licences": {
            "mnist": "CC BY-SA 3.0, Y. LeCun, C. Cortes, C. J. C. Burges",
            "strokes": "CC BY 4.0, E. Alpaydin, F. Alimoglu, doi:10.24432/C5MG6K",
        },
    }
