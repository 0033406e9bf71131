"""No server and no command asks another host for anything, or leaves a file about its user."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from models._checkpoint import WEIGHTS
from tests.drawings import FILE, drawing_of
from tests.namespace import NAME_SERVER, Traffic, can_isolate, isolated
from tests.serving import ROOT, start_command

pytestmark = pytest.mark.process

PYTHON = [sys.executable, "-m", "app"]

WATCHED_SECONDS = 8
"""A library that reports does it with a delay: ONNX Runtime first after five seconds."""

OTHER_HOST = "198.51.100.7"
"""An address that is kept for documentation."""


@dataclass
class Traces:
    """What a server with two workers and two commands have left: file names, and addresses."""

    files: list[str]
    addresses: set[str] | None
    """None where this process may not make a network of its own, to watch it."""


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """Run them in an empty home, without the variables by which libraries know a test machine."""
    folder = tmp_path_factory.mktemp("privacy")
    home = folder / "home"
    home.mkdir()

    def watch_and_run() -> set[str]:
        with Traffic(folder) as traffic:
            _check_that_it_sees(traffic)
            _run_all(folder, home)
            return traffic.seen()

    if can_isolate():
        addresses = isolated(watch_and_run)
    else:
        addresses = None
        _run_all(folder, home)
    return Traces(sorted(str(path.relative_to(home)) for path in home.rglob("*")), addresses)


def _check_that_it_sees(traffic: Traffic) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"hello", (OTHER_HOST, 9))
    with pytest.raises(OSError, match="resolution"):
        socket.getaddrinfo("inkling.invalid", 80)
    assert traffic.seen() == {OTHER_HOST, NAME_SERVER}


def _run_all(folder: Path, home: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "INKLING_HOST": "0.0.0.0",
        "INKLING_WORKERS": "2",
    }
    weights = folder / "weights"
    weights.mkdir()
    for each in WEIGHTS.glob("lenet5.*"):  # the other networks take longer and test nothing more
        shutil.copy(each, weights)
    commands = (
        ["export", "--weights", str(weights)],
        ["predict", "lenet5", str(FILE)],
    )
    with start_command([*PYTHON, "serve", "--port", "0"], ROOT, environment) as server:
        with httpx2.Client(base_url=server.address) as client:
            server.wait_until_ready(client)
            until = time.monotonic() + WATCHED_SECONDS
            drawing = {"strokes": drawing_of(8).strokes}
            answer = client.post("/api/models/lenet5/predictions", json=drawing)
            assert answer.status_code == 200, answer.text
        for command in commands:
            done = subprocess.run(
                [*PYTHON, *command], cwd=ROOT, env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
        time.sleep(max(0, until - time.monotonic()))
        assert server.stop() == 0


def test_no_other_host_is_asked_for_anything(traces: Traces) -> None:
    if traces.addresses is None:
        pytest.skip("needs root on Linux, to watch a network of its own")
    assert traces.addresses == set()


def test_no_file_is_left_in_the_home_folder(traces: Traces) -> None:
    assert traces.files == []
