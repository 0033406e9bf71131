"""The server's process as people run it: real uvicorn, real sockets, real signals."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import numpy as np
import pytest
import torch
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as connect_sync

from models import Tracer, model_entry
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.drawings import golden_drawings
from tests.frames import decode_frame
from tests.loops import run_coroutine
from tests.serving import ROOT, Server, anew, start_server

pytestmark = pytest.mark.process

LAYERS = [layer.name for layer in model_entry("lenet5").layers]
HELLO = json.dumps({"type": "hello", "protocol": 3, "device": "test-device"})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for the tests that leave it as it was."""
    with start_server() as running:
        running.wait_until_ready()
        yield running


@pytest.fixture(scope="module")
def prefixed() -> Iterator[Server]:
    """A server with a path prefix in its settings."""
    with start_server(INKLING_ROOT_PATH="/inkling") as running:
        yield running


def hello(device: int) -> str:
    """The first message of one of many devices."""
    return json.dumps({"type": "hello", "protocol": 3, "device": f"device-{device:05d}"})


def draw(seq: int, strokes: object, exact: bool = False) -> str:
    command = {"type": "draw", "seq": seq, "network": "lenet5", "layers": LAYERS, "exact": exact}
    return json.dumps({**command, "strokes": strokes})


def different_drawings(count: int) -> list[list[list[tuple[float, float]]]]:
    """Golden drawings, each bent in its own way."""
    rng = np.random.default_rng(200)
    known = golden_drawings()
    drawings = []
    for index in range(count):
        bend = np.eye(2) + rng.normal(0, 0.12, (2, 2))
        strokes = [np.array(stroke) for stroke in known[index % len(known)].strokes]
        drawings.append([np.clip((s - 0.5) @ bend + 0.5, 0, 1).round(4).tolist() for s in strokes])
    return drawings


def test_two_hundred_drawings_on_fifty_sockets_each_get_their_own_maps(server: Server) -> None:
    drawings = different_drawings(200)
    tracer = Tracer(load_weights("lenet5"))

    async def student(address: str, indices: range) -> list[tuple[int, bytes]]:
        async with connect(address, compression=None) as pen:
            await pen.send(hello(indices.start))
            await pen.recv()
            frames = []
            for index in indices:
                await pen.send(draw(index, drawings[index], exact=True))
                frame = await pen.recv()
                assert isinstance(frame, bytes)
                frames.append((index, frame))
            return frames

    async def lecture(address: str) -> list[tuple[int, bytes]]:
        students = [student(address, range(s, 200, 50)) for s in range(50)]
        return [answer for answers in await asyncio.gather(*students) for answer in answers]

    answers = run_coroutine(lecture(server.socket_address))

    assert sorted(index for index, _ in answers) == list(range(200))
    assert len({frame[20:] for _, frame in answers}) == 200  # all different
    for index, content in answers:
        frame = decode_frame(content)
        assert frame.seq == index
        image = torch.from_numpy(preprocess(drawings[index]))[None]
        direct = tracer(image)
        names = list(direct.activations)
        assert len(frame.tensors) > 0
        for operation, values in frame.tensors.items():
            expected = direct.activations[names[operation]].numpy().ravel()
            np.testing.assert_allclose(values, expected, atol=1e-4)
        np.testing.assert_allclose(frame.probabilities, direct.probabilities[0].numpy(), atol=1e-5)


def test_the_newest_of_many_drawings_is_answered_and_the_rest_may_be_dropped(
    server: Server,
) -> None:
    drawings = different_drawings(300)
    with connect_sync(server.socket_address, compression=None) as pen:
        pen.send(HELLO)
        pen.recv()
        for seq, strokes in enumerate(drawings, start=1):
            pen.send(draw(seq, strokes))
        seqs = []
        while not seqs or seqs[-1] != 300:
            frame = pen.recv(timeout=30)
            assert isinstance(frame, bytes)
            seqs.append(decode_frame(frame).seq)
    assert seqs == sorted(seqs)
    assert len(seqs) < 300


def test_messages_over_64_kib_close_the_socket_and_one_byte_less_does_not(server: Server) -> None:
    with connect_sync(server.socket_address) as pen:
        pen.send(HELLO)
        pen.recv()
        pen.send(draw(1, golden_drawings()[0].strokes).ljust(65_536))
        frame = pen.recv()
        assert isinstance(frame, bytes)
        assert decode_frame(frame).seq == 1
        pen.send(" " * 65_537)
        with pytest.raises(ConnectionClosed) as closed:
            pen.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


def test_the_largest_drawing_that_a_page_sends_fits_one_message() -> None:
    strokes = [[[0.1234, 0.5678]] * 4000]
    text = json.dumps(json.loads(draw(1, strokes)), separators=(",", ":"))
    assert len(text) <= 65_536


@pytest.mark.alone
@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_stopping_tells_the_sockets_and_takes_at_most_five_seconds(
    with_signal: signal.Signals,
) -> None:
    async def watch(pen: ClientConnection) -> int | None:
        try:
            while True:
                await pen.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None

    async def scenario(address: str, stop: object) -> list[int | None]:
        pens = [await connect(address, compression=None) for _ in range(20)]
        for device, pen in enumerate(pens):
            await pen.send(hello(device))
            await pen.recv()
        assert callable(stop)
        stop()
        return await asyncio.gather(*(watch(pen) for pen in pens))

    with start_server() as server:
        server.wait_until_ready()
        codes = run_coroutine(
            scenario(server.socket_address, lambda: server.process.send_signal(with_signal))
        )
        # The promise is five seconds; a process that hangs would never end at all.
        assert server.process.wait(timeout=5) == 0
    assert codes == [1012] * 20


@pytest.mark.alone
def test_a_client_that_never_reads_does_not_hinder_the_end() -> None:
    with start_server() as server:
        server.wait_until_ready()
        with socket.create_connection(("127.0.0.1", server.port)) as deaf:
            deaf.sendall(
                b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            time.sleep(0.2)
            server.process.terminate()
            server.process.wait(timeout=8)


def test_a_port_of_several_workers_is_taken_for_others(subtests: pytest.Subtests) -> None:
    with start_server(INKLING_WORKERS="2") as first:
        with socket.socket() as sharing:  # as a server would that only binds the port
            sharing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            sharing.bind(("127.0.0.1", first.port))
        message = f"cannot listen on 127.0.0.1:{first.port}"
        for workers in ("1", "2"):
            with (
                subtests.test(f"workers of the other: {workers}"),
                pytest.raises(RuntimeError, match=message),
                start_server(first.port, INKLING_WORKERS=workers),
            ):
                pass


def test_as_many_files_can_be_open_as_the_system_allows() -> None:
    program = (
        "import resource as r; from app.server import raise_limit_of_files as up;"
        "r.setrlimit(r.RLIMIT_NOFILE, (256, 900)); up(); print(*r.getrlimit(r.RLIMIT_NOFILE))"
    )
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["900", "900"]


def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "app", "serve", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr
    assert "choose another port" in result.stderr


def test_a_device_that_is_absent_is_one_sentence_at_start() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has a cuda device")
    with (
        pytest.raises(RuntimeError, match="INKLING_DEVICE=cuda, but this machine has no cuda"),
        start_server(INKLING_DEVICE="cuda"),
    ):
        pass


def test_missing_weights_do_not_keep_the_server_from_starting(tmp_path: Path) -> None:
    with start_server(INKLING_WEIGHTS=str(tmp_path)) as server, anew() as http:
        assert http.get(server.address + "/healthz").status_code == 200
        while "still loading" in (answer := http.get(server.address + "/readyz")).text:
            time.sleep(0.05)
        assert answer.status_code == 503
        assert "lenet5.safetensors is missing" in answer.json()["detail"]
        assert http.get(server.address).status_code == 200


@pytest.mark.parametrize("path", ["/", "/inkling/"], ids=["prefix stripped", "prefix kept"])
def test_it_works_under_a_path_prefix(prefixed: Server, path: str) -> None:
    """A proxy may strip the prefix or pass it on; pages, API and channel work in both cases."""
    base = prefixed.address.removesuffix("/inkling") + path
    page = httpx2.get(base)
    assert 'src="static/dist/main.js"' in page.text
    assert httpx2.get(base + "static/img/icon.svg").status_code == 200
    lost = httpx2.get(base + "no/page", headers={"Accept": "text/html"})
    assert lost.status_code == 404
    assert 'href="../"' in lost.text
    refused = httpx2.get(base + "api/no", headers={"Accept": "text/html"})
    assert refused.json()["error"] == "not_found"
    listed = httpx2.get(base + "api/models").json()["models"]
    assert "lenet5" in [model["name"] for model in listed]
    assert httpx2.get(base + "openapi.json").json()["servers"] == [{"url": "/inkling"}]
    with connect_sync(base.replace("http", "ws") + "ws") as pen:
        pen.send(HELLO)
        assert json.loads(pen.recv())["type"] == "welcome"


def test_the_prefix_without_its_slash_leads_to_the_page(prefixed: Server) -> None:
    answer = httpx2.get(prefixed.address.removesuffix("/inkling") + "/inkling")
    assert answer.status_code in (307, 308)
    assert answer.headers["location"].endswith("/inkling/")


def test_a_foreign_page_is_refused_with_403_and_a_proxied_one_is_not(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect_sync(server.socket_address, additional_headers={"Origin": "http://evil.example"})
    assert refused.value.response.status_code == 403
    origin = f"http://127.0.0.1:{server.port}"
    with connect_sync(server.socket_address, additional_headers={"Origin": origin}):
        pass


def test_sockets_that_vanish_leave_the_server_well_and_its_log_tells_nothing_of_drawings(
    subtests: pytest.Subtests,
) -> None:
    strokes = [*golden_drawings()[0].strokes, [[0.123456, 0.654321]]]

    async def vanish(address: str) -> None:
        async with connect(address, compression=None) as pen:
            await pen.send(HELLO)
            await pen.send(draw(1, strokes))
            pen.transport.abort()  # without a close frame

    with start_server(INKLING_LOG_FORMAT="json", INKLING_LOG_LEVEL="debug") as server:
        server.wait_until_ready()
        for _ in range(20):
            run_coroutine(vanish(server.socket_address))
        with connect_sync(server.socket_address) as pen:
            pen.send(HELLO)
            pen.recv()
            pen.send(draw(2, strokes))
            assert isinstance(pen.recv(timeout=10), bytes)
        assert server.stop() == 0
        assert server.process.stderr is not None
        log = server.process.stderr.read()
    with subtests.test("nobody who vanishes is an error"):
        assert "Traceback" not in log
    with subtests.test("each line is JSON, and none tells of the drawing"):
        lines = [json.loads(line) for line in log.splitlines()]
        assert any("is ready on cpu" in line["message"] for line in lines)
        assert all(line["levelname"] for line in lines)
        for secret in ("0.123456", "test-device", "127.0.0.1"):
            assert secret not in log
