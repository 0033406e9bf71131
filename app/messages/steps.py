"""One training step, taken apart: what is asked, and every number of the answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.messages.drawing import Drawing
from app.messages.parts import HOWEVER_WRITTEN, Message, Name

MOST_MOVES = 40
"""Moves before the step."""

LARGEST_INDEX = 2**31 - 1


class ChosenWeight(Message):
    """One weight of an operation by its place in C order, or one of its biases."""

    operation: Name
    index: Annotated[int, Field(ge=0, le=LARGEST_INDEX), HOWEVER_WRITTEN]
    parameter: Literal["weight", "bias"] = "weight"


class MoveOfWeight(Message):
    """One weight alone is moved against its slope for this drawing."""

    move: Literal["weight"]
    weight: ChosenWeight


class MoveOfAll(Message):
    """All weights are moved: for this drawing, or for a batch of 32 digits of the generator."""

    move: Literal["drawing", "batch"]


class TrainingStepRequest(Drawing):
    """A drawing, what it is, and the weight that is looked at.

    With `film` it is a step from a moment of a film, else from the network's own weights.
    """

    label: Annotated[
        int,
        Field(ge=0, description="which of the answer's labels it is, from 0"),
        HOWEVER_WRITTEN,
    ]
    weight: ChosenWeight
    step_size: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 0.1
    done: Annotated[
        list[MoveOfWeight | MoveOfAll],
        Field(
            max_length=MOST_MOVES,
            description="moves that are made first, one after the other, each with `step_size`",
        ),
    ] = Field(default_factory=list)


class InEightBits(Message):
    """Values in 8 bits as in the live channel's frames; docs/wire-format.md."""

    low: float
    high: float
    codes: Annotated[str, Field(description="a byte a value, base64")]


class Exactly(Message):
    """Values as they are."""

    shape: list[int]
    values: Annotated[str, Field(description="float64, little-endian, base64")]


class LayerInStep(Message):
    """What a layer shows, and how the loss changes with it."""

    layer: str
    operation: str
    shape: list[int]
    values: InEightBits
    gradients: InEightBits


class FiniteDifference(Message):
    """The slope by two more forward passes, the weight moved by `distance` up and down."""

    distance: float
    above: Annotated[float, Field(description="loss with the larger weight")]
    below: float
    slope: float
    crossed: Annotated[
        int, Field(description="ReLUs and maxima that differ between the two passes")
    ]
    verdict: Annotated[
        Literal["equal", "zero", "kink", "rounding", "unequal"],
        Field(
            description="equal to three digits; both zero; a ReLU or maximum changes between the "
            "two passes; a slope too small for the losses' digits; or unequal for another reason"
        ),
    ]


Loss = Annotated[float | None, Field(description="null: no finite number any more")]


class TrainingStep(Message):
    """Forward, loss, backward and update, in double precision."""

    answer: str
    probabilities: list[float]
    losses: Annotated[
        list[float | None], Field(description="of this drawing, before the moves and after each")
    ]
    loss: Annotated[float, Field(description="cross entropy of this drawing: -ln of its label's")]
    layers: list[LayerInStep]
    value: Annotated[float, Field(description="the weight")]
    slope: Annotated[float, Field(description="how the loss changes with it, by backpropagation")]
    updated: Annotated[float, Field(description="value - step_size x slope")]
    made: Annotated[int, Field(description="which map or unit of its operation it helps to make")]
    source: Annotated[str, Field(description="the operation that it is multiplied with")]
    source_map: Annotated[
        int | None, Field(description="which map or unit of it; null: a bias, multiplied with 1")
    ]
    source_values: Annotated[Exactly | None, Field(description="that map, or that unit's value")]
    gradient: Annotated[
        Exactly,
        Field(description="gradient of what its operation makes of it, before ReLU"),
    ]
    kernel: Annotated[Exactly, Field(description="all weights that make that map or unit")]
    kernel_slopes: Exactly
    sizes: Annotated[
        dict[str, float],
        Field(description="by operation: root mean square of the slopes of its weights"),
    ]
    difference: FiniteDifference
    loss_of_one: Annotated[Loss, Field(description="after this weight alone has moved")]
    loss_of_all: Annotated[Loss, Field(description="after all weights have moved")]
