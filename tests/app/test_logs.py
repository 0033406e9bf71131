"""A log that nobody reads, that repeats itself, or that has nowhere to go."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import select
import subprocess
import sys
import termios
import time
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.logs import WAITING, QueuedLog, count_dropped
from app.services.meters import Meters
from tests.serving import ROOT


def _written(write: Callable[[logging.Logger], None]) -> list[str]:
    """What a logger's lines have become in a pipe that is read after they are all said."""
    reading, writing = os.pipe()
    handler = QueuedLog(writing)
    logger = logging.Logger("lines")
    logger.addHandler(handler)
    write(logger)
    with ThreadPoolExecutor() as pool:
        text = pool.submit(_all_of, reading)
        handler.close()
        os.close(writing)
        return text.result().decode().splitlines()


def _all_of(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def test_lines_that_repeat_are_summed() -> None:
    def write(logger: logging.Logger) -> None:
        for _ in range(100):
            logger.warning("a bad request")
        logger.warning("another")

    lines = _written(write)
    assert lines == ["a bad request", "the line before came 99 times more", "another"]


def test_a_reader_that_comes_back_hears_how_many_lines_it_has_missed() -> None:
    def write(logger: logging.Logger) -> None:
        for number in range(5 * WAITING):
            logger.warning("%d %s", number, "x" * 200)

    lines = _written(write)
    dropped = [line for line in lines if line.endswith("lines were dropped: nobody read the log")]
    missed = sum(int(line.split()[0]) for line in dropped)
    assert missed > 0
    assert missed + len(lines) - len(dropped) == 5 * WAITING


def test_metrics_count_the_lines_that_nobody_has_read() -> None:
    handler = QueuedLog(os.pipe()[1])
    before = logging.getLogger().handlers[:]
    logging.getLogger().addHandler(handler)
    try:
        meters = Meters()
        dropped: list[None] = []

        def count() -> None:
            dropped.append(None)
            meters.dropped_lines.inc()

        count_dropped(count)
        logger = logging.Logger("lines")
        logger.addHandler(handler)
        for number in range(3 * WAITING):
            logger.warning("%d %s", number, "x" * 200)
    finally:
        logging.getLogger().handlers = before
    (told,) = re.findall(
        r"^inkling_dropped_log_lines_total (.*)$", meters.write("cpu").decode(), re.M
    )
    # `handler.dropped` begins anew once its writer has told it.
    assert float(told) == len(dropped) >= handler.dropped
    assert dropped


@pytest.mark.process
@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_a_pipe_that_is_full_stops_no_line(defended: bool) -> None:
    program = f"""
import logging
from app.logs import start_logging
start_logging("info", "json")
if not {defended}:
    logging.basicConfig(force=True)
for number in range({3 * WAITING}):
    logging.warning("line %d of the log that nobody reads", number)
print("still here", flush=True)
"""
    command = [sys.executable, "-c", program]
    started = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    assert started.stderr is not None
    if not defended:
        waiting = array("i", [0])
        while waiting[0] < 60_000:  # a pipe holds 65,536 bytes
            fcntl.ioctl(started.stderr, termios.FIONREAD, waiting)
            time.sleep(0.05)
        assert select.select([started.stdout], [], [], 0.5)[0] == []
        started.communicate()  # once its output is read, the process ends
        return
    assert started.stdout.readline() == "still here\n"
    assert started.wait(timeout=20) == 0
    _, errors = started.communicate()
    assert json.loads(errors.splitlines()[0])["message"].startswith("line 0 ")


@pytest.mark.process
def test_closed_outputs_are_no_failure() -> None:
    program = """
import os, sys
os.close(1); os.close(2)
sys.stdout = sys.stderr = None
from app.logs import say, start_logging
start_logging("info", "text")
say("ready")
import logging
logging.warning("nobody hears it")
"""
    assert (
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, timeout=20, check=False
        ).returncode
        == 0
    )
