"""A live run on the live channel: what is new, each time that the page has asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.errors import InklingError
from app.messages.live import RunTold, Watch
from app.messages.parts import Message
from app.services.runs import Runs
from app.services.shares import measured


class Watcher:
    """Sends one channel the events of a run; a slow page gets more at once, and less often."""

    def __init__(
        self,
        runs: Runs,
        send: Callable[[Message], Awaitable[None]],
        refuse: Callable[[str, str], Awaitable[None]],
        charge: Callable[[float], None],
    ) -> None:
        self._runs, self._send, self._refuse, self._charge = runs, send, refuse, charge
        self._answering: asyncio.Task[None] | None = None

    @property
    def has_begun(self) -> bool:
        """Whether a run is watched."""
        return self._answering is not None

    def watch(self, command: Watch) -> None:
        """Answer this request soon, in place of an earlier one that is still open."""
        self.end()
        self._answering = asyncio.create_task(measured(self._answer(command), self._charge))

    def end(self) -> None:
        """Answer no more."""
        if self._answering is not None:
            self._answering.cancel()

    async def _answer(self, command: Watch) -> None:
        try:
            told, following = await self._runs.watch(command.run, command.after)
            await self._send(RunTold(run=command.run, events=told, next=following))
        except InklingError as error:
            await self._refuse(error.code, str(error))
        except (OSError, RuntimeError):
            return  # the page left
