"""Several processes behind one port: started, watched, replaced, ended."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Semaphore

from prometheus_client.multiprocess import mark_process_dead

from app.services.meters import SHARED
from app.settings import Settings

log = logging.getLogger(__name__)

STOPPING = (signal.SIGINT, signal.SIGTERM)

SHARES_OUT = sys.platform == "linux"
"""Whether the kernel shares connections out among sockets on one port."""

RESTART_SECONDS = 1.0

Work = Callable[[Settings, socket.socket, Semaphore], None]
Announce = Callable[[Settings, socket.socket], None]


def work_together(
    settings: Settings, listeners: list[socket.socket], work: Work, announce: Announce
) -> None:
    """Run `work` in as many processes as the settings say, until a signal ends them all."""
    _Workers(settings, listeners, work, announce).run()


class _Workers:
    """Processes that share nothing but the port; one that dies is replaced."""

    def __init__(
        self, settings: Settings, listeners: list[socket.socket], work: Work, announce: Announce
    ) -> None:
        self._settings, self._listeners = settings, listeners
        self._work, self._announce = work, announce
        self._spawn = multiprocessing.get_context("spawn")
        self._ready = self._spawn.Semaphore(0)
        self._stopping = threading.Event()

    def run(self) -> None:
        """Start the workers, replace the dead ones, end them all on a signal."""
        for stopping in STOPPING:
            signal.signal(stopping, lambda *_: self._stopping.set())
        with tempfile.TemporaryDirectory(prefix="inkling-meters-", dir=_memory()) as folder:
            os.environ[SHARED] = folder
            workers = [self._start(index) for index in range(self._settings.workers)]
            announced = False
            while not self._stopping.wait(0.1):
                if not announced and all(self._ready.acquire(block=False) for _ in workers[:1]):
                    announced = True
                    self._announce(self._settings, self._listeners[0])
                for index, worker in enumerate(workers):
                    if not worker.is_alive():
                        log.error("worker %d ended (%s); replacing it", index, worker.exitcode)
                        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
                        time.sleep(RESTART_SECONDS)
                        workers[index] = self._start(index)
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join()

    def _start(self, index: int) -> BaseProcess:
        listener = self._listeners[index % len(self._listeners)]
        arguments = (self._settings, listener, self._ready)
        process = self._spawn.Process(target=self._work, args=arguments)
        process.start()
        return process


def _memory() -> str | None:
    """A folder in memory (Linux), so that no disk need be writable; None: wherever files may be."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def end_with_parent() -> None:
    """Have this worker end when its parent has, however that ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
