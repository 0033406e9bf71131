"""The live channel, as `docs/wire-format.md` tells it: hello, then drawings in and frames out.

A socket has a reader and an answerer. The reader keeps only the newest drawing; the answerer reads
it with the network and sends the frame. A client that is slow, or faster than the network, loses
old frames and delays nobody.
"""

from __future__ import annotations

import contextlib
import logging

import anyio
from fastapi import APIRouter, WebSocket
from fastapi.websockets import WebSocketState
from pydantic import ValidationError
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect

from app import __version__
from app.deps import PredictorDep, SettingsDep, ZooDep
from app.errors import InklingError, InvalidMessageError
from app.frame import encode_frame
from app.messages import (
    PROTOCOL,
    Draw,
    Hello,
    SocketError,
    StepsTaken,
    Welcome,
    client_message,
)
from app.readings import drawn_of, frame_of, steps_of
from app.security import may_connect
from app.services.predictor import Predictor
from app.services.zoo import Zoo

log = logging.getLogger(__name__)
router = APIRouter()

WRONG_PROTOCOL = 4001


@router.websocket("/ws")
async def live(
    socket: WebSocket, settings: SettingsDep, zoo: ZooDep, predictor: PredictorDep
) -> None:
    """Serve one page until it leaves."""
    if not may_connect(socket.headers, settings.allowed_origins):
        await socket.close()  # before accepting: the handshake is refused with 403
        return
    await socket.accept()
    await Channel(socket, zoo, predictor).serve()


class Channel:
    """One socket's state: whether it said hello, and the newest drawing not yet answered."""

    def __init__(self, socket: WebSocket, zoo: Zoo, predictor: Predictor) -> None:
        self._socket = socket
        self._zoo = zoo
        self._predictor = predictor
        self._greeted = False
        self._newest: Draw | None = None
        self._arrived = anyio.Event()

    async def serve(self) -> None:
        """Read and answer until the page leaves."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._answer)
            with contextlib.suppress(WebSocketDisconnect):
                await self._read()
            tasks.cancel_scope.cancel()

    async def _read(self) -> None:
        while self._socket.application_state is WebSocketState.CONNECTED:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                await self._take(message)
            except InklingError as error:
                await self._refuse(error.code, str(error))

    async def _take(self, message: Message) -> None:
        """Handle one message of the page; raises InvalidMessageError."""
        text = message.get("text")
        if text is None:
            await self._refuse("binary_message", "send JSON as text; only frames are binary")
            return
        try:
            command = client_message.validate_json(_without_surrogates(text))
        except ValidationError as error:
            raise InvalidMessageError.from_validation(error) from error
        if isinstance(command, Hello):
            await self._greet(command)
        elif not self._greeted:
            await self._refuse("hello_expected", "say hello first", command.seq)
        else:
            self._newest = command
            self._arrived.set()

    async def _greet(self, hello: Hello) -> None:
        if self._greeted:
            await self._refuse("hello_repeated", "this socket said hello already; go on drawing")
        elif hello.protocol != PROTOCOL:
            detail = f"this server speaks version {PROTOCOL} of the channel; reload the page"
            await self._refuse("wrong_protocol", detail)
            await self._socket.close(WRONG_PROTOCOL, "wrong protocol")
        else:
            self._greeted = True
            names = [network.description.name for network in self._zoo]
            welcome = Welcome(protocol=PROTOCOL, version=__version__, networks=names)
            await self._socket.send_text(welcome.model_dump_json())

    async def _answer(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived = anyio.Event()
            command, self._newest = self._newest, None
            if command is None:
                continue
            try:
                await self._send_reading(command)
            except InklingError as error:
                await self._refuse(error.code, str(error), command.seq)
            except (WebSocketDisconnect, RuntimeError):
                return  # the page left while its answer was under way
            except Exception:
                log.exception("a drawing could not be answered")
                await self._refuse("internal", "the server failed; its log says why", command.seq)

    async def _send_reading(self, command: Draw) -> None:
        network = self._zoo.get(command.network)
        reading = await self._predictor.read(command.network, drawn_of(command), command.explain)
        frame = encode_frame(frame_of(reading, network, command.layers, command.seq))
        if command.explain:
            steps = StepsTaken(seq=command.seq, steps=steps_of(reading, drawn_of(command)))
            await self._socket.send_text(steps.model_dump_json())
        await self._socket.send_bytes(frame)

    async def _refuse(self, code: str, detail: str, seq: int | None = None) -> None:
        error = SocketError(error=code, detail=detail, seq=seq)
        await self._socket.send_text(error.model_dump_json())


def _without_surrogates(text: str) -> bytes:
    """The text's bytes; a lone surrogate becomes bytes that the parser refuses."""
    return text.encode("utf-8", "surrogatepass")
