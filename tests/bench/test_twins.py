"""The study of the twins: which run comes next, and what the docs say of those that there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.twins import (
    BUDGET,
    FILE,
    NETWORKS,
    RATES,
    SEEDS,
    Run,
    best_rate,
    next_of,
    next_run,
    read_runs,
    table,
    write_runs,
)
from models import model_entry
from models.training.recipe import recipe_of

DOCS = Path(__file__).parents[2] / "docs" / "networks.md"
RECIPE = recipe_of(model_entry("plain_44"), **BUDGET)


def taught(score: Callable[[Run], float]) -> list[Run]:
    """All runs in their order, each with this score."""
    runs: list[Run] = []
    while (run := next_run(runs)) is not None:
        run.training = run.validation = [0.1, score(run)]
        runs.append(run)
        assert len(runs) < 200
    return runs


@pytest.mark.parametrize("best", RATES)
def test_rates_are_tried_until_the_best_lies_between_others(best: float) -> None:
    runs = taught(lambda run: 1 - abs(RATES.index(run.rate) - RATES.index(best)) / 10)
    for name in NETWORKS:
        assert best_rate(runs, name) == best
        at = RATES.index(best)
        tried = {run.rate for run in runs if run.network == name and run.seed == SEEDS[0]}
        assert set(RATES[max(at - 1, 0) : at + 2]) <= tried
        assert {run.seed for run in runs if (run.network, run.rate) == (name, best)} == {*SEEDS}


def test_a_run_that_diverged_is_never_the_best() -> None:
    runs = [Run("plain_8", 1e-3, 1, validation=[0.2]), Run("plain_8", 2e-3, 1, diverged=True)]
    assert best_rate(runs, "plain_8") == 1e-3


def test_the_table_has_median_and_range_of_networks_that_are_complete(tmp_path: Path) -> None:
    runs = taught(lambda run: 0.9 + run.seed / 100 - abs(run.rate - 2e-3))
    row = (
        "| `plain_8` | 3, 0.001 to 0.004 | 0.002 | 92.0 % (91.0 to 93.0) | 92.0 % (91.0 to 93.0) |"
    )
    assert row in table(runs)
    assert table(runs[:-1]).count("`residual_8`") == 0
    write_runs(tmp_path / "runs.json", RECIPE, runs)
    assert read_runs(tmp_path / "runs.json", RECIPE) == runs
    with pytest.raises(SystemExit, match="another recipe"):
        read_runs(tmp_path / "runs.json", recipe_of(model_entry("plain_8")))


def test_the_docs_have_the_table_of_the_runs_that_are_kept() -> None:
    runs = read_runs(FILE, RECIPE)
    assert FILE.stat().st_size < 100_000
    assert table(runs) in DOCS.read_text("utf-8")
    for name in NETWORKS:
        if next_of(name, runs) is not None:
            assert f"`{name}` is not complete" in DOCS.read_text("utf-8")
