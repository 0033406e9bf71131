"""What a live training run costs the pens beside it: `python -m bench.training`.

Pens draw alone and beside a run of LeNet-5, in turn, round after round, so that what disturbs the
machine disturbs both; the run is paused in between.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from typing import Any

import httpx2

from bench.job import Measured, drawings, load
from bench.servers import Running
from tests.serving import Server, start_server

PENS, RATE, SECONDS, ROUNDS = 20, 20.0, 4.0, 5

SETTINGS = {"network": "lenet5", "images": 1_000, "epochs": 1_000}

PATIENCE = 120.0


class Run:
    """A live run of a server, paused and going on."""

    def __init__(self, server: Server) -> None:
        self._runs = f"{server.address}/api/runs"
        body = {"device": "bench-device", "settings": SETTINGS}
        begun = httpx2.post(self._runs, json=body).raise_for_status().json()
        self._name, self._key = begun["run"]["name"], begun["key"]
        self.wait_for("running")

    def tell(self, do: str, status: str) -> None:
        """Steer it, and wait until it has heard."""
        body = {"key": self._key, "do": do}
        httpx2.post(f"{self._runs}/{self._name}/commands", json=body).raise_for_status()
        self.wait_for(status)

    def wait_for(self, status: str) -> None:
        """Wait until this is what it does; raises TimeoutError."""
        until = time.monotonic() + PATIENCE
        while self.state["status"] != status:
            if time.monotonic() > until:
                raise TimeoutError(f"the run is {self.state['status']}, not {status}")
            time.sleep(0.1)

    @property
    def state(self) -> dict[str, Any]:
        """As the server tells it."""
        state: dict[str, Any] = httpx2.get(f"{self._runs}/{self._name}").json()
        return state


def measure(rounds: int = ROUNDS, seconds: float = SECONDS) -> dict[str, float]:
    """Medians of the rounds in ms, of their ratios, and the run's steps a second meanwhile."""
    alone, beside, steps, took = [], [], 0, 0.0
    with start_server(INKLING_DEVICE="cpu") as server:
        server.wait_until_ready()
        running = Running("Inkling", server.process.pid, server.port, "websocket", "/ws")

        def pens_draw() -> Measured:
            return load(running, drawings(running), PENS, seconds, RATE)

        pens_draw()  # warm
        run = Run(server)
        for _ in range(rounds):
            run.tell("pause", "paused")
            alone.append(pens_draw())
            run.tell("go_on", "running")
            before, began = run.state["step"], time.monotonic()
            beside.append(pens_draw())
            steps, took = steps + run.state["step"] - before, took + time.monotonic() - began
        run.tell("stop", "ended")
    pairs = list(zip(alone, beside, strict=True))
    return {
        "alone_p50": statistics.median(each.p50 for each in alone),
        "alone_p95": statistics.median(each.p95 for each in alone),
        "beside_p50": statistics.median(each.p50 for each in beside),
        "beside_p95": statistics.median(each.p95 for each in beside),
        "ratio_p50": statistics.median(two.p50 / one.p50 for one, two in pairs),
        "ratio_p95": statistics.median(two.p95 / one.p95 for one, two in pairs),
        "steps": steps / took,
    }


def sentences(figures: dict[str, float]) -> list[tuple[str, str]]:
    """The same in words."""
    times = "{:.2f}, {:.2f}"
    return [
        (
            f"{PENS} pens alone: p50, p95 ms",
            times.format(figures["alone_p50"], figures["alone_p95"]),
        ),
        (
            "the same beside a live run",
            times.format(figures["beside_p50"], figures["beside_p95"]),
        ),
        ("the same, × alone", times.format(figures["ratio_p50"], figures["ratio_p95"])),
        ("the run's steps a second meanwhile", f"{figures['steps']:.0f}"),
    ]


def main() -> None:
    """Print what `make bench` prints of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    for what, figure in sentences(measure(given.rounds, given.seconds)):
        sys.stdout.write(f"{what}: {figure}\n")


if __name__ == "__main__":
    main()
