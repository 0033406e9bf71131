"""What each answer of a network comes to, in its own words: one form for each kind."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.messages.parts import Message


class _Said(Message):
    name: Annotated[str, Field(description="of the answer, as the network's description has it")]


class ClassesSaid(_Said):
    """The probability of each label; with sigmoid each by itself, with softmax they sum to one."""

    kind: Literal["classes"]
    probabilities: Annotated[dict[str, float], Field(description="label: its probability")]
    sums: Annotated[
        dict[str, float] | None,
        Field(description="coarser class: the sum over its labels; null: there are none"),
    ]


class Measured(Message):
    """One value with its unit, which may be empty."""

    name: str
    value: float
    unit: str


class NumbersSaid(_Said):
    """Measured values. `by_strokes`: the same, computed from the strokes, where that is known."""

    kind: Literal["numbers"]
    values: list[Measured]
    by_strokes: Annotated[
        list[Measured] | None,
        Field(description="computed from the strokes; null: of a picture, or nothing computes it"),
    ]


class BoxSaid(Message):
    """One box in the image, in 0..1, y down."""

    label: str
    score: Annotated[float, Field(description="that something is there, times its label's")]
    left: float
    top: float
    right: float
    bottom: float
    suppressed_by: Annotated[
        int | None,
        Field(description="place in this list of the surer box that it overlaps; null: it stays"),
    ]


class BoxesSaid(_Said):
    """Boxes over the threshold, the surest first, and which non-maximum suppression drops."""

    kind: Literal["boxes"]
    threshold: Annotated[float, Field(description="least score")]
    overlap: Annotated[
        float, Field(description="intersection over union above which a box is suppressed")
    ]
    boxes: list[BoxSaid]


class MaskSaid(_Said):
    """What each place of the image is: the label that is most probable there."""

    kind: Literal["mask"]
    labels: list[str]
    places: Annotated[list[list[int]], Field(description="rows of places in the list of labels")]


Said = Annotated[ClassesSaid | NumbersSaid | BoxesSaid | MaskSaid, Field(discriminator="kind")]
