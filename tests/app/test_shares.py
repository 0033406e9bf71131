"""Who uses much of the event loop waits for the others: the counting, and two addresses."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from collections.abc import Callable

import pytest

from app.services import shares as shares_module
from app.services.shares import (
    CHANNELS_BURST,
    EXPECTED,
    LONGEST,
    OF_CHANNELS,
    Shares,
    measured,
)
from app.settings import Settings
from tests.app.pens import draw
from tests.app.raw import BINARY, TEXT, Peer, channel, served_in_thread, text
from tests.loops import run_coroutine


def test_what_is_used_at_once_is_free_and_then_the_part_is_waited_for() -> None:
    shares = Shares(part=0.5, burst=1.0)
    shares.charge("one", 1.0, 0.0)
    assert shares.wait("one", 0.0) == 0
    shares.charge("one", 0.5, 0.0)
    assert shares.wait("one", 0.0) == pytest.approx(1.0, rel=0.01)
    assert shares.wait("two", 0.0) == 0
    assert shares.wait("one", 3.0) == 0


def test_a_hall_beside_another_address_pays_for_what_it_uses_and_not_for_what_it_might() -> None:
    shares = Shares(OF_CHANNELS, CHANNELS_BURST)
    for message in range(20_000):
        now = message / 4_500  # three hundred students, fifteen drawings a second each
        assert shares.wait("a hall", now) == 0
        shares.charge("a hall", 60e-6 - EXPECTED, now)


def test_nobody_waits_longer_than_the_longest_and_those_who_rest_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares_module, "MOST_KEPT", 100)
    shares = Shares(part=0.5, burst=1.0)
    for number in range(1_000):
        shares.charge(f"address {number}", 1_000.0, float(number))
    assert len(shares._used) <= 100
    assert 0 < shares.wait("address 999", 999.0) <= LONGEST


def test_only_the_steps_of_the_work_are_measured_and_its_end_is_passed_on() -> None:
    told: list[float] = []

    async def work(fails: bool) -> str:
        await asyncio.sleep(0)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await asyncio.sleep(60)
        if fails:
            raise KeyError("this")
        return "done"

    async def cancelled() -> None:
        task = asyncio.create_task(measured(asyncio.sleep(60), told.append))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def whole() -> None:
        assert await measured(work(fails=False), told.append) == "done"
        with pytest.raises(KeyError):
            await measured(work(fails=True), told.append)
        await cancelled()

    run_coroutine(whole())
    assert len(told) == 3 + 3 + 2


def a_flood(peers: list[Peer]) -> Callable[[], int]:
    """Have each draw as fast as it is taken; how many have been answered."""
    answered = [0] * len(peers)
    drawing = text(draw(1)) * 20

    def send(peer: Peer) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer.connection.sendall(drawing)

    def hear(number: int, peer: Peer) -> None:
        with contextlib.suppress(OSError):
            for opcode, _ in peer.frames():
                answered[number] += opcode == BINARY

    for number, peer in enumerate(peers):
        threading.Thread(target=send, args=(peer,), daemon=True).start()
        threading.Thread(target=hear, args=(number, peer), daemon=True).start()
    return lambda: sum(answered)


@pytest.mark.alone
@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="another address of this computer is needed")
@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_many_channels_of_one_address_do_not_take_the_pen_of_another(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    """Thirty made-up devices are thirty pens to the server, but one address."""
    # A quarter of what is usual: the flood is sent by threads of this process, which cost as much.
    monkeypatch.setattr("app.main.OF_CHANNELS", 0.1 if defended else 1e9)
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(served_in_thread(Settings(port=0)))
        monkeypatch.setattr("tests.app.raw.HOME", "127.0.0.2")
        pen = stack.enter_context(channel(port, 99))
        read(pen, 1, patient=True)
        monkeypatch.setattr("tests.app.raw.HOME", "127.0.0.1")
        flood = a_flood([stack.enter_context(channel(port, number)) for number in range(30)])
        while flood() < 300:
            read(pen, 2)
        before = flood()
        for seq in range(12):
            read(pen, seq)
        assert (flood() - before < 10 * 12) == defended
        stack.callback(pen.connection.close)


def read(pen: Peer, seq: int, patient: bool = False) -> None:
    """Have one drawing read; `patient`: until the network is loaded."""
    while True:
        pen.send(text(draw(seq)))
        opcode, content = next(each for each in pen.frames() if each[0] in (BINARY, TEXT))
        if opcode == BINARY:
            return
        assert patient, content
        time.sleep(0.05)
