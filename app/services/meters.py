"""What is counted, for `/metrics`: in Prometheus's terms, without drawings, names or addresses."""

from __future__ import annotations

import logging
import os
import time
from functools import partial
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

log = logging.getLogger(__name__)

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Set by `inkling serve` for several workers: the library then adds up what each has written."""

_BATCHES = (1, 2, 4, 8, 16, 32, 64)
_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


class Meters:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = into = CollectorRegistry()
        level = partial(Gauge, registry=into, multiprocess_mode="livesum")
        count = partial(Counter, registry=into)
        seconds = partial(Histogram, buckets=_SECONDS, registry=into)
        self.sockets = level("inkling_sockets", "open live channels")
        self.queue_depth = level("inkling_queue_depth", "drawings that wait for the network")
        self.tasks = level("inkling_tasks", "tasks of the event loop")
        self.drawings = count("inkling_drawings", "drawings read")
        self.batches = Histogram(
            "inkling_batch_size", "drawings read in one batch", buckets=_BATCHES, registry=into
        )
        self.batch_seconds = seconds(
            "inkling_batch_seconds", "rendering, forward pass and quantising of one batch"
        )
        self.latency = seconds(
            "inkling_latency_seconds", "from a drawing's arrival on the live channel to its frame"
        )
        self.dropped = count(
            "inkling_dropped_frames", "drawings that a newer one or the deadline overtook"
        )
        self.delayed = count("inkling_delayed_messages", "messages over the rate, taken later")
        self.left = count("inkling_left", "requests whose sender left before the answer was out")
        self.dropped_lines = count("inkling_dropped_log_lines", "lines of the log that nobody read")
        self.rejected = count("inkling_rejected", "what was refused", ["reason"])
        self._device = Gauge(
            "inkling_device",
            "1 for the processor that reads the drawings",
            ["device"],
            registry=into,
            multiprocess_mode="livemax",
        )
        self._device.labels("cpu")
        if SHARED in os.environ:
            reserve_files()

    def batch(self, size: int, seconds: float) -> None:
        """Count one batch."""
        self.drawings.inc(size)
        self.batches.observe(size)
        self.batch_seconds.observe(seconds)

    def answered(self, arrived: float) -> None:
        """Count one frame sent, for a drawing that arrived at this `time.monotonic`."""
        self.latency.observe(time.monotonic() - arrived)

    def write(self, device: str) -> bytes:
        """Everything as Prometheus's text, of all workers if there are several."""
        for name in {"cpu", device}:
            self._device.labels(name).set(name == device)
        if SHARED not in os.environ:
            return generate_latest(self._registry)
        everyone = CollectorRegistry()
        multiprocess.MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
        return generate_latest(everyone)


def reserve_files() -> None:
    """Reserve the disk space of this worker's mapped files: a full disk would end the process."""
    if not hasattr(os, "posix_fallocate"):
        return
    for file in Path(os.environ[SHARED]).glob(f"*_{os.getpid()}.db"):
        try:
            with file.open("r+b") as opened:
                os.posix_fallocate(opened.fileno(), 0, file.stat().st_size)
        except OSError as error:
            log.warning("no room for what this worker counts (%s)", error.strerror)
