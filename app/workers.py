"""Several processes behind one port: started, watched, replaced, ended."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from prometheus_client.multiprocess import mark_process_dead

from app.services.meter_folder import counting_apart_without_room, shared_meters
from app.services.meters import SHARED
from app.settings import Settings
from app.stopping import STOPPING

log = logging.getLogger(__name__)


SHARES_OUT = sys.platform == "linux"
"""Whether the kernel shares connections out among sockets on one port."""

RESTART_SECONDS = 1.0

FIRST_BEAT_SECONDS = 120.0
"""Patience with a worker that starts: a slow disk may take long to read PyTorch."""

ENDING_SECONDS = 4.0
"""Beyond the patience with open requests; a worker that has not ended then is killed."""

Work = Callable[[Settings, socket.socket, "Heart"], None]
Announce = Callable[[Settings, socket.socket], None]


def work_together(
    settings: Settings, listeners: list[socket.socket], work: Work, announce: Announce
) -> None:
    """Run `work` in as many processes as the settings say, until a signal ends them all."""
    _Workers(settings, listeners, work, announce).run()


class Heart:
    """A worker's sign of life: its event loop writes to its parent each second.

    It begins once the worker answers. A pipe, since a semaphore needs a folder that can be written.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def beat(self) -> None:
        """Write to the parent, without waiting if the pipe is full."""
        with contextlib.suppress(OSError):
            os.set_blocking(self._pipe.fileno(), False)
            os.write(self._pipe.fileno(), b".")


class _Worker:
    """One process, and when it last gave a sign of life."""

    def __init__(self, process: BaseProcess, pipe: Connection, frozen_seconds: float) -> None:
        self.process, self._pipe = process, pipe
        self._frozen_seconds = frozen_seconds
        self._patience = max(FIRST_BEAT_SECONDS, frozen_seconds)
        self._heard = time.monotonic()
        self.has_begun = False
        os.set_blocking(pipe.fileno(), False)

    def listen(self) -> None:
        """Note a new sign of life, if there is one."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self._pipe.fileno(), 4096):
                self._heard, self._patience = time.monotonic(), self._frozen_seconds
                self.has_begun = True

    @property
    def is_frozen(self) -> bool:
        """Whether its loop has not turned for too long; its first turn may take longer."""
        return time.monotonic() - self._heard > self._patience

    def end(self, patience: float) -> None:
        """Wait for a process that was asked to end; kill one that does not."""
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self._pipe.close()


class _Workers:
    """Processes that share nothing but the port; one that dies or freezes is replaced."""

    def __init__(
        self, settings: Settings, listeners: list[socket.socket], work: Work, announce: Announce
    ) -> None:
        self._settings, self._listeners = settings, listeners
        self._work, self._announce = work, announce
        self._spawn = multiprocessing.get_context("spawn")
        self._stopping = threading.Event()

    def run(self) -> None:
        """Start the workers, replace the dead ones, end them all on a signal."""
        for stopping in STOPPING:
            signal.signal(stopping, lambda *_: self._stopping.set())
        with shared_meters(self._settings.workers):
            workers = [self._start(index) for index in range(self._settings.workers)]
            announced = False
            while not self._stopping.wait(0.1):
                for index, worker in enumerate(workers):
                    worker.listen()
                    if worker.has_begun and not announced:
                        announced = True
                        self._announce(self._settings, self._listeners[0])
                    self._look_after(workers, index, worker)
            for worker in workers:
                worker.process.terminate()
            ends = time.monotonic() + self._settings.shutdown_seconds + ENDING_SECONDS
            for worker in workers:
                worker.end(max(0.0, ends - time.monotonic()))

    def _look_after(self, workers: list[_Worker], index: int, worker: _Worker) -> None:
        process = worker.process
        if process.is_alive():
            if worker.is_frozen:
                log.error("worker %d does nothing any more; it is ended", index)
                process.kill()
            return
        log.error("worker %d ended (%s); replacing it", index, process.exitcode)
        worker.end(0)
        if SHARED in os.environ:
            mark_process_dead(process.pid)  # type: ignore[no-untyped-call]
        if not self._stopping.wait(RESTART_SECONDS):
            workers[index] = self._start(index)

    def _start(self, index: int) -> _Worker:
        listener = self._listeners[index % len(self._listeners)]
        hearing, telling = self._spawn.Pipe(duplex=False)
        arguments = (self._settings, listener, Heart(telling))
        process = self._spawn.Process(target=self._work, args=arguments)
        with counting_apart_without_room():
            process.start()
        telling.close()
        return _Worker(process, hearing, self._settings.frozen_seconds)


def end_with_parent() -> None:
    """Have this worker end when its parent has, however that ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
