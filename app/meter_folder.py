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

BYTES_A_WORKER = 8 * 2**20
"""Files of a megabyte each, mapped: a disk that is full would end the worker by a signal."""


@contextlib.contextmanager
def shared_meters(workers: int) -> Iterator[None]:
    """Let workers started meanwhile share their counters, where there is room for them.

    Without, they serve as well, and `/metrics` tells of the worker that answers.
    """
    folder = _make(workers)
    if folder is None:
        log.warning("no folder has room for counters; /metrics tells of one worker at a time")
        os.environ.pop(SHARED, None)
        yield
        return
    os.environ[SHARED] = str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(workers: int) -> Path | None:
    for place in _places():
        _clear(place)
        try:
            free = shutil.disk_usage(place).free
            if free >= workers * BYTES_A_WORKER:
                return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
        except OSError:
            continue  # read-only, or not there
    return None


def _places() -> Iterator[Path]:
    """Memory (Linux) before disks."""
    yield Path("/dev/shm")
    with contextlib.suppress(OSError):  # no folder for temporary files at all
        yield Path(tempfile.gettempdir())


def _clear(place: Path) -> None:
    """Remove what servers have left that were killed."""
    for folder in place.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not _lives(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
