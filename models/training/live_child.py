"""A live run as a process of its own: `python -m models.training.live_child FOLDER NICE`.

The folder has the run's `settings.json`; whoever may steer it appends lines to `commands.jsonl`,
and any number of readers follow `events.jsonl`. The film grows as the run goes: each time, the
whole file or none of it, so that a process that is killed leaves its film so far. Files instead of
a pipe, because several processes behind one port share the run, and may come and go.

Standard input says that the server lives: once it ends, so does the run.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from torch import nn

from models._film import write_film
from models.data.datasets import DatasetError
from models.training.live import data_of, events_of, write_weights
from models.training.live_folder import (
    COMMANDS,
    DISK,
    EVENTS,
    FAILED,
    FILM,
    MEMORY,
    SETTINGS,
    WEIGHTS,
    Line,
    append,
    read_lines,
)
from models.training.live_settings import LiveSettings
from models.training.live_sources import folder_of_data
from models.training.recording import Recorder
from models.training.train import StepDone, TrainingDone

TELL_SECONDS = 0.1
"""Losses are told together, so often at most."""

LONGEST_PAUSE, LONGEST_RUN = 300.0, 1_800.0
"""Seconds; other runs wait for their turn."""


@dataclass
class LiveRun:
    """One run: the events that it writes, and the commands that it reads."""

    folder: Path
    settings: LiveSettings
    is_wanted: Callable[[], bool]
    """Whether the server is still there."""
    sizes: list[tuple[int, float]] = field(default_factory=list)
    _untold: list[tuple[int, float | None]] = field(default_factory=list)
    _told_at: float = 0.0
    _heard: int = 0
    _paused: bool = False
    _batches: int = 0
    _ended: str | None = None
    _step: int = 0

    def run(self) -> None:
        """Do the whole run, from making its images to its last event."""
        settings, began = self.settings, time.monotonic()
        self.sizes.append((0, settings.learning_rate))
        self.tell({"type": "preparing", "images": settings.images})
        data = data_of(settings)
        recorder = Recorder(settings.network, settings.recipe, data.held_out, is_live=True)
        network: nn.Module | None = None
        events = recorder.record(events_of(settings, data, lambda _: self.sizes[-1][1]))
        self.tell({"type": "begun", "of_steps": settings.steps})
        moments = 0
        for event in events:
            if isinstance(event, StepDone):
                network, self._step = event.network, self._step + 1
                self._hear_loss(event.loss)
            if isinstance(event, TrainingDone):
                self._ended = "finished"
            if self._batches and isinstance(event, StepDone):
                self._batches -= 1
                recorder.look()
            moments = self._show(recorder, moments)
            if recorder.diverged is None:
                self._obey(time.monotonic() - began)
            if self._ended is not None:
                break
        if recorder.look():
            moments = self._show(recorder, moments)
        if recorder.diverged is not None:
            self._ended = "diverged"
            self._write(recorder)
        elif network is not None:
            write_weights(network, self.folder / WEIGHTS)
        self.tell({"type": "ended", "why": self._ended or "finished", "step": self._step})

    def tell(self, event: Line) -> None:
        """Append an event; losses that were not told come before it."""
        lines = [event]
        if self._untold:
            lines.insert(0, {"type": "losses", "losses": self._untold})
            self._untold = []
        self._told_at = time.monotonic()
        append(self.folder / EVENTS, lines)

    def _hear_loss(self, loss: float) -> None:
        self._untold.append((self._step, loss if math.isfinite(loss) else None))
        if time.monotonic() - self._told_at > TELL_SECONDS:
            told, self._untold = self._untold, []
            self.tell({"type": "losses", "losses": told})

    def _show(self, recorder: Recorder, moments: int) -> int:
        """Write the film and tell of it where it has a moment more; how many there are."""
        if recorder.moments == moments:
            return moments
        self._write(recorder)
        loss, accuracy = recorder.score
        told = {"step": self._step, "moment": recorder.moments - 1, "accuracy": accuracy}
        self.tell({"type": "moment", **told, "loss": loss if math.isfinite(loss) else None})
        return recorder.moments

    def _write(self, recorder: Recorder) -> None:
        film = recorder.film()
        more = {"step_sizes": self.sizes, "data": self.settings.data}
        film = replace(film, settings={**film.settings, **more})
        write_film(film, self.folder / FILM)

    def _obey(self, age: float) -> None:
        """Do what was asked; while the run is paused, wait for more."""
        paused_at = time.monotonic()
        while True:
            for command in self._commands():
                self._do(command)
            if not self.is_wanted():
                self._ended = "server"
            elif age > LONGEST_RUN:
                self._ended = "long"
            elif self._paused and time.monotonic() - paused_at > LONGEST_PAUSE:
                self._ended = "paused"
            if self._ended is not None or not self._paused or self._batches:
                return
            time.sleep(0.03)

    def _do(self, command: Line) -> None:
        match command:
            case {"do": "pause"} if not self._paused:
                self._paused = True
                self.tell({"type": "paused", "step": self._step})
            case {"do": "go_on"} if self._paused:
                self._paused, self._batches = False, 0
                self.tell({"type": "going_on", "step": self._step})
            case {"do": "one_batch"} if self._paused:
                self._batches += 1
            case {"do": "step_size", "learning_rate": float() | int() as rate}:
                # If the step size is set twice before one step, the last one counts.
                self.sizes = [each for each in self.sizes if each[0] < self._step]
                self.sizes.append((self._step, float(rate)))
                self.tell({"type": "step_size", "step": self._step, "learning_rate": float(rate)})
            case {"do": "stop"}:
                self._ended = "stopped"

    def _commands(self) -> Iterator[Line]:
        path = self.folder / COMMANDS
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size > self._heard:
                lines, self._heard = read_lines(path, self._heard)
                yield from lines


def main(folder: Path, nice: int) -> int:
    """Run to the end; the exit code says why it could not."""
    _step_back(nice)
    here = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=(here,), daemon=True).start()
    settings = LiveSettings(**json.loads((folder / SETTINGS).read_text()))
    run = LiveRun(folder, settings, lambda: not here.is_set())
    try:
        run.run()
    except MemoryError:
        return MEMORY
    except DatasetError as error:
        # Everybody who watches reads it: where the folder lies is nobody's business.
        detail = str(error).replace(f"{folder_of_data()}/", "")
        run.tell({"type": "ended", "why": "data", "step": 0, "detail": detail})
    except OSError as error:
        return DISK if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else FAILED
    except RuntimeError as error:
        # PyTorch's own: "not enough memory: you tried to allocate ..."
        if "memory" in str(error):
            return MEMORY
        raise
    return 0


def _step_back(nice: int) -> None:
    """Be the last to run, and the first to end when memory is short."""
    if hasattr(os, "nice"):
        os.nice(nice)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _wait_for_end_of_input(ended: threading.Event) -> None:
    with contextlib.suppress(OSError):
        # Unbuffered: a lock of the buffer's would still be held when the process ends.
        while os.read(0, 4096):
            continue
    ended.set()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
