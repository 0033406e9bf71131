"""Where several workers write what they count: a folder in memory, or none."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.services.meters import SHARED

log = logging.getLogger(__name__)

PREFIX = "inkling-meters-"

BYTES_A_WORKER = 2**20
"""Mapped files, which the worker then reserves: a disk that fills would end it by a signal."""

NO_ROOM = "no folder has room for counters; /metrics tells of one worker at a time"


@contextlib.contextmanager
def shared_meters(workers: int) -> Iterator[None]:
    """Let workers started meanwhile share their counters, where there is room for them.

    Without room they serve all the same, and `/metrics` shows only the worker that answers.
    """
    folder = _make(workers)
    if folder is None:
        log.warning(NO_ROOM)
        os.environ.pop(SHARED, None)
        yield
        return
    os.environ[SHARED] = str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def counting_apart_without_room() -> Iterator[None]:
    """Start a worker inside this block: it shares its counters only if there is room now."""
    folder = os.environ.get(SHARED)
    if folder is None or _has_room(Path(folder), 1):
        yield
        return
    log.warning(NO_ROOM)
    del os.environ[SHARED]
    try:
        yield
    finally:
        os.environ[SHARED] = folder


def _has_room(place: Path, workers: int) -> bool:
    try:
        return shutil.disk_usage(place).free >= workers * BYTES_A_WORKER
    except OSError:
        return False


def _make(workers: int) -> Path | None:
    for place in _places():
        _clear(place)
        if _has_room(place, workers):
            with contextlib.suppress(OSError):  # read-only
                return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    return None


def _places() -> Iterator[Path]:
    """Folders to try, one in memory (Linux) before one on a disk."""
    yield Path("/dev/shm")
    with contextlib.suppress(OSError):  # no folder for temporary files at all
        yield Path(tempfile.gettempdir())


def _clear(place: Path) -> None:
    """Remove the folders of servers that were killed."""
    for folder in place.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not lives(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's process
    return True
