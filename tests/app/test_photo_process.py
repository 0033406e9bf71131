"""What one picture does to the process that reads it, and to nobody else."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import OverloadedError, PictureError
from app.services import child_process, photos
from app.services.photo_process import PhotoProcess
from app.services.photos import PhotoReader
from models.ink.photo import PhotoError, read_photo
from tests import hostile_pictures as hostile
from tests.app.conftest import MakeClient
from tests.app.pens import metric, wait_until
from tests.loops import run_coroutine
from tests.pictures import saved
from tests.serving import start_server

pytestmark = pytest.mark.process

UNGUARDED = "tests.unguarded_photo_child"
ENDLESS = hostile.empty_scans(8000, side=3900)
"""If its head is not checked, it takes far longer than the deadline of these tests."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's limits of memory")


@pytest.fixture
def process() -> Iterator[PhotoProcess]:
    """A process with all its checks."""
    made = PhotoProcess()
    yield made
    made.close()


class Unguarded(PhotoProcess):
    """A process that opens whatever it gets; its limits hold all the same.

    An endless picture has so many seconds; every other one has as long as it takes.
    """

    def __init__(self, endless: float = 0.7) -> None:
        super().__init__(UNGUARDED)
        self.endless = endless

    def read(self, content: bytes) -> NDArray[np.uint8]:
        self._deadline = self.endless if content is ENDLESS else 60.0
        return super().read(content)


@pytest.fixture
def unguarded() -> Iterator[PhotoProcess]:
    made = Unguarded()
    yield made
    made.close()


class Awaited:
    """The answers of a process; `begun` is set when one is waited for."""

    def __init__(self, answers: IO[bytes], begun: threading.Event) -> None:
        self._answers, self._begun = answers, begun

    def read(self, size: int) -> bytes:
        self._begun.set()
        return self._answers.read(size)


@pytest.fixture
def endless_begun(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a process has got an endless picture."""
    begun, ask = threading.Event(), child_process._ask

    def watched(questions: IO[bytes], answers: IO[bytes], content: bytes) -> object:
        of_this = Awaited(answers, begun) if content is ENDLESS else answers
        return ask(questions, of_this, content)  # type: ignore[arg-type]

    monkeypatch.setattr(child_process, "_ask", watched)
    return begun


def pid_of(process: PhotoProcess) -> int:
    assert process._process is not None
    return process._process.pid


def memory_of(process: PhotoProcess) -> int:
    """The most bytes of memory that the process ever had."""
    with open(f"/proc/{pid_of(process)}/status", encoding="ascii") as file:
        line = next(line for line in file if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def test_it_reads_what_this_process_would(process: PhotoProcess) -> None:
    content = hostile.digit()
    assert np.array_equal(process.read(content), read_photo(content))
    before = pid_of(process)
    with pytest.raises(PhotoError, match="scans"):
        process.read(hostile.empty_scans())
    assert np.array_equal(process.read(content), read_photo(content))
    assert pid_of(process) == before


def test_a_picture_without_end_ends_its_process_and_the_next_is_read(
    unguarded: PhotoProcess,
) -> None:
    content = hostile.digit()
    unguarded.read(content)
    before = pid_of(unguarded)
    with pytest.raises(PhotoError, match="too long"):
        unguarded.read(ENDLESS)
    assert pid_of(unguarded) != before
    assert unguarded.read(content).any()


@linux
def test_memory_is_limited_and_given_back(unguarded: PhotoProcess) -> None:
    unguarded.read(hostile.digit())
    small = memory_of(unguarded)
    for _ in range(3):
        with pytest.raises(PhotoError):
            unguarded.read(hostile.claims_much("lossless"))
    with pytest.raises(PhotoError, match="too much memory"):
        unguarded.read(saved(np.zeros((9000, 9000), np.uint16), compress_level=1))
    assert memory_of(unguarded) < small + 600 * 2**20
    assert unguarded.read(hostile.digit()).any()


@linux
def test_without_the_parent_it_ends(process: PhotoProcess) -> None:
    process.read(hostile.digit())
    child = process._process
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(10) == 0


def test_one_that_was_killed_meanwhile_is_replaced(process: PhotoProcess) -> None:
    process.read(hostile.digit())
    child = process._process
    assert child is not None
    os.kill(child.pid, signal.SIGTERM)
    child.wait(10)
    assert process.read(hostile.digit()).any()


def test_closing_does_not_wait_for_a_picture(endless_begun: threading.Event) -> None:
    process = Unguarded(endless=600)
    process.read(hostile.digit())
    raised: list[Exception] = []

    def read() -> None:
        try:
            process.read(ENDLESS)
        except Exception as error:
            raised.append(error)

    reading = threading.Thread(target=read)
    reading.start()
    assert endless_begun.wait(30)
    process.close()
    reading.join(30)
    assert [type(error) for error in raised] == [OverloadedError]
    with pytest.raises(OverloadedError):
        process.read(hostile.digit())


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_two_endless_pictures_stop_no_other_and_the_queue_is_bounded(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    monkeypatch.setattr(photos, "PhotoProcess", Unguarded)
    monkeypatch.setattr(photos, "PATIENCE", 60)

    async def run() -> list[object]:
        reader = PhotoReader(at_once=1, waiting=2 if defended else 1000)
        try:
            await reader.find_ink(hostile.digit())
            sent = [ENDLESS, ENDLESS, hostile.digit(), hostile.digit()]
            return await asyncio.gather(*map(reader.find_ink, sent), return_exceptions=True)
        finally:
            await reader.close()

    first, second, third, fourth = run_coroutine(run())
    assert isinstance(first, PictureError)
    assert isinstance(second, PictureError)
    assert isinstance(third, np.ndarray)
    assert isinstance(fourth, OverloadedError if defended else np.ndarray)


def test_a_picture_that_nobody_waits_for_any_more_is_given_up(
    monkeypatch: pytest.MonkeyPatch, endless_begun: threading.Event
) -> None:
    monkeypatch.setattr(photos, "PhotoProcess", lambda: Unguarded(endless=600))

    async def run() -> bool:
        reader = PhotoReader(at_once=1)
        try:
            await reader.find_ink(hostile.digit())
            left = asyncio.create_task(reader.find_ink(ENDLESS))
            assert await asyncio.to_thread(endless_begun.wait, 30)
            left.cancel()
            return bool((await reader.find_ink(hostile.digit())).any())
        finally:
            await reader.close()

    assert run_coroutine(run())


def test_over_http_the_dear_are_refused_and_a_digit_is_read(make_client: MakeClient) -> None:
    client = make_client()
    for content in (hostile.empty_scans(), hostile.claims_much("canvas")):
        answer = client.post("/api/models/lenet5/predictions", content=content)
        assert (answer.status_code, answer.json()["error"]) == (422, "picture")
    answer = client.post("/api/models/lenet5/predictions", content=hostile.digit())
    assert answer.json()["first_guess"]["label"] == 7


def test_where_no_process_can_be_started_it_is_said(
    process: PhotoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(OverloadedError, match="cannot read pictures"):
        process.read(hostile.digit())


@linux
def test_sigterm_does_not_wait_for_a_picture_and_leaves_no_process() -> None:
    with start_server(INKLING_SHUTDOWN_SECONDS="1") as server:
        server.wait_until_ready()
        address = f"{server.address}/api/models/lenet5/predictions"
        assert httpx2.post(address, content=hostile.digit()).status_code == 200
        threads = Path(f"/proc/{server.process.pid}/task").glob("*/children")
        children = [int(each) for thread in threads for each in thread.read_text().split()]
        assert len(children) >= 1
        for child in children:
            os.kill(child, signal.SIGSTOP)  # a stopped process never finishes its picture
        refused: list[object] = []
        before = metric(server, "inkling_tasks")
        reading = threading.Thread(target=lambda: refused.append(_status(address)))
        reading.start()
        assert wait_until(lambda: metric(server, "inkling_tasks") > before, 30)
        assert server.stop() == 0
        reading.join(10)
        assert refused[0] != 200
        assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def _status(address: str) -> object:
    try:
        return httpx2.post(address, content=hostile.digit(), timeout=10).status_code
    except httpx2.HTTPError as error:
        return error
