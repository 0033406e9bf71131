"""The log, written beside the work: who does not read it stops nothing."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from pythonjsonlogger.json import JsonFormatter

WAITING = 1_000
"""Lines that wait to be read; further ones are dropped and counted."""

QUIET_SECONDS = 5.0
"""Repetitions of a line are told after this long, if no other line comes before."""

LAST_SECONDS = 1.0
"""Patience with a reader when the process ends."""


class _Line(NamedTuple):
    content: tuple[object, ...]
    text: str


class QueuedLog(logging.Handler):
    """Hands lines to a thread that writes them; equal ones after one another become a sum."""

    def __init__(self, descriptor: int | None) -> None:
        super().__init__()
        self.dropped = 0
        self.when_dropped: Callable[[], None] = _nothing
        self._descriptor = descriptor
        self._lines: queue.Queue[_Line | None] = queue.Queue(WAITING)
        self._last: tuple[object, ...] = ()
        self._repeated = 0
        self._writer = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._writer.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a line; never waits."""
        try:
            error = record.exc_info[1] if record.exc_info else None
            content = (record.name, record.levelno, record.getMessage(), repr(error))
            self._lines.put_nowait(_Line(content, self.format(record)))
        except queue.Full:
            self.dropped += 1
            self.when_dropped()
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Write what waits, within `LAST_SECONDS`; a reader that is away loses it."""
        ends = time.monotonic() + LAST_SECONDS
        with contextlib.suppress(queue.Full):
            self._lines.put(None, timeout=LAST_SECONDS)
            self._writer.join(max(0.0, ends - time.monotonic()))
        super().close()

    def _write_all(self) -> None:
        while True:
            try:
                line = self._lines.get(timeout=QUIET_SECONDS if self._repeated else None)
            except queue.Empty:
                self._tell_repeated()
                continue
            if line is not None and line.content == self._last:
                self._repeated += 1
                continue
            self._tell_repeated()
            self._tell_dropped()
            if line is None:
                return
            self._last = line.content
            self._write(line.text)

    def _tell_repeated(self) -> None:
        if self._repeated:
            self._say("the line before came %d times more", self._repeated)
            self._repeated = 0

    def _tell_dropped(self) -> None:
        if self.dropped:
            dropped, self.dropped = self.dropped, 0
            self._say("%d lines were dropped: nobody read the log", dropped)

    def _say(self, text: str, number: int) -> None:
        repeated = logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, (number,), None)
        self._write(self.format(repeated))

    def _write(self, text: str) -> None:
        # Not by sys.stderr: its lock, held by a write that waits, would hold up the process's end.
        if self._descriptor is None:
            return
        left = f"{text}\n".encode(errors="backslashreplace")
        with contextlib.suppress(OSError):  # a reader that has gone
            while left:
                left = left[os.write(self._descriptor, left) :]


def start_logging(level: str, form: str) -> None:
    """One line an event: text for people, or a JSON object (`form` json) for programs."""
    handler = QueuedLog(_descriptor())
    text = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    handler.setFormatter(JsonFormatter(text) if form == "json" else logging.Formatter(text))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def count_dropped(count: Callable[[], None]) -> None:
    """Call `count` for each line that is dropped from now on."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, QueuedLog):
            handler.when_dropped = count


def _nothing() -> None:
    """The default for `when_dropped`."""


def _descriptor() -> int | None:
    """Of standard error; None where it is closed."""
    try:
        return sys.stderr.fileno() if sys.stderr is not None else None
    except (OSError, ValueError):
        return None


def say(text: str) -> None:
    """Print for whoever started the server; a closed output is nobody's failure."""
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(text)
        sys.stdout.flush()
