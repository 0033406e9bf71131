"""What goes wrong in a lecture hall, on the real process: kills, silence, the slow and the deaf.

Limits are tried from both sides: just allowed, just refused.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect as connect_sync

from tests.app.pens import UNLIMITED, draw, greeted, hello, metric, wait_until
from tests.frames import decode_frame
from tests.loops import run_coroutine
from tests.serving import ROOT, Server, start_command, start_server

pytestmark = pytest.mark.process

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


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


@pytest.mark.parametrize(
    "load",
    ["time.sleep(600)", "threading.Thread(target=time.sleep, args=(600,), daemon=False).start()"],
    ids=["a load", "a thread"],
)
def test_nothing_that_hangs_keeps_the_server_from_ending(load: str) -> None:
    program = f"""
import sys, threading, time
import app.server
from app.__main__ import main
from app.services.zoo import Zoo
Zoo.load = lambda self: {load}
app.server.LEAVE_SECONDS = 0.2
sys.exit(main(["serve", "--port", "0"]))
"""
    environment = {**os.environ, "INKLING_SHUTDOWN_SECONDS": "1"}
    with start_command([sys.executable, "-c", program], ROOT, environment) as server:
        assert server.stop() == 0  # long before the hanging load would end


@pytest.mark.parametrize("place", ["fastapi", "app.main"], ids=["libraries", "modules"])
@pytest.mark.parametrize("with_signal", ["SIGTERM", "SIGINT"])
def test_a_server_that_is_still_starting_ends_when_asked(place: str, with_signal: str) -> None:
    """While it imports its libraries, and while it imports its own modules."""
    program = f"""
import builtins, os, signal, sys
from app.__main__ import main
imported = builtins.__import__
def stopped(name, *given, **named):
    if name == {place!r}:
        os.kill(os.getpid(), signal.{with_signal})
    return imported(name, *given, **named)
builtins.__import__ = stopped
sys.exit(main(["serve", "--port", "0"]))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


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


@pytest.mark.alone
def test_a_worker_that_is_frozen_is_replaced() -> None:
    with start_server(
        INKLING_WORKERS="2", INKLING_FROZEN_SECONDS="3", INKLING_SHUTDOWN_SECONDS="1"
    ) as server:
        server.wait_until_ready()
        assert wait_until(lambda: len(workers_of(server)) == 2, 30)
        time.sleep(2)  # both have told that they live
        frozen, other = workers_of(server)
        os.kill(frozen, signal.SIGSTOP)
        assert wait_until(lambda: frozen not in workers_of(server), 30)
        assert wait_until(lambda: len(workers_of(server)) == 2, 30)
        assert other in workers_of(server)
        os.kill(other, signal.SIGSTOP)
        assert server.stop() == 0
    assert not Path(f"/proc/{other}").exists()


def test_without_patience_for_their_silence_a_frozen_worker_stays() -> None:
    with start_server(
        INKLING_WORKERS="2", INKLING_FROZEN_SECONDS="600", INKLING_SHUTDOWN_SECONDS="1"
    ) as server:
        server.wait_until_ready()
        assert wait_until(lambda: len(workers_of(server)) == 2, 30)
        time.sleep(2)
        frozen, _ = workers_of(server)
        os.kill(frozen, signal.SIGSTOP)
        assert not wait_until(lambda: frozen not in workers_of(server), 5)
        assert server.stop() == 0


def workers_of(server: Server) -> list[int]:
    """The server's living workers."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    return [pid for pid in map(int, children.split()) if b"spawn_main" in command_line(pid)]


def command_line(pid: int) -> bytes:
    """The command line of a process; empty once it has ended."""
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
def test_a_body_that_does_not_come_is_refused_and_one_in_time_is_not() -> None:
    request = (
        b"POST /api/models/lenet5/predictions HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\n\r\n"
    )
    with start_server(INKLING_BODY_SECONDS="1.5") as server:
        server.wait_until_ready()
        for waits, answer in ((0.5, b"HTTP/1.1 200"), (2.5, b"HTTP/1.1 408")):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(request)
                time.sleep(waits)
                try:
                    client.sendall(b'{"strokes":[]}')
                    received = client.recv(100)
                except ConnectionError:
                    received = b""
                assert received[:12] == answer
