"""How much one device may ask for: so many live channels, so many messages a second."""

from __future__ import annotations

from collections import Counter

from app.errors import TooManySocketsError

LONGEST_DELAY = 1.5
"""Seconds that a message over the rate waits at most: a flood is slowed, never locked out."""


class SocketLimits:
    """Counts the open live channels, in all and of each device that sent hello.

    There is no limit by address: a lecture hall is one address.
    """

    def __init__(self, at_most: int, of_a_device: int) -> None:
        self._at_most = at_most
        self._of_a_device = of_a_device
        self._devices: Counter[str] = Counter()
        self.count = 0

    @property
    def are_reached(self) -> bool:
        """Whether there is no room for one more channel."""
        return self.count >= self._at_most

    def enter(self) -> bool:
        """Count one more channel, if there is room."""
        if self.are_reached:
            return False
        self.count += 1
        return True

    def greet(self, device: str) -> None:
        """Count a channel as this device's; raises TooManySocketsError."""
        if self._devices[device] >= self._of_a_device:
            raise TooManySocketsError(
                f"this browser has Inkling open {self._of_a_device} times already; "
                "close one of its tabs"
            )
        self._devices[device] += 1

    def leave(self, device: str | None) -> None:
        """A channel has ended; `device` if it was greeted."""
        self.count -= 1
        if device is not None:
            self._devices[device] -= 1
            if self._devices[device] <= 0:
                del self._devices[device]


class Rate:
    """A token bucket: `burst` messages at once, `per_second` in the long run."""

    def __init__(self, per_second: float, burst: float, now: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._last = now

    def delay(self, now: float) -> float:
        """Take one message at this time, in seconds; how many seconds it has to wait."""
        self._tokens = min(self._burst, self._tokens + (now - self._last) * self._per_second) - 1
        self._last = now
        if self._tokens >= 0:
            return 0.0
        wait = min(-self._tokens / self._per_second, LONGEST_DELAY)
        self._tokens = max(self._tokens, -LONGEST_DELAY * self._per_second)
        return wait
