"""Drawings a second, everything shown: over the live channel, and as JSON over POST."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

from websockets.asyncio.client import connect

from models import model_entry
from models.datasets import Strokes
from tests.serving import Server

SECONDS = 1.5
LAYERS = [layer.name for layer in model_entry("lenet5").layers]


async def frames(server: Server, drawings: list[Strokes], clients: int) -> float:
    """Each client sends its next drawing when the last one was answered by a frame."""

    async def client(number: int, until: float) -> int:
        async with connect(server.socket_address, compression=None) as pen:
            await pen.send(json.dumps({"type": "hello", "protocol": 1}))
            await pen.recv()
            count = 0
            while time.perf_counter() < until:
                command = {"type": "draw", "seq": count, "network": "lenet5", "layers": LAYERS}
                strokes = drawings[(number + count) % len(drawings)]
                await pen.send(json.dumps({**command, "strokes": strokes}))
                assert isinstance(await pen.recv(), bytes)
                count += 1
            return count

    return await _rate(client, clients)


async def json_posts(server: Server, drawings: list[Strokes], clients: int) -> float:
    """The same drawings as POST requests that are answered by JSON, without maps."""
    requests = [_request(strokes) for strokes in drawings]

    async def client(number: int, until: float) -> int:
        # By hand: a library for HTTP costs this process more than the answer costs the server.
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        count = 0
        while time.perf_counter() < until:
            writer.write(requests[(number + count) % len(requests)])
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            length = next(line for line in head.lower().split(b"\r\n") if b"content-length" in line)
            await reader.readexactly(int(length.split(b":")[1]))
            count += 1
        writer.close()
        await writer.wait_closed()
        return count

    return await _rate(client, clients)


def _request(strokes: Strokes) -> bytes:
    body = json.dumps({"strokes": strokes}).encode()
    head = "POST /api/models/lenet5/predictions HTTP/1.1\r\nHost: localhost\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _rate(client: Callable[[int, float], Awaitable[int]], clients: int) -> float:
    began = time.perf_counter()
    counts = await asyncio.gather(*(client(n, began + SECONDS) for n in range(clients)))
    return sum(counts) / (time.perf_counter() - began)
