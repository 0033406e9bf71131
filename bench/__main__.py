"""`make bench`: Inkling and its baselines side by side; a table, results.json, plots for the docs.

Servers that are compared are measured in turn, round after round, and a figure is the median of its
rounds: what disturbs the machine disturbs all. The load comes from a process of its own, whose
processor time is reported; where it had more than 80 % of a core the figure is void. So is a round
in which a server answered nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import machine, pen, plots, three_d, training
from bench.job import Measured, NoAnswerError, drawings, load, wait_for_first_answer
from bench.servers import BASELINES, Running, baseline, inkling
from tests.serving import ROOT

RESULTS = Path(__file__).parent / "results.json"
CLIENTS = (1, 50, 300)
ROUNDS = 5
OPTIONAL = ("LitServe, JSON", "Gradio, JSON")


def main() -> int:
    """Measure everything, print tables, write results and plots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.6, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--optional", action="store_true", help=f"also {', '.join(OPTIONAL)}")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="where to write the plots")
    arguments = parser.parse_args()
    console = Console(width=120)
    results: dict[str, Any] = {"machine": machine.describe_machine()}
    results["start"] = starts(arguments.rounds)
    results["forward"] = machine.forward()
    results["servers"] = side_by_side(arguments, console)
    results["paced"] = paced()
    results["beside_a_run"] = training.measure()
    results["growth"] = growth(arguments.seconds, console)
    results["page"] = on_a_page()
    results["three_d"] = in_space()
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    show(results, console)
    if arguments.plots is not None:
        plots.write(results, arguments.plots)
    return 0


def side_by_side(arguments: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Every server with every number of clients, in turn."""
    rounds: dict[str, dict[int, list[Measured | None]]] = {}
    memory: dict[str, float] = {}
    with ExitStack() as stack:
        servers = [stack.enter_context(inkling())]
        for name in BASELINES:
            if name in OPTIONAL and not arguments.optional:
                continue
            server = stack.enter_context(baseline(name))
            if server is not None:
                servers.append(server)
        for server in servers:
            wait_for_first_answer(server)
        for clients in CLIENTS:
            for turn in range(arguments.rounds):
                for server in servers:
                    console.print(
                        f"round {turn + 1}, {clients} clients: {server.name:<30}", end="\r"
                    )
                    measured = one_round(server, clients, arguments.seconds, console)
                    rounds.setdefault(server.name, {}).setdefault(clients, []).append(measured)
        for server in servers:
            memory[server.name] = server.memory()
        memory["Inkling, 500 sockets"] = with_sockets(servers[0])
    two = workers(arguments, console)
    return {
        "memory_mb": memory,
        "workers": two,
        "rounds": {
            name: {str(clients): median_of(each) for clients, each in by.items() if any(each)}
            for name, by in rounds.items()
        },
    }


def one_round(server: Running, clients: int, seconds: float, console: Console) -> Measured | None:
    """One measurement as fast as answers come; None, and a line that says so, if none came."""
    try:
        return load(server, drawings(server), clients, seconds)
    except NoAnswerError as error:
        console.print(f"void, with {clients} clients: {error}")
        return None


def median_of(rounds: list[Measured | None]) -> dict[str, float]:
    """Each figure's median; a round without an answer or with too busy a load does not count.

    If the load was too busy in all of them, they count. Raises NoAnswerError if none has an answer.
    """
    answered = [measured for measured in rounds if measured is not None]
    if not answered:
        raise NoAnswerError(f"no answer in any of {len(rounds)} rounds")
    valid = [measured for measured in answered if measured.load_cpu <= 0.8]
    figures = {
        name: statistics.median(getattr(measured, name) for measured in valid or answered)
        for name in Measured.__dataclass_fields__
    }
    return {**figures, "rounds": len(valid), "void": len(rounds) - len(valid)}


def with_sockets(server: Running) -> float:
    """Memory with 500 greeted sockets that all draw now and then."""
    peak = [0.0]

    def look() -> None:
        peak[0] = max(peak[0], server.memory())

    load(server, drawings(server), 500, 3.0, rate=1, look=look)
    return peak[0]


def workers(arguments: argparse.Namespace, console: Console) -> dict[str, float]:
    """Drawings a second of one worker and of two, at 300 clients, in turn."""
    rates: dict[str, list[Measured | None]] = {"1": [], "2": []}
    with inkling() as one, inkling(INKLING_WORKERS="2") as two:
        time.sleep(2)  # the second worker may still be loading
        for _ in range(arguments.rounds):
            for count, server in (("1", one), ("2", two)):
                rates[count].append(one_round(server, 300, arguments.seconds, console))
    return {count: median_of(each)["per_second"] for count, each in rates.items()}


def paced() -> dict[str, float]:
    """300 pens, each 20 drawings a second, for 30 seconds, on one process."""
    with inkling() as server:
        load(server, drawings(server), 300, 3.0, rate=20)  # warm
        return vars(load(server, drawings(server), 300, 30.0, rate=20))


def growth(seconds: float, console: Console) -> dict[str, Any]:
    """Rate and p99 as clients grow, and what a wider network costs."""
    by_clients = {}
    with inkling() as server:
        wait_for_first_answer(server)
        for clients in (1, 10, 50, 200, 1000):
            each = [one_round(server, clients, seconds, console) for _ in range(ROUNDS)]
            by_clients[clients] = median_of(each)
    return {"clients": by_clients, "networks": machine.networks()}


def starts(rounds: int) -> dict[str, float]:
    """Seconds until a started server has read a drawing, and `import torch` beside it."""

    def timed(work: Callable[[], None]) -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    def first_answer() -> None:
        with inkling() as server:
            wait_for_first_answer(server)

    def import_torch() -> None:
        subprocess.run([sys.executable, "-c", "import torch"], cwd=ROOT, check=True)

    pairs = [(timed(first_answer), timed(import_torch)) for _ in range(rounds)]
    answers, imports = zip(*pairs, strict=True)
    return {
        "first_answer": statistics.median(answers),
        "import_torch": statistics.median(imports),
    }


def on_a_page() -> dict[str, float]:
    """Milliseconds from a pen move to its painted maps in a browser, and of script a frame."""
    with inkling() as server:
        return pen.measure(f"http://127.0.0.1:{server.port}/")


def in_space() -> dict[str, Any]:
    """Frames a second of the 3D view beside the 2D view."""
    with inkling() as server:
        return three_d.measure(f"http://127.0.0.1:{server.port}/")


def show(results: dict[str, Any], console: Console) -> None:
    """The tables."""
    table = Table(title=f"Drawings read, {results['machine']['processor']}")
    for column in ("server", "clients", "a second", "a CPU-s", "of Inkling", "p50", "p95"):
        table.add_column(column, justify="left" if column == "server" else "right")
    for column in ("p99 ms", "B in", "B out", "load CPU"):
        table.add_column(column, justify="right")
    rounds = results["servers"]["rounds"]
    for name, by_clients in rounds.items():
        for clients, figures in by_clients.items():
            ours = rounds["Inkling"][clients]["per_cpu_second"]
            table.add_row(
                name,
                clients,
                f"{figures['per_second']:,.0f}",
                f"{figures['per_cpu_second']:,.0f}",
                f"{figures['per_cpu_second'] / ours:.3f}",
                f"{figures['p50']:.2f}",
                f"{figures['p95']:.2f}",
                f"{figures['p99']:.2f}",
                f"{figures['bytes_in']:,.0f}",
                f"{figures['bytes_out']:,.0f}",
                f"{figures['load_cpu']:.0%}" + (" void" if figures["void"] else ""),
            )
    console.print(table)
    rest = Table("what", "figure", title="Everything else")
    for what, figure in machine.sentences(results):
        rest.add_row(what, figure)
    console.print(rest)


if __name__ == "__main__":
    sys.exit(main())
