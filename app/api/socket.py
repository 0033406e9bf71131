"""The live channel, as `docs/wire-format.md` describes it: hello, then drawings in and frames out.

A socket has a reader and a sender. The reader keeps the drawing up to date and has its newest state
read, one at a time; the sender writes the answers. A client that is slow, or faster than the
network, loses old frames and delays nobody.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass

from fastapi import APIRouter, WebSocket
from starlette.datastructures import Headers, State
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send

from app import __version__
from app.api.closing import Closing
from app.api.live_messages import parsed, planned
from app.api.watching import Watcher
from app.errors import InklingError, InvalidMessageError, OutOfStepError, TooManySocketsError
from app.frame import FramePlan
from app.messages.live import (
    PROTOCOL,
    Alive,
    DeviceChanged,
    Draw,
    Extend,
    Hello,
    SocketError,
    StepsTaken,
    Watch,
    Welcome,
)
from app.messages.parts import MAX_POINTS
from app.messages.parts import Message as WireMessage
from app.readings import frame_plan, steps_of, to_read_of
from app.services.films import Films
from app.services.limits import (
    BYTES_A_MESSAGE,
    Place,
    Rate,
    SocketLimits,
    cost_in_messages,
    share_of,
)
from app.services.meters import Meters
from app.services.predictor import Predictor, Waiting
from app.services.readings import Reading
from app.services.rendering import cost_of
from app.services.shares import EXPECTED, Shares, measured
from app.services.to_read import GrowingStrokes, ToRead
from app.services.zoo import Network, Zoo
from app.settings import Settings
from app.web.bare_refusals import refusal
from app.web.security import may_connect

log = logging.getLogger(__name__)
router = APIRouter()

HANDSHAKE = 0.001
"""Seconds of the event loop that a handshake takes before it reaches this route."""


class Live:
    """The route `/ws`, as bare ASGI: the framework's own route would cost a tenth of an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one page until it leaves."""
        state = scope["app"].state
        settings: Settings = state.settings
        meters: Meters = state.meters
        limits: SocketLimits = state.socket_limits
        await receive()  # websocket.connect
        if not may_connect(Headers(scope=scope), settings.allowed_origins):
            meters.rejected.labels("origin").inc()
            await send({"type": "websocket.close"})  # before accepting: 403
            return
        client = scope.get("client")
        address = client[0] if client else ""
        channel = Channel(receive, send, state, share_of(address))
        await channel.wait_for_turn()
        channel.charge(HANDSHAKE)
        place = limits.enter(address, time.monotonic(), channel.make_room)
        if place is None:
            meters.rejected.labels("full").inc()
            headers, body = refusal("full", "the server is full; try it again in some seconds")
            await WebSocket(scope, receive, send).send_denial_response(Response(body, 503, headers))
            return
        meters.sockets.inc()
        try:
            await send({"type": "websocket.accept"})
            # In a task of its own, so that a message does not wake all middleware on its way.
            await asyncio.create_task(measured(channel.serve(place), channel.charge))
        finally:
            meters.sockets.dec()
            limits.leave(place)


router.routes.append(WebSocketRoute("/ws", Live()))


@dataclass(slots=True)
class _Asked:
    """One state of the drawing that is to be read."""

    command: Draw | Extend
    base: Draw
    network: Network
    drawn: ToRead
    cost: int
    plan: FramePlan
    arrived: float


class Channel:
    """One socket's state: who is there, the drawing so far, what is being read and what waits."""

    def __init__(self, receive: Receive, send: Send, state: State, address: str) -> None:
        settings: Settings = state.settings
        self._ending: asyncio.Task[None] | None = None
        self._receive = receive
        self._write = send
        self._settings = settings
        self._zoo: Zoo = state.zoo
        self._predictor: Predictor = state.predictor
        self._films: Films = state.films
        self._meters: Meters = state.meters
        self._limits: SocketLimits = state.socket_limits
        self._shares: Shares = state.shares
        self._address = address
        self._spent = 0.0
        self._rate = Rate(settings.messages_per_second, settings.message_burst, time.monotonic())
        self._processor = self._zoo.device
        self._base: Draw | None = None
        self._growing = GrowingStrokes([])
        self._begun = ToRead()
        self._network: Network | None = None
        self._plan: FramePlan | None = None
        self._being_read: _Asked | None = None
        self._waiting: Waiting | None = None
        self._next: _Asked | None = None
        self._answer: Reading | InklingError | None = None
        self._answered = asyncio.Event()
        self._watcher = Watcher(state.runs, self._send_message, self._refuse, self.charge)

    async def serve(self, place: Place) -> None:
        """Read and answer until the page leaves."""
        sending = asyncio.create_task(measured(self._send_answers(), self.charge))
        try:
            with contextlib.suppress(_LeftError):
                async with asyncio.timeout(self._settings.hello_seconds):
                    while place.device is None:
                        await self._take_one(place)
                async with asyncio.timeout(self._settings.drawing_seconds):
                    while self._base is None and not self._watcher.has_begun:
                        await self._take_one(place)
                while True:
                    await self._take_one(place)
        except TimeoutError:
            if place.device is None:
                await self._close(Closing.NO_HELLO, "hello_expected")
            else:
                await self._close(Closing.NO_DRAWING, "drawing_expected")
        finally:
            sending.cancel()
            self._watcher.end()
            self._shares.charge(self._address, self._spent, time.monotonic())
            self._next = None
            if self._waiting is not None:
                self._waiting.forget()

    def make_room(self) -> None:
        """End the channel, soon: another one needs its place."""
        self._meters.rejected.labels("made_room").inc()
        self._ending = asyncio.create_task(self._close(Closing.MADE_ROOM, "made_room"))

    def charge(self, seconds: float) -> None:
        """Count seconds that the event loop has worked for this channel."""
        self._spent += seconds

    async def wait_for_turn(self) -> None:
        """Wait, if the address uses much of the event loop and others are connected."""
        # Charged once a message and not at each step, which costs as much as it measures.
        wait = self._shares.wait(self._address, time.monotonic(), self._spent)
        self._spent = -EXPECTED
        if wait > 0 and self._limits.has_others(self._address):
            self._meters.delayed.inc()
            await asyncio.sleep(wait)

    # --- in --------------------------------------------------------------------------------------

    async def _take_one(self, place: Place) -> None:
        """Take one message of the page; raises _LeftError once there is none."""
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            if message.get("code") == Closing.TOO_BIG:
                self._meters.rejected.labels("message_too_big").inc()
            raise _LeftError
        now = time.monotonic()
        delay = self._rate.delay(now)
        if delay > 0:
            self._meters.delayed.inc()
            await asyncio.sleep(delay)
        await self.wait_for_turn()
        seq = None
        try:
            size = len(message.get("text") or "")
            if size > BYTES_A_MESSAGE:
                self._rate.charge(size / BYTES_A_MESSAGE - 1)
            command = parsed(message)
            if isinstance(command, Hello):
                await self._greet(command, place)
                return
            if isinstance(command, Alive):
                await self._send_message(command)
                return
            if isinstance(command, Watch):
                if place.device is None:
                    await self._refuse("hello_expected", "say hello first")
                    return
                self._watcher.watch(command)
                return
            seq = command.seq
            if place.device is None:
                await self._refuse("hello_expected", "say hello first", seq)
            else:
                self._draw(command, now)
                self._limits.use(place, now, self._has_ink)
        except InklingError as error:
            await self._refuse(error.code, str(error), seq)

    async def _greet(self, hello: Hello, place: Place) -> None:
        if place.device is not None:
            await self._refuse("hello_repeated", "this socket said hello already; go on drawing")
            return
        if hello.protocol != PROTOCOL:
            detail = f"this server speaks version {PROTOCOL} of the channel; reload the page"
            await self._refuse("wrong_protocol", detail)
            await self._close(Closing.WRONG_PROTOCOL, "wrong protocol")
            raise _LeftError
        try:
            self._limits.greet(place, hello.device)
        except TooManySocketsError as error:
            await self._refuse(error.code, str(error))
            await self._close(Closing.TOO_MANY, error.code)
            raise _LeftError from error
        welcome = Welcome(
            protocol=PROTOCOL,
            version=__version__,
            networks=[network.name for network in self._zoo],
            device=self._zoo.device,
            device_problem=self._zoo.device_problem,
        )
        await self._send_message(welcome)

    def _draw(self, command: Draw | Extend, now: float) -> None:
        """Bring the drawing up to date and have it read; raises InklingError."""
        drawn = self._begin(command) if isinstance(command, Draw) else self._extend(command)
        assert self._base is not None
        assert self._network is not None
        assert self._plan is not None
        how = self._base.explain, command.exact
        cost = cost_of(drawn, *how)
        more = cost_in_messages(cost, *how) - 1
        if more > 0:
            self._rate.charge(more)
        asked = _Asked(command, self._base, self._network, drawn, cost, self._plan, now)
        if self._being_read is None:
            self._have_read(asked)
        else:
            if self._next is not None:
                self._meters.dropped.inc()
            self._next = asked

    def _begin(self, command: Draw) -> ToRead:
        before, self._base = self._base, None  # if it is refused, no increment may continue it
        if before is None or planned(before) != planned(command):
            self._network = self._network_of(command)
            self._plan = frame_plan(self._network, command.layers, command.explained)
        assert self._network is not None
        self._growing = GrowingStrokes(command.strokes)
        self._begun = to_read_of(command, self._network, self._growing.lines())
        self._base = command
        return self._begun

    def _network_of(self, command: Draw) -> Network:
        """The network as it is, or as it was at a moment of a film."""
        film = command.film
        if film is None:
            return self._zoo.get(command.network)
        self._rate.charge(self._films.cost_of(film.name, [film.moment]))
        return self._films.network_at(film.name, film.moment, command.network)

    def _extend(self, command: Extend) -> ToRead:
        base = self._base
        if base is None or base.picture is not None or base.pixels is not None:
            raise OutOfStepError("there are no strokes to add to; send the drawing whole")
        count = len(self._growing) + len(command.points)
        if count > MAX_POINTS:
            raise InvalidMessageError(
                f"a drawing has at most {MAX_POINTS} points, this one has {count}"
            )
        self._growing.extend(*command.at, command.points)
        begun = self._begun
        return ToRead(
            self._growing.lines(), without=begun.without, off=begun.off, pad_pen=begun.pad_pen
        )

    @property
    def _has_ink(self) -> bool:
        base = self._base
        is_given = base is not None and (base.picture or base.pixels) is not None
        return len(self._growing) > 0 or is_given

    def _have_read(self, asked: _Asked) -> None:
        self._waiting = self._predictor.submit_to(
            asked.network,
            asked.drawn,
            self._take_answer,
            explained=asked.base.explain,
            exact=asked.command.exact,
            cost=asked.cost,
        )
        self._being_read = asked

    # --- out -------------------------------------------------------------------------------------

    def _take_answer(self, answer: Reading | InklingError) -> None:
        if self._waiting is not None:
            self.charge(self._waiting.took)
        self._answer = answer
        self._answered.set()

    async def _send_answers(self) -> None:
        while True:
            await self._answered.wait()
            self._answered.clear()
            asked, answer = self._being_read, self._answer
            assert asked is not None
            assert answer is not None
            try:
                await self._send(asked, answer)
                self._being_read = None
                await self._read_next()
            except (OSError, RuntimeError):
                return  # the page left while its answer was under way
            except Exception:
                log.exception("a drawing could not be answered")
                self._being_read = None
                seq = asked.command.seq
                await self._refuse("internal", "the server failed; its log says why", seq)

    async def _read_next(self) -> None:
        """Have the state read that arrived meanwhile."""
        asked, self._next = self._next, None
        if asked is not None:
            try:
                self._have_read(asked)
            except InklingError as error:
                await self._refuse(error.code, str(error), asked.command.seq)

    async def _send(self, asked: _Asked, answer: Reading | InklingError) -> None:
        command = asked.command
        if isinstance(answer, InklingError):
            await self._refuse(answer.code, str(answer), command.seq)
            return
        if self._processor != self._zoo.device:
            self._processor = self._zoo.device
            changed = DeviceChanged(device=self._processor, device_problem=self._zoo.device_problem)
            await self._send_message(changed)
        if asked.base.explain:
            steps = StepsTaken(seq=command.seq, steps=steps_of(answer, asked.drawn, asked.network))
            await self._send_message(steps)
        took = round((time.monotonic() - asked.arrived) * 1e6)
        frame = asked.plan.encode(answer, command.seq, took, command.deflate)
        await self._write({"type": "websocket.send", "bytes": frame})
        self._meters.answered(asked.arrived)

    async def _refuse(self, code: str, detail: str, seq: int | None = None) -> None:
        self._meters.rejected.labels(code).inc()
        await self._send_message(SocketError(error=code, detail=detail, seq=seq))

    async def _send_message(self, message: WireMessage) -> None:
        await self._write({"type": "websocket.send", "text": message.model_dump_json()})

    async def _close(self, code: int, reason: str) -> None:
        with contextlib.suppress(RuntimeError, OSError):
            await self._write({"type": "websocket.close", "code": code, "reason": reason})


class _LeftError(Exception):
    """The page is gone, or was sent away."""
