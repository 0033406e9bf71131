"""What a model card must be like, so that no page and no reading breaks on one."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models._checkpoint import Card, WeightsError

Part = Annotated[float, Field(ge=0, le=1)]
Names = dict[str, str]


class _Lenient(BaseModel):
    """Allows further fields; those that are known have the right type."""

    model_config = ConfigDict(extra="allow", allow_inf_nan=False)


class Score(_Lenient):
    """How well one set was read."""

    count: int = Field(ge=0)
    first_guess: Part | None
    first_or_second: Part | None
    second_when_wrong: Part | None = None
    calibration_error: Part
    per_class: dict[str, Part | None] = {}
    confusion: list[list[int]] = []
    reliability: list[tuple[Part, Part, int]] = []


class Story(_Lenient):
    """The network's place in history."""

    year: int | None
    idea: str
    original: str
    style: str


class Scanned(_Lenient):
    """What was learned from MNIST."""

    training_images: int


class Drawn(_Lenient):
    """What was learned from pen drawings."""

    training_drawings: int


class Data(_Lenient):
    """What the network learned from."""

    mnist: Scanned
    strokes: Drawn


class Calibration(_Lenient):
    """How the network's probabilities were calibrated."""

    temperature: float | None = None


class Doubt(_Lenient):
    """When a drawing does not look like a digit."""

    threshold: float | None = None
    false_alarms: dict[str, Part] = {}
    detected: dict[str, Part] = {}


class Misread(_Lenient):
    """A drawing that the network reads wrongly."""

    label: int = Field(ge=0)
    first_guess: int = Field(ge=0)
    probability: Part
    strokes: list[list[tuple[float, float]]]


class Overlaps(_Lenient):
    """The overlap for each kind of pixel."""

    paper: Part
    digit: Part
    clutter: Part


class Overlap(_Lenient):
    """How well kinds of pixel are found; `baseline`: all ink is taken for the digit."""

    count: int = Field(ge=0)
    network: Overlaps
    baseline: Overlaps
    dice: dict[str, Overlaps] = {}
    without: dict[str, Overlaps] = {}


class Several(_Lenient):
    """How well the network says which digits there are."""

    count: int = Field(ge=0)
    all_right: Part
    by_digits: dict[str, Part]


class Agreement(_Lenient):
    """How far one measure agrees with what the strokes say."""

    icc: float
    bias: float
    limits: tuple[float, float]
    range: tuple[float, float]


class Agreements(_Lenient):
    """The agreement of each measure, by its name."""

    count: int = Field(ge=0)
    measures: dict[str, Agreement]


class Ways(_Lenient):
    """How often the way of writing is right, and the digit by the sum over its ways."""

    count: int = Field(ge=0)
    way: Part | None
    digit_by_sum: Part


class Compared(_Lenient):
    """Part of digits right for each seed: fine classes summed, ten classes taught directly."""

    summed: list[Part]
    directly: list[Part]


class Detection(_Lenient):
    """How well digits are found."""

    count: int = Field(ge=0)
    average_precision_50: Part
    average_precision_75: Part
    all_right: Part


class Learned(_Lenient):
    """Longest sides of the digits that it learned from, and the width of the pen, in pads."""

    smallest: Part
    largest: Part
    pen: Part


class Sizes(_Lenient):
    """Which sizes of digits are found: rows of a size in pads and the part that is right."""

    learned: Learned
    count: int = Field(ge=0)
    pen: Part
    found: list[tuple[Part, Part]]


class Answer(_Lenient):
    """An answer beside the digit."""

    loss: dict[str, float | None] = {}
    overlap: dict[str, Overlap] = {}
    several: dict[str, Several] = {}
    agreement: dict[str, Agreements] = {}
    ways: dict[str, Ways] = {}
    compared: dict[str, Compared] = {}
    detection: dict[str, Detection] = {}


class CardFile(_Lenient):
    """A card, as far as pages and readings use it."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    story: Story | None = None
    command: str | None = None
    minutes: float = 0
    recipe: dict[str, object] = {}
    data: Data | None = None
    sets: Names = {}
    accuracy: dict[str, Score] = {}
    calibration: Calibration | None = None
    not_a_digit: Doubt | None = None
    answers: dict[str, Answer] = {}
    dropped: dict[str, Part] = {}
    gradients: dict[str, Annotated[float, Field(ge=0)]] | None = None
    points: dict[str, dict[str, list[tuple[float, float]]]] = {}
    curves: dict[str, list[tuple[float, Part, Part]]] = {}
    sizes: Sizes | None = None
    misread: list[Misread] = []
    limits: list[str] = []
    licences: Names = {}
    measured_by: Names = {}


def check_card(card: Card, name: str) -> Card:
    """The card itself; raises WeightsError that names the first field of a wrong type."""
    try:
        CardFile.model_validate(card)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))[:80]
        raise WeightsError(
            f"{name}.json: {where}: {first['msg'][:200]}; restore it or train again"
        ) from error
    return card
