"""`inkling film`: tell what a film of a training run shows."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from models._film import Film, read_film

HELP = "tell what a film of a training run shows, moment by moment"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument("film", type=Path, help="as `inkling train ... --record FILE` writes it")


def run(arguments: argparse.Namespace) -> int:
    """Print its moments; raises WeightsError."""
    film = read_film(arguments.film)
    console = Console()
    seed, held_out = film.settings.get("seed"), film.settings.get("validation")
    size = arguments.film.stat().st_size / 1e6
    console.print(
        f"{film.network}, seed {seed}: {len(film.steps)} moments of {film.of_steps} steps, "
        f"{size:.2f} MB; scored on {held_out}"
    )
    console.print(_table(film))
    if film.diverged is not None:
        console.print(f"From step {film.diverged} on its numbers are finite no more.")
    if not film.weights:
        console.print("It has no weights, only curves and confusion.")
        return 0
    console.print(
        "Its weights in 8 bits read at most "
        f"{100 * film.rounding:.2f} points better or worse than they did as they were."
    )
    return 0


def _table(film: Film) -> Table:
    table = Table("step", "loss of its batch", "validation loss", "read right", box=None)
    for step, loss, right in zip(
        film.steps.tolist(), film.validation_loss, film.validation_accuracy, strict=True
    ):
        table.add_row(str(step), _batch_loss(film, step), f"{loss:.4f}", f"{100 * right:.2f} %")
    return table


def _batch_loss(film: Film, step: int) -> str:
    """The loss of the step, or of the last recorded one before it; "-" before the first step."""
    at = int(np.searchsorted(film.losses[:, 0], step, side="right")) - 1
    return f"{film.losses[at, 1]:.4f}" if at >= 0 and step > 0 else "-"
