"""What arrives before it is a message: frames as the standard (RFC 6455) wants them, and others."""

from __future__ import annotations

import contextlib
import struct
from itertools import islice

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect as connect_sync

from app.settings import Settings
from app.web.live_connections import FRAGMENTS, FRAME_BURST, LiveConnection
from tests.app.pens import draw, hello, metric
from tests.app.raw import (
    BINARY,
    CLOSE,
    CONT,
    PING,
    PONG,
    TEXT,
    channel,
    frame,
    served_in_thread,
    text,
)
from tests.frames import decode_frame
from tests.serving import Server

pytestmark = pytest.mark.process


def code(number: int, reason: bytes = b"") -> bytes:
    return struct.pack("!H", number) + reason


ACCEPTED = {
    "a message": [text(draw(1))],
    "a message in fragments": [
        frame(TEXT, draw(1).encode()[:100], fin=False),
        frame(CONT, draw(1).encode()[100:]),
    ],
    "fragments, a ping between them": [
        frame(TEXT, draw(1).encode()[:9], fin=False),
        frame(PING, b"between"),
        frame(CONT, b"", fin=False),
        frame(CONT, draw(1).encode()[9:]),
    ],
    "bytes one by one": [bytes([byte]) for byte in text(draw(1))],
    "a pong that nobody asked for": [frame(PONG, b"here"), text(draw(1))],
    "a letter cut in two": [
        frame(TEXT, '{"type": "draw é'.encode()[:-1], fin=False),
        frame(CONT, "é".encode()[1:] + b'"}'),
        text(draw(1)),
    ],
    "as many fragments as allowed": [
        frame(TEXT, draw(1).encode(), fin=False),
        *[frame(CONT, b"", fin=False)] * (FRAGMENTS - 2),
        frame(CONT),
    ],
    "pings within the burst": [frame(PING) * (FRAME_BURST - 10), text(draw(1))],
    **{
        f"a message of {size} bytes": [frame(TEXT, b"{}".ljust(size)), text(draw(1))]
        for size in (0, 125, 126, 127, 65_535, 65_536)
    },
    "the last letter that there is": [text('{"type": "\U0010ffff"}'), text(draw(1))],
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_the_standard_allows_is_taken(wired: Server, name: str) -> None:
    with channel(wired) as peer:
        for part in ACCEPTED[name]:
            peer.send(part)
        answers = (content for opcode, content in peer.frames() if opcode == BINARY)
        assert decode_frame(next(answers)).first_guess == 8
        peer.send(frame(CLOSE, code(1000)))
        assert peer.close_code() == 1000


@pytest.mark.parametrize("size", [0, 1, 125])
def test_a_ping_comes_back_as_it_was_before_the_message_that_follows(
    wired: Server, size: int
) -> None:
    with channel(wired) as peer:
        peer.send(frame(TEXT, draw(1).encode()[:9], fin=False))
        peer.send(frame(PING, bytes(range(size))) + frame(CONT, draw(1).encode()[9:]))
        assert next(peer.frames()) == (PONG, bytes(range(size)))
        assert next(content for opcode, content in peer.frames() if opcode == BINARY)


CLOSES = {
    "without a code": (b"", 1005),
    "with the longest reason": (code(1000, b"x" * 123), 1000),
    **{
        f"with {number}": (code(number), number)
        for number in (1000, 1001, 1003, 1007, 1011, 3000, 4999)
    },
}


@pytest.mark.parametrize("name", CLOSES)
def test_a_close_is_answered_in_kind_and_what_comes_after_it_is_not(
    wired: Server, name: str
) -> None:
    sent, expected = CLOSES[name]
    with channel(wired) as peer:
        peer.send(frame(CLOSE, sent) + frame(PING, b"after") + text(draw(1)))
        [(opcode, content)] = list(peer.frames())
        assert opcode == CLOSE
        assert (struct.unpack("!H", content[:2])[0] if content else 1005) == expected


REFUSED = {
    **{f"reserved bits {bits}": (frame(TEXT, b"{}", reserved=bits), 1002) for bits in (1, 2, 4, 7)},
    **{f"opcode {opcode}": (frame(opcode), 1002) for opcode in (3, 4, 7, 11, 15)},
    "no mask": (frame(TEXT, b"{}", mask=False), 1002),
    "a ping in fragments": (frame(PING, b"a", fin=False), 1002),
    "a pong in fragments": (frame(PONG, b"a", fin=False), 1002),
    "a close in fragments": (frame(CLOSE, code(1000), fin=False), 1002),
    "a ping of 126 bytes": (frame(PING, bytes(126)), 1002),
    "a close of 126 bytes": (frame(CLOSE, code(1000, b"x" * 124)), 1002),
    "a continuation of nothing": (frame(CONT, b"{}"), 1002),
    "a message within a message": (frame(TEXT, b"{", fin=False) + frame(TEXT, b"}"), 1002),
    "a close of one byte": (frame(CLOSE, b"\x03"), 1002),
    **{
        f"close code {number}": (frame(CLOSE, code(number)), 1002)
        for number in (0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535)
    },
    "a close whose reason is no text": (frame(CLOSE, code(1000, b"\xff\xfe")), 1007),
    "text that is no text": (frame(TEXT, b"{\xff}"), 1007),
    "a surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "a letter in more bytes than it needs": (frame(TEXT, b"\xc0\xaf"), 1007),
    "a letter beyond the last": (frame(TEXT, b"\xf4\x90\x80\x80"), 1007),
    "a letter that begins in its middle": (frame(TEXT, b"\x80"), 1007),
    "a letter that ends too soon": (frame(TEXT, b"\xe2\x82"), 1007),
    "text over fragments that is none": (
        frame(TEXT, b"\xe2\x82", fin=False) + frame(CONT, b"x"),
        1007,
    ),
    "too long": (frame(TEXT, bytes(65_537)), 1009),
    "too long in fragments": (
        frame(TEXT, bytes(40_000), fin=False) + frame(CONT, bytes(40_000)),
        1009,
    ),
    "a length of 2^63": (b"\x81\xff\x80" + bytes(11), 1009),
    "one fragment too many": (
        frame(TEXT, b"", fin=False) + frame(CONT, b"", fin=False) * (FRAGMENTS - 1),
        1008,
    ),
    "empty pings without end": (frame(PING) * 3 * FRAME_BURST, 1008),
    "empty pongs without end": (frame(PONG) * 3 * FRAME_BURST, 1008),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_it_does_not_allow_closes_the_channel_with_its_code(wired: Server, name: str) -> None:
    sent, expected = REFUSED[name]
    with channel(wired) as peer:
        peer.send(sent)
        assert peer.close_code() == expected
        assert peer.has_ended()


# --- a flood is slowed or ended, and disturbs nobody ----------------------------------------------


def test_a_channel_that_only_pings_is_closed_and_a_pen_beside_it_goes_on(wired: Server) -> None:
    with channel(wired, 1) as flood, channel(wired, 2) as pen:
        pings = frame(PING) * 10_000
        with contextlib.suppress(OSError):
            for _ in range(50):
                flood.connection.sendall(pings)
        pen.send(text(draw(7)))
        answers = (content for opcode, content in pen.frames() if opcode == BINARY)
        assert decode_frame(next(answers)).seq == 7
        assert flood.has_ended()
    assert metric(wired, 'inkling_rejected_total{reason="too_many_frames"}') >= 1


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_the_rate_is_what_ends_a_flood(monkeypatch: pytest.MonkeyPatch, defended: bool) -> None:
    if not defended:
        monkeypatch.setattr("app.web.live_connections.FRAME_BURST", 10**9)
    with served_in_thread(Settings(port=0)) as port, channel(port) as flood:
        flood.send(frame(PING) * 4 * FRAME_BURST)
        pongs = sum(opcode == PONG for opcode, _ in islice(flood.frames(), 4 * FRAME_BURST))
    assert (pongs == 4 * FRAME_BURST) != defended


@pytest.mark.alone
@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_who_sends_more_than_is_taken_is_slowed_and_not_taken_for_dead(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    """Its pongs wait behind its messages, far longer than a pong may take."""
    monkeypatch.setattr("app.server.PING_SECONDS", 0.2)
    if not defended:
        for name in ("keepalive_timeout", "send_keepalive_ping"):
            monkeypatch.setattr(LiveConnection, name, getattr(WebSocketsSansIOProtocol, name))
    settings = Settings(port=0, messages_per_second=10, message_burst=2)
    ended = None
    with (
        served_in_thread(settings) as port,
        connect_sync(f"ws://127.0.0.1:{port}/ws", compression=None) as pen,
    ):
        try:
            pen.send(hello(1))
            for seq in range(12):
                pen.send(draw(seq).replace("lenet5", "unknown"))
            while '"seq":11' not in str(pen.recv(timeout=10)):
                pass
        except ConnectionClosed as closed:
            ended = closed.rcvd and closed.rcvd.code
    assert ended == (None if defended else 1011)
