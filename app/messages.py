"""Every JSON body and socket message, as types: the contract between server and browser.

`static/src/wire/messages.ts` is generated from this file (`make fix`); a test fails when it is
stale. The binary answer to a drawing is described in `docs/wire-format.md` and written by
`app/frame.py`.
"""

from __future__ import annotations

import base64
import binascii
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

PROTOCOL = 2
"""Version of the live channel; raised when an old page could no longer be understood."""

MAX_POINTS = 4_000
"""Points in one drawing: a minute of scribbling; with four decimals it fits one 64 KiB message."""

MAX_STROKES = 1_000

MAX_MOMENTS = 200
"""Moments in one pen trace."""

IMAGE_BYTES = 28 * 28
PICTURE_BYTES = 128 * 128


class Message(BaseModel):
    """Closed and strict: no unknown fields, no strings for numbers, no NaN or infinity."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        json_schema_serialization_defaults_required=True,
    )


Coordinate = Annotated[float, Field(allow_inf_nan=False)]
Point = Annotated[
    tuple[Coordinate, Coordinate],
    Field(description="[x, y] in 0..1 of the pad, x to the right, y down; ink outside is cut off"),
]
Stroke = list[Point]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Strokes = Annotated[
    list[Stroke],
    Field(max_length=MAX_STROKES, description="one list of points for each time the pen was down"),
]


def _check_points(strokes: list[Stroke]) -> int:
    """How many points they have; raises ValueError if no hand makes so many."""
    count = sum(map(len, strokes))
    if count > MAX_POINTS:
        raise ValueError(f"a drawing has at most {MAX_POINTS} points, this one has {count}")
    return count


Step = Literal["crop", "scale", "pen_width", "centre", "downsample", "normalise"]
"""The steps of preprocessing, in their order."""


def _as_bytes(text: str, count: int) -> str:
    """`text`, if it is base64 of so many bytes; raises ValueError."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"expected base64 of {count} bytes") from error
    if len(content) != count:
        raise ValueError(f"expected base64 of {count} bytes, got {len(content)}")
    return text


Picture = Annotated[
    str,
    Field(
        max_length=24_000, description="128 x 128 bytes, base64: 0 paper, 255 ink; the whole pad"
    ),
    AfterValidator(lambda text: _as_bytes(text, PICTURE_BYTES)),
]
Pixels = Annotated[
    str,
    Field(max_length=1_200, description="28 x 28 bytes, base64: the network's input itself"),
    AfterValidator(lambda text: _as_bytes(text, IMAGE_BYTES)),
]


Without = Annotated[
    list[Step], Field(max_length=6, description="steps of preprocessing to leave out")
]
Pen = Annotated[
    float, Field(ge=0.005, le=0.3, description="width of the pen, in pads; see pen_width")
]


class Drawing(Message):
    """What the student made: strokes in the order written. An empty list is a blank pad.

    A picture's ink or the pixels of the network's input can be given in place of strokes.
    """

    strokes: Strokes
    picture: Picture | None = None
    pixels: Pixels | None = None
    without: Without = []
    pen: Pen = 0.07
    explain: Annotated[
        bool, Field(description="also answer what each step of preprocessing does")
    ] = False

    @model_validator(mode="after")
    def check_size(self) -> Drawing:
        """Refuse a drawing that no hand makes, or two in one, before any of it is rendered."""
        if (self.picture, self.pixels).count(None) + (not self.strokes) < 2:
            raise ValueError("give strokes, a picture or pixels: one of them")
        _check_points(self.strokes)
        return self


# --- the live channel, browser to server ---------------------------------------------------------


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
    bool, Field(description="answer every value of every operation, and not in 8 bits")
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


ClientMessage = Annotated[Hello | Draw | Extend, Field(discriminator="type")]
client_message: TypeAdapter[Hello | Draw | Extend] = TypeAdapter(ClientMessage)

# --- the live channel, server to browser ---------------------------------------------------------


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


class Guess(Message):
    """A class and how sure the network is of it."""

    label: int
    probability: float


class StepDone(Message):
    """One step of preprocessing: the drawing after it, and the guess if it were switched."""

    step: Step
    on: bool
    side: Annotated[int, Field(description="pixels along the picture")]
    picture: Annotated[str, Field(description="side x side bytes, base64: 0 paper, 255 ink")]
    toggled: Annotated[
        Guess | None, Field(description="first guess with this step switched; null: blank image")
    ]


class Steps(Message):
    """What preprocessing did to a drawing. Lengths are pixels of the 28 x 28 image."""

    done: list[StepDone]
    box: Annotated[
        tuple[float, float, float, float],
        Field(description="what was cropped: left, top, right, bottom in 0..1 of the pad"),
    ]
    ink: Annotated[float, Field(description="longest side of the ink")]
    pen: Annotated[float, Field(description="width of its lines")]
    offset: Annotated[
        tuple[float, float],
        Field(description="x, y from where a digit's centre of mass should be to where it is"),
    ]
    cut: Annotated[float, Field(description="part of the ink, 0..1, outside the image")]
    stray: Annotated[int, Field(description="stray dots that were ignored")]
    peak: Annotated[float, Field(description="the image's largest value")]


class StepsTaken(Message):
    """The answer to `explain`; the frame of the same `seq` follows."""

    type: Literal["steps"] = "steps"
    seq: int
    steps: Steps | None


class SocketError(Message):
    """Something was refused; the socket stays open unless the channel's document says otherwise."""

    type: Literal["error"] = "error"
    error: str
    detail: str
    seq: int | None = None


ServerMessage = Annotated[
    Welcome | DeviceChanged | StepsTaken | SocketError, Field(discriminator="type")
]

# --- HTTP ----------------------------------------------------------------------------------------


class Refusal(Message):
    """The one shape of every refusal: a code for programs, a sentence for people."""

    error: str
    detail: str


class Prediction(Message):
    """What the network made of a drawing. A blank pad has no guesses and no probabilities."""

    first_guess: Guess | None
    second_guess: Guess | None
    probabilities: list[float]
    looks_like_digit: bool
    image: Annotated[list[list[float]], Field(description="the 28 x 28 input, 0 paper, 1 ink")]
    steps: Annotated[Steps | None, Field(description="what preprocessing did, if asked")] = None
    picture: Annotated[
        Picture | None, Field(description="the ink found in a picture file, to be sent again")
    ] = None


class PenTraceRequest(Message):
    """Read a drawing as it was after so many points, counted over all strokes, at each moment."""

    strokes: Strokes
    moments: Annotated[
        list[Annotated[int, Field(ge=1)]],
        Field(
            min_length=1,
            max_length=MAX_MOMENTS,
            description="numbers of points, each larger than the one before",
        ),
    ]
    without: Without = []
    pen: Pen = 0.07

    @model_validator(mode="after")
    def check_moments(self) -> PenTraceRequest:
        """Refuse moments that are out of order or that the drawing does not have."""
        count = _check_points(self.strokes)
        if any(later <= earlier for earlier, later in pairwise(self.moments)):
            raise ValueError("moments are numbers of points, each larger than the one before")
        if self.moments[-1] > count:
            raise ValueError(
                f"a moment is after {self.moments[-1]} points, the drawing has {count}"
            )
        return self


class PenTrace(Message):
    """What the network made of a drawing at each moment; all 0 where there was nothing to read."""

    moments: list[int]
    probabilities: Annotated[
        list[list[float]], Field(description="one list for each moment, one number for each class")
    ]


class Operation(Message):
    """One module (or joining function) of the network and what it makes."""

    name: str
    kind: str
    layer: str
    inputs: list[str]
    output_shape: list[int]
    kernel_size: list[int] | None
    stride: list[int] | None
    padding: list[int] | None
    dilation: list[int] | None
    parameters: int
    multiply_adds: int


class Layer(Message):
    """What the page shows and hides: one or more operations under one title."""

    name: str
    title: str
    kind: Literal["input", "convolution", "downsampling", "fully-connected", "output"]
    operations: list[str]
    shown: Annotated[str, Field(description="the operation whose output is the layer's picture")]
    shape: list[int]
    parameters: int
    multiply_adds: int


class NetworkDescription(Message):
    """Everything the page needs to lay out a network; derived from the module itself."""

    name: str
    title: str
    classes: list[str]
    input_shape: list[int]
    parameters: int
    multiply_adds: int
    layers: list[Layer]
    operations: list[Operation]
    edges: list[tuple[str, str]]


class ModelDetail(Message):
    """One network: its description, its model card, and why it cannot answer if it cannot."""

    description: NetworkDescription
    card: dict[str, object] | None
    problem: str | None
    weights: Annotated[
        str | None, Field(description="name of the weights' file: GET .../weights/{this}")
    ]


class ModelSummary(Message):
    """A row of the list of networks."""

    name: str
    title: str
    parameters: int
    ready: bool


class ModelList(Message):
    """The networks this server offers."""

    models: list[ModelSummary]


class Sample(Message):
    """A drawing of one style of one digit."""

    key: str
    label: int
    title: str
    strokes: Strokes


class SampleList(Message):
    """One drawing of each style."""

    samples: list[Sample]


class Addresses(Message):
    """Where other devices find the page; none where only this computer can open it."""

    addresses: list[str]


class Health(Message):
    """The process is alive."""

    status: Literal["alive"] = "alive"


class Readiness(Message):
    """The networks are loaded and have answered once, on this device."""

    status: Literal["ready"] = "ready"
    device: str
    device_problem: str | None
    networks: list[str]
