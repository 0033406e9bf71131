"""`make bench`: measures preprocessing, the network, the live channel and the page; prints a table.

Figures depend on the machine; what they are compared with was measured in the same run.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from bench import channel, pen
from models import Tracer
from models.checkpoint import load_weights
from models.preprocess import preprocess
from tests.drawings import golden_drawings
from tests.serving import start_server

RESULTS = Path(__file__).parent / "results.json"
ROUNDS = 5

Rows = list[tuple[str, float, str]]


def main() -> int:
    """Measure everything, print a table, write results.json."""
    rows = in_process() + over_sockets()
    table = Table("what", "median", "unit", title="Inkling, on this machine")
    for what, value, unit in rows:
        table.add_row(what, f"{value:,.2f}", unit)
    Console().print(table)
    RESULTS.write_text(json.dumps([dict(zip(KEYS, row, strict=True)) for row in rows], indent=2))
    return 0


KEYS = ("what", "median", "unit")


def in_process() -> Rows:
    """Preprocessing and forward passes, one thread."""
    torch.set_num_threads(1)
    strokes = [[(0.2 + i / 100, 0.5 + 0.2 * (i % 7) / 7) for i in range(60)]]
    tracer = Tracer(load_weights("lenet5"))
    one, many = torch.rand(1, 1, 28, 28), torch.rand(64, 1, 28, 28)
    return [
        ("preprocess a drawing of 60 points", microseconds(lambda: preprocess(strokes)), "µs"),
        ("forward pass, all activations, one image", microseconds(lambda: tracer(one)), "µs"),
        ("the same, an image in a batch of 64", microseconds(lambda: tracer(many)) / 64, "µs"),
    ]


def over_sockets() -> Rows:
    """The channel against JSON over POST on the same server, interleaved; then the page."""
    strokes = [drawing.strokes for drawing in golden_drawings()]
    rows: Rows = []
    with start_server() as server:
        server.wait_until_ready()
        for clients in (1, 50):
            rates: dict[str, list[float]] = {"frames": [], "JSON": []}
            for _ in range(ROUNDS):
                rates["frames"].append(asyncio.run(channel.frames(server, strokes, clients)))
                rates["JSON"].append(asyncio.run(channel.json_posts(server, strokes, clients)))
            for kind, values in rates.items():
                what = f"{kind}, {clients} client{'s' if clients > 1 else ''}"
                rows.append((what, statistics.median(values), "drawings a second"))
        moves = pen.moves(server)
        rows.append(("pen move to painted maps", statistics.median(moves), "ms"))
        rows.append(("the same, 95th percentile", statistics.quantiles(moves, n=20)[-1], "ms"))
    return rows


def microseconds(work: Callable[[], object]) -> float:
    """Median time of one call over ROUNDS rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(200):
            work()
        rounds.append((time.perf_counter() - began) / 200 * 1e6)
    return statistics.median(rounds)


if __name__ == "__main__":
    sys.exit(main())
