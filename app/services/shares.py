"""How much of the event loop each address uses; who uses much waits, as long as others are there.

A limit for each live channel is none for who opens a hundred, and requests have no rate at all. An
address that is alone, as a whole lecture hall may be, waits for nobody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from time import perf_counter
from types import coroutine
from typing import Any, TypeVar, cast

T = TypeVar("T")

OF_CHANNELS, CHANNELS_BURST = 0.4, 0.25
"""Of the loop's time, for the live channels of an address in the long run; and seconds of it that
they may use at once. What reads and writes sockets costs as much again and is not measured."""

OF_REQUESTS, REQUESTS_BURST = 0.25, 1.5
"""The same for its requests: so many seconds are three hundred pages, opened at once."""

EXPECTED = 0.0005
"""Seconds that a message or request is taken to cost until that is known."""

LONGEST = 3.0
"""Seconds that one waits at most: a flood is slowed, never locked out."""

MOST_KEPT = 10_000
"""Addresses in memory, before those are forgotten that have used nothing of late."""


@dataclass(slots=True)
class _Used:
    """What an address has used and not made good by waiting, in seconds; `at`: as of when."""

    seconds: float
    at: float


class Shares:
    """Time of the loop by address. Times are in seconds of one clock."""

    def __init__(self, part: float, burst: float) -> None:
        """`part`: of the loop's time, in the long run; `burst`: seconds of it, at once."""
        self._part, self._burst = part, burst
        self._most = burst + LONGEST * part
        self._used: dict[str, _Used] = {}

    def charge(self, address: str, seconds: float, now: float) -> None:
        """Add seconds that were used; negative, if it was less than expected."""
        used = self._used_by(address, now)
        used.seconds = max(0.0, used.seconds + seconds)

    def wait(self, address: str, now: float, spent: float = 0.0) -> float:
        """Take a turn of the expected cost; how many seconds it has to wait.

        Who takes it is charged for what it was, less EXPECTED, once that is known; `spent`: what
        has been used and not charged before.
        """
        used = self._used_by(address, now)
        seconds = max(0.0, used.seconds + spent)
        used.seconds = seconds + EXPECTED
        return (seconds - self._burst) / self._part if seconds > self._burst else 0.0

    def _used_by(self, address: str, now: float) -> _Used:
        used = self._used.get(address)
        if used is None:
            if len(self._used) >= MOST_KEPT:
                self._forget(now)
            used = self._used[address] = _Used(0.0, now)
        left = used.seconds - (now - used.at) * self._part
        if left < 0:
            left = 0.0
        # What is beyond the longest wait is not charged.
        used.seconds = left if left < self._most else self._most
        used.at = now
        return used

    def _forget(self, now: float) -> None:
        rested = self._most / self._part
        self._used = {each: used for each, used in self._used.items() if now - used.at < rested}


async def measured(work: Awaitable[T], charge: Callable[[float], None]) -> T:
    """What `work` returns or raises; `charge` is told the seconds of each step that it takes."""
    return await _step_by_step(work.__await__(), charge)


@coroutine
def _step_by_step(
    work: Generator[Any, None, T], charge: Callable[[float], None]
) -> Generator[Any, None, T]:
    raised: BaseException | None = None
    while True:
        began = perf_counter()
        try:
            waits = work.send(None) if raised is None else work.throw(raised)
        except StopIteration as end:
            return cast(T, end.value)
        finally:
            charge(perf_counter() - began)
        raised = None
        try:
            yield waits
        except BaseException as error:  # any error is passed on to the work
            raised = error
