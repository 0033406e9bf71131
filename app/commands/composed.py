"""What drawings composed for an answer come to: measured after training, and by `evaluate` anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from rich.table import Table
from torch import nn

from models._checkpoint import Card
from models._registry import ModelEntry, entry_of
from models.data.datasets import DatasetError, Digits
from models.forward.tracing import without_edges
from models.training.pixels import describe_pixels
from models.training.recipe import Recipe, recipe_of
from models.training.tasks import Task
from models.training.training_data import MADE_UP, composed_by, made_up, read_composed_data

Measured = dict[str, Any]
"""Kind of figure -> name of each set -> figures, as the card has them."""


def measure(task: Task, network: nn.Module, sets: tuple[Digits, ...]) -> Measured:
    """The figures that a card has for its answer, measured on these drawings."""
    measured = task.describe(network, sets)
    if "overlap" in measured:
        measured["overlap"] = describe_pixels(network, sets, _without(network))
    return measured


def sets_of(
    paths: Sequence[Path], entry: ModelEntry, card: Card, writers: str | None
) -> tuple[Digits, ...]:
    """The sets on which a network is measured again; raises DatasetError.

    A folder of training data gives the very drawings of the card, a file of strokes 1,000 that are
    composed of all its digits. Without a path: the card's set of made-up digits.
    """
    if not paths:
        if MADE_UP not in card.get("sets", {}):
            raise DatasetError(f"{entry.title} is measured by people's pens: give a data folder")
        return (made_up(entry, list(card["sets"]).index(MADE_UP)),)
    sets: list[Digits] = []
    for path in paths:
        if path.is_dir():
            sets += read_composed_data(path, _recipe_of(card, entry), entry).validation
        else:
            sets.append(composed_by(path, entry, writers or "*"))
    return tuple(sets)


def table_of(measured: Measured, answer: str) -> Table:
    """One column a set, one row a figure; parts are in 0..1, not in per cent."""
    table = Table(title=f"{answer}, as on the card")
    table.add_column("")
    for name in next(iter(measured.values())):
        table.add_column(name, justify="right")
    for by_set in measured.values():
        rows = [dict(_figures(each)) for each in by_set.values()]
        for name in dict.fromkeys(name for row in rows for name in row):
            table.add_row(name, *(_said(row.get(name)) for row in rows))
        table.add_section()
    return table


def _figures(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _figures(each, f"{name} {key}".strip())
    elif isinstance(value, list):
        yield name, " to ".join(map(_said, value))
    else:
        yield name, value


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "-" if value is None else str(value)


def _recipe_of(card: Card, entry: ModelEntry) -> Recipe:
    """The recipe on the card, which decides which writers were kept aside."""
    known = {field.name for field in fields(Recipe)}
    recipe = {name: value for name, value in card.get("recipe", {}).items() if name in known}
    return recipe_of(entry, **recipe)


def _without(network: nn.Module) -> dict[str, nn.Module]:
    """The network with each of its switches off, by name, and with `all` of them."""
    switches = [switch for block in entry_of(network).blocks for switch in block.switches]
    off = {switch.name: [switch] for switch in switches}
    if len(switches) > 1:
        off["all"] = switches
    return {name: without_edges(network, edges) for name, edges in off.items()}
