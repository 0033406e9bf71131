"""What the network made of a drawing at many moments: each its points till then, read in slices.

A pen trace costs as much as a few seconds of drawing, and comes at once: so traces wait for one
another, and each puts only a slice at a time into the queue that the pens in the room wait in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.errors import OverloadedError
from app.services.predictor import Predictor
from app.services.readings import Reading
from app.services.to_read import ToRead

SLICE = 16
"""Moments in the queue at a time: a live drawing waits for no more than these."""

MOST_WAITING = 64
"""Traces; one takes some tens of milliseconds."""


class PenTracer:
    """Reads pen traces, one at a time."""

    def __init__(self, predictor: Predictor, most_waiting: int = MOST_WAITING) -> None:
        self._predictor = predictor
        self._most_waiting = most_waiting
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def read(self, name: str, moments: Sequence[ToRead]) -> list[Reading]:
        """Read a drawing as it was at each moment.

        Raises what `Predictor.submit` raises, and OverloadedError if too many traces wait.
        """
        if self._waiting >= self._most_waiting:
            raise OverloadedError("too many pen traces are waiting; ask again in a moment")
        self._waiting += 1
        readings: list[Reading] = []
        try:
            async with self._turn:
                for first in range(0, len(moments), SLICE):
                    part = moments[first : first + SLICE]
                    readings += await self._predictor.read_all(name, part)
        finally:
            self._waiting -= 1
        return readings
