"""A peer that speaks HTTP/1.1 and the live channel byte by byte, and can speak them wrong."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import app.server
from app.settings import Settings
from tests.app.pens import hello
from tests.serving import Server

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
PATIENCE = 10.0
HOME = "127.0.0.1"
"""The address from which peers come."""


def frame(
    opcode: int, content: bytes = b"", *, fin: bool = True, reserved: int = 0, mask: bool = True
) -> bytes:
    """One frame of a client; the mask is of zeros, the content as it is."""
    size = len(content)
    head = bytes([fin << 7 | reserved << 4 | opcode])
    if size < 126:
        head += bytes([mask << 7 | size])
    elif size < 65_536:
        head += bytes([mask << 7 | 126]) + struct.pack("!H", size)
    else:
        head += bytes([mask << 7 | 127]) + struct.pack("!Q", size)
    return head + (bytes(4) if mask else b"") + content


def text(content: str) -> bytes:
    """A whole message."""
    return frame(TEXT, content.encode())


class Peer:
    """A connection and what has been read of it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._read = b""

    def send(self, data: bytes) -> None:
        """Send all of it; that the server has hung up is not an error yet."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.sendall(data)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """The next HTTP answer: status, headers in small letters, body."""
        while b"\r\n\r\n" not in self._read:
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines)}
        size = int(headers.get("content-length", 0))
        while len(self._read) < size:
            self._more()
        body, self._read = self._read[:size], self._read[size:]
        return int(first.split()[1]), headers, body

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """Opcode and content of each frame, until the server hangs up."""
        while True:
            try:
                while len(self._read) < 2:
                    self._more()
                size, start = self._read[1], 2
                if size == 126:
                    while len(self._read) < 4:
                        self._more()
                    size, start = struct.unpack("!H", self._read[2:4])[0], 4
                while len(self._read) < start + size:
                    self._more()
            except ConnectionError:
                return
            opcode, content = self._read[0] & 15, self._read[start : start + size]
            self._read = self._read[start + size :]
            yield opcode, content

    def close_code(self) -> int | None:
        """The code with which the server closes; None if it hangs up without one."""
        for opcode, content in self.frames():
            if opcode == CLOSE:
                return int(struct.unpack("!H", content[:2])[0]) if content else 1005
        return None

    def has_ended(self) -> bool:
        """Whether the server hangs up within the patience."""
        try:
            while True:
                self._more()
        except TimeoutError:
            return False
        except ConnectionError:
            return True

    def _more(self) -> None:
        received = self.connection.recv(65_536)
        if not received:
            raise ConnectionResetError
        self._read += received


@contextmanager
def connected(server: Server | int) -> Iterator[Peer]:
    """A connection to a server, or to a port, that has said nothing yet."""
    port = server if isinstance(server, int) else server.port
    with socket.create_connection(("127.0.0.1", port), PATIENCE, (HOME, 0)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Peer(connection)


@contextmanager
def channel(server: Server | int, device: int = 1) -> Iterator[Peer]:
    """A live channel that has been greeted."""
    with connected(server) as peer:
        peer.send(UPGRADE + b"\r\n")
        assert peer.answer()[0] == 101
        peer.send(text(hello(device)))
        opcode, content = next(peer.frames())
        assert (opcode, json.loads(content)["type"]) == (TEXT, "welcome")
        yield peer


@contextmanager
def served_in_thread(settings: Settings) -> Iterator[int]:
    """A server whose parts a test may take away; its port."""
    listener = app.server._listen(settings)
    server = app.server._Server(settings)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
