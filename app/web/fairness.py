"""Requests of an address that uses much of the event loop wait, while others draw."""

from __future__ import annotations

import asyncio
import time

from starlette.types import ASGIApp, Receive, Scope, Send

from app.services.limits import SocketLimits, share_of
from app.services.shares import EXPECTED, Shares, measured


class FairTurns:
    """Measures what each address's requests take, and lets the next ones wait for it."""

    def __init__(self, app: ASGIApp, shares: Shares, limits: SocketLimits) -> None:
        self._app = app
        self._shares, self._limits = shares, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; live channels do the same for their messages."""
        client = scope.get("client")
        if scope["type"] != "http" or client is None:
            await self._app(scope, receive, send)
            return
        address = share_of(client[0])
        wait = self._shares.wait(address, time.monotonic())
        if wait > 0 and self._limits.has_others(address):
            scope["app"].state.meters.delayed.inc()
            await asyncio.sleep(wait)

        def charge(seconds: float) -> None:
            self._shares.charge(address, seconds, time.monotonic())

        try:
            await measured(self._app(scope, receive, send), charge)
        finally:
            charge(-EXPECTED)
