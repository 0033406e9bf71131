"""One connection's protocol: what uvicorn has no limit for.

- A request whose head or body does not arrive is cut off; uvicorn waits for ever.
"""

from __future__ import annotations

import asyncio
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.settings import Settings


class ConnectionConfig(uvicorn.Config):
    """uvicorn's settings with Inkling's, for the protocols that it makes for each connection."""

    settings: Settings


class PatientHttp(HttpToolsProtocol):
    """Cuts off a request that does not arrive."""

    config: ConnectionConfig
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection has to send a head."""
        super().connection_made(transport)
        self._wait(self.config.settings.head_seconds)

    def on_message_begin(self) -> None:
        """The next request on a kept connection has to send a head."""
        super().on_message_begin()
        self._wait(self.config.settings.head_seconds)

    def on_headers_complete(self) -> None:
        """The head is here; the body may take its time."""
        self._wait(self.config.settings.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All is here."""
        self._stop_waiting()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """The live channel has its own limit of time."""
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is owed any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._cut_off)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut_off(self) -> None:
        app: Any = self.config.app
        app.state.meters.rejected.labels("slow_request").inc()
        self.transport.abort()
