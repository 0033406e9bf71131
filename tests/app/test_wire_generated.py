"""Heads and frames that nobody thought of: none is a failure of ours, and refusals have a shape."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

import pytest

from app.web.security import HEADERS
from tests.app.pens import draw, metric, wait_until
from tests.app.raw import UPGRADE, channel, connected, frame, text
from tests.serving import Server

pytestmark = pytest.mark.process

METHODS = b"GET GET GET POST HEAD PUT OPTIONS FOO CONNECT".split()
PATHS = [
    *b"/ /static/%00 /static/dist/%ff /static/..%2f..%2fapp /api/models/%00 // * ?x".split(),
    *b"/api/models/lenet5/weights/%00 /%ff%fe http://evil/ /docs?lang=%ff /?network=%00".split(),
    *b"/api/samples?style=%00 /ws /ws?%c3 /api/channel?origin=%ff /metrics /healthz;x".split(),
    *(b"/?lang=\x01", b"/\xed\xa0", b"/ws?\xc3", b"/static/" + b"a" * 5_000),
]
NAMES = (
    b"Host Cookie Accept Accept-Language Range If-None-Match If-Modified-Since Content-Type "
    b"Content-Length Transfer-Encoding Origin X-Forwarded-For X-Forwarded-Proto Connection Upgrade "
    b"Expect Sec-WebSocket-Extensions Sec-WebSocket-Protocol Accept-Encoding Sec-Fetch-Site"
).split()
VALUES = [
    *b"a 0 -1 5 99999999999999999999 chunked identity bytes=9-1 websocket Upgrade close".split(),
    *b'http://[::1 http://a:99999999 100-continue gzip;q=x * W/"a" text/html ,,,;'.split(),
    *(b"", b"\xff\xfe", b"bytes=0-1,5-9,-1", b'lang=nl; a=b; "', b"Thu, 99 Foo 2024", b"a" * 3_000),
    *(b"1.2.3.4, x, [::]", b"nl-\xc3\xa9;q=0.9", b"permessage-deflate; client_max_window_bits=99"),
]


def generated_head(rng: random.Random) -> bytes:
    head = (
        rng.choice(METHODS)
        + b" "
        + rng.choice(PATHS)
        + b" HTTP/1."
        + rng.choice(b"1 1 1 1 0 2".split())
    )
    head += b"\r\n"
    for _ in range(rng.randrange(5)):
        head += rng.choice(NAMES) + b": " + rng.choice(VALUES) + b"\r\n"
    head += rng.choice([b"", b"", UPGRADE.partition(b"\r\n")[2]]) + b"Connection: close\r\n\r\n"
    head += rng.choice([b"", b"{}", b"5\r\nhello\r\n0\r\n\r\n", rng.randbytes(40)])
    if rng.random() < 0.15:
        place = rng.randrange(len(head))
        head = head[:place] + rng.randbytes(rng.randrange(4)) + head[place + rng.randrange(3) :]
    return head


def generated_frames(rng: random.Random) -> bytes:
    contents = [b"", b"{}", draw(1).encode(), rng.randbytes(rng.randrange(140)), b"\x03\xe8bye"]
    return b"".join(
        frame(
            rng.choice([0, 1, 1, 1, 1, 2, 8, 9, 10, rng.randrange(16)]),
            rng.choice(contents),
            fin=rng.random() < 0.8,
            reserved=rng.choice([0] * 9 + [4]),
            mask=rng.random() < 0.97,
        )
        for _ in range(rng.randrange(1, 8))
    )


def test_generated_heads_are_answered_or_refused_in_the_one_shape(wired: Server) -> None:
    for seed in range(300):
        sent = generated_head(random.Random(seed))
        with connected(wired) as peer, suppress(ConnectionError, TimeoutError):
            peer.connection.settimeout(0.2)  # the server waits for the rest of incomplete heads
            peer.send(sent)
            status, headers, body = peer.answer()
            assert status < 500, (seed, sent, body)
            if status != 101:
                assert all(name.lower() in headers for name in HEADERS), (seed, sent, headers)
            if status >= 400 and body:
                kind = headers["content-type"].partition(";")[0]
                assert kind in ("application/json", "text/html"), (seed, sent)


def test_generated_frames_end_their_channel_at_most(wired: Server) -> None:
    for seed in range(200):
        with connected(wired) as peer, suppress(OSError):
            peer.send(UPGRADE + b"\r\n")
            assert peer.answer()[0] == 101
            peer.send(generated_frames(random.Random(seed)))
            if seed % 2:
                peer.send(generated_frames(random.Random(1_000 + seed)))
                peer.connection.shutdown(socket.SHUT_WR)
                peer.has_ended()
    assert wait_until(lambda: metric(wired, "inkling_sockets") == 0, 10)
    with channel(wired) as pen:
        pen.send(text(draw(1)))
        assert next(pen.frames())
