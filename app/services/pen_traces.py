"""What the network made of a drawing at many moments: each its points till then, read in slices.

A pen trace costs as much as a few seconds of drawing, and comes at once: so traces take turns, and
each puts only a slice at a time into the queue that the pens in the room wait in. The next turn is
that of the trace with the least to do; where too many wait, the one with the most has to go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.errors import OverloadedError
from app.services.predictor import Predictor
from app.services.readings import Reading
from app.services.rendering import SMALL, cost_of
from app.services.to_read import ToRead

SLICE = 16
"""Moments in the queue at a time: a live drawing waits for no more than these."""

DEAREST_SLICE = 4 * SMALL
"""Points rendered in a slice, if it is more than one moment."""

MOST_WAITING = 64
"""Traces; one takes some tens of milliseconds."""

MOST_OF_AN_ADDRESS = 48
"""Traces; a lecture hall may be one address, and whoever is not let in asks again."""


@dataclass(slots=True, eq=False)
class _Trace:
    """One that is being read; `left`: points still to be rendered; `turn`: what it waits for."""

    address: str | None
    left: int
    turn: asyncio.Future[None] | None = None
    has_turn: bool = False

    @property
    def waits(self) -> bool:
        return self.turn is not None and not self.turn.done()


class PenTracer:
    """Reads pen traces, slice by slice in turn."""

    def __init__(
        self,
        predictor: Predictor,
        most_waiting: int = MOST_WAITING,
        of_an_address: int = MOST_OF_AN_ADDRESS,
    ) -> None:
        self._predictor = predictor
        self._most_waiting = most_waiting
        self._of_an_address = of_an_address
        self._traces: list[_Trace] = []

    async def read(
        self, name: str, moments: Sequence[ToRead], address: str | None = None
    ) -> list[Reading]:
        """Read a drawing as it was at each moment; cancelled, it stops after a slice.

        Raises what `Predictor.submit` raises, and OverloadedError if too many traces wait.
        """
        trace = _Trace(address, sum(map(cost_of, moments)))
        self._let_in(trace)
        readings: list[Reading] = []
        try:
            for part in _slices(moments):
                await self._wait_for_turn(trace)
                readings += await self._predictor.read_all(name, part)
                trace.left -= sum(map(cost_of, part))
        finally:
            self._traces.remove(trace)
            if trace.has_turn:
                self._pass_turn_on()
        return readings

    def _let_in(self, trace: _Trace) -> None:
        """Count it; if they are too many, the one with the most to do is turned away."""
        neighbours = [each for each in self._traces if each.address == trace.address]
        if trace.address is not None and len(neighbours) >= self._of_an_address:
            self._turn_away(neighbours, trace)
        elif len(self._traces) >= self._most_waiting:
            self._turn_away(self._traces, trace)
        self._traces.append(trace)

    def _turn_away(self, among: list[_Trace], newest: _Trace) -> None:
        too_many = OverloadedError("too many pen traces are waiting; ask again in a moment")
        waiting = [each for each in among if each.waits and each.left > newest.left]
        if not waiting:
            raise too_many
        dearest = max(waiting, key=lambda each: each.left)
        assert dearest.turn is not None
        dearest.turn.set_exception(too_many)

    async def _wait_for_turn(self, trace: _Trace) -> None:
        """Until no other is being read, and none waits that has less to do."""
        if trace.has_turn:
            if all(each.left >= trace.left for each in self._traces if each.waits):
                return
            trace.has_turn = False
            self._pass_turn_on()
        elif not any(each.has_turn for each in self._traces):
            trace.has_turn = True
            return
        trace.turn = asyncio.get_running_loop().create_future()
        await trace.turn

    def _pass_turn_on(self) -> None:
        waiting = [each for each in self._traces if each.waits]
        if waiting:
            following = min(waiting, key=lambda each: each.left)
            following.has_turn = True
            assert following.turn is not None
            following.turn.set_result(None)


def _slices(moments: Sequence[ToRead]) -> Iterator[list[ToRead]]:
    """Parts that are read at once: so many moments, or fewer where they are dear."""
    part: list[ToRead] = []
    cost = 0
    for moment in moments:
        if part and (len(part) == SLICE or cost + cost_of(moment) > DEAREST_SLICE):
            yield part
            part, cost = [], 0
        part.append(moment)
        cost += cost_of(moment)
    if part:
        yield part
