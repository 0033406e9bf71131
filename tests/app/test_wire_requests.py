"""What arrives before it is a request: heads, trailers, bodies in sum, handshakes, and ends."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.settings import Settings
from app.web.connections import CHUNKS, HEAD_BYTES, HEADERS, PIPELINED, SMALL_BODY, PatientHttp
from app.web.live_connections import LiveConnection
from app.web.security import HEADERS as SECURITY
from tests.app.pens import metric, wait_until
from tests.app.raw import TEXT, UPGRADE, Peer, channel, connected, frame, served_in_thread
from tests.serving import Server, start_server

pytestmark = pytest.mark.process

GET = b"GET /healthz HTTP/1.1\r\n"
POST = b"POST /api/models/lenet5/predictions HTTP/1.1\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
PICTURE = POST + b"Content-Type: image/png\r\n"
BLANK = b'{"strokes":[]}'


def assert_refused(peer: Peer, status: int, code: str) -> None:
    """In the one shape, with the headers of all others; and the connection ends."""
    answered, headers, body = peer.answer()
    assert answered == status, body
    refused = json.loads(body)
    assert sorted(refused) == ["detail", "error"]
    assert refused["error"] == code
    assert headers["content-type"] == "application/json"
    assert all(headers[name.lower()] == value for name, value in SECURITY.items())
    assert peer.has_ended()


def in_chunks(*contents: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(content), content) for content in contents)


def filled(head: bytes, size: int) -> bytes:
    """A head whose address and headers count so many bytes, as long as may be."""
    rest = size - len("/healthz")
    return head + b"X: " + b"a" * (rest - len("X: \r\n")) + b"\r\n"


ACCEPTED = {
    "as long a head as allowed": filled(GET, HEAD_BYTES) + b"\r\n",
    "as many headers as allowed": GET + b"X: a\r\n" * HEADERS + b"\r\n",
    "a trailer": CHUNKED + in_chunks(BLANK) + b"0\r\nX: a\r\n\r\n",
    "small chunks": CHUNKED + in_chunks(*(bytes([sign]) for sign in BLANK)) + b"0\r\n\r\n",
    "another upgrade": GET + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "line breaks before it": b"\r\n\r\n" + GET + b"\r\n",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_within_the_limits_is_answered(wired: Server, name: str) -> None:
    with connected(wired) as peer:
        peer.send(ACCEPTED[name])
        assert peer.answer()[0] == 200


REFUSED = {
    "no HTTP": (b"HELLO\r\n\r\n", 400, "invalid_request"),
    "TLS": (b"\x16\x03\x01\x00\xc8\x01" + bytes(200), 400, "invalid_request"),
    "no ASCII": (b"GET /\xff HTTP/1.1\r\n\r\n", 400, "invalid_request"),
    "two lengths": (
        POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        400,
        "invalid_request",
    ),
    "a byte over the head": (filled(GET, HEAD_BYTES + 1) + b"\r\n", 431, "head_too_large"),
    "a head without end": (GET + b"X: " + b"a" * 8_000_000, 431, "head_too_large"),
    "an address without end": (b"GET /" + b"a" * 8_000_000, 414, "uri_too_long"),
    "a header too many": (GET + b"X: a\r\n" * (HEADERS + 1) + b"\r\n", 431, "head_too_large"),
    "a trailer without end": (
        CHUNKED + in_chunks(BLANK) + b"0\r\nX: " + b"a" * 8_000_000,
        431,
        "head_too_large",
    ),
    "trailers without end": (
        CHUNKED + in_chunks(BLANK) + b"0\r\n" + b"X: a\r\n" * 300,
        431,
        "head_too_large",
    ),
    "a chunk's remark without end": (CHUNKED + b"2;" + b"a" * 8_000_000, 431, "head_too_large"),
    "crumbs": (CHUNKED + in_chunks(b" ") * (CHUNKS + 1), 413, "body_too_large"),
    "half a head": (GET, 408, "slow_request"),
    "cookies in a handshake": (
        UPGRADE + b"Cookie: " + b"a" * 9_000 + b"\r\n\r\n",
        431,
        "head_too_large",
    ),
    "headers in a handshake": (UPGRADE + b"X: a\r\n" * 129 + b"\r\n", 431, "head_too_large"),
    "a handshake with a body": (
        UPGRADE + b"Content-Length: 2\r\n\r\n{}",
        400,
        "handshake",
    ),
    "a handshake in chunks": (
        UPGRADE + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
        "handshake",
    ),
    "a handshake of HTTP/1.0": (UPGRADE.replace(b"P/1.1", b"P/1.0") + b"\r\n", 400, "handshake"),
    "a handshake of version 12": (UPGRADE.replace(b": 13", b": 12") + b"\r\n", 400, "bad_request"),
    "a handshake by POST": (UPGRADE.replace(b"GET", b"POST") + b"\r\n", 405, "method_not_allowed"),
    "a handshake with a short key": (UPGRADE.replace(b"AA==", b"==") + b"\r\n", 400, "bad_request"),
    "a handshake of another page": (
        UPGRADE + b"Origin: http://evil.example\r\n\r\n",
        403,
        "forbidden",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_over_them_is_refused_and_ended(wired: Server, name: str) -> None:
    sent, status, code = REFUSED[name]
    with connected(wired) as peer:
        peer.send(sent)
        assert_refused(peer, status, code)


@pytest.mark.parametrize(
    ("limit", "sent"),
    [
        ("HEAD_BYTES", filled(GET, HEAD_BYTES + 1) + b"\r\n"),
        ("HEADERS", GET + b"X: a\r\n" * (HEADERS + 1) + b"\r\n"),
        ("CHUNKS", CHUNKED + in_chunks(b" ") * (CHUNKS + 1) + in_chunks(BLANK) + b"0\r\n\r\n"),
        ("PIPELINED", (GET + b"\r\n") * 200),
    ],
)
def test_without_the_limit_it_would_be_taken(
    monkeypatch: pytest.MonkeyPatch, limit: str, sent: bytes
) -> None:
    monkeypatch.setattr(f"app.web.connections.{limit}", 10**9)
    with served_in_thread(Settings(port=0)) as port, connected(port) as peer:
        peer.send(sent)
        while peer.answer()[0] == 503:  # its networks are still loading
            peer.send(sent)


@pytest.mark.parametrize(
    ("wanted", "status"), [(b"bytes=99999999-", 416), (b"bytes=x", 400)], ids=["beyond", "none"]
)
def test_a_range_that_is_not_there_is_refused_in_the_same_shape(
    wired: Server, wanted: bytes, status: int
) -> None:
    head = b"GET /static/img/icon.svg HTTP/1.1\r\nConnection: close\r\nRange: " + wanted
    with connected(wired) as peer:
        peer.send(head + b"\r\n\r\n")
        code = {416: "requested_range_not_satisfiable", 400: "bad_request"}[status]
        assert_refused(peer, status, code)


def test_some_requests_may_be_sent_ahead_and_not_any_number(wired: Server) -> None:
    with connected(wired) as peer:
        peer.send((GET + b"\r\n") * PIPELINED)
        assert [peer.answer()[0] for _ in range(PIPELINED)] == [200] * PIPELINED
        peer.send((GET + b"\r\n") * 5_000)
        assert peer.has_ended()
    assert metric(wired, 'inkling_rejected_total{reason="too_many_requests"}') >= 1


@pytest.mark.alone
@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_line_breaks_do_not_keep_a_connection_and_requests_do(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    monkeypatch.setattr("app.server.KEEP_SECONDS", 0.5)
    if not defended:
        monkeypatch.setattr(PatientHttp, "data_received", HttpToolsProtocol.data_received)
    with (
        served_in_thread(Settings(port=0)) as port,
        connected(port) as idle,
        connected(port) as busy,
    ):
        for turn in range(10):
            if turn == 0:
                idle.send(GET + b"\r\n")
                assert idle.answer()[0] == 200
            idle.send(b"\r\n")
            if turn % 2 == 0:
                busy.send(GET + b"\r\n")
                assert busy.answer()[0] == 200
            time.sleep(0.1)
        idle.connection.settimeout(0.5)
        assert idle.has_ended() == defended


UPLOAD = 400_000
BEGUN = b"\x89PNG" + bytes(UPLOAD - 1_000)
PART = PICTURE + b"Content-Length: %d\r\n\r\n" % UPLOAD + BEGUN
WHOLE = PART + bytes(1_000 - 4)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of bodies a server in a thread held after each piece that arrived."""
    counts: list[int] = []
    hold = PatientHttp._hold

    def watched(connection: PatientHttp, count: int) -> None:
        hold(connection, count)
        counts.append(connection.config.bodies)

    monkeypatch.setattr(PatientHttp, "_hold", watched)
    return counts


def status_of(port: int, sent: bytes) -> int:
    with connected(port) as peer:
        peer.send(sent)
        return peer.answer()[0]


def test_bodies_have_a_budget_together_and_drawings_arrive_all_the_same(
    monkeypatch: pytest.MonkeyPatch, held: list[int]
) -> None:
    monkeypatch.setattr("app.web.connections.UNHURRIED", 60)  # nobody is too slow for the others
    with served_in_thread(Settings(port=0, max_bodies_bytes=1_000_000)) as port:
        is_ready = b"GET /readyz HTTP/1.1\r\n\r\n"
        assert wait_until(lambda: status_of(port, is_ready) == 200, 30)
        with connected(port) as first, connected(port) as second, connected(port) as third:
            for peer in (first, second):
                peer.send(PART)
            assert wait_until(lambda: held[-1:] == [2 * (len(BEGUN) - SMALL_BODY)], 30)
            third.send(PART)
            status, headers, body = third.answer()
            assert (status, json.loads(body)["error"]) == (503, "too_many_uploads")
            assert int(headers["retry-after"]) > 0
            small = BLANK + b" " * (SMALL_BODY - len(BLANK))
            drawing = POST + b"Content-Length: %d\r\n\r\n" % SMALL_BODY + small
            assert status_of(port, drawing) == 200
        # What they held is given back when they have left.
        assert wait_until(lambda: status_of(port, WHOLE) == 422, 30)


@pytest.mark.alone
@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_uploads_that_dawdle_make_room_for_others(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    monkeypatch.setattr("app.web.connections.UNHURRIED", 0.3 if defended else 60)
    settings = Settings(port=0, max_bodies_bytes=1_000_000)
    with (
        served_in_thread(settings) as port,
        connected(port) as first,
        connected(port) as second,
        connected(port) as photo,
    ):
        for peer in (first, second):
            peer.send(PART)
            time.sleep(0.1)
        time.sleep(0.4)
        photo.send(WHOLE)
        assert photo.answer()[0] == (422 if defended else 503)
        first.connection.settimeout(0.5)
        if defended:
            assert first.answer()[0] == 503
        second.send(bytes(1_000 - 4))
        assert second.answer()[0] == 422


def test_who_leaves_in_the_middle_is_counted_and_no_failure(wired: Server) -> None:
    before = metric(wired, "inkling_left_total")
    leaving = [
        POST + b"Content-Length: 1000\r\n\r\n{",
        CHUNKED + b"5\r\n{",
        b"GET /static/dist/main.js HTTP/1.1\r\n\r\n" * 8,
    ]
    for abruptly in (False, True):
        for sent in leaving:
            with connected(wired) as peer:
                peer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                peer.send(sent)
                time.sleep(0.1)
                if abruptly:
                    linger = struct.pack("ii", 1, 0)
                    peer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    assert wait_until(lambda: metric(wired, "inkling_left_total") >= before + 4, 5)


# --- the server's end -----------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_a_channel_that_cannot_be_ended_keeps_the_end_from_no_other(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    ended = []

    def shutdown(_connection: object) -> None:
        ended.append(1)
        raise AssertionError

    monkeypatch.setattr(WebSocketsSansIOProtocol, "shutdown", shutdown)
    if not defended:
        monkeypatch.delattr(LiveConnection, "shutdown")
    with contextlib.ExitStack() as peers, served_in_thread(Settings(port=0)) as port:
        for device in range(3):
            peers.enter_context(channel(port, device))
    assert len(ended) == (3 if defended else 1)


@pytest.mark.alone
def test_no_connection_keeps_the_end_from_the_others() -> None:
    """Half a head, half a body, a half upgrade and a deaf one beside twenty channels."""
    with start_server() as server:
        server.wait_until_ready()
        halves = [
            GET,
            POST + b"Content-Length: 9\r\n\r\n{",
            UPGRADE + b"Cookie: " + b"a" * 9_000 + b"\r\n\r\n",
            UPGRADE + b"Content-Length: 5\r\n\r\n{",
            UPGRADE + b"X: a\r\n" * 129,
            UPGRADE + b"\r\n" + frame(TEXT, b"{", fin=False),
        ]
        with contextlib.ExitStack() as stack:
            pens = [stack.enter_context(channel(server, device)) for device in range(20)]
            for sent in halves:
                stack.enter_context(connected(server)).send(sent)
            time.sleep(0.2)
            server.process.terminate()
            assert [pen.close_code() for pen in pens] == [1012] * 20
            assert server.process.wait(timeout=5) == 0
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_who_hangs_up_on_requests_sent_ahead_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, defended: bool
) -> None:
    """uvicorn tells only the newest request, which is not the one that is being answered."""
    if not defended:
        monkeypatch.setattr(PatientHttp, "_forget_answer", lambda _: None)
    asked = POST + b"Content-Length: %d\r\n\r\n%s" % (len(BLANK), BLANK)
    with served_in_thread(Settings(port=0)) as port:
        for _ in range(30):
            with connected(port) as peer:
                peer.send(asked * 8 + CHUNKED + in_chunks(b" ") * (CHUNKS + 1))
                assert peer.has_ended()
    assert ("Exception in ASGI application" not in caplog.text) == defended
