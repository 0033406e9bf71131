"""Crowds at the real process: those who come at once, those who send anything, those who leave."""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench import dear
from bench.job import drawings, load
from bench.servers import Running
from tests.app.pens import (
    UNLIMITED,
    assert_no_traceback,
    draw,
    greeted,
    hello,
    metric,
    read_once,
    wait_until,
)
from tests.loops import run_coroutine
from tests.serving import start_server

pytestmark = pytest.mark.process


def test_three_hundred_students_that_come_at_once_are_all_served() -> None:
    async def student(address: str, device: int) -> None:
        async with greeted(address, device) as pen:
            await read_once(pen)

    async def lecture(address: str) -> None:
        await asyncio.gather(*(student(address, device) for device in range(300)))

    with start_server() as server:
        server.wait_until_ready()
        run_coroutine(asyncio.wait_for(lecture(server.socket_address), 60))
        assert_no_traceback(server)


def generated(rng: random.Random) -> str | bytes:
    """A message that somebody might send: damaged, swapped, cut, or right."""
    wild = [None, True, -1, 1e999, 2**40, "", "x" * 300, [], [[]], {}, [[[0.1, 0.2]]], "draw"]
    kind = rng.random()
    if kind < 0.1:
        return rng.randbytes(rng.randrange(60))
    message = json.loads(rng.choice([hello(1), draw(rng.randrange(9)), extend(rng)]))
    if kind < 0.8:
        for _ in range(rng.randrange(1, 4)):
            message[rng.choice([*message, "more"])] = rng.choice(wild)
    text = json.dumps(message)
    return text[: rng.randrange(len(text))] if kind > 0.95 else text


def extend(rng: random.Random) -> str:
    at = [rng.randrange(3), rng.randrange(70)]
    points = [[rng.random(), rng.random()] for _ in range(rng.randrange(4))]
    return json.dumps({"type": "extend", "seq": rng.randrange(9), "at": at, "points": points})


def test_twenty_thousand_generated_messages_harm_nobody() -> None:
    seed = 20_000
    print(f"seed {seed}")  # noqa: T201  (shown when the test fails)

    async def hostile(address: str, number: int) -> int:
        rng = random.Random(seed + number)
        sent = 0

        async def hear(pen: ClientConnection) -> None:
            async for _ in pen:
                pass

        while sent < 2500:
            async with connect(address, compression=None, open_timeout=30) as pen:
                listening = asyncio.create_task(hear(pen))
                try:
                    await pen.send(hello(number))
                    while sent < 2500:
                        await pen.send(generated(rng))
                        sent += 1
                except ConnectionClosed:
                    pass  # a wrong protocol ends a socket, as documented
                listening.cancel()
        return sent

    async def healthy(address: str, done: asyncio.Event) -> int:
        count = 0
        async with greeted(address, 99) as pen:
            while not done.is_set():
                await read_once(pen, count)
                count += 1
        return count

    async def scenario(address: str) -> tuple[int, int]:
        done = asyncio.Event()
        well = asyncio.create_task(healthy(address, done))
        sent = await asyncio.gather(*(hostile(address, number) for number in range(8)))
        done.set()
        return sum(sent), await well

    with start_server(**UNLIMITED) as server:
        server.wait_until_ready()
        sent, read = run_coroutine(scenario(server.socket_address))
        assert sent == 20_000
        assert read > 10
        assert httpx2.get(server.address + "/readyz").status_code == 200
        assert_no_traceback(server)


@pytest.mark.alone
def test_the_dearest_messages_of_one_client_keep_nobody_waiting() -> None:
    """Rendered on the event loop, each of these keeps the pen from its drawings for a minute."""

    async def draw_on(address: str) -> None:
        async with greeted(address, 1) as pen:
            for seq in range(100):
                await read_once(pen, seq)

    with start_server() as server:
        server.wait_until_ready()
        for kind in ("outside", "upright, explained", "a pattern", "traces"):
            with dear.beside(kind, server.socket_address):
                run_coroutine(asyncio.wait_for(draw_on(server.socket_address), 20))
        assert metric(server, "inkling_drawings_total") > 300
        assert_no_traceback(server)


@pytest.mark.alone
def test_after_a_crowd_has_left_nothing_of_it_remains() -> None:
    """The short form of `make soak`."""
    with start_server(**UNLIMITED) as server:
        server.wait_until_ready()
        running = Running("Inkling", server.process.pid, server.port, "websocket", "/ws")
        handles = Path(f"/proc/{server.process.pid}/fd")

        def crowd() -> None:
            load(running, drawings(running), 100, 4.0, rate=20)
            assert wait_until(lambda: metric(server, "inkling_sockets") == 0, 10)

        crowd()  # warm-up, not counted
        files, tasks = len(list(handles.iterdir())), metric(server, "inkling_tasks")
        memory = running.memory()
        # A larger batch than ever before needs more memory once; a leak needs more each time.
        for _ in range(16):
            crowd()
            assert wait_until(lambda: len(list(handles.iterdir())) <= files, 5)
            assert metric(server, "inkling_tasks") == tasks
            before, memory = memory, running.memory()
            if memory - before < 1:  # megabytes: 10 KB of each pen
                return
        raise AssertionError(f"memory grows with each crowd: {memory:.0f} MB")
