"""What goes wrong in a lecture hall, on the real process: kills, floods, silence, the deaf.

Limits are tried from both sides: just allowed, just refused.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect as connect_sync

from bench.job import drawings, load
from bench.servers import Running
from models import model_entry
from tests.drawings import drawing_of
from tests.frames import decode_frame
from tests.loops import run_coroutine
from tests.serving import Server, start_server

pytestmark = pytest.mark.process

EIGHT = drawing_of(8)
LAYERS = [layer.name for layer in model_entry("lenet5").layers]
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
UNLIMITED = {"INKLING_MESSAGES_PER_SECOND": "1000000", "INKLING_MESSAGE_BURST": "1000000"}


def hello(device: int) -> str:
    return json.dumps({"type": "hello", "protocol": 3, "device": f"device-{device:05d}"})


def draw(seq: int = 1) -> str:
    command = {"type": "draw", "seq": seq, "network": "lenet5", "layers": LAYERS}
    return json.dumps({**command, "strokes": EIGHT.strokes})


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def greeted(address: str, device: int) -> AsyncIterator[ClientConnection]:
    async with connect(address, compression=None, open_timeout=30) as pen:
        await pen.send(hello(device))
        assert json.loads(await pen.recv())["type"] == "welcome"
        yield pen


async def read_once(pen: ClientConnection, seq: int = 1) -> None:
    await pen.send(draw(seq))
    frame = await pen.recv()
    assert isinstance(frame, bytes)
    assert decode_frame(frame).seq == seq
    assert decode_frame(frame).first_guess == 8


def assert_no_traceback(server: Server) -> None:
    assert server.stop() == 0
    assert server.process.stderr is not None
    assert "Traceback" not in server.process.stderr.read()


def metric(server: Server, name: str) -> float:
    text = httpx2.get(server.address + "/metrics").text
    lines = [line for line in text.splitlines() if line.startswith(name + " ")]
    return sum(float(line.split()[-1]) for line in lines)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in this time."""
    for _ in range(int(seconds / 0.05)):
        if condition():
            return True
        time.sleep(0.05)
    return condition()


# --- the server goes away ------------------------------------------------------------------------


@pytest.mark.alone
def test_a_hundred_pens_draw_again_within_five_seconds_of_a_killed_servers_return() -> None:
    port = free_port()
    rng = random.Random(100)
    print("seed 100")  # noqa: T201  (shown when the test fails)

    async def pen(device: int, first: set[int], back: asyncio.Event, again: list[int]) -> None:
        failures = 0
        while True:
            try:
                async with greeted(f"ws://127.0.0.1:{port}/ws", device) as socket:
                    failures = 0
                    for seq in range(1, 1_000_000):
                        await socket.send(draw(seq))
                        if isinstance(await socket.recv(), str):  # not ready yet: as the page does
                            await asyncio.sleep(1)
                            continue
                        first.add(device)
                        if back.is_set():
                            again.append(device)
                            return
                        await asyncio.sleep(0.05)
            except (OSError, WebSocketException):
                # As the page does: full jitter, longer each time.
                failures += 1
                await asyncio.sleep(0.125 + rng.random() * min(5.0, 0.25 * 2**failures))

    async def scenario() -> list[int]:
        first, back, again = set[int](), asyncio.Event(), list[int]()
        with start_server(port) as killed:
            killed.wait_until_ready()
            tasks = (pen(device, first, back, again) for device in range(100))
            pens = [asyncio.create_task(each) for each in tasks]
            while len(first) < 100:
                await asyncio.sleep(0.05)
            killed.process.send_signal(signal.SIGKILL)
            killed.process.wait()
        with start_server(port) as second:
            await asyncio.to_thread(second.wait_until_ready)
            back.set()
            await asyncio.wait_for(asyncio.gather(*pens), 5)
        return again

    assert sorted(run_coroutine(scenario())) == list(range(100))


@pytest.mark.alone
def test_five_hundred_sockets_are_told_and_the_server_ends_within_five_seconds() -> None:
    async def scenario(server: Server) -> list[int | None]:
        pens = []
        for device in range(500):
            pen = await connect(server.socket_address, compression=None, open_timeout=30)
            await pen.send(hello(device))
            await pen.recv()
            pens.append(pen)
        server.process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(pen.wait_closed() for pen in pens))
        return [pen.close_code for pen in pens]

    with start_server() as server:
        server.wait_until_ready()
        codes = run_coroutine(scenario(server))
        assert server.process.wait(timeout=5) == 0
    assert codes == [1012] * 500


@pytest.mark.alone
def test_a_worker_that_dies_is_replaced_and_the_others_go_on() -> None:
    with start_server(INKLING_WORKERS="2") as server:
        server.wait_until_ready()
        workers = workers_of(server)
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        assert wait_until(lambda: len({*workers_of(server)} - {*workers}) == 1, 30)

        async def classroom() -> None:
            for device in range(20):
                async with greeted(server.socket_address, device) as pen:
                    await read_when_ready(pen)

        run_coroutine(classroom())
        assert metric(server, "inkling_drawings_total") >= 20
        assert server.stop() == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def workers_of(server: Server) -> list[int]:
    """The server's living workers."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    return [pid for pid in map(int, children.split()) if b"spawn_main" in command_line(pid)]


def command_line(pid: int) -> bytes:
    """Nothing, of one that has ended."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


async def read_when_ready(pen: ClientConnection) -> None:
    """As the page does: a worker that still loads its networks is asked again."""
    for seq in range(1, 300):
        await pen.send(draw(seq))
        answer = await pen.recv()
        if isinstance(answer, bytes):
            assert decode_frame(answer).first_guess == 8
            return
        assert json.loads(answer)["error"] == "not_ready"
        await asyncio.sleep(0.1)
    raise TimeoutError("the replacement never reads")


# --- clients that misbehave ----------------------------------------------------------------------


@pytest.mark.alone
@pytest.mark.skipif(sys.platform != "linux", reason="TCP_USER_TIMEOUT is Linux's")
def test_a_client_that_never_reads_is_gone_and_one_that_reads_late_is_not() -> None:
    with start_server(INKLING_UNREAD_SECONDS="3", **UNLIMITED) as server:
        server.wait_until_ready()
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        late = socket.socket()
        late.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for device, client in enumerate((deaf, late)):
            client.connect(("127.0.0.1", server.port))
            client.sendall(UPGRADE + masked(hello(device)))
            client.settimeout(0.2)

        def ask(client: socket.socket) -> None:
            try:
                for seq in range(400):
                    client.sendall(masked(draw(seq)))
            except OSError:
                pass  # the server reads no more from whoever does not read

        ask(deaf)
        deadline = time.monotonic() + 15
        while metric(server, "inkling_sockets") > 1 and time.monotonic() < deadline:
            late.settimeout(0.5)
            late.sendall(masked(draw(1)))
            time.sleep(0.2)
            late.recv(1 << 20)
            with connect_sync(server.socket_address) as healthy:
                healthy.send(hello(9))
                healthy.recv()
                healthy.send(draw(2))
                assert isinstance(healthy.recv(timeout=10), bytes)
        assert wait_until(lambda: metric(server, "inkling_sockets") == 1, 5)
        deaf.close()
        late.close()


def masked(text: str) -> bytes:
    content = text.encode()
    head = (
        bytes([0x81, 0x80 | len(content)])
        if len(content) < 126
        else bytes([0x81, 0xFE]) + len(content).to_bytes(2, "big")
    )
    return head + bytes(4) + content


@pytest.mark.alone
def test_four_hundred_slow_heads_are_cut_off_and_one_in_time_is_not() -> None:
    with start_server(INKLING_HEAD_SECONDS="2") as server:
        server.wait_until_ready()
        address = ("127.0.0.1", server.port)
        slow = [socket.create_connection(address) for _ in range(400)]
        for client in slow:
            client.sendall(b"GET /healthz HTTP/1.1\r\n")
        in_time = socket.create_connection(address)
        in_time.sendall(b"GET /healthz HTTP/1.1\r\nHost:")
        time.sleep(1)
        in_time.sendall(b" localhost\r\n\r\n")
        assert in_time.recv(100).startswith(b"HTTP/1.1 200")
        assert httpx2.get(server.address + "/healthz").status_code == 200
        assert wait_until(
            lambda: metric(server, 'inkling_rejected_total{reason="slow_request"}') == 400, 10
        )
        for client in [*slow, in_time]:
            client.close()


@pytest.mark.alone
def test_a_body_that_does_not_come_is_cut_off_and_one_in_time_is_not() -> None:
    request = (
        b"POST /api/models/lenet5/predictions HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\n\r\n"
    )
    with start_server(INKLING_BODY_SECONDS="1.5") as server:
        server.wait_until_ready()
        for waits, answer in ((0.5, b"HTTP/1.1 200"), (2.5, b"")):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(request)
                time.sleep(waits)
                try:
                    client.sendall(b'{"strokes":[]}')
                    received = client.recv(100)
                except ConnectionError:
                    received = b""
                assert received[:12] == answer


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


# --- what remains --------------------------------------------------------------------------------


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

        crowd()  # warm
        crowd()
        memory, files = running.memory(), len(list(handles.iterdir()))
        tasks = metric(server, "inkling_tasks")
        crowd()
        assert wait_until(lambda: len(list(handles.iterdir())) <= files, 5)
        assert metric(server, "inkling_tasks") == tasks
        assert running.memory() - memory < 4  # megabytes; the long run's limit is 1 in 10 minutes
