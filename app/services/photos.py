"""Picture files become ink, in processes of their own, few at a time."""

from __future__ import annotations

import asyncio
import contextlib

import anyio
import numpy as np
from numpy.typing import NDArray

from app.errors import OverloadedError, PictureError
from app.services.photo_process import PhotoProcess
from models.ink.json_text import as_utf8
from models.ink.photo import PhotoError
from models.ink.picture_parts import kind_of

AT_ONCE = 2
"""Pictures read at the same time: each may take half a gigabyte for a moment."""

WAITING = 16
"""Pictures that wait for their turn, each with its file in memory; more are refused."""

PATIENCE = 10.0
"""Seconds that one waits for its turn."""

WARM_AFTER = 2.0
"""Seconds after the start until the first process begins: networks and pages go first."""


def is_picture(content: bytes) -> bool:
    """Whether the first bytes of a file are those of a picture that can be read."""
    return kind_of(content) is not None


def json_in(content: bytes) -> bytes:
    """A body that is not a picture, as JSON in UTF-8, whatever Unicode encoding it has."""
    return as_utf8(content)


class PhotoReader:
    """Finds the ink in picture files; made with a running event loop."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._turns = asyncio.Semaphore(at_once)
        # Threads of pictures that nobody waits for any more end by themselves, soon.
        self._threads = anyio.CapacityLimiter(4 * at_once)
        self._processes = [PhotoProcess() for _ in range(at_once)]
        self._idle = list(self._processes)
        self._under_way, self._most = 0, at_once + waiting
        self._warming = asyncio.get_running_loop().call_later(WARM_AFTER, self._warm)

    async def find_ink(self, content: bytes) -> NDArray[np.uint8]:
        """The ink of a picture file (128, 128), 255 is ink.

        Raises PictureError, and OverloadedError while too many others wait.
        """
        if self._under_way >= self._most:
            raise OverloadedError("too many pictures wait to be read; try again in a moment")
        self._under_way += 1
        try:
            await self._wait_for_turn()
            try:
                return await self._read(content)
            finally:
                self._turns.release()
        finally:
            self._under_way -= 1

    async def close(self) -> None:
        """End all processes; what they read is given up."""
        self._warming.cancel()
        for process in self._processes:
            await anyio.to_thread.run_sync(process.close)

    async def _wait_for_turn(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turns.acquire()
        except TimeoutError:
            raise OverloadedError("too many pictures wait to be read; try again") from None

    async def _read(self, content: bytes) -> NDArray[np.uint8]:
        process = self._idle.pop()
        try:
            return await anyio.to_thread.run_sync(
                process.read, content, abandon_on_cancel=True, limiter=self._threads
            )
        except PhotoError as error:
            raise PictureError(str(error)) from error
        except asyncio.CancelledError:
            process.stop()
            raise
        finally:
            self._idle.append(process)

    def _warm(self) -> None:
        # A failure is logged; the first picture starts the process again.
        with contextlib.suppress(OverloadedError):
            if len(self._idle) == len(self._processes):
                self._idle[-1].start()
