"""Drawings a second, everything shown: over the live channel, and as JSON over POST."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import httpx2
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
    address = f"{server.address}/api/models/lenet5/predictions"

    async def client(number: int, until: float) -> int:
        async with httpx2.AsyncClient() as session:
            count = 0
            while time.perf_counter() < until:
                strokes = drawings[(number + count) % len(drawings)]
                answer = await session.post(address, json={"strokes": strokes})
                assert answer.status_code == 200
                count += 1
            return count

    return await _rate(client, clients)


async def _rate(client: Callable[[int, float], Awaitable[int]], clients: int) -> float:
    began = time.perf_counter()
    counts = await asyncio.gather(*(client(n, began + SECONDS) for n in range(clients)))
    return sum(counts) / (time.perf_counter() - began)
