"""The live channel: a page asks to read a drawing, again and again, on one socket."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.messages.drawing import Drawing, Steps
from app.messages.parts import MAX_POINTS, Message, Name, Stroke
from app.messages.runs import RunEvents, RunName

PROTOCOL = 3
"""Version of the live channel; raised when an old page could no longer be understood."""


class Hello(Message):
    """First message on a socket: which version of the channel the page speaks."""

    type: Literal["hello"]
    protocol: int
    device: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_-]{8,64}$",
            description="made up at random by the browser: its sockets are counted, nothing else",
        ),
    ]


Seq = Annotated[int, Field(ge=0, le=2**32 - 1)]

Exact = Annotated[
    bool, Field(description="answer the values themselves, not in 8 bits; see `explained`")
]

Deflate = Annotated[bool, Field(description="deflate the frame: the link is slow")]


class Draw(Drawing):
    """Read this drawing; answered by one binary frame that carries the same `seq`."""

    type: Literal["draw"]
    seq: Seq
    network: Name
    layers: Annotated[
        list[Name],
        Field(max_length=256, description="names of the layers whose maps the page shows"),
    ]
    explained: Annotated[
        list[Name] | None,
        Field(
            max_length=256,
            description="names of the layers of which exact frames carry every operation and what "
            "goes into it; null: all",
        ),
    ] = None
    exact: Exact = False
    deflate: Deflate = False


class Extend(Message):
    """Add points to the strokes of the last `draw` and read that; answered as `draw` is.

    `at`: [s, p], the stroke and the place in it of the first of these points. They continue the
    last stroke (p points, stroke s) or begin the next (p = 0), else the answer is `out_of_step`.
    """

    type: Literal["extend"]
    seq: Seq
    at: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
    points: Annotated[Stroke, Field(max_length=MAX_POINTS)]
    exact: Exact = False
    deflate: Deflate = False


class Alive(Message):
    """Is anybody there? Answered with the same: a page cannot hear pings."""

    type: Literal["alive"]


class Watch(Message):
    """Tell what a live run has told, from its event number `after` on: answered once by `run`, as
    soon as there is anything. Who asks again when that is done gets all that is new by then.
    """

    type: Literal["watch"]
    run: RunName
    after: Annotated[int, Field(ge=0, le=2**31 - 1)]


ClientMessage = Annotated[Hello | Draw | Extend | Alive | Watch, Field(discriminator="type")]

client_message: TypeAdapter[Hello | Draw | Extend | Alive | Watch] = TypeAdapter(ClientMessage)


class Welcome(Message):
    """The answer to `hello`."""

    type: Literal["welcome"] = "welcome"
    protocol: int
    version: str
    networks: list[str]
    device: Annotated[str, Field(description="where the networks run: cpu, cuda or mps")]
    device_problem: Annotated[
        str | None, Field(description="why that is not the device asked for")
    ] = None


class DeviceChanged(Message):
    """From now on drawings are read on another processor."""

    type: Literal["device"] = "device"
    device: str
    device_problem: str | None


class StepsTaken(Message):
    """The answer to `explain`; the frame of the same `seq` follows."""

    type: Literal["steps"] = "steps"
    seq: int
    steps: Steps | None


class RunTold(RunEvents):
    """The answer to `watch`."""

    type: Literal["run"] = "run"


class SocketError(Message):
    """Something was refused; the socket stays open unless the channel's document says otherwise."""

    type: Literal["error"] = "error"
    error: str
    detail: str
    seq: int | None = None


ServerMessage = Annotated[
    Welcome | DeviceChanged | StepsTaken | RunTold | SocketError | Alive,
    Field(discriminator="type"),
]
