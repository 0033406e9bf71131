"""Asks a process that does one kind of work: one that takes too long, or dies, is replaced.

The process runs `models.ink.photo_child.answer_all`. Both sides talk over plain pipes, which work
the same on every system.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from app.errors import OverloadedError
from models.ink.photo_child import LENGTH, READY

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]

START = 30.0
"""Seconds within which a process must have begun, on the slowest of machines."""


class ChildProcess:
    """One process; `ask` blocks and belongs to a thread, the rest may be called from anywhere."""

    def __init__(self, module: str, deadline: float, does: str) -> None:
        """`does`: what it is for, as in "the server cannot read pictures now"."""
        self._module, self._deadline, self._does = module, deadline, does
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._ended = False
        self._turn = threading.Lock()

    def start(self) -> None:
        """Begin, without waiting; raises OverloadedError if there can be no process now."""
        if self._process is not None:
            if self._process.poll() is None:
                return
            _end(self._process)
        single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
        self._is_ready = False
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # where decoders print warnings
                cwd=ROOT,
                env={**os.environ, **single, "PYTHONPATH": str(ROOT)},
            )
        except OSError as error:
            log.error("no process to %s can be started: %s", self._does, error)
            raise self._cannot() from error

    def ask(self, content: bytes) -> tuple[bytes, bytes] | None:
        """What it answers, and of which kind; None: it took too long, or too much memory.

        Raises OverloadedError if there is no process, or no longer.
        """
        with self._turn:
            if self._ended:
                raise OverloadedError("the server stops; try again in a moment")
            self.start()
            process = self._process
            assert process is not None
            assert process.stdin is not None
            assert process.stdout is not None
            if not self._is_ready:
                with _Deadline(process, START):
                    self._is_ready = process.stdout.read(1) == READY
            if not self._is_ready:
                self._replace(process)
                if not self._ended:
                    log.error("the process to %s does not begin", self._does)
                raise self._cannot()
            with _Deadline(process, self._deadline) as deadline:
                answer = _ask(process.stdin, process.stdout, content)
            if answer is None or deadline.is_over:
                self._replace(process)
        if answer is None and self._ended:
            raise OverloadedError("the server stops; try again in a moment")
        return answer

    def stop(self) -> None:
        """End what is being done: the next one who asks gets a new process."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End for good."""
        self._ended = True
        self.stop()
        with self._turn:
            if self._process is not None:
                _end(self._process)

    def _cannot(self) -> OverloadedError:
        return OverloadedError(f"the server cannot {self._does} now; try again")

    def _replace(self, process: subprocess.Popen[bytes]) -> None:
        _end(process)
        self._process = None
        if not self._ended:
            self.start()


class _Deadline:
    """Kills a process that is still working after so many seconds."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.is_over = False
        self._process = process
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def _pass(self) -> None:
        self.is_over = True
        self._process.kill()

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


def _ask(questions: IO[bytes], answers: IO[bytes], content: bytes) -> tuple[bytes, bytes] | None:
    """What the process answers, and its kind; None: it died."""
    try:
        questions.write(LENGTH.pack(len(content)))
        questions.write(content)
        questions.flush()
    except OSError:
        return None
    head = answers.read(1 + LENGTH.size)
    if len(head) < 1 + LENGTH.size:
        return None
    length = LENGTH.unpack(head[1:])[0]
    content = answers.read(length)
    return (head[:1], content) if len(content) == length else None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # bytes that were still to be sent
                continue
