"""How much one device may ask for: the counting with a clock of our own, and the channel."""

from __future__ import annotations

import re
import time

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from app.errors import TooManySocketsError
from app.services.limits import LONGEST_DELAY, Rate, SocketLimits
from tests.app.channel import HELLO, draw, greeted
from tests.app.conftest import MakeClient
from tests.frames import decode_frame


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
    limits = SocketLimits(at_most=10, of_a_device=1)
    for _ in range(1000):
        assert limits.enter()
        limits.greet("somebody")
        with pytest.raises(TooManySocketsError):
            limits.greet("somebody")
        limits.leave("somebody")
    assert limits.count == 0
    assert not limits._devices


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


def test_a_device_has_two_sockets_and_no_more(client: TestClient) -> None:
    with greeted(client), greeted(client):
        with client.websocket_connect("/ws") as third:
            third.send_json(HELLO)
            error = third.receive_json()
            assert error["error"] == "too_many_sockets"
            assert "close one of its tabs" in error["detail"]
            with pytest.raises(WebSocketDisconnect) as closed:
                third.receive_json()
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
