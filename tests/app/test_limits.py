"""How much one device may ask for: the counting with a clock of our own, and the channel."""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import AsyncExitStack, suppress

import pytest
from pydantic import TypeAdapter, ValidationError
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect
from websockets.asyncio.client import connect

from app.errors import OverloadedError, TooManySocketsError
from app.messages.live import client_message
from app.messages.parts import Point, check_keys
from app.services import limits as limits_module
from app.services.limits import (
    LONGEST_DELAY,
    Place,
    Rate,
    SharedRate,
    SocketLimits,
    cost_in_messages,
    share_of,
)
from tests.app import pens
from tests.app.channel import HELLO, draw, greeted
from tests.app.conftest import MakeClient
from tests.frames import decode_frame
from tests.loops import run_coroutine
from tests.serving import start_server


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


def test_what_is_dear_costs_as_much_as_several_messages() -> None:
    rate = Rate(per_second=10, burst=5, now=0.0)
    assert rate.delay(0.0) == 0
    rate.charge(cost_in_messages(5_000, explained=False, exact=False) - 1)
    assert rate.delay(0.0) == pytest.approx(0.6)
    rate.charge(1_000_000)
    assert rate.delay(0.0) == LONGEST_DELAY


@pytest.mark.parametrize(
    ("points", "explained", "exact", "cost"),
    [(0, False, False, 1), (500, False, False, 1), (1_000, False, True, 3), (0, True, False, 3)],
)
def test_a_message_costs_what_it_makes_the_server_do(
    points: int, explained: bool, exact: bool, cost: float
) -> None:
    assert cost_in_messages(points, explained, exact) == cost


WRONG = {
    "a stroke of numbers": '"strokes":[[' + ",".join("1" * 20_000) + "]]",
    "points of texts": '"strokes":[[' + ",".join(['["",""]'] * 8_000) + "]]",
    "strokes of numbers": '"strokes":[' + ",".join("1" * 20_000) + "]",
    "far points": '"strokes":[[' + ",".join(["[99,99]"] * 8_000) + "]]",
    "keys": ",".join(f'"{number}":1' for number in range(8_000)),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_in_a_message_is_told_once(kind: str) -> None:
    """One error for each of thousands of points would take 50 ms, while others wait."""
    message = '{"type":"draw","seq":1,"network":"lenet5","layers":[],' + WRONG[kind] + "}"
    if kind == "keys":
        with pytest.raises(ValueError, match="keys"):
            check_keys(message.encode())
        return
    with pytest.raises(ValidationError) as told:
        client_message.validate_json(message)
    assert told.value.error_count() < 10


def test_without_stopping_at_the_first_it_would_be_told_of_each() -> None:
    with pytest.raises(ValidationError) as told:
        TypeAdapter(dict[str, list[list[Point]]]).validate_json("{" + WRONG["far points"] + "}")
    assert told.value.error_count() >= 8_000


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_in_a_request_is_told_in_a_sentence(client: TestClient, kind: str) -> None:
    answer = client.post("/api/models/lenet5/predictions", content="{" + WRONG[kind] + "}")
    assert answer.status_code == 400
    assert len(answer.json()["detail"]) < 100


def left(places: list[Place], limits: SocketLimits) -> None:
    for place in places:
        limits.leave(place)


def nobody() -> None:
    raise AssertionError("nobody has to make room here")


def test_a_device_and_an_address_are_forgotten_when_their_last_socket_ends() -> None:
    limits = SocketLimits(at_most=10, of_a_device=1)
    for _ in range(1000):
        place, other = limits.enter("a", 0, nobody), limits.enter("a", 0, nobody)
        assert place is not None
        assert other is not None
        limits.greet(place, "somebody")
        with pytest.raises(TooManySocketsError):
            limits.greet(other, "somebody")
        left([place, other, place], limits)
    assert limits.count == 0
    assert not limits._devices
    assert not limits._addresses


class Hall:
    """Channels by name, and who had to make room, in turn."""

    def __init__(self, at_most: int, reserved: int = 0) -> None:
        self.limits = SocketLimits(at_most, 2, reserved)
        self.places: dict[str, Place] = {}
        self.ended: list[str] = []

    def enter(self, name: str, address: str, now: float = 0.0) -> bool:
        place = self.limits.enter(address, now, lambda: self.ended.append(name))
        if place is not None:
            self.places[name] = place
        return place is not None


def test_one_machine_that_holds_all_places_makes_room_for_others_at_once() -> None:
    hall = Hall(at_most=100)
    for number in range(100):
        assert hall.enter(str(number), "machine")
        hall.limits.use(hall.places[str(number)], 1.0, has_ink=True)
    assert all(hall.enter(f"student {number}", "hall", 1.0) for number in range(50))
    assert hall.ended == [str(number) for number in range(50)]
    assert not hall.enter("one more", "hall", 1.0)  # each of two addresses has half of all places
    assert hall.limits.count == 100


def test_in_one_address_the_oldest_idle_goes_first_and_nobody_who_draws() -> None:
    hall = Hall(at_most=3)
    for name in ("inked", "blank", "drawing"):
        assert hall.enter(name, "hall")
    hall.limits.use(hall.places["inked"], 0.0, has_ink=True)
    hall.limits.use(hall.places["drawing"], 19.0, has_ink=True)
    assert not hall.enter("too early", "hall", 4.9)
    assert hall.enter("first", "hall", 5.0)
    assert hall.enter("second", "hall", 20.0)
    assert hall.ended == ["blank", "first"]
    hall.limits.use(hall.places["second"], 20.0, has_ink=True)
    assert hall.enter("third", "hall", 20.0)
    assert hall.ended == ["blank", "first", "inked"]
    assert not hall.enter("fourth", "hall", 20.0)


def test_the_last_places_are_kept_for_those_who_have_few() -> None:
    hall = Hall(at_most=100, reserved=10)
    assert [hall.enter(str(number), "hall") for number in range(91)] == [True] * 90 + [False]
    assert all(hall.enter(f"at home {number}", f"home {number}") for number in range(10))
    assert hall.ended == []


def test_a_place_that_made_room_is_left_once() -> None:
    hall = Hall(at_most=1)
    hall.enter("old", "machine")
    assert hall.enter("new", "machine", 6.0)
    hall.limits.use(hall.places["old"], 6.0, has_ink=True)
    hall.limits.leave(hall.places["old"])
    assert hall.limits.count == 1


@pytest.mark.parametrize(
    ("host", "share"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_address_stands_for_a_machine(host: str, share: str) -> None:
    assert share_of(host) == share


# --- on the channel: just allowed, just refused ---------------------------------------------------


def test_as_many_sockets_as_allowed_are_served_and_no_more(make_client: MakeClient) -> None:
    client = make_client(max_sockets=2, sockets_per_device=5)
    with greeted(client), greeted(client):
        with (
            pytest.raises(WebSocketDenialResponse) as denied,
            client.websocket_connect("/ws"),
        ):
            pass
        assert denied.value.status_code == 503
    with greeted(client):
        pass  # there is room again
    assert 'inkling_rejected_total{reason="full"} 1.0' in client.get("/metrics").text


def test_a_device_has_two_pages_that_compare_and_no_more(client: TestClient) -> None:
    with greeted(client), greeted(client), greeted(client), greeted(client):
        with client.websocket_connect("/ws") as fifth:
            fifth.send_json(HELLO)
            error = fifth.receive_json()
            assert error["error"] == "too_many_sockets"
            assert "close one of its tabs" in error["detail"]
            with pytest.raises(WebSocketDisconnect) as closed:
                fifth.receive_json()
            assert closed.value.code == 4008
        with client.websocket_connect("/ws") as other:
            other.send_json({**HELLO, "device": "another-device"})
            assert other.receive_json()["type"] == "welcome"
    with greeted(client):
        pass


@pytest.mark.alone
def test_a_socket_that_says_nothing_is_closed(make_client: MakeClient) -> None:
    client = make_client(hello_seconds=0.2)
    with client.websocket_connect("/ws") as silent:
        with pytest.raises(WebSocketDisconnect) as closed:
            silent.receive_json()
        assert closed.value.code == 4002
    with greeted(client) as socket:
        time.sleep(0.4)  # whoever said hello may be silent
        socket.send_json(draw())
        assert isinstance(socket.receive_bytes(), bytes)


@pytest.mark.alone
def test_a_channel_without_a_drawing_is_ended_and_a_blank_pad_is_one(
    make_client: MakeClient,
) -> None:
    client = make_client(drawing_seconds=0.2)
    with greeted(client) as silent:
        with pytest.raises(WebSocketDisconnect) as closed:
            silent.receive_json()
        assert closed.value.code == 4003
    with greeted(client) as blank:
        blank.send_json(draw(strokes=[]))
        blank.receive_bytes()
        time.sleep(0.4)
        blank.send_json(draw(seq=2, strokes=[]))
        assert decode_frame(blank.receive_bytes()).seq == 2


def test_an_idle_channel_that_makes_room_is_told(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits_module.RESTED, False, 0.0)
    client = make_client(max_sockets=1)
    with greeted(client) as idle, client.websocket_connect("/ws") as other:
        with pytest.raises(WebSocketDisconnect) as closed:
            idle.receive_json()
        assert closed.value.code == 4009
        other.send_json({**HELLO, "device": "another-device"})
        assert other.receive_json()["type"] == "welcome"
    assert 'inkling_rejected_total{reason="made_room"} 1.0' in client.get("/metrics").text


@pytest.mark.alone
def test_messages_over_the_rate_wait_and_those_within_it_do_not(make_client: MakeClient) -> None:
    client = make_client(message_burst=5, messages_per_second=4)
    with greeted(client) as socket:  # one message
        for seq in range(4):
            socket.send_json(draw(seq=seq))
            socket.receive_bytes()
        assert "inkling_delayed_messages_total 0.0" in client.get("/metrics").text
        for seq in range(3):
            socket.send_json(draw(seq=seq))
            assert decode_frame(socket.receive_bytes()).seq == seq  # late, but answered
        delayed = re.search(
            r"(?m)^inkling_delayed_messages_total (\S+)", client.get("/metrics").text
        )
        assert delayed is not None
        assert float(delayed[1]) >= 1


# --- real sockets --------------------------------------------------------------------------------


@pytest.mark.process
def test_a_machine_with_made_up_names_takes_no_place_from_others() -> None:
    async def scenario(address: str) -> None:
        async with AsyncExitStack() as stack:
            for number in range(30):
                await stack.enter_async_context(pens.greeted(address, number))
            for number in range(5):  # other machines still get in at once
                coming = connect(address, compression=None, local_addr=(f"127.0.0.{number + 2}", 0))
                pen = await stack.enter_async_context(coming)
                await pen.send(pens.hello(100 + number))
                assert json.loads(await pen.recv())["type"] == "welcome"
                await pens.read_once(pen)

    with start_server(INKLING_MAX_SOCKETS="30", INKLING_RESERVED_SOCKETS="0") as server:
        server.wait_until_ready()
        run_coroutine(asyncio.wait_for(scenario(server.socket_address), 60))
        made_room = 'inkling_rejected_total{reason="made_room"}'
        assert pens.metric(server, made_room) == 5
        pens.assert_no_traceback(server)


# --- requests ------------------------------------------------------------------------------------

HALL, OTHER = "192.0.2.1", "198.51.100.7"


def asked(rate: SharedRate, host: str, times: int, now: float) -> list[float]:
    """The waits of so many requests at one moment; those that are refused have none."""
    waits = []
    for _ in range(times):
        with suppress(OverloadedError):
            waits.append(rate.delay(host, now))
    return waits


def test_a_hall_that_asks_alone_has_the_whole_rate() -> None:
    rate = SharedRate(100)
    assert asked(rate, HALL, 100, now=0) == pytest.approx([0] * 100)
    later = asked(rate, HALL, 1_000, now=0)
    assert len(later) == LONGEST_DELAY * 100
    assert later[-1] == pytest.approx(LONGEST_DELAY)
    assert asked(rate, HALL, 1, now=LONGEST_DELAY + 1) == [0]


def test_an_address_beside_one_that_floods_has_its_part_at_once() -> None:
    rate = SharedRate(100)
    asked(rate, OTHER, 1_000, now=0)
    assert asked(rate, HALL, 50, now=0) == pytest.approx([0] * 50)
    with pytest.raises(OverloadedError, match="ask again"):
        rate.delay(OTHER, 0)


def test_the_crowd_that_shares_a_rate_gets_no_more_than_it() -> None:
    rate = SharedRate(100)
    crowd = [f"192.0.2.{host}" for host in range(10)]
    served = 0
    for tick in range(1_000):
        for host in crowd:
            served += sum(wait == 0 for wait in asked(rate, host, 2, now=tick / 100))
    assert served <= 100 * 10 + 100 * 3  # ten seconds, and what may come at once


def test_many_addresses_that_come_lock_nobody_out_for_longer_than_they_ask() -> None:
    rate = SharedRate(100)
    asked(rate, HALL, 1_000, now=0)
    for host in range(200):
        asked(rate, f"198.51.100.{host}", 1, now=0)
    assert asked(rate, HALL, 1, now=3) == [0]


def test_what_is_dear_is_paid_for_by_its_own_address() -> None:
    rate = SharedRate(100)
    rate.delay(OTHER, 0)
    rate.charge(OTHER, 10_000, 0)
    assert asked(rate, HALL, 1, now=0) == [0]
    assert asked(rate, OTHER, 1, now=0) == []


@pytest.mark.parametrize("what", ["predictions", "pen-traces"])
def test_requests_over_the_rate_are_refused_for_now_and_counted(
    make_client: MakeClient, what: str
) -> None:
    client = make_client()
    client.app.state.request_rate = SharedRate(0.001)  # type: ignore[attr-defined]
    body = {"strokes": [[[0.5, 0.2], [0.5, 0.8]]]}
    if what == "pen-traces":
        body = {**body, "moments": [1, 2]}
    path = f"/api/models/lenet5/{what}"
    assert client.post(path, json=body).status_code == 200
    refused = client.post(path, json=body)
    assert (refused.status_code, refused.json()["error"]) == (503, "overloaded")
    assert refused.headers["retry-after"] == "1"
    assert 'inkling_rejected_total{reason="overloaded"} 1.0' in client.get("/metrics").text
