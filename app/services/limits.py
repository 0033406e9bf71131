"""How much one device may ask for: so many live channels, so many messages a second."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import OverloadedError, TooManySocketsError

LONGEST_DELAY = 1.5
"""Seconds that a message over the rate waits at most: a flood is slowed, never locked out."""


RESTED = {False: 5.0, True: 20.0}
"""Seconds since its last drawing, blank or with ink, after which a live channel may have to make
room for one of the same address: nobody who draws is sent away, and nobody twice in a moment."""


def share_of(host: str) -> str:
    """Whom an address stands for: one machine has all of IPv6 that begin with the same 64 bits."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


MOMENT = 0.1
"""Seconds in which a channel that is used again keeps its place among the others."""


@dataclass(slots=True, eq=False)
class Place:
    """A live channel's place among all; `make_room` ends the channel for another one."""

    address: str
    used: float
    make_room: Callable[[], None]
    device: str | None = None
    has_ink: bool = False


_Queue = dict[Place, None]
"""Places of one address in the order in which they were used; without ink, or with it."""


class SocketLimits:
    """Counts the open live channels: in all, of each device that sent hello, and of each address.

    An address has no limit of its own: a lecture hall is one address. But where all places are
    taken, the address with most of them makes room for others, its oldest idle channel first; and
    of the last places, `reserved`, one that has as many already gets none but by such an exchange.
    """

    def __init__(self, at_most: int, of_a_device: int, reserved: int = 0) -> None:
        self._at_most = at_most
        self._of_a_device = of_a_device
        self._reserved = min(reserved, at_most // 10)
        self._devices: Counter[str] = Counter()
        self._addresses: dict[str, tuple[_Queue, _Queue]] = {}
        self.count = 0

    @property
    def are_reached(self) -> bool:
        """Whether one more channel takes another one's place, if it gets any."""
        return self.count >= self._at_most

    def enter(self, host: str, now: float, make_room: Callable[[], None]) -> Place | None:
        """A place for one more channel, at this time, in seconds; None if there is no room."""
        place = Place(share_of(host), now, make_room)
        taken = self._count_of(place.address)
        if self.count >= self._at_most - (self._reserved if taken >= self._reserved else 0):
            leaving = self._leaving(place.address, taken, now)
            if leaving is None:
                return None
            self.leave(leaving)
            leaving.make_room()
        self._addresses.setdefault(place.address, ({}, {}))[False][place] = None
        self.count += 1
        return place

    def has_others(self, address: str) -> bool:
        """Whether another address than this one has live channels open."""
        return len(self._addresses) > (address in self._addresses)

    def greet(self, place: Place, device: str) -> None:
        """Count a channel as this device's; raises TooManySocketsError."""
        if self._devices[device] >= self._of_a_device:
            raise TooManySocketsError(
                f"this browser has Inkling open {self._of_a_device} times already; "
                "close one of its tabs"
            )
        self._devices[device] += 1
        place.device = device

    def use(self, place: Place, now: float, has_ink: bool) -> None:
        """The channel got a drawing: it goes last in the order of making room, once a `MOMENT`."""
        if now - place.used < MOMENT and has_ink == place.has_ink:
            return
        if place.address in self._addresses and self._take_out(place):
            place.used, place.has_ink = now, has_ink
            self._addresses[place.address][has_ink][place] = None

    def leave(self, place: Place) -> None:
        """A channel has ended, or makes room; a second call changes nothing."""
        if place.address not in self._addresses or not self._take_out(place):
            return
        self.count -= 1
        if not self._count_of(place.address):
            del self._addresses[place.address]
        if place.device is not None:
            self._devices[place.device] -= 1
            if self._devices[place.device] <= 0:
                del self._devices[place.device]

    def _leaving(self, address: str, taken: int, now: float) -> Place | None:
        """Who makes room for one more of this address, which has `taken` places."""
        heaviest = max(self._addresses, key=self._count_of)
        exchanges = self._count_of(heaviest) <= taken + 1
        for queue in self._addresses.get(address if exchanges else heaviest, ()):
            oldest = next(iter(queue), None)
            if oldest and (not exchanges or now - oldest.used >= RESTED[oldest.has_ink]):
                return oldest
        return None

    def _count_of(self, address: str) -> int:
        return sum(map(len, self._addresses.get(address, ())))

    def _take_out(self, place: Place) -> bool:
        queue = self._addresses[place.address][place.has_ink]
        return queue.pop(place, self) is None


POINTS_A_MESSAGE = 500
"""Points to be rendered that cost as much as one message: some tenths of a millisecond."""

BYTES_A_MESSAGE = 8_192
"""Bytes that take as long to be understood."""

EXPLAINED, EXACT = 2, 1
"""Further messages that an explanation costs, and exact values: forward passes, bytes, pictures.

Whoever draws gets sixty answers a second up to a thousand points, and thirty with explanations."""


def cost_in_messages(points: int, explained: bool, exact: bool) -> float:
    """What a message costs of the rate; `points` to be rendered, as often as each is."""
    return max(1.0, points / POINTS_A_MESSAGE) + EXPLAINED * explained + EXACT * exact


class Rate:
    """A token bucket: `burst` messages at once, `per_second` in the long run.

    A message that is dear costs as much as several, which the next one waits for.
    """

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

    def charge(self, more: float) -> None:
        """Add so many messages to the cost of the last one taken."""
        self._tokens = max(self._tokens - more, -LONGEST_DELAY * self._per_second)


class SharedRate:
    """So many messages a second of all addresses together, of which each has an equal part.

    An address that asks alone, as a lecture hall's, has all of it; what others ask for takes
    from it no more than their parts. One second's worth may come at once. An address is forgotten
    when it has been quiet for as long as what it asked for takes.
    """

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._owed: dict[str, tuple[float, float]] = {}
        """Messages taken and not yet made up for by time, and when that was; last used last."""

    def delay(self, host: str, now: float) -> float:
        """Take one message of this address; how many seconds it has to wait.

        Raises OverloadedError, and takes nothing, if that is over LONGEST_DELAY.
        """
        address = share_of(host)
        owed, last = self._owed.pop(address, (0.0, now))
        self._forget(now)
        part = self._per_second / (len(self._owed) + 1)
        # At most what it may wait for, lest others that come lock it out.
        owed = min(max(0.0, owed - (now - last) * part), (1 + LONGEST_DELAY) * part)
        wait = max(0.0, (owed + min(1.0, part)) / part - 1)
        self._owed[address] = (owed if wait > LONGEST_DELAY else owed + 1, now)
        if wait > LONGEST_DELAY:
            raise OverloadedError("too many requests come from your network; ask again in a moment")
        return wait

    def charge(self, host: str, more: float, now: float) -> None:
        """A message that was taken of this address costs so many messages more."""
        owed, last = self._owed.get(share_of(host), (0.0, now))
        self._owed[share_of(host)] = owed + more, last

    def _forget(self, now: float) -> None:
        """The addresses that have been quiet for long enough, from the quietest on."""
        while self._owed:
            address, (owed, last) = next(iter(self._owed.items()))
            if owed > (now - last) * self._per_second / len(self._owed):
                return
            del self._owed[address]
