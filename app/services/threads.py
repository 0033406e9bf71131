"""A thread that does one thing after the other, and that can be given up when it hangs."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 1.0
"""Seconds that the end waits for what a thread is doing."""


class OneThread:
    """A thread beside a running event loop.

    A tenth dearer than doing it at once, and half as dear as a pool of threads (25 µs). Nothing
    waits for one that was given up: neither the loop nor the process's end.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._to_do: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]] | None]
        self._to_do = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """What `work` returns or raises."""
        return await self._ask(lambda: work(*arguments, **named))

    async def run_within(
        self, seconds: float, work: Callable[P, R], *arguments: P.args, **named: P.kwargs
    ) -> R:
        """What `work` returns or raises; TimeoutError once it has taken too long: it goes on."""
        answer = self._ask(lambda: work(*arguments, **named))
        timer = self._loop.call_later(seconds, _fail, answer)
        try:
            return await answer
        finally:
            timer.cancel()

    def end(self, then: Callable[[], None] | None = None) -> None:
        """Take nothing more; `then` is called on the event loop once what is being done is over."""
        if then is not None:
            self._ask(lambda: None).add_done_callback(lambda _: then())
        self._to_do.put(None)

    def close(self) -> None:
        """Take nothing more, and wait a moment for what is being done."""
        self.end()
        self._thread.join(PATIENCE)

    def _ask(self, work: Callable[[], R]) -> asyncio.Future[R]:
        answer: asyncio.Future[R] = self._loop.create_future()
        self._to_do.put((work, answer))
        return answer

    def _work(self) -> None:
        while (item := self._to_do.get()) is not None:
            work, answer = item
            try:
                result, error = work(), None
            except BaseException as caught:  # any error is passed on to the caller
                result, error = None, caught
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                self._loop.call_soon_threadsafe(_tell, answer, result, error)


def _tell(answer: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if answer.done():  # given up, or late
        return
    if error is None:
        answer.set_result(result)
    else:
        answer.set_exception(error)


def _fail(answer: asyncio.Future[Any]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())
