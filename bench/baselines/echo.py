"""The ceiling: an empty WebSocket echo on the same server software, messages of the same size.

It reads a message and answers with as many bytes as a frame has: nothing drawn, nothing computed.
"""

from __future__ import annotations

import os

import uvicorn
from starlette.types import Receive, Scope, Send

ANSWER = os.urandom(9068)
"""As long as a live frame of LeNet-5 with all layers shown."""


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Echo until the client leaves."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "bytes": ANSWER})


def main(port: int) -> None:
    """Serve it as Inkling is served."""
    uvicorn.run(
        app,
        port=port,
        log_level="warning",
        lifespan="off",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )
