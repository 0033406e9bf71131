"""What pages say on the live channel: messages, and a socket that has been greeted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient, WebSocketTestSession

from tests.drawings import drawing_of

EIGHT = drawing_of(8)
HELLO = {"type": "hello", "protocol": 3, "device": "test-device"}


def draw(seq: int = 1, **changes: object) -> dict[str, object]:
    return {
        "type": "draw",
        "seq": seq,
        "network": "lenet5",
        "layers": ["conv1"],
        "strokes": EIGHT.strokes,
        **changes,
    }


@contextmanager
def greeted(client: TestClient) -> Iterator[WebSocketTestSession]:
    with client.websocket_connect("/ws") as socket:
        socket.send_json(HELLO)
        assert socket.receive_json()["type"] == "welcome"
        yield socket
