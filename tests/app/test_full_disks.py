"""File systems that are really full or really read-only: nothing that serves needs to write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from PIL import Image

from app.services.meter_folder import NO_ROOM
from app.services.meters import SHARED
from tests.drawings import drawing_of
from tests.namespace import can_isolate, isolated, make_read_only, mount_memory
from tests.serving import ROOT, Server, start_server

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not can_isolate(), reason="only root on Linux mounts file systems"),
]

TINY = 65_536
MEMORY = Path("/dev/shm")


def fill(folder: Path) -> None:
    mount_memory(folder, TINY)
    with suppress(OSError), (folder / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def fill_memory_and_temporary_folder(folder: Path) -> None:
    for place in (MEMORY, folder):
        fill(place)


def make_all_read_only(_: Path) -> None:
    make_read_only()


@pytest.mark.parametrize("fault", [fill_memory_and_temporary_folder, make_all_read_only])
def test_two_workers_start_serve_and_count_without_a_disk(
    tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    picture = tmp_path / "picture.png"
    Image.linear_gradient("L").save(picture)
    places = tmp_path / "places"
    places.mkdir()

    def serve() -> str:
        content = picture.read_bytes()
        fault(places)
        given = {"INKLING_WORKERS": "2", "TMPDIR": str(places)}
        if fault is make_all_read_only:
            given["NUMBA_OPT"] = "0"  # each worker compiles: quickly, not optimised
        with start_server(**given) as server:
            _read_and_count(server, content)
            assert server.stop() == 0
            assert server.process.stderr is not None
            return server.process.stderr.read()

    log = isolated(serve)
    assert "Traceback" not in log
    assert (NO_ROOM in log) == (fault is make_all_read_only)


def _read_and_count(server: Server, picture: bytes) -> None:
    """Read drawings and a picture; `/metrics` on the same connection must count them."""
    with httpx2.Client(base_url=server.address) as client:
        server.wait_until_ready(client)
        address = "/api/models/lenet5/predictions"
        for _ in range(3):
            answer = client.post(address, json={"strokes": drawing_of(8).strokes})
            assert answer.json()["first_guess"]["label"] == 8
        answer = client.post(address, content=picture, headers={"content-type": "image/png"})
        assert answer.status_code in (200, 422), answer.text
        told = client.get("/metrics").text
        assert "\ninkling_drawings_total 3" in told or "\ninkling_drawings_total 4" in told


@pytest.mark.parametrize(("guard", "end"), [("on", 0), ("off", -signal.SIGBUS)])
def test_a_disk_that_fills_later_ends_no_worker(tmp_path: Path, guard: str, end: int) -> None:
    def count() -> int:
        mount_memory(tmp_path, 2**20)
        command = [sys.executable, "-m", "tests.unguarded_meters", guard]
        counting = {**os.environ, SHARED: str(tmp_path)}
        return subprocess.run(command, cwd=ROOT, env=counting, timeout=60, check=False).returncode

    assert isolated(count) == end
