"""Where workers count together, and what happens where there is no room for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.services import meter_folder
from app.services.meter_folder import PREFIX, counting_apart_without_room, shared_meters
from app.services.meters import SHARED


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(meter_folder, "_places", lambda: iter([tmp_path]))
    monkeypatch.setenv(SHARED, "of before")
    return tmp_path


def test_workers_share_a_folder_that_goes_with_them(place: Path) -> None:
    with shared_meters(2):
        assert Path(os.environ[SHARED]).parent == place
    assert list(place.iterdir()) == []


def test_what_a_killed_server_has_left_is_removed_and_nothing_else(place: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, used = place / f"{PREFIX}{ended.pid}-abc", place / f"{PREFIX}{os.getpid()}-abc"
    other = place / "meters-1-abc"
    for folder in (left, used, other):
        folder.mkdir()
    with shared_meters(2):
        assert not left.exists()
        assert used.exists()
        assert other.exists()


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_without_room_workers_count_apart(
    place: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "full":
        monkeypatch.setattr(meter_folder, "BYTES_A_WORKER", 1 << 60)
    else:
        monkeypatch.setattr(meter_folder, "_places", lambda: iter([place / "missing"]))
    with shared_meters(2):
        assert SHARED not in os.environ


def test_a_worker_started_when_the_disk_has_filled_counts_apart(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shared_meters(2):
        folder = os.environ[SHARED]
        with counting_apart_without_room():
            assert os.environ[SHARED] == folder
        monkeypatch.setattr(meter_folder, "BYTES_A_WORKER", 1 << 60)
        with counting_apart_without_room():
            assert SHARED not in os.environ
        assert os.environ[SHARED] == folder
    assert list(place.iterdir()) == []
