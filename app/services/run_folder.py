"""The folder of a server's live runs, and what each of them has told so far.

All processes behind one port share it: each of them can start, steer and watch any run.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from app.services.meter_folder import lives
from models.training.live_folder import COMMANDS, EVENTS, FILM, SETTINGS, Line, append, read_lines

log = logging.getLogger(__name__)

OWNER, CHILD = "owner.json", "child"

LOCK, SECRET = "lock", "secret"

SHARED = "INKLING_RUNS_OF_THIS_SERVER"
"""Environment variable that tells workers which folder they share."""

KEPT, KEPT_BYTES = 100, 200_000_000
"""Runs of which the films are kept, and what they may take on the disk; one of LeNet-5 takes 2 MB
with its weights: a class of thirty has three each."""

MOST_TOLD = 2_000
"""Losses in one answer: of more, every n-th, as it was."""

Status = Literal["waiting", "preparing", "running", "paused", "ended"]


@dataclass(frozen=True)
class Owner:
    """Who began a run: the worker that looks after it, and the visitor, hashed."""

    pid: int
    device: str
    address: str
    key: str
    at: float


@dataclass
class Run:
    """What one run has told; `step`: batches done."""

    name: str
    folder: Path
    owner: Owner
    settings: dict[str, Any]
    events: list[Line] = field(default_factory=list)
    why: str | None = None
    _offset: int = 0
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def listen(self) -> None:
        """Read new events; if no process looks after the run any more, note that it has ended."""
        self._hear()
        if self.why is None and not self._is_looked_after():
            self.end("server")

    def end(self, why: str) -> None:
        """Note for all processes why it ended; if that cannot be written, for this one alone."""
        last = {"type": "ended", "why": why, "step": self.step}
        try:
            append(self.folder / EVENTS, [last])
        except OSError:  # a full disk, or the folder is gone
            self.events.append(last)
            self.why = why
        self._hear()

    def _hear(self) -> None:
        path = self.folder / EVENTS
        with self._reading, contextlib.suppress(OSError):
            if path.stat().st_size > self._offset:
                lines, self._offset = read_lines(path, self._offset)
                self.events.extend(lines)
                self.why = self.why or next((each["why"] for each in lines if "why" in each), None)

    def end_if_it_goes_on(self) -> None:
        """End a run of an earlier server, if it has not ended."""
        self._hear()
        if self.why is None:
            self.end("server")

    def command(self, line: Line) -> None:
        """Tell the run's process what to do."""
        append(self.folder / COMMANDS, [line])

    def begin(self, child: int) -> None:
        """Note the id of the run's process."""
        (self.folder / CHILD).write_text(str(child))

    @property
    def has_begun(self) -> bool:
        """Whether the run has, or had, a process."""
        return (self.folder / CHILD).exists()

    @property
    def film(self) -> Path:
        """Its film, which may not be there yet."""
        return self.folder / FILM

    @property
    def bytes(self) -> int:
        """Size of all its files."""
        with contextlib.suppress(OSError):
            return sum(each.stat().st_size for each in os.scandir(self.folder))
        return 0  # the folder is gone

    @property
    def status(self) -> Status:
        """Whether it waits, prepares, runs, is paused or has ended."""
        if self.why is not None:
            return "ended"
        kinds = [each["type"] for each in self.events]
        if "begun" not in kinds:
            return "preparing" if kinds else "waiting"
        turns = [each for each in kinds if each in ("paused", "going_on")]
        return "paused" if turns and turns[-1] == "paused" else "running"

    @property
    def step(self) -> int:
        """Batches done, by the last losses that the run has told."""
        for event in reversed(self.events):
            if event["type"] == "losses":
                return int(event["losses"][-1][0])
        return 0

    @property
    def learning_rate(self) -> float:
        """The step size that is used now."""
        return self.sizes[-1][1]

    @property
    def sizes(self) -> list[tuple[int, float]]:
        """Pairs of a step, counted from 0, and the step size from it on."""
        sizes = {0: float(self.settings["learning_rate"])}
        for each in self.events:
            if each["type"] == "step_size":
                sizes[each["step"]] = each["learning_rate"]
        return sorted(sizes.items())

    @property
    def moments(self) -> int:
        """How many moments its film has."""
        return sum(each["type"] == "moment" for each in self.events)

    def since(self, after: int) -> tuple[list[Line], int]:
        """Events from a number on, and the next number; all losses in one event, thinned out."""
        new = self.events[after:]
        losses = [pair for each in new if each["type"] == "losses" for pair in each["losses"]]
        every = -(-len(losses) // MOST_TOLD) or 1
        events = [each for each in new if each["type"] != "losses"]
        if losses:
            events.insert(0, {"type": "losses", "losses": losses[::every]})
        return events, after + len(new)

    def _is_looked_after(self) -> bool:
        # Its own process says how it ended, when its owner goes.
        if not lives(self.owner.pid):
            return self.has_begun and lives(int((self.folder / CHILD).read_text() or 0))
        return True


class RunFolder:
    """All runs of a server, in the order in which they were begun."""

    def __init__(self) -> None:
        self._shared = os.environ.get(SHARED)
        self._own: Path | None = None
        self._known: dict[str, Run] = {}

    @property
    def path(self) -> Path:
        """Where it is: shared by the workers of a server, or made when it is first needed."""
        if self._shared is not None:
            return Path(self._shared)
        if self._own is None:
            self._own = Path(tempfile.mkdtemp(prefix="inkling-runs-"))
        return self._own

    def hidden(self, visitor: str) -> str:
        """A keyed hash of a visitor, for files in the folder; call it under the folder's lock."""
        path = self.path / SECRET
        if not path.exists():
            path.write_bytes(secrets.token_bytes(32))
        return hmac.digest(path.read_bytes(), visitor.encode(), "sha256").hex()

    def runs(self) -> list[Run]:
        """As they are now, the first one first."""
        with contextlib.suppress(OSError):
            names = {each.name for each in os.scandir(self.path) if each.name.startswith("run-")}
            for name in names - self._known.keys():
                with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                    self._known[name] = _read(self.path / name)
            for name in self._known.keys() - names:
                del self._known[name]
        runs = sorted(self._known.values(), key=lambda run: run.owner.at)
        for run in runs:
            run.listen()
        return runs

    def get(self, name: str) -> Run | None:
        """The run of this name as it is now, if there is one."""
        run = self._known.get(name)
        if run is None:
            return next((each for each in self.runs() if each.name == name), None)
        run.listen()
        return run

    def add(self, name: str, owner: Owner, settings: dict[str, Any]) -> Run:
        """Make its folder; of runs that have ended, the first go for it. Raises OSError."""
        ended = [run for run in self.runs() if run.why is not None]
        too_many = max(0, len(self._known) + 1 - KEPT)
        taken = sum(run.bytes for run in ended)
        for at, run in enumerate(ended):
            if at >= too_many and taken <= KEPT_BYTES:
                break
            taken -= run.bytes
            shutil.rmtree(run.folder, ignore_errors=True)
        making = self.path / f"new-{name}"
        try:
            making.mkdir()
            (making / SETTINGS).write_text(json.dumps(settings))
            (making / OWNER).write_text(json.dumps(owner.__dict__))
            making.rename(self.path / name)
        except OSError:
            shutil.rmtree(making, ignore_errors=True)
            raise
        run = self._known[name] = _read(self.path / name)
        return run

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock, so that only one process decides at a time."""
        try:
            import fcntl
        except ImportError:  # a system on which one process serves
            yield
            return
        with (self.path / LOCK).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def close(self) -> None:
        """Remove it, if no other process shares it."""
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)


def _read(folder: Path) -> Run:
    owner = Owner(**json.loads((folder / OWNER).read_text()))
    return Run(folder.name, folder, owner, json.loads((folder / SETTINGS).read_text()))


@contextlib.contextmanager
def shared_runs(name: str) -> Iterator[None]:
    """A folder for the runs of a server, which its next start finds: their films are kept.

    `name`: what tells this server from others of the same computer; "" for one that nothing does.
    Where there can be no folder, the server serves all else.
    """
    kept = _own_folder(f"inkling-runs-{name}") if name else None
    folder = kept or _passing_folder()
    if folder is None:
        log.warning("no folder for temporary files; there are no live runs")
        yield
        return
    for each in folder.glob("run-*"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            _read(each).end_if_it_goes_on()
    os.environ[SHARED] = str(folder)
    try:
        yield
    finally:
        del os.environ[SHARED]
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _passing_folder() -> Path | None:
    with contextlib.suppress(OSError):
        return Path(tempfile.mkdtemp(prefix="inkling-runs-"))
    return None


def _own_folder(name: str) -> Path | None:
    """A folder that nobody else can write into; None where there can be none."""
    with contextlib.suppress(OSError):
        folder = Path(tempfile.gettempdir()) / name
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
        mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
        if mine and not folder.is_symlink() and state.st_mode & 0o022 == 0:
            return folder
    return None
