"""Requests that a network answers are limited to so many a second, over all addresses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from fastapi import Request

from app.errors import OverloadedError
from app.services.limits import SharedRate
from app.services.meters import Meters


async def wait_for_turn(request: Request) -> Callable[[float], None]:
    """Wait until the sender's address may ask; returns a function for further cost.

    It is to be called with that cost, in messages. Raises OverloadedError if that takes too long.
    """
    rate: SharedRate = request.app.state.request_rate
    meters: Meters = request.app.state.meters
    host = request.client.host if request.client else ""
    try:
        delay = rate.delay(host, time.monotonic())
    except OverloadedError as error:
        meters.rejected.labels(error.code).inc()
        raise
    if delay > 0:
        meters.delayed.inc()
        await asyncio.sleep(delay)
    return lambda more: rate.charge(host, more, time.monotonic())
