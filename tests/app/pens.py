"""Many pens at a server of its own process: what they say, and what the server counts of them."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect

from models import model_entry
from tests.drawings import drawing_of
from tests.frames import decode_frame
from tests.serving import Server, anew

EIGHT = drawing_of(8)
LAYERS = [layer.name for layer in model_entry("lenet5").layers]
UNLIMITED = {"INKLING_MESSAGES_PER_SECOND": "1000000", "INKLING_MESSAGE_BURST": "1000000"}


def hello(device: int) -> str:
    return json.dumps({"type": "hello", "protocol": 3, "device": f"device-{device:05d}"})


def draw(seq: int = 1) -> str:
    command = {"type": "draw", "seq": seq, "network": "lenet5", "layers": LAYERS}
    return json.dumps({**command, "strokes": EIGHT.strokes})


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
    with anew() as http:
        text = http.get(server.address + "/metrics").text
    lines = [line for line in text.splitlines() if line.startswith(name + " ")]
    return sum(float(line.split()[-1]) for line in lines)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition became true within so many seconds."""
    for _ in range(int(seconds / 0.05)):
        if condition():
            return True
        time.sleep(0.05)
    return condition()
