"""Drawings become images; what that costs is known before, and what is dear waits its turn.

A live drawing of usual size is rendered where it is, on the event loop, in tens of microseconds.
Everything else (long scribbles, explanations, pictures) goes through one thread, whose compiled
loops leave Python's lock to the sockets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

from app.services.readings import Array
from app.services.threads import OneThread
from app.services.to_read import ToRead
from models.ink.preprocess import STEPS, Explanation, ImageOnPad, Step

SMALL = 1_000
"""Points rendered; that takes 2 ms at most, for lines from edge to edge, and 0.3 ms as drawn."""

EXPLAINED = 5 + len(STEPS)
"""Renderings of an explained drawing: its state after each step, and each step switched."""

PICTURED = 2_000
"""Points that take as long as a picture of 128 x 128."""

SECONDS_A_POINT = 1e-5
"""Seconds of waiting that one point of cost equals, when the next dear drawing is chosen."""

T = TypeVar("T")


@dataclass(slots=True)
class Rendered:
    """A drawing as the network sees it, and what was asked for beside.

    `toggled`: the input with each step switched the other way. `things`: digits, or things as
    large, that a picture shows.
    """

    image: Array
    toggled: dict[Step, Array]
    explanation: Explanation | None
    image_on_pad: ImageOnPad | None
    things: int

    @classmethod
    def of(cls, drawn: ToRead, side: int, explained: bool, exact: bool) -> Rendered:
        """Render it for a network with `side` pixels along its input."""
        return cls(
            drawn.image(side),
            drawn.toggled(side) if explained else {},
            drawn.explanation(side) if explained else None,
            drawn.image_on_pad() if exact else None,
            drawn.things,
        )


def cost_of(drawn: ToRead, explained: bool = False, exact: bool = False) -> int:
    """What rendering costs: points, as often as they are rendered."""
    if drawn.pixels is not None:
        return 0
    points = PICTURED if drawn.picture is not None else drawn.points
    return points * (1 + EXPLAINED * explained + exact)


class DearWork(Generic[T]):
    """What is too dear for the event loop, done one after the other in a thread.

    It goes by when it arrived and what it costs, so that nothing waits for ever and the dear wait
    longer.
    """

    def __init__(self, thread: OneThread, then: Callable[[T], None]) -> None:
        """`then` is called on the event loop with what has been done, however that ended."""
        self._thread = thread
        self._then = then
        self._waiting: asyncio.PriorityQueue[tuple[float, int, T, Callable[[], None]]]
        self._waiting = asyncio.PriorityQueue()
        self._numbers = count()
        self._worker = asyncio.get_running_loop().create_task(self._work())

    def __len__(self) -> int:
        return self._waiting.qsize()

    def add(self, thing: T, arrived: float, cost: int, work: Callable[[], None]) -> None:
        """Have `work` done, which arrived at this time, in seconds; it must not raise."""
        due = arrived + cost * SECONDS_A_POINT
        self._waiting.put_nowait((due, next(self._numbers), thing, work))

    def close(self) -> None:
        """Drop what still waits."""
        self._worker.cancel()

    async def _work(self) -> None:
        while True:
            _, _, thing, work = await self._waiting.get()
            await self._thread.run(work)
            self._then(thing)
