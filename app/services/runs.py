"""Live training runs: one at a time a server, a short queue, steered by whoever began each."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import (
    MisfitError,
    OverloadedError,
    TooManyRunsError,
    UnknownRunError,
    WrongKeyError,
)
from app.services.limits import share_of
from app.services.run_folder import Owner, Run, RunFolder
from models._registry import ArchitectureError
from models.training.live_folder import DISK, MEMORY, WEIGHTS, Line
from models.training.live_settings import FOLDER, LiveSettings, sources_in

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]

PLACES = 4
"""Runs that go on or wait."""

OF_AN_ADDRESS = 3
"""Places for one address; a device has one."""

NICE = 10
"""How far a run's process steps back for those that read drawings."""

LOOK_SECONDS = 0.2

ENDING_SECONDS = 1.0
"""Patience with a process that is to end with the server: it writes its film."""

WATCH_SECONDS = 20.0
"""A watcher is answered after this long, even if the run has told nothing new."""

_WHY = {MEMORY: "memory", DISK: "disk", -9: "killed", -15: "killed"}
"""Why a process ended that could not say so itself, by its exit code."""


class Runs:
    """All runs of this server; a thread looks after those that this process began."""

    def __init__(self, data: Path | None = None) -> None:
        """`data`: a folder with what runs may learn from beside made-up digits."""
        self.folder = RunFolder()
        self.data = data
        self.module = "models.training.live_child"
        self.nice = NICE
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._mine: list[Run] = []
        self._ending = threading.Event()
        self._looking: threading.Thread | None = None
        self._starting = threading.Lock()

    def start(self, given: dict[str, Any], device: str, address: str) -> tuple[Run, str]:
        """A run, which may have to wait, and the key to it.

        Raises MisfitError for settings that no run can have, TooManyRunsError for who has one,
        OverloadedError where no place is left, or none on the disk.
        """
        try:
            settings = LiveSettings(**given)
        except ArchitectureError as error:
            raise MisfitError(str(error)) from error
        there = self.sources
        for source in (settings.data, settings.held_out):
            if source not in there:
                raise MisfitError(
                    f"this server has no {source}, only {', '.join(there)}; "
                    f"whoever runs it can set {FOLDER} to a folder that has {source}/"
                )
        key = secrets.token_urlsafe(16)
        try:
            with self._starting, self.folder.locked():
                open_ = [run.owner for run in self.folder.runs() if run.why is None]
                who = self.folder.hidden(device), self.folder.hidden(share_of(address))
                self._expect_place(open_, *who)
                owner = Owner(os.getpid(), *who, _digest(key), time.time())
                run = self.folder.add(f"run-{secrets.token_hex(4)}", owner, asdict(settings))
                self._mine.append(run)
        except OSError as error:
            log.error("no folder for a run: %s", error)
            raise OverloadedError(
                f"there is no room for a run ({error.strerror}); try again later"
            ) from error
        self._look_after_them()
        return run, key

    @property
    def sources(self) -> tuple[str, ...]:
        """What runs can learn from and be scored on here."""
        return sources_in(self.data)

    def get(self, name: str) -> Run:
        """Raises UnknownRunError."""
        run = self.folder.get(name)
        if run is None:
            raise UnknownRunError(f"there is no run {name[:64]!r}; runs of earlier days are gone")
        return run

    def film(self, name: str) -> Path | None:
        """Where the film of a run is, if there is one."""
        run = self.folder.get(name) if name.startswith("run-") else None
        return run.film if run is not None and run.film.exists() else None

    def place_of(self, run: Run) -> int:
        """How many runs are before it; 0 of one that has begun or ended."""
        if run.status != "waiting":
            return 0
        open_ = [each.name for each in self.folder.runs() if each.why is None]
        return open_.index(run.name) if run.name in open_ else 0

    def command(self, name: str, key: str, line: Line) -> Run:
        """Steer a run; raises UnknownRunError, WrongKeyError, and MisfitError once it has ended."""
        run = self.get(name)
        if not hmac.compare_digest(_digest(key), run.owner.key):
            raise WrongKeyError("only whoever began this run can steer it")
        if run.why is not None:
            raise MisfitError("this run has ended; begin another one")
        if line == {"do": "stop"} and not run.has_begun:
            with self._starting, self.folder.locked():
                if not run.has_begun:
                    run.end("stopped")
                    return run
        try:
            run.command(line)
        except OSError as error:
            raise OverloadedError(f"the run cannot be told ({error.strerror})") from error
        return run

    async def watch(self, name: str, after: int) -> tuple[list[Line], int]:
        """What a run told from a number on, as soon as there is anything; the next number.

        Raises UnknownRunError.
        """
        run = self.get(name)
        until = time.monotonic() + WATCH_SECONDS
        while True:
            told, following = run.since(after)
            if told or run.why is not None or time.monotonic() > until:
                return told, following
            await asyncio.sleep(LOOK_SECONDS)
            run.listen()

    def weights(self, name: str) -> bytes:
        """Its weights, safetensors; raises UnknownRunError, MisfitError where there are none."""
        try:
            return (self.get(name).folder / WEIGHTS).read_bytes()
        except OSError as error:
            raise MisfitError(
                "this run has no weights: they are written when it ends, if they are finite"
            ) from error

    def film_file(self, name: str) -> bytes:
        """Its film so far; raises UnknownRunError, MisfitError where there is none."""
        try:
            return self.get(name).film.read_bytes()
        except OSError as error:
            raise MisfitError("this run has no film yet; ask again in a moment") from error

    def close(self) -> None:
        """End this process's runs; each writes its film."""
        self._ending.set()
        for child in self._children.values():
            _let_go(child)
        until = time.monotonic() + ENDING_SECONDS
        for name, child in self._children.items():
            try:
                child.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                continue  # its end is noted below, as for all that did not note it themselves
            self._hear_end(name, child)
        for run in self._mine:
            run.listen()
            if run.why is None:
                run.end("server")
        self.folder.close()

    # --- looking after ---------------------------------------------------------------------------

    def _expect_place(self, open_: list[Owner], visitor: str, host: str) -> None:
        if any(owner.device == visitor for owner in open_):
            raise TooManyRunsError("this browser has a run already; stop it first")
        if sum(owner.address == host for owner in open_) >= OF_AN_ADDRESS:
            raise TooManyRunsError("too many runs were begun from this network; wait for one")
        if len(open_) >= PLACES:
            raise OverloadedError("too many runs wait; try again when one has ended")

    def _look_after_them(self) -> None:
        with self._starting:
            if self._looking is None or not self._looking.is_alive():
                self._looking = threading.Thread(target=self._look, name="runs", daemon=True)
                self._looking.start()

    def _look(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            try:
                for name, child in list(self._children.items()):
                    if child.poll() is not None:
                        del self._children[name]
                        self._hear_end(name, child)
                self._begin_next()
            except OSError as error:
                log.error("runs cannot be looked after: %s", error)

    def _begin_next(self) -> None:
        """Begin the run whose turn it is, if it is one of this process."""
        self._mine = [run for run in self._mine if run.why is None]
        if all(run.has_begun for run in self._mine):
            return
        with self._starting, self.folder.locked():
            open_ = [run for run in self.folder.runs() if run.why is None]
            if open_ and open_[0].owner.pid == os.getpid() and not open_[0].has_begun:
                self._begin(open_[0])

    def _begin(self, run: Run) -> None:
        data = {} if self.data is None else {FOLDER: str(self.data.absolute())}
        single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
        try:
            child = subprocess.Popen(
                [sys.executable, "-m", self.module, str(run.folder), str(self.nice)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={**os.environ, **single, **data, "PYTHONPATH": str(ROOT)},
            )
        except OSError as error:
            log.error("no process for a run can be started: %s", error)
            run.end("failed")
            return
        self._children[run.name] = child
        run.begin(child.pid)

    def _hear_end(self, name: str, child: subprocess.Popen[bytes]) -> None:
        _let_go(child)
        run = self.folder.get(name)
        if run is not None and run.why is None:
            why = _WHY.get(child.returncode, "failed")
            log.error("a run ended early (%s): exit code %d", why, child.returncode)
            run.end(why)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _let_go(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
