"""What one client's dearest legal messages cost twenty others: `python -m bench.dear`.

The others draw as in every measurement here; the one sends as fast as its limit lets it, which is
the setting as it comes. Prints the others' latency alone and beside each kind of dear message.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from typing import Any

import httpx2
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from bench.job import LAYERS, Measured, drawings, load
from bench.servers import PATIENCE, Running
from models.ink.preprocess import STEPS
from tests.serving import start_server

PENS, RATE, SECONDS = 20, 20.0, 10.0

OUTSIDE = [[[2, 0.5], [-2, 0.5]] * 2_000]
UPRIGHT = [[[round(0.1 + 0.8 * (i % 97) / 97, 2), i % 2] for i in range(4_000)]]
DOTS = [[[0.5, 0.5]], [[0.5, 0.6]], *([[0.1, (i % 90) / 100]] * 4 for i in range(990))]
PATTERN = base64.b64encode((bytes(128) + bytes((0, 255)) * 64) * 64).decode()
WHOLE = [step for step in STEPS if step != "downsample"]


def _draw(**changes: object) -> dict[str, object]:
    return {"type": "draw", "network": "lenet5", "layers": LAYERS, **changes}


KINDS: dict[str, list[dict[str, object]]] = {
    "outside": [_draw(strokes=OUTSIDE)],
    "outside, explained": [_draw(strokes=OUTSIDE, explain=True, exact=True)],
    "upright, explained": [_draw(strokes=UPRIGHT, explain=True, exact=True)],
    "thick, explained": [_draw(strokes=UPRIGHT, explain=True, exact=True, pen=0.3, without=WHOLE)],
    "dots, explained": [_draw(strokes=DOTS, explain=True, exact=True)],
    "a pattern": [_draw(strokes=[], picture=PATTERN)],
    "wrong points": [_draw(strokes=[[1] * 30_000])],
    "extends": [
        _draw(strokes=[UPRIGHT[0][:3_000]]),
        *({"type": "extend", "at": [0, 3_000 + i], "points": [[0.5, i % 2]]} for i in range(1000)),
    ],
}


def measure(kinds: list[str], pens: int = PENS, seconds: float = SECONDS) -> dict[str, Measured]:
    """The others' figures: alone, and beside each of KINDS or "traces"."""
    with start_server(INKLING_DEVICE="cpu") as server:
        server.wait_until_ready()
        running = Running("Inkling", server.process.pid, server.port, "websocket", "/ws")

        def others() -> Measured:
            return load(running, drawings(running), pens, seconds, RATE)

        others()  # warm-up, not counted
        measured = {"alone": others()}
        for kind in kinds:
            with beside(kind, server.socket_address):
                measured[kind] = others()
        return measured


@contextlib.contextmanager
def beside(kind: str, address: str) -> Iterator[None]:
    """While the block runs, one client sends this kind, from a process of its own."""
    target, message = (_trace, None) if kind == "traces" else (_send, KINDS[kind])
    spawn = multiprocessing.get_context("spawn")
    begun = spawn.Event()
    process = spawn.Process(target=target, args=(address, message, begun), daemon=True)
    process.start()
    try:
        begun.wait(PATIENCE)
        time.sleep(1)  # until the burst that each client is allowed is used up
        yield
    finally:
        process.kill()
        process.join()


def _send(address: str, messages: list[dict[str, Any]], begun: Event) -> None:
    """Send as fast as the server takes messages; connect again when it closes the socket."""

    async def send() -> None:
        async with connect(address, compression=None, max_size=None) as pen:
            await pen.send(json.dumps({"type": "hello", "protocol": 3, "device": "dear-device"}))
            listening = asyncio.create_task(_hear(pen))
            seq = 0
            while not listening.done():
                for message in messages:
                    seq += 1
                    await pen.send(json.dumps({**message, "seq": seq}, separators=(",", ":")))
                    begun.set()

    while True:
        with contextlib.suppress(OSError, WebSocketException):
            asyncio.run(send())


async def _hear(pen: Any) -> None:
    with contextlib.suppress(WebSocketException):
        async for _ in pen:
            pass


def _trace(address: str, _: None, begun: Event) -> None:
    """Ask for the dearest pen trace and leave, again and again."""
    whole = {"strokes": OUTSIDE, "moments": list(range(3_801, 4_001))}
    url = address.replace("ws", "http", 1).removesuffix("/ws") + "/api/models/lenet5/pen-traces"
    while True:
        with contextlib.suppress(httpx2.TimeoutException):
            httpx2.post(url, json=whole, timeout=0.5)
        begun.set()


def main() -> None:
    """Print one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", default=[*KINDS, "traces"])
    asked = parser.parse_args()
    for kind, each in measure(asked.kinds).items():
        sys.stdout.write(
            f"{kind:20} p50 {each.p50:8.1f} ms  p95 {each.p95:8.1f} ms  p99 {each.p99:8.1f} ms  "
            f"{each.per_second:6.0f} a second, skipped {each.skipped:.0f}\n"
        )


if __name__ == "__main__":
    main()
