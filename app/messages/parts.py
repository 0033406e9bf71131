"""What several messages are made of: the base class, names, strokes, refusals."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

MAX_POINTS = 4_000
"""Points in one drawing: a minute of scribbling; with four decimals it fits one 64 KiB message."""

MAX_STROKES = 1_000


class Message(BaseModel):
    """Closed and strict: no unknown fields, no strings for numbers, no NaN or infinity."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        json_schema_serialization_defaults_required=True,
    )


class _AllAlike:
    """Describes a tuple of one kind by its length: by no means all programs know `prefixItems`."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The tuple's description with its first item's for all."""
        described = handler(core)
        described["items"] = described.pop("prefixItems")[0]
        return described


ALL_ALIKE = _AllAlike()


def _as_whole(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


HOWEVER_WRITTEN = BeforeValidator(_as_whole)
"""Takes a whole number that is written as 2.0, as JSON Schema does."""


def _written_as(pattern: str, example: str) -> BeforeValidator:
    def check(text: object) -> object:
        if isinstance(text, str) and not re.fullmatch(pattern, text):
            raise ValueError(f"write it as JSON does: {example}")
        return text

    return BeforeValidator(check)


WHOLE_IN_QUERY = _written_as("0|[1-9][0-9]*", "12")
"""Takes a query's whole number as it is described: not "+1", "1_0", " 1" or "1.0"."""

NUMBER_IN_QUERY = _written_as(
    r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", "a number as JSON has them, such as 0.3"
)
"""Takes a query's number as it is described: not "+1", "1_0", ".5" or "nan"."""

TRUTH_IN_QUERY = _written_as("true|false", "true or false")
"""Takes a query's truth value as it is described: not "1", "yes" or "on"."""

FARTHEST = 32
"""Largest distance from the pad, in pads: no hand with a pen or a mouse gets further."""

Coordinate = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]

Point = Annotated[
    tuple[Coordinate, Coordinate],
    ALL_ALIKE,
    Field(description="[x, y] in 0..1 of the pad, x to the right, y down; ink outside is cut off"),
]

Stroke = Annotated[list[Point], FailFast()]
"""What is wrong is told once: telling it of thousands of points takes long."""

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_-]*$")]

Strokes = Annotated[
    list[Stroke],
    FailFast(),
    Field(
        max_length=MAX_STROKES,
        description=f"a list of points for each time the pen was down; {MAX_POINTS} in all",
    ),
]


def check_points(strokes: list[Stroke]) -> int:
    """How many points they have; raises ValueError if no hand makes so many."""
    count = sum(map(len, strokes))
    if count > MAX_POINTS:
        raise ValueError(f"a drawing has at most {MAX_POINTS} points, this one has {count}")
    return count


MOST_KEYS = 500
"""Of one message, colons in its texts among them; none has as many as twenty."""


def check_keys(message: bytes) -> None:
    """Refuse a message with very many keys before each is told to be unknown; raises ValueError."""
    if message.count(b":") > MOST_KEYS:
        raise ValueError(f"a message has at most {MOST_KEYS} keys")


class Refusal(Message):
    """The one shape of every refusal: a code for programs, a sentence for people."""

    error: str
    detail: str
