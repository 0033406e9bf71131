"""The load: many pens from one process, cheap enough not to be what is measured.

Plain sockets and epoll, with the WebSocket and HTTP framing done by hand, because a library's
client costs more than the server's answer. Run as a process of its own (`python -m bench.load`):
reads a job as a line of JSON on stdin, says when it is connected, writes figures as JSON.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

MASK = b"\x00\x00\x00\x00"
"""A mask of zeros is a mask: the server undoes it as any other, and here it costs nothing."""

RECEIVE = 1 << 17
PING, PONG = 0x89, 0x8A


def as_text_frame(text: str) -> bytes:
    """A masked text message."""
    content = text.encode()
    if len(content) < 126:
        return bytes([0x81, 0x80 | len(content)]) + MASK + content
    return bytes([0x81, 0xFE]) + struct.pack(">H", len(content)) + MASK + content


def message_length(buffer: bytearray | memoryview) -> int | None:
    """Bytes of the first WebSocket message, head included; None if it is not whole."""
    if len(buffer) < 2:
        return None
    length = buffer[1] & 0x7F
    start = 2
    if length == 126:
        if len(buffer) < 4:
            return None
        length, start = int.from_bytes(buffer[2:4], "big"), 4
    elif length == 127:
        if len(buffer) < 10:
            return None
        length, start = int.from_bytes(buffer[2:10], "big"), 10
    return start + length if len(buffer) >= start + length else None


def without_ping(pen: socket.socket, data: bytes) -> bytes:
    """Answer the ping at the beginning of the data; what follows it."""
    length = 2 + data[1]
    pen.send(bytes([PONG, 0x80 | data[1]]) + MASK + data[2:length])
    return data[length:]


def response_length(buffer: bytearray | memoryview) -> int | None:
    """Bytes of the first HTTP response, head included; None if it is not whole."""
    head = bytes(buffer[:1024]).lower()
    end = head.find(b"\r\n\r\n")
    if end < 0:
        return None
    assert head.startswith(b"http/1.1 200"), head[:100]
    at = head.index(b"content-length:") + 15
    length = end + 4 + int(head[at : head.index(b"\r\n", at)])
    return length if len(buffer) >= length else None


@dataclass
class Pen:
    """One client: what it sends in turn, and when its last request went out."""

    socket: socket.socket
    requests: list[bytes]
    at: int
    sent: float = 0.0
    due: float = 0.0
    waiting: bool = False
    buffer: bytearray = field(default_factory=bytearray)


def connect(port: int, greeting: list[bytes]) -> socket.socket:
    """A connected socket, greeted: each of `greeting` is sent and answered in turn."""
    pen = socket.create_connection(("127.0.0.1", port))
    pen.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for message in greeting:
        pen.sendall(message)
        answer = pen.recv(RECEIVE)
        assert answer, "the server hung up"
    pen.setblocking(False)
    return pen


def upgrade(path: str) -> bytes:
    """A WebSocket handshake."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Drive the pens of a job for its seconds; the latencies and counts.

    `rate`: drawings a second of each pen; 0: the next as soon as the last is answered.
    `enough`: ends after so many answers; 0: only after its seconds.
    """
    length_of: Callable[[bytearray], int | None] = (
        message_length if job["kind"] == "websocket" else response_length
    )
    pens = []
    for number in range(job["clients"]):
        greeting = []
        if job["kind"] == "websocket":
            greeting = [upgrade(job["path"])]
            if job.get("hello"):
                hello = {"type": "hello", "protocol": 3, "device": f"bench-{number:06d}"}
                greeting.append(as_text_frame(json.dumps(hello)))
        requests = list(requests_of(job, number))
        pens.append(Pen(connect(job["port"], greeting), requests, 0))
    sys.stdout.write("connected\n")
    sys.stdout.flush()
    return drive(pens, job, length_of)


def requests_of(job: dict[str, Any], number: int) -> Iterator[bytes]:
    """What one pen sends, in turn: it begins at a place of its own."""
    bodies = job["bodies"]
    # Whole drawings are kept together: an increment only makes sense after what it continues.
    starts = [index for index, body in enumerate(bodies) if body.get("begins", True)]
    shift = starts[number % len(starts)]
    for body in bodies[shift:] + bodies[:shift]:
        content = body["text"]
        if job["kind"] == "websocket":
            yield as_text_frame(content)
        else:
            head = (
                f"POST {job['path']} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
            )
            yield f"{head}\r\nContent-Length: {len(content)}\r\n\r\n{content}".encode()


@dataclass
class Traffic:
    """What goes to and fro between the pens and the server, counted."""

    length_of: Callable[[bytearray], int | None]
    rate: float
    queue: list[Pen]
    """The pens in the order in which they are due, round and round from `first`."""
    first: int = 0
    skipped: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    latencies: list[float] = field(default_factory=list)

    def send(self, pen: Pen, now: float) -> None:
        """Send what comes next of a pen."""
        request = pen.requests[pen.at]
        pen.at = (pen.at + 1) % len(pen.requests)
        pen.sent, pen.waiting = now, True
        pen.socket.send(request)
        self.sent_bytes += len(request)

    def send_due(self, now: float) -> float:
        """Send for each pen whose time has come, unless it waits; seconds until the next is due."""
        while self.queue[self.first].due <= now:
            pen = self.queue[self.first]
            pen.due += 1 / self.rate
            self.first = (self.first + 1) % len(self.queue)
            if pen.waiting:
                self.skipped += 1
            else:
                self.send(pen, now)
        return max(self.queue[self.first].due - now, 0)

    def receive(self, pen: Pen) -> None:
        """Take what has come for a pen; with a whole answer it is its turn again."""
        data = pen.socket.recv(RECEIVE)
        assert data, "the server hung up"
        self.received_bytes += len(data)
        if data[0] == PING and not pen.buffer:
            data = without_ping(pen.socket, data)
            if not data:
                return
        if pen.buffer:
            pen.buffer += data
            whole = self.length_of(pen.buffer) == len(pen.buffer)
        else:
            whole = self.length_of(data) == len(data)  # type: ignore[arg-type]
            if not whole:
                pen.buffer += data
        if whole:
            pen.buffer.clear()
            now = time.perf_counter()
            self.latencies.append(now - pen.sent)
            pen.waiting = False
            if not self.rate:
                self.send(pen, now)


def drive(
    pens: list[Pen], job: dict[str, Any], length_of: Callable[[bytearray], int | None]
) -> dict[str, Any]:
    """Send, receive, count."""
    epoll = select.epoll()
    by_number = {pen.socket.fileno(): pen for pen in pens}
    for number in by_number:
        epoll.register(number, select.EPOLLIN)
    rate, enough = job.get("rate", 0), job.get("enough", 0)
    clock = time.perf_counter
    began, cpu_began = clock(), time.process_time()
    end = began + job["seconds"]
    for index, pen in enumerate(pens):
        pen.due = began + (index / len(pens) / rate if rate else 0)
    traffic = Traffic(length_of, rate, sorted(pens, key=lambda pen: pen.due))
    if not rate:
        for pen in pens:
            traffic.send(pen, clock())
    while (now := clock()) < end and not (enough and len(traffic.latencies) >= enough):
        timeout = end - now
        if rate:
            timeout = min(timeout, traffic.send_due(now))
        for number, _ in epoll.poll(timeout):
            traffic.receive(by_number[number])
    wall, cpu = clock() - began, time.process_time() - cpu_began
    for pen in pens:
        pen.socket.close()
    latencies = sorted(traffic.latencies)
    return {
        "count": len(latencies),
        "wall": wall,
        "cpu": cpu,
        "skipped": traffic.skipped,
        "sent_bytes": traffic.sent_bytes,
        "received_bytes": traffic.received_bytes,
        "latencies": latencies[:: max(1, len(latencies) // 20_000)],
    }


if __name__ == "__main__":
    json.dump(run(json.loads(sys.stdin.readline())), sys.stdout)
