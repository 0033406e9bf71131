"""The tables of docs/outputs.md say of each network what its card and its description say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from models import create_model, describe, list_models, model_entry
from models._checkpoint import load_weights, read_card
from models.training.tasks import task_of

TEXT = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text("utf-8")
ANSWERS = [name for name in list_models() if task_of(model_entry(name)) is not None]
SETS = {
    "made-up": "made up",
    "strokes-validation": "pens kept aside",
    "unipen-validation": "of many tablets",
}


def percent(part: float) -> str:
    return f"{100 * part:.1f} %"


def several(said: dict[str, Any]) -> Iterator[str]:
    for name, told in said["several"].items():
        of = told["by_digits"]
        cells = (percent(told["all_right"]), percent(of["1"]), percent(of["2"]))
        yield " | ".join((SETS[name], *cells))


def agreement(said: dict[str, Any]) -> Iterator[str]:
    for name, told in said["agreement"].items():
        cells = (f"{told['measures'][each]['icc']:.3f}" for each in told["measures"])
        yield " | ".join((SETS[name], *cells))


def ways(said: dict[str, Any]) -> Iterator[str]:
    for name, told in said["ways"].items():
        known = "-" if told["way"] is None else percent(told["way"])
        pairs = (", ".join(map(percent, said["compared"][name][how])) for how in said_how)
        yield " | ".join((SETS[name], known, percent(told["digit_by_sum"]), *pairs))


said_how = ("summed", "directly")


def detection(said: dict[str, Any]) -> Iterator[str]:
    for name, told in said["detection"].items():
        parts = ("average_precision_50", "average_precision_75", "all_right")
        yield " | ".join((SETS[name], *(percent(told[part]) for part in parts)))


def pixels(said: dict[str, Any]) -> Iterator[str]:
    for name, told in said["overlap"].items():
        dice = told["dice"]
        counted = [
            (told["network"]["digit"], dice["network"]["digit"]),
            (told["network"]["clutter"], dice["network"]["clutter"]),
            (told["baseline"]["digit"], dice["baseline"]["digit"]),
        ]
        yield " | ".join((SETS[name], *(percent(part) for pair in counted for part in pair)))


TABLES: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "several": several,
    "agreement": agreement,
    "ways": ways,
    "detection": detection,
    "overlap": pixels,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_table_of_networks_has_the_size_of_each(name: str) -> None:
    described, card = describe(create_model(name)), read_card(name)
    size = f"{described.parameters:,} | {described.multiply_adds:,} | {described.depth}"
    assert f"| `{name}` | {size} | {card['minutes']} |" in TEXT


@pytest.mark.parametrize("name", ANSWERS)
def test_the_tables_of_scores_are_those_of_the_card(name: str) -> None:
    (said,) = read_card(name)["answers"].values()
    (made,) = (table for kind, table in TABLES.items() if kind in said)
    rows = list(made(said))
    assert len(rows) == len(read_card(name)["sets"]) >= 2
    assert [row for row in rows if f"| {row} |" not in TEXT] == []


def test_every_kind_of_answer_has_its_six_lines() -> None:
    for line in (
        "**Comes out**",
        "**Last activation**",
        "**Loss**",
        "**Label**",
        "**Metric**",
        "**PyTorch**",
    ):
        assert TEXT.count(line) == TEXT.count("\n## ") >= 3, line


def test_sizes_that_the_detector_finds_are_those_of_its_card() -> None:
    sizes = read_card("detector")["sizes"]
    found = {round(100 * size): f"{100 * part:.0f}" for size, part in sizes["found"]}
    learned = sizes["learned"]
    for said in (
        f"from {100 * learned['smallest']:.0f} to {100 * learned['largest']:.0f} % of the pad",
        f"Of {sizes['count']} made-up digits",
        f"it finds {found[30]} % at 30 % of the pad, {found[50]} % at half of it",
    ):
        assert said in TEXT
    assert found[75] == "0"


def test_blank_paper_is_to_lenet5_what_is_said_of_it() -> None:
    with torch.inference_mode():
        paper = load_weights("lenet5")(torch.zeros(1, 1, 28, 28)).softmax(dim=1)[0]
    assert f"blank paper a {int(paper.argmax())} with {100 * float(paper.max()):.0f} %" in TEXT
