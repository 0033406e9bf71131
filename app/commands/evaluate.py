"""`inkling evaluate`: how well a network reads labelled sets, as a table or as JSON.

A network that composed drawings taught is measured by its own metric, as its card is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from torch import nn

from app.commands import stress_plot
from app.commands.composed import measure, sets_of, table_of
from models._checkpoint import load_weights, read_card
from models._registry import entry_of
from models.data.datasets import DatasetError, matching, of_writers, read_digits, read_drawings
from models.training.evaluate import Score, evaluate
from models.training.stress import Strained, stress
from models.training.tasks import Task, task_of

HELP = "score a network on labelled sets, or measure its answer anew as its card does"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument("network", help="name of the network, for example lenet5")
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="IDX folder, stroke file (.jsonl, .jsonl.gz) or .npz with images and labels; of a "
        "network that does not name the digit: the folder of training data, whose writers kept "
        "aside are those of its card, or a stroke file (none: made-up drawings alone)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--weights", type=Path, help="folder of the checkpoint")
    parser.add_argument(
        "--stress", action="store_true", help="read stroke files turned, tiny, jittered and so on"
    )
    parser.add_argument("--plot", type=Path, metavar="SVG", help="with --stress: also as a plot")
    parser.add_argument(
        "--writers",
        metavar="NAMES",
        help="only these writers of stroke files, by patterns with commas between: 'a-*,b-01'",
    )


def run(arguments: argparse.Namespace) -> int:
    """Evaluate and print; raises the errors of `models.data.datasets` and `models._checkpoint`."""
    if arguments.stress:
        return _run_stress(arguments)
    network = load_weights(arguments.network, arguments.weights)
    if task := task_of(entry_of(network)):
        return _run_task(task, network, arguments)
    if not arguments.paths:
        raise DatasetError("give a labelled set: an IDX folder, a stroke file or an .npz")
    side = entry_of(network).side
    sets = [digits for path in arguments.paths for digits in read_digits(path, side)]
    if arguments.writers:
        sets = [part for digits in sets if len(part := of_writers(digits, arguments.writers))]
        if not sets:
            raise DatasetError(f"no drawings by {arguments.writers} were found")
    scores = [evaluate(network, digits) for digits in sets]
    if arguments.json:
        json.dump([asdict(score) for score in scores], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print(_table(scores))
    return 0


def _run_task(task: Task, network: nn.Module, arguments: argparse.Namespace) -> int:
    entry = entry_of(network)
    card = read_card(arguments.network, arguments.weights)
    measured = measure(task, network, sets_of(arguments.paths, entry, card, arguments.writers))
    if arguments.json:
        json.dump({entry.taught.name: measured}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print(table_of(measured, entry.taught.name))
    return 0


def _run_stress(arguments: argparse.Namespace) -> int:
    network = load_weights(arguments.network, arguments.weights)
    patterns = arguments.writers or "*"
    drawings = [
        drawing
        for path in arguments.paths
        for drawing in read_drawings(path)
        if any(drawing.strokes)
        and drawing.label is not None
        and matching([drawing.writer or ""], patterns)
    ]
    if not drawings:
        raise DatasetError("no labelled drawings were found; --stress reads stroke files")
    results = list(stress(network, drawings))
    if arguments.plot:
        arguments.plot.write_text(stress_plot.draw(results), encoding="utf-8")
    if arguments.json:
        json.dump([asdict(result) for result in results], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print(_stress_table(results, len(drawings)))
    return 0


def _stress_table(results: Sequence[Strained], count: int) -> Table:
    table = Table(title=f"{count:,} drawings under strain, per cent")
    table.add_column("strain")
    table.add_column("")
    table.add_column("first guess", justify="right")
    table.add_column("lost", justify="right")
    before = ""
    for result in results:
        if before and result.group != before:
            table.add_section()
        group = result.group if result.group != before else ""
        table.add_row(group, result.name, _percent(result.accuracy), f"{result.lost:.2f}")
        before = result.group
    return table


def _table(scores: list[Score]) -> Table:
    """One column a set, so that ten classes fit a narrow terminal."""
    table = Table(title="Accuracy, per cent")
    table.add_column("")
    for score in scores:
        table.add_column(score.name, justify="right")
    table.add_row("drawings", *(f"{score.count:,}" for score in scores))
    table.add_row("first guess", *(_percent(score.first_guess) for score in scores))
    table.add_row("first or second", *(_percent(score.first_or_second) for score in scores))
    table.add_row("second where first is wrong", *(_percent(s.second_when_wrong) for s in scores))
    table.add_row("calibration error", *(_percent(score.calibration_error) for score in scores))
    table.add_section()
    for label in scores[0].per_class:
        table.add_row(f"class {label}", *(_percent(score.per_class[label]) for score in scores))
    if any(score.worst_writer for score in scores):
        table.add_section()
        table.add_row("worst writer", *(score.worst_writer or "-" for score in scores))
        table.add_row("", *(_percent(score.worst_writer_accuracy) for score in scores))
    return table


def _percent(part: float | None) -> str:
    return "-" if part is None else f"{100 * part:.2f}"
