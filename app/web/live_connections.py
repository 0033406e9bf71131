"""A live channel's connection: its frames, before they are messages.

uvicorn parses all that has arrived in one go, and what is no message (pings, pongs, fragments)
costs a sender nothing. Here one turn of the event loop parses a few messages or so many frames, and
reading rests until they are taken; who sends more of the others than any client does is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from asyncio.transports import BaseTransport
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.exceptions import ProtocolError
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

from app.services.limits import Rate
from app.web.bare_refusals import code_of, refusal
from app.web.connections import ConnectionConfig

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent, ASGISendEvent

FRAMES_A_TURN = 64
"""About a millisecond of parsing; then others have their turn."""
MESSAGES_A_TURN, BYTES_A_TURN = 8, 16_384
"""A few drawings, of which the newest is read, or one long message: again about a millisecond."""
FRAMES_A_SECOND = 250
"""Frames that end no message. A page sends one in ten seconds; a proxy that cuts messages, some."""
FRAME_BURST = 250
FRAGMENTS = 128
"""Most fragments of one message: half a kilobyte each for the longest message."""
RECEIVE_BUFFER = 65_536
"""Bytes that the system keeps of one channel while reading rests."""

OF_MESSAGES = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)
"""Frames that carry messages; all others control the channel."""

INVALID_DATA = 1007
POLICY = 1008
REASONS = {1002: "protocol_error", INVALID_DATA: "not_utf8", POLICY: "too_many_frames"}
"""Names under which our closes are counted; 1009, a message too long, is counted elsewhere."""


class Frames(ServerProtocol):
    """The parser: it stops after what one turn may have, and keeps the rest."""

    def __init__(self, max_size: int | None, logger: Any) -> None:
        super().__init__(max_size=max_size, logger=logger)
        self.rest = b""
        self._clock = asyncio.get_running_loop().time
        self._rate = Rate(FRAMES_A_SECOND, FRAME_BURST, self._clock())
        self._frames = self._messages = self._bytes = 0
        self._fragments = 0

    def take_turn(self, data: bytes) -> None:
        """Parse what one turn may; what is left is in `rest`."""
        self._frames = self._messages = self._bytes = 0
        self.rest = b""
        self.receive_data(data)

    def recv_frame(self, frame: Frame) -> None:
        """Count a frame; pass it on."""
        super().recv_frame(frame)
        is_control = frame.opcode not in OF_MESSAGES
        ends_message = frame.fin and not is_control
        if ends_message:
            self._fragments = 0
        elif not is_control:
            self._fragments += 1
        # Messages have a limit where they are taken; after a close they count as frames here.
        is_taken = ends_message and self.close_sent is None
        if not is_taken and self._rate.delay(self._clock()) > 0:
            self._refuse("too many frames without a message")
        elif self._fragments >= FRAGMENTS:
            self._refuse("a message in too many fragments")
        self._frames += 1
        self._messages += is_taken
        self._bytes += len(frame.data)
        if (
            self._frames >= FRAMES_A_TURN
            or self._messages >= MESSAGES_A_TURN
            or (is_taken and self._bytes >= BYTES_A_TURN)
        ):
            self.rest = bytes(self.reader.buffer)
            self.reader.buffer.clear()

    def _refuse(self, reason: str) -> None:
        self.fail(POLICY, reason)
        self.parser_exc = ProtocolError(reason)

    def reject(self, status: HTTPStatus | int, text: str) -> Response:
        """A refused handshake, in the one shape of all refusals."""
        status = HTTPStatus(status)
        detail = text.strip() or "the live channel is not at this address, or not for this page"
        headers, body = refusal(
            code_of(status), detail, Date=formatdate(usegmt=True), Connection="close"
        )
        return Response(status.value, status.phrase, Headers(headers), body)


class LiveConnection(WebSocketsSansIOProtocol):
    """uvicorn's protocol with turns, and with patience for a client that is slow but alive."""

    conn: Frames
    config: ConnectionConfig

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.conn = Frames(self.config.ws_max_size, self.logger)
        self._unread = b""
        self._next_turn: asyncio.Handle | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._heard = 0.0

    # --- in --------------------------------------------------------------------------------------

    def connection_made(self, transport: BaseTransport) -> None:
        """A handshake is on its way; it has to end in an answer."""
        super().connection_made(transport)
        with contextlib.suppress(OSError, AttributeError):
            peer = transport.get_extra_info("socket")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        self._patience = self.loop.call_later(self.config.settings.head_seconds, self._cut_off)

    def data_received(self, data: bytes) -> None:
        """Parse a turn's worth at once, the rest when that has been taken."""
        self._heard = self.loop.time()
        is_in_handshake = self.handshake_initiated and not self.handshake_complete
        if self._unread or is_in_handshake or not self._is_taken():
            self._unread += data
            self._rest_from_reading()
        else:
            self._unread = data
            self._take_turn()

    def _is_taken(self) -> bool:
        """Whether the application has taken all messages, or will take none any more."""
        return self.queue.empty() or self.close_sent

    def _take_turn(self) -> None:
        self.conn.take_turn(self._unread)
        self._unread = self.conn.rest
        if self.conn.parser_exc is not None:
            self.handle_parser_exception()
            return
        self.handle_events()
        if not self.handshake_initiated:
            self._end_refused_handshake()
        elif self._unread:
            self._rest_from_reading()
            if self._is_taken():
                self._plan_turn()

    def _rest_from_reading(self) -> None:
        if not self.read_paused and not self.transport.is_closing():
            self.read_paused = True
            self.transport.pause_reading()

    def _plan_turn(self) -> None:
        if self._next_turn is None:
            self._next_turn = self.loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        """Parse on, then read on."""
        self._next_turn = None
        if self.transport.is_closing() or self.disconnected or not self._is_taken():
            return
        if self._unread:
            self._take_turn()
        if not self._unread and self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    async def receive(self) -> ASGIReceiveEvent:
        """The next event for the application; what follows it is parsed in a later turn."""
        event = await self.queue.get()
        if self._unread and self.queue.empty():
            self._plan_turn()
        return event

    async def send(self, message: ASGISendEvent) -> None:
        """Send; after a close go on reading, to get the peer's close frame."""
        if self.close_sent and self.handshake_complete:
            raise ClientDisconnected  # closed meanwhile: the peer broke a rule
        await super().send(message)
        if self.close_sent and self._unread:
            self._plan_turn()

    def send_receive_event_to_app(self) -> None:
        """Hand a whole message on; a text message must be UTF-8."""
        data = b"".join(self.frames)
        self.frames = []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "bytes":
            self.queue.put_nowait({"type": "websocket.receive", "bytes": data})
            return
        try:
            self.queue.put_nowait({"type": "websocket.receive", "text": data.decode()})
        except UnicodeDecodeError:
            self.conn.fail(INVALID_DATA, "text that is not UTF-8")
            self.handle_parser_exception()

    # --- ends ------------------------------------------------------------------------------------

    def handle_connect(self, event: Request) -> None:
        """Take a handshake, or count it as refused."""
        super().handle_connect(event)
        if self.response.status_code != 101:
            self._count("handshake")

    def handle_parser_exception(self) -> None:
        """End a channel that broke the rules, and count it."""
        self._unread = b""
        closed = self.conn.close_sent
        if closed is not None and closed.code in REASONS and not self.close_sent:
            self._count(REASONS[closed.code])
        if not self.transport.is_closing():
            super().handle_parser_exception()

    def _end_refused_handshake(self) -> None:
        """Send the parser's refusal of a handshake and close: uvicorn does neither."""
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            self._count("handshake")
            self.handshake_complete = self.close_sent = True
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def _cut_off(self) -> None:
        self._count("slow_request")
        self.transport.abort()

    def _count(self, reason: str) -> None:
        app: Any = self.config.app
        app.state.meters.rejected.labels(reason).inc()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone: stop its timers and drop what was not parsed."""
        self._stop_waiting()
        self._unread = b""
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Tell the page that the server goes; what fails here ends this channel alone."""
        try:
            super().shutdown()
        except Exception:
            self.logger.exception("a live channel could not be told that the server ends")
            self.transport.abort()

    # --- pings -----------------------------------------------------------------------------------

    def start_keepalive(self) -> None:
        """The handshake has had its answer."""
        self._stop_waiting()
        if self._unread:
            self._plan_turn()
        super().start_keepalive()

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def send_keepalive_ping(self) -> None:
        """Ask whether somebody is there, unless the answer would wait behind what was sent."""
        if self.read_paused:
            self.schedule_ping()
        else:
            super().send_keepalive_ping()

    def keepalive_timeout(self) -> None:
        """End a channel from which nothing came; one that sends is there, its pong may wait."""
        if self.read_paused or self._heard > self.ping_sent_at:
            self.pong_timer = self.pending_ping_payload = None
            self.schedule_ping()
        else:
            super().keepalive_timeout()
