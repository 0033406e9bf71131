"""A drawing on its way in, and what a network made of it on its way out."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from app.messages.answers import Said
from app.messages.parts import (
    ALL_ALIKE,
    HOWEVER_WRITTEN,
    MAX_STROKES,
    Message,
    Name,
    Strokes,
    check_points,
)

MAX_MOMENTS = 200
"""Moments in one pen trace."""

PICTURE_SIDE = 128
"""Pixels along a picture's ink."""

Step = Literal["crop", "scale", "pen_width", "centre", "downsample", "normalise"]
"""The steps of preprocessing, in their order."""


BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==|[A-Za-z0-9+/]=))?$"


def _as_base64(text: str) -> str:
    """`text`, if it is base64 of anything; raises ValueError."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("expected base64") from error
    return text


Bytes = Annotated[
    str,
    Field(min_length=4, max_length=24_000, json_schema_extra={"pattern": BASE64}),
    AfterValidator(_as_base64),
]
"""Base64; the number of bytes is checked where they become a picture."""

Picture = Annotated[
    Bytes,
    Field(
        description="128 x 128 bytes, base64: 0 paper, 255 ink, 24 a mark that is not the digit "
        "and is left out; the whole pad",
    ),
]

Pixels = Annotated[
    Bytes,
    Field(
        description="side x side bytes, base64: the network's input itself, as large as its "
        "description says",
    ),
]

Without = Annotated[
    list[Step], Field(max_length=6, description="steps of preprocessing to leave out")
]

MAX_OFF = 64
"""Switches in one message; no network has more."""

Off = Annotated[
    list[Name],
    Field(
        max_length=MAX_OFF,
        description="names of the network's switches that are off: shortcuts, skips and branches "
        "that carry zeros, for this drawing alone",
    ),
]

THINNEST, THICKEST = 0.005, 0.3
"""Widths of a pen, in pads."""

Pen = Annotated[
    float, Field(ge=THINNEST, le=THICKEST, description="width of the pen, in pads; see pen_width")
]


class FilmMoment(Message):
    """A network as it was at a moment of a film of its training."""

    name: Name
    moment: Annotated[
        int, Field(ge=0, description="which of the film's moments, counted from 0"), HOWEVER_WRITTEN
    ]


class Drawing(Message):
    """What the student made: strokes in the order written. An empty list is a blank pad.

    A picture's ink or the pixels of the network's input can be given in place of strokes.
    """

    strokes: Strokes
    picture: Picture | None = None
    pixels: Pixels | None = None
    without: Without = Field(default_factory=list)
    off: Off = Field(default_factory=list)
    pen: Pen = 0.07
    film: Annotated[
        FilmMoment | None,
        Field(description="read by the network as it was then; null: as it is now"),
    ] = None
    explain: Annotated[
        bool, Field(description="also answer what each step of preprocessing does")
    ] = False

    @property
    def pen_on_pad(self) -> float:
        """Width of the pen, in pads."""
        return self.pen

    @model_validator(mode="after")
    def check_size(self) -> Drawing:
        """Refuse a drawing that no hand makes, or two in one, before any of it is rendered."""
        if (self.picture, self.pixels).count(None) + (not self.strokes) < 2:
            raise ValueError("give strokes, a picture or pixels: one of them")
        check_points(self.strokes)
        return self


class DrawingFile(Drawing):
    """A drawing as it is posted: as in `Drawing`, as the page saves it, or as a data set has it."""

    widths: Annotated[
        list[float] | None,
        Field(max_length=MAX_STROKES, description="as saved: width of each stroke's pen, in pads"),
    ] = None
    label: Annotated[
        int | None,
        Field(description="in a data set: the digit; not looked at"),
        HOWEVER_WRITTEN,
    ] = None
    writer: Annotated[
        str | None, Field(max_length=200, description="in a data set: who wrote it; not looked at")
    ] = None

    @property
    def pen_on_pad(self) -> float:
        """The widest of the saved pens, where `pen` does not say."""
        if "pen" in self.model_fields_set or not self.widths:
            return self.pen
        return min(max(*self.widths, THINNEST), THICKEST)


class Guess(Message):
    """A class and how sure the network is of it.

    Of the first answer of kind classes with softmax. Where its labels have `groups`, a guess is a
    group, as probable as all its labels together. Where several may be true (sigmoid), none has to
    win, and there is no guess.
    """

    label: Annotated[
        int,
        Field(
            description="place, from 0, among the answer's labels, or among its groups in the "
            "order in which they first come; of ten digits: the digit"
        ),
    ]
    name: Annotated[str, Field(description="the label or group itself")]
    probability: Annotated[float, Field(description="0..1; a group's is the sum over its labels")]


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
    """What preprocessing did to a drawing. Lengths are pixels of the network's input."""

    done: list[StepDone]
    box: Annotated[
        tuple[float, float, float, float],
        ALL_ALIKE,
        Field(description="what was cropped: left, top, right, bottom in 0..1 of the pad"),
    ]
    ink: Annotated[float, Field(description="longest side of the ink")]
    pen: Annotated[float, Field(description="width of its lines")]
    offset: Annotated[
        tuple[float, float],
        ALL_ALIKE,
        Field(description="x, y from where a digit's centre of mass should be to where it is"),
    ]
    cut: Annotated[float, Field(description="part of the ink, 0..1, outside the image")]
    stray: Annotated[int, Field(description="stray dots that were ignored")]
    left_out: Annotated[
        int, Field(description="marks of a picture that are not the digit and were left out")
    ] = 0
    things: Annotated[
        int, Field(description="digits, or things as large, that a picture shows; 1 of strokes")
    ] = 1
    peak: Annotated[float, Field(description="the image's largest value")]


class Prediction(Message):
    """What the network made of a drawing. Of a blank pad it says nothing."""

    first_guess: Annotated[
        Guess | None, Field(description="null: a blank pad, or no answer of which one class wins")
    ]
    second_guess: Annotated[
        Guess | None, Field(description="the next best; null: as the first, or one class alone")
    ]
    outcomes: Annotated[
        dict[str, list[float]],
        Field(description="name of each answer: its outcome, in the order of its operation"),
    ]
    answers: Annotated[
        list[Said], Field(description="the same in words of each kind, with what follows from it")
    ]
    looks_like_digit: Annotated[bool | None, Field(description="null: this network cannot say")]
    image: Annotated[list[list[float]], Field(description="the network's input, 0 paper, 1 ink")]
    steps: Annotated[Steps | None, Field(description="what preprocessing did, if asked")] = None
    picture: Annotated[
        Picture | None, Field(description="the ink found in a picture file, to be sent again")
    ] = None
    things: Annotated[
        int, Field(description="digits, or things as large, that a picture shows; 1 of strokes")
    ] = 1


class PenTraceRequest(Message):
    """Read a drawing as it was after so many points, counted over all strokes, at each moment."""

    strokes: Strokes
    moments: Annotated[
        list[Annotated[int, Field(ge=1), HOWEVER_WRITTEN]],
        Field(
            min_length=1,
            max_length=MAX_MOMENTS,
            description="numbers of points that the drawing has, each larger than the one before",
        ),
    ]
    without: Without = Field(default_factory=list)
    off: Off = Field(default_factory=list)
    pen: Pen = 0.07
    answer: Annotated[
        Name | None,
        Field(
            description="which answer; null: the first of kind classes, refused as `no_classes` "
            "where there is none"
        ),
    ] = None

    @model_validator(mode="after")
    def check_moments(self) -> PenTraceRequest:
        """Refuse a drawing without points, which has no moments, and moments that are the same."""
        if check_points(self.strokes) == 0:
            raise ValueError("a moment is after points, the drawing has 0")
        if len(set(self.moments)) < len(self.moments):
            raise ValueError("moments are numbers of points, each larger than the one before")
        return self


class PenTrace(Message):
    """What the network made of a drawing at each moment; all 0 where there was nothing to read."""

    moments: list[int]
    answer: str
    outcomes: Annotated[
        list[list[float]], Field(description="for each moment the answer's outcome")
    ]


class Sample(Message):
    """A drawing of one style of one digit."""

    key: str
    label: int
    title: str
    strokes: Strokes


class SampleList(Message):
    """One drawing of each style."""

    samples: list[Sample]
