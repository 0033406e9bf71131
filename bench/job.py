"""One measurement: the load's process against one server, and what both of them used."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from bench.servers import PATIENCE, Running
from models import model_entry
from models.data.datasets import Strokes
from tests.drawings import golden_drawings
from tests.serving import ROOT

LAYERS = [layer.name for layer in model_entry("lenet5").layers]


class NoAnswerError(Exception):
    """A server answered nothing while it was measured: that is no figure."""


@dataclass
class Measured:
    """One measurement. Latencies are milliseconds; bytes are those of a drawing, each way."""

    per_second: float
    per_cpu_second: float
    p50: float
    p95: float
    p99: float
    bytes_in: float
    bytes_out: float
    skipped: float
    server_cpu: float
    load_cpu: float


def load(
    server: Running,
    bodies: list[dict[str, Any]],
    clients: int,
    seconds: float,
    rate: float = 0,
    look: Callable[[], None] | None = None,
    enough: int = 0,
) -> Measured:
    """Drive `clients` pens; `rate`: drawings a second of each, 0: as fast as they are answered.

    `enough`: end after so many answers, 0: after `seconds`. Raises NoAnswerError if there was none.
    """
    job = {
        "kind": server.kind,
        "path": server.path,
        "port": server.port,
        "hello": server.name == "Inkling",
        "clients": clients,
        "seconds": seconds,
        "rate": rate,
        "enough": enough,
        "bodies": bodies,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.load"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(job) + "\n")
    process.stdin.flush()
    process.stdout.readline()  # all are connected: only drawings are counted from here on
    before = server.cpu()
    watcher = threading.Timer(seconds * 0.8, look) if look else None
    if watcher is not None:
        watcher.start()
    with process:
        # Not `communicate`: it would miss what came together with the line that was read.
        answer = process.stdout.read()
    cpu = server.cpu() - before
    _wait_until_idle(server)
    if process.returncode != 0:
        raise RuntimeError(f"the load on {server.name} failed")
    if watcher is not None:
        watcher.join()
    return figures_of(json.loads(answer), cpu, server.name)


def wait_for_first_answer(server: Running) -> None:
    """Until the server has read a drawing: the first one may load a network or compile."""
    load(server, drawings(server), 1, PATIENCE, enough=1)


def figures_of(result: dict[str, Any], cpu: float, name: str) -> Measured:
    """The figures of what the load counted; `cpu`: seconds of processor time of the server `name`.

    Raises NoAnswerError if nothing was answered.
    """
    count, wall, latencies = result["count"], result["wall"], result["latencies"]
    if count == 0:
        raise NoAnswerError(f"{name} did not answer once in {wall:.1f} s")

    def percentile(part: float) -> float:
        return float(latencies[min(int(part * len(latencies)), len(latencies) - 1)] * 1e3)

    return Measured(
        per_second=count / wall,
        per_cpu_second=count / max(cpu, 1e-3),
        p50=percentile(0.5),
        p95=percentile(0.95),
        p99=percentile(0.99),
        bytes_in=result["sent_bytes"] / count,
        bytes_out=result["received_bytes"] / count,
        skipped=result["skipped"],
        server_cpu=cpu / wall,
        load_cpu=result["cpu"] / wall,
    )


def _wait_until_idle(server: Running) -> None:
    """A slow server still works on what the load has left behind: not beside the next one."""
    for _ in range(100):
        before = server.cpu()
        time.sleep(0.1)
        if server.cpu() - before < 0.02:
            return


def drawings(server: Running) -> list[dict[str, Any]]:
    """The golden drawings, point by point: each body asks for one more state of a drawing.

    Inkling is sent the points that are new, as its page does; the others know no drawing and are
    sent all points so far.
    """
    if server.kind == "websocket":
        return _increments()
    if "gradio" in server.path:
        return [{"text": f'{{"data": [{json.dumps(strokes)}]}}'} for strokes in _wholes()]
    return [{"text": json.dumps({"strokes": strokes})} for strokes in _wholes()]


@cache
def _increments() -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = []
    for drawing in golden_drawings():
        for stroke, points in enumerate(drawing.strokes):
            for at, point in enumerate(points):
                begins = (stroke, at) == (0, 0)
                message: dict[str, Any] = {"type": "draw", "seq": len(bodies)}
                if begins:
                    message |= {"network": "lenet5", "layers": LAYERS, "strokes": [[point]]}
                else:
                    message |= {"type": "extend", "at": [stroke, at], "points": [point]}
                bodies.append({"begins": begins, "text": json.dumps(message)})
    return bodies


@cache
def _wholes() -> list[Strokes]:
    states: list[Strokes] = []
    for drawing in golden_drawings():
        for stroke, points in enumerate(drawing.strokes):
            for at in range(len(points)):
                so_far = [*drawing.strokes[:stroke], points[: at + 1]]
                states.append(so_far)
    return states
