"""The server as people run it: a process of its own, real sockets, a free port."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


def anew() -> httpx2.Client:
    """A client that connects for each request, so that any worker may answer.

    Without certificates: `httpx2.get` reads them all each time, which takes 25 milliseconds.
    """
    return httpx2.Client(headers={"connection": "close"}, verify=False)


@dataclass
class Server:
    """A running server; `address` has no slash at its end."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].split("/")[0])

    @property
    def socket_address(self) -> str:
        return self.address.replace("http", "ws", 1) + "/ws"

    def wait_until_ready(self, client: httpx2.Client | None = None) -> None:
        """Wait for the networks; raises TimeoutError with the server's reason.

        `client`: one that keeps its connection stays with the worker that was waited for.
        """
        answer = None
        with anew() as each:
            for _ in range(int(PATIENCE / 0.05)):
                answer = (client or each).get(self.address + "/readyz", timeout=PATIENCE)
                if answer.status_code == 200:
                    return
                time.sleep(0.05)
        raise TimeoutError(answer.text if answer else "no answer")

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def start_server(port: int = 0, module: str = "app", **environment: str) -> Iterator[Server]:
    """Start `python -m app serve`, yield when it listens, end it whatever happens.

    `module`: another one that takes the same arguments.
    """
    command = [sys.executable, "-m", module, "serve", "--port", str(port)]
    with start_command(command, ROOT, {**os.environ, **environment}) as server:
        yield server


@contextmanager
def start_command(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Start any command that serves, as `start_server` does."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(process, _address_from(process))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _address_from(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline() if ready else ""
    if not line.startswith("Inkling is ready at "):
        process.kill()
        _, errors = process.communicate()
        raise RuntimeError(f"the server did not start: {line}{errors}")
    return line.removeprefix("Inkling is ready at ").strip()
