"""The servers that are measured: started on a free port, watched, ended."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.serving import ROOT, start_server

UNLIMITED = {
    "INKLING_MESSAGES_PER_SECOND": "1000000",
    "INKLING_MESSAGE_BURST": "1000000",
    "INKLING_DEVICE": "cpu",
}
"""One benchmark client stands for many pens: the limit of one browser's messages is lifted."""

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PATIENCE = 60


@dataclass
class Running:
    """A server that answers on `port`; `kind` and `path` are how it is asked."""

    name: str
    pid: int
    port: int
    kind: str
    path: str

    def cpu(self) -> float:
        """Seconds of processor time so far, of the whole process tree."""
        return sum(_stat(pid) for pid in _tree(self.pid))

    def memory(self) -> float:
        """Megabytes of memory in use, of the whole process tree."""
        pages = (Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in _tree(self.pid))
        return sum(int(count) for count in pages) * PAGE / 1e6


BASELINES = {
    "FastAPI, 8-bit": "fastapi_bytes",
    "FastAPI, JSON": "fastapi_json",
    "FastAPI, JSON, typed": "fastapi_typed",
    "Flask + gunicorn, JSON": "flask_json",
    "LitServe, JSON": "litserve_json",
    "Gradio, JSON": "gradio_json",
    "empty echo": "echo",
}
PATHS = {"gradio_json": "/gradio_api/run/read"}
NEEDS = {"litserve_json": "litserve", "gradio_json": "gradio", "flask_json": "flask"}


@contextmanager
def inkling(**settings: str) -> Iterator[Running]:
    """Inkling as `make serve` starts it, without the limit on one browser's messages."""
    with start_server(**{**UNLIMITED, **settings}) as server:
        server.wait_until_ready()
        yield Running("Inkling", server.process.pid, server.port, "websocket", "/ws")


@contextmanager
def baseline(name: str) -> Iterator[Running | None]:
    """One of BASELINES; None, with a message, where its packages are not installed."""
    module = BASELINES[name]
    needs = NEEDS.get(module)
    if needs is not None and importlib.util.find_spec(needs) is None:
        sys.stdout.write(f"{name}: skipped, it needs: .venv/bin/pip install {needs}\n")
        yield None
        return
    port = _free_port()
    program = f"from bench.baselines.{module} import main; main({port})"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"},  # else Gradio reports each start
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        echo = module == "echo"
        kind, path = ("websocket", "/ws") if echo else ("http", PATHS.get(module, "/read"))
        if module == "litserve_json":
            time.sleep(10)  # it listens before its worker has loaded the network
        yield Running(name, process.pid, port, kind, path)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        direct = [int(child) for child in children.read_text().split()]
    except OSError:
        return []
    return [pid, *(each for child in direct for each in _tree(child))]


def _stat(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(PATIENCE * 10):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
