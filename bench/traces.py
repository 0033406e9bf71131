"""`python -m bench.traces`: what pen traces cost the server, and the pens beside them.

One run prints, for the golden drawings: processor time of a trace and of a live drawing, as a
ratio; and how long 30 pens wait for an answer alone, and while traces are asked for without pause.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable

import httpx2

from bench.job import drawings, load
from bench.servers import Running, inkling
from tests.drawings import golden_drawings

PENS = 30
RATE = 20
"""Drawings a second of each pen."""

Body = dict[str, object]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    seconds: float = parser.parse_args().seconds
    with inkling() as server:
        bodies = drawings(server)
        load(server, bodies, 1, 1)  # warm
        live = 1e3 / load(server, bodies, 1, seconds).per_cpu_second
        before, began = server.cpu(), time.monotonic()
        count = ask_for_traces(server, until=lambda: time.monotonic() - began > seconds)
        trace = 1e3 * (server.cpu() - before) / count
        alone = load(server, bodies, PENS, seconds, RATE)
        done = threading.Event()
        asking = threading.Thread(target=ask_for_traces, args=(server, done.is_set))
        asking.start()
        beside = load(server, bodies, PENS, seconds, RATE)
        done.set()
        asking.join()
    moments = sum(len(body["moments"]) for body in traces()) / len(traces())  # type: ignore[arg-type]
    sys.stdout.write(
        f"a trace of {moments:.0f} moments: {trace:.1f} ms of processor time, "
        f"as much as {trace / live:.0f} live drawings of one pen ({live:.2f} ms)\n"
        f"{PENS} pens alone: p50 {alone.p50:.1f} ms, p95 {alone.p95:.1f} ms; "
        f"beside traces without pause: p50 {beside.p50:.1f} ms, p95 {beside.p95:.1f} ms\n"
    )
    return 0


def traces() -> list[Body]:
    """A trace of each golden drawing, every point a moment."""
    return [
        {
            "strokes": drawing.strokes,
            "moments": list(range(1, sum(map(len, drawing.strokes)) + 1)),
        }
        for drawing in golden_drawings()
    ]


def ask_for_traces(server: Running, until: Callable[[], bool]) -> int:
    """One after the other until `until()` is true; how many."""
    bodies = [json.dumps(body) for body in traces()]
    count = 0
    with httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=30) as client:
        while not until():
            body = bodies[count % len(bodies)]
            answer = client.post("/api/models/lenet5/pen-traces", content=body)
            answer.raise_for_status()
            count += 1
    return count


if __name__ == "__main__":
    sys.exit(main())
