"""How much one device may ask for, with a clock of our own."""

from __future__ import annotations

import pytest

from app.errors import TooManySocketsError
from app.services.limits import LONGEST_DELAY, Guests, Rate


def test_a_burst_passes_and_the_next_message_waits_its_turn() -> None:
    rate = Rate(per_second=10, burst=3, now=0.0)
    assert [rate.delay(0.0) for _ in range(3)] == [0, 0, 0]
    assert rate.delay(0.0) == pytest.approx(0.1)
    assert rate.delay(0.0) == pytest.approx(0.2)


def test_the_rate_itself_never_waits() -> None:
    rate = Rate(per_second=10, burst=1, now=0.0)
    assert [rate.delay(0.1001 * turn) for turn in range(100)] == [0] * 100


def test_a_flood_is_slowed_to_a_limit_and_forgiven_after_it() -> None:
    rate = Rate(per_second=10, burst=5, now=0.0)
    assert max(rate.delay(0.0) for _ in range(10_000)) == LONGEST_DELAY
    assert rate.delay(LONGEST_DELAY + 1.0) == 0


def test_a_device_is_forgotten_when_its_last_socket_ends() -> None:
    guests = Guests(at_most=10, of_a_device=1)
    for _ in range(1000):
        assert guests.enter()
        guests.greet("somebody")
        with pytest.raises(TooManySocketsError):
            guests.greet("somebody")
        guests.leave("somebody")
    assert guests.count == 0
    assert not guests._devices
