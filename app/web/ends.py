"""Ordinary ends of a request: its sender leaves, or the server does. Neither is a failure."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.bare_refusals import refusal


class OrdinaryEnds:
    """Answers a request that the server's end cancels, instead of a traceback in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only the server's end cancels a request."""
        if scope["type"] != "http":
            with contextlib.suppress(asyncio.CancelledError):
                await self._app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except asyncio.CancelledError:
            if not started:
                headers, body = refusal("stopping", "the server is ending; send it again later")
                await Response(body, 503, headers)(scope, receive, send)
