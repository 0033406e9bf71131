"""Plain and residual twins, taught for equally long: each at the best of some rates, three seeds.

`python -m bench.twins --data DIR`: teaches what `bench/twins.json` has not yet, one run after the
other on one thread, and prints a table for the docs. It can be stopped and goes on from there;
without `--data` it prints what there is.

What is learned from is MNIST alone, warped, so that all see the same images; shipped weights are
not touched. Rates double. Of each network three are tried with one seed, and further ones while
the best is at the end of those tried; it is chosen by the validation images, which the table has.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from models._registry import model_entry
from models.training.recipe import Recipe, recipe_of
from models.training.train import EpochDone, StepDone, train
from models.training.training_data import TrainingData, read_training_data

FILE = Path(__file__).parent / "twins.json"
NETWORKS = ("plain_44", "residual_44", "plain_20", "residual_20", "plain_8", "residual_8")
RATES = tuple(1e-3 * 2**power for power in range(-3, 5))
FIRST = (2e-3, 1e-3, 4e-3)
SEEDS = (1, 2, 3)
LOSSES = 20
"""Points of a run's curve of losses: each is the mean of all steps since the last one."""
BUDGET: dict[str, Any] = {
    "epochs": 2,
    "images": 22_000,
    "batch_size": 64,
    "variants": 0,
    "generated": 0,
    "not_digits": 0,
}


@dataclass
class Run:
    """One network taught once. Accuracies in 0..1, of each epoch; losses at even distances."""

    network: str
    rate: float
    seed: int
    minutes: float = 0.0
    """Minutes of processor time."""
    losses: list[float] = field(default_factory=list)
    training: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    diverged: bool = False
    """Its loss was no finite number any more; it ended there."""

    @property
    def score(self) -> float:
        """What a rate is chosen by."""
        return -1.0 if self.diverged else self.validation[-1]


def best_rate(runs: list[Run], name: str) -> float:
    """The best rate among those that were tried with the first seed."""
    tried = [run for run in runs if (run.network, run.seed) == (name, SEEDS[0])]
    return max(tried, key=lambda run: run.score).rate


def next_run(runs: list[Run]) -> Run | None:
    """What is to be taught next; None: all is there."""
    return next((run for name in NETWORKS if (run := next_of(name, runs))), None)


def next_of(name: str, runs: list[Run]) -> Run | None:
    """One network's next run: rates until the best lies between others, then more seeds."""
    rates = {run.rate for run in runs if (run.network, run.seed) == (name, SEEDS[0])}
    wanted = [rate for rate in FIRST if rate not in rates]
    if not wanted:
        at = RATES.index(best_rate(runs, name))
        wanted = [rate for rate in RATES[max(at - 1, 0) : at + 2] if rate not in rates]
    if wanted:
        return Run(name, wanted[0], SEEDS[0])
    further = [Run(name, best_rate(runs, name), seed) for seed in SEEDS[1:]]
    return next((run for run in further if not any(same(run, each) for each in runs)), None)


def same(one: Run, other: Run) -> bool:
    """Whether two runs have the same network, rate and seed."""
    return (one.network, one.rate, one.seed) == (other.network, other.rate, other.seed)


def teach(run: Run, data: TrainingData, recipe: Recipe) -> Run:
    """Run it, and keep its curves."""
    began, losses = time.process_time(), list[float]()
    for event in train(run.network, data, replace(recipe, seed=run.seed, learning_rate=run.rate)):
        match event:
            case StepDone(_, epochs, _, steps, loss, _):
                losses.append(loss)
                if not math.isfinite(loss):
                    run.diverged = True
                    break
                if len(losses) % math.ceil(epochs * steps / LOSSES) == 0:
                    run.losses.append(
                        round(statistics.fmean(losses[-epochs * steps // LOSSES :]), 4)
                    )
            case EpochDone(_, _, _, accuracy, scores):
                run.training.append(round(accuracy or 0.0, 4))
                run.validation.append(round(scores["mnist-validation"] or 0.0, 4))
    run.minutes = round((time.process_time() - began) / 60, 2)
    return run


def table(runs: list[Run]) -> str:
    """Of each network whose runs are all there: median and range of the seeds at its best rate."""
    rows = ["| | rates tried | best | training, last epoch | validation |", "|---|---|---|---|---|"]
    for name in NETWORKS:
        if next_of(name, runs) is not None:
            continue
        rate = best_rate(runs, name)
        tried = sorted(run.rate for run in runs if (run.network, run.seed) == (name, SEEDS[0]))
        kept = [run for run in runs if (run.network, run.rate) == (name, rate)]
        figures = [in_words([run.training[-1] for run in kept])]
        figures.append(in_words([run.validation[-1] for run in kept]))
        ends = f"{len(tried)}, {tried[0]:g} to {tried[-1]:g}"
        rows.append(f"| `{name}` | {ends} | {rate:g} | {figures[0]} | {figures[1]} |")
    return "\n".join(rows)


def in_words(parts: list[float]) -> str:
    """Median and range, in percent."""
    middle, low, high = (100 * each for each in (statistics.median(parts), min(parts), max(parts)))
    return f"{middle:.1f} % ({low:.1f} to {high:.1f})"


def read_runs(file: Path, recipe: Recipe) -> list[Run]:
    """Those that a file has; ends the program if they are of another recipe."""
    if not file.exists():
        return []
    kept = json.loads(file.read_text())
    if Recipe(**kept["recipe"]) != recipe:
        sys.exit(f"{file} is of another recipe; move it away, and all runs begin again")
    return [Run(**run) for run in kept["runs"]]


def write_runs(file: Path, recipe: Recipe, runs: list[Run]) -> None:
    """Write the whole file or none of it: one line for each run."""
    lines = ",\n".join(json.dumps(asdict(run)) for run in runs)
    partial = file.with_name(file.name + ".part")
    partial.write_text(f'{{"recipe": {json.dumps(asdict(recipe))},\n"runs": [\n{lines}\n]}}\n')
    partial.replace(file)


def complete(file: Path, recipe: Recipe, data: TrainingData, tell: Callable[[str], object]) -> None:
    """Teach what the file has not yet, one after the other; each run is kept as it ends."""
    runs = read_runs(file, recipe)
    while (wanted := next_run(runs)) is not None:
        runs.append(teach(wanted, data, recipe))
        write_runs(file, recipe, runs)
        tell(f"{wanted.network}, rate {wanted.rate:g}, seed {wanted.seed}: {wanted.score:.4f}\n")


def main() -> None:
    """Teach, if there is data to learn from, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with mnist in it")
    parser.add_argument("--file", type=Path, default=FILE, help="where the runs are kept")
    given = parser.parse_args()
    recipe = recipe_of(model_entry("plain_44"), **BUDGET)
    if given.data is not None:
        data = read_training_data(given.data, recipe)
        data = replace(data, validation=data.validation[:1])
        complete(given.file, recipe, data, sys.stderr.write)
    runs = read_runs(given.file, recipe)
    missing = [name for name in NETWORKS if next_of(name, runs) is not None]
    minutes = sum(run.minutes for run in runs)
    sys.stdout.write(f"{table(runs)}\n\n{len(runs)} runs, {minutes:.0f} minutes of one core\n")
    if missing:
        sys.stdout.write(f"Runs are missing of {', '.join(missing)}: --data DIR teaches them\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
