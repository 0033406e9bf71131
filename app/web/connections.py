"""One connection's requests, before they are the application's: what uvicorn has no limit for.

- A request whose head or body does not arrive is cut off; uvicorn waits for ever. A kept connection
  lives on only by another request, not by line breaks.
- Heads, trailers and chunks are counted as they arrive, and the bodies of all connections together.
- What is refused here has the shape and the headers of every other refusal.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.settings import Settings
from app.web.bare_refusals import written

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

PIECE = 16_384
"""Bytes parsed at once: with each piece the parser copies what is not yet complete."""
HEAD_BYTES = 32_768
"""Most bytes of a request's address, headers and trailers: four times what browsers send."""
HEADERS = 128
HANDSHAKE_LINE = 8_192
"""Bytes of one header of a live channel's handshake: what its own parser takes."""
CHUNKS, BYTES_A_CHUNK = 256, 2_048
"""Most chunks of a body: so many, plus one for each so many bytes; 1,000 take milliseconds."""
PIPELINED = 16
"""Requests that may wait behind one that is being answered; browsers send none ahead."""
SMALL_BODY = 65_536
"""Bytes of each body that are not counted with all others: drawings always arrive."""
LINGER_SECONDS, LINGER_BYTES = 1.0, 1_048_576
"""How long a refused sender may go on, unread, so that it reads why it was refused."""
RETRY_AFTER = 5
UNHURRIED = 5.0
"""Seconds after which an upload makes room for a newer one, if there is none for both."""


class ConnectionConfig(uvicorn.Config):
    """uvicorn's settings with Inkling's, for the protocols that it makes for each connection."""

    settings: Settings
    bodies = 0
    """Bytes of bodies under way, of all connections, beyond what is small."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.uploads: dict[PatientHttp, float] = {}
        """Connections whose large bodies still arrive, the oldest first -> when they began."""


class _RefusedError(Exception):
    """Ends the parser's work on a request that has been refused."""


class PatientHttp(HttpToolsProtocol):
    """Cuts off a request that does not arrive, or of which too much arrives."""

    config: ConnectionConfig
    _timer: asyncio.TimerHandle | None = None
    _answered: RequestResponseCycle | None = None
    _arriving = False
    _head_is_here = False
    _refused = False
    _gone_on = 0
    _progress = False
    _without_progress = 0
    _fields = 0
    _names = 0
    _chunks = 0
    _body = 0
    _held = 0

    # --- bytes -----------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection has to send a head."""
        super().connection_made(transport)
        self._wait(self.config.settings.head_seconds)

    def data_received(self, data: bytes) -> None:
        """Parse piece by piece, up to what is refused."""
        if self._refused:
            self._gone_on += len(data)
            if self._gone_on > LINGER_BYTES:
                self._hang_up()
            return
        for start in range(0, len(data), PIECE):
            if not self._parse(data[start : start + PIECE]):
                return

    def _parse(self, piece: bytes) -> bool:
        """Whether the parser takes more after this piece."""
        self._progress = False
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            return False
        except httptools.HttpParserError:
            if not self._refused:
                self._refuse(400, "invalid_request", "this is no request of HTTP/1.1")
            return False
        self._without_progress = 0 if self._progress else self._without_progress + len(piece)
        if self._without_progress > HEAD_BYTES:
            self._refuse_head()
        return not self._refused and not self.transport.is_closing()

    # --- what the parser finds -------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """The next request on a kept connection has to send a head."""
        super().on_message_begin()
        self._unset_keepalive_if_required()
        self._arriving, self._head_is_here = True, False
        self._fields = self._names = self._chunks = self._body = 0
        self._wait(self.config.settings.head_seconds)

    def on_url(self, url: bytes) -> None:
        """More of the address."""
        self._fields += len(url)
        if self._fields > HEAD_BYTES:
            self._refuse(414, "uri_too_long", f"the address is over {HEAD_BYTES} bytes")
            raise _RefusedError
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer after the body, which is counted and ignored."""
        self._progress = True
        self._fields += len(name) + len(value) + 4
        self._names += 1
        if self._fields > HEAD_BYTES or self._names > HEADERS:
            self._refuse_head()
            raise _RefusedError
        if not self._head_is_here:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head has arrived; the body may take longer."""
        self._progress = self._head_is_here = True
        self._wait(self.config.settings.body_seconds)
        is_upgrade = self.parser.should_upgrade()
        if is_upgrade and self._should_upgrade():
            self._check_handshake()
        elif len(self.pipeline) >= PIPELINED:
            self._refuse(429, "too_many_requests", "wait for the answers of earlier requests")
            raise _RefusedError
        super().on_headers_complete()
        if is_upgrade and not self._should_upgrade():
            # Answered as if the upgrade had not been asked for; what follows is not HTTP/1.1.
            self.cycle.keep_alive = False

    def _check_handshake(self) -> None:
        if self.parser.get_http_version() != "1.1":
            self._refuse(400, "handshake", "a live channel needs HTTP/1.1")
            raise _RefusedError
        for name, value in self.headers:
            if len(name) + len(value) + 4 > HANDSHAKE_LINE:
                self._refuse_head(HANDSHAKE_LINE)
                raise _RefusedError
            if name == b"transfer-encoding" or (name == b"content-length" and value != b"0"):
                self._refuse(400, "handshake", "the handshake of a live channel has no body")
                raise _RefusedError

    def on_chunk_header(self) -> None:
        """Another chunk of a body whose length was not declared."""
        self._progress = True
        self._chunks += 1
        if self._chunks > CHUNKS + self._body // BYTES_A_CHUNK:
            self._refuse(413, "body_too_large", "the body comes in crumbs; send larger chunks")
            raise _RefusedError

    def on_body(self, body: bytes) -> None:
        """More of the body."""
        self._progress = True
        if self.cycle is not None and not self.cycle.response_complete:
            self._hold(len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The whole request has arrived."""
        self._progress, self._arriving = True, False
        self.config.uploads.pop(self, None)
        self._stop_waiting()
        super().on_message_complete()

    # --- bodies of all connections ---------------------------------------------------------------

    def _hold(self, count: int) -> None:
        self._body += count
        more = min(count, max(0, self._body - SMALL_BODY))
        if not more:
            return
        self.config.uploads.setdefault(self, self.loop.time())
        while self.config.bodies + more > self.config.settings.max_bodies_bytes:
            oldest, since = next(iter(self.config.uploads.items()))
            if self.loop.time() - since < UNHURRIED or oldest is self:
                self._refuse_body()
                raise _RefusedError
            oldest._refuse_body()
        self.config.bodies += more
        self._held += more

    def _refuse_body(self) -> None:
        detail = "too many uploads are under way; send it again in a moment"
        self._refuse(503, "too_many_uploads", detail, Retry_After=str(RETRY_AFTER))

    def _release(self) -> None:
        self.config.uploads.pop(self, None)
        self.config.bodies -= self._held
        self._held = 0

    # --- ends ------------------------------------------------------------------------------------

    def on_response_complete(self) -> None:
        """One request is over; a kept connection waits for another, but not for long."""
        super().on_response_complete()
        if not self.pipeline:
            self._release()
        if self._arriving:
            self._unset_keepalive_if_required()  # the next request has its own time limit

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """One request is being answered; further ones may have arrived behind it."""
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def handle_websocket_upgrade(self) -> None:
        """The live channel has its own limit of time."""
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone: stop its timers and release what it holds."""
        self._stop_waiting()
        self._release()
        if self.cycle is not None and not self.cycle.response_complete and not self._refused:
            self._meters.left.inc()
        self._forget_answer()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End when the answer is out; what fails here ends this connection alone."""
        try:
            if self._arriving and not self._refused:
                self._refuse(503, "stopping", "the server is ending; send it again later")
            else:
                super().shutdown()
        except Exception:
            self.logger.exception("a connection could not be ended with the server")
            self.transport.abort()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._cut_off)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut_off(self) -> None:
        if self._arriving:
            self._refuse(408, "slow_request", "the request did not arrive in time")
        else:
            self.transport.close()

    @property
    def _meters(self) -> Any:
        app: Any = self.config.app
        return app.state.meters

    def _refuse_head(self, limit: int = HEAD_BYTES) -> None:
        detail = f"the head is over {limit} bytes or {HEADERS} headers; are there old cookies?"
        self._refuse(431, "head_too_large", detail)

    def _refuse(self, status: int, code: str, detail: str, **headers: str) -> None:
        """Answer, if no other answer is under way; then hang up."""
        self._refused = True
        self._meters.rejected.labels(code).inc()
        self._stop_waiting()
        self._unset_keepalive_if_required()
        self._release()
        cycle = self.cycle
        is_own = cycle is not None and cycle.scope is self.scope
        is_answered = cycle is None or cycle.response_complete
        if self.pipeline or (is_own and cycle.response_started) or not (is_own or is_answered):
            self._hang_up()
            return
        if is_own:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.write(written(status, code, detail, **headers))
        self.transport.write_eof()
        self.flow.resume_reading()
        self._timer = self.loop.call_later(LINGER_SECONDS, self._hang_up)

    def _hang_up(self) -> None:
        self._forget_answer()
        self.transport.abort()

    def _forget_answer(self) -> None:
        """Tell the request that is being answered that its sender is gone."""
        if self._answered is not None:
            self._answered.disconnected = True
            self._answered.message_event.set()
