"""The table of docs/networks.md says of each network what its card and its description say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models import create_model, describe, list_models, model_entry
from models._checkpoint import read_card

TEXT = (Path(__file__).parents[2] / "docs" / "networks.md").read_text("utf-8")
ROWS = {
    row[0].strip("` "): row[1:]
    for row in re.findall(r"^\| (`\w+`) \| (\d{4}) \| (.*) \|$", TEXT, re.M)
}


PUBLISHED = [name for name in list_models() if model_entry(name).year is not None]
"""The others, which show kinds of answers, stand in docs/outputs.md."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_table_has_the_figures_of_each_network(name: str) -> None:
    description, card = describe(create_model(name)), read_card(name)
    year, row = ROWS[name]
    weights, work, depth, mnist, pens, _ = row.split(" | ")
    assert int(year) == description.year
    assert [weights, work] == [f"{description.parameters:,}", f"{description.multiply_adds:,}"]
    assert int(depth) == description.depth
    for said, sets in (
        (mnist, ["mnist-test"]),
        (pens, ["strokes-validation", "unipen-validation"]),
    ):
        accuracy = card.get("accuracy", {})
        scores = [accuracy[each]["first_guess"] for each in sets if accuracy]
        assert said == (", ".join(f"{100 * score:.2f} %" for score in scores) or "-")
    assert f"## {name}" in TEXT or re.search(rf"^## .*\b{name}\b", TEXT, re.M)
