"""The numbers that the page's arithmetic is compared with are PyTorch's, now as when written.

static/src/network/kinds/kinds.test.ts reads them, and writes the lines of PyTorch that are run
here. `python -m tests.models.golden_kinds` writes the numbers anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import torch

from models.forward import kinds
from models.forward.kinds import FUNCTIONS, MODULES
from tests.models import golden_kinds
from tests.models.golden_kinds import (
    FOLDER,
    MAKERS,
    NETWORK_FOLDER,
    NETWORKS,
    golden,
    golden_network,
    written,
)
from tests.serving import ROOT

LINES = json.loads((FOLDER.parent / "pytorch-lines.json").read_text())
"""[kind, number of the case, cell of its output, line of PyTorch], as the inspector copies it."""


def expect_kept(file: Path, cases: list[dict[str, Any]]) -> None:
    kept, fresh = json.loads(file.read_text()), json.loads(written(cases))
    assert len(kept) == len(fresh) > 0
    for one, other in zip(kept, fresh, strict=True):
        assert one.pop("values") == {
            name: pytest.approx(values, rel=1e-6) for name, values in other.pop("values").items()
        }
        assert one == other


@pytest.mark.parametrize("kind", MAKERS)
def test_the_golden_numbers_of_a_kind_are_pytorchs(kind: str) -> None:
    expect_kept(FOLDER / f"{kind}.json", golden(kind))


@pytest.mark.parametrize("name", NETWORKS)
def test_the_golden_numbers_of_a_network_are_pytorchs(name: str) -> None:
    expect_kept(NETWORK_FOLDER / f"{name}.json", golden_network(name))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_copied_line_of_pytorch_gives_the_value_of_its_cell(kind: str) -> None:
    cases = json.loads((FOLDER / f"{kind}.json").read_text())
    lines = [line[1:] for line in LINES if line[0] == kind]
    assert {number for number, _, _ in lines} == set(range(len(cases)))
    for number, cell, line in lines:
        last = cases[number]["operations"][-1]["name"]
        value = eval(line, {"torch": torch})
        assert value == pytest.approx(cases[number]["values"][last][cell], rel=1e-5, abs=1e-5)


def test_every_kind_that_is_described_is_tried() -> None:
    described = {kind.name for kind in (*MODULES.values(), *FUNCTIONS.values())}
    assert set(MAKERS) == described
    assert {file.stem for file in FOLDER.glob("*.json")} == described


def test_the_kind_of_the_documents_is_described_and_its_network_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (ROOT / "docs" / "add-an-operation-kind.md").read_text()
    module, instance, maker = re.findall(r"^   ```python\n(.*?)^   ```", text, re.M | re.S)
    added = eval(f"{{{module}}}", vars(kinds))
    (tried,) = eval(f"{{{instance}}}", vars(kinds)).values()
    assert {type(tried): "tanh"} == {each: kind.name for each, kind in added.items()}
    monkeypatch.setattr(kinds, "MODULES", {**MODULES, **added})
    monkeypatch.setattr(golden_kinds, "MAKERS", eval(f"{{{maker}}}", vars(golden_kinds)))
    (case,) = golden("tanh")
    assert case["operations"][-1]["kind"] == "tanh"
    made = torch.tensor(case["values"]["before"]).tanh()
    assert case["values"]["operation"] == pytest.approx(made.tolist(), abs=1e-6)
