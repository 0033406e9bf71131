"""What a network says: its answers, as data. Readable without PyTorch.

A network has one answer or several. Each belongs to one of its outputs, and its kind says what the
values of that operation mean; `models._outcomes` turns them into its outcome, which has the
same shape. How an answer is taught is in `models.training.losses`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "Answer",
    "AnswerKind",
    "Boxes",
    "Classes",
    "Mask",
    "Numbers",
    "digit_and_clutter",
    "digit_boxes",
    "digits",
    "kind_of_answer",
    "several_digits",
    "stroke_measures",
    "ways_of_writing",
]


@dataclass(frozen=True)
class Classes:
    """Which of its `labels` it is: logits (labels,) become probabilities.

    `softmax`: one of them, the probabilities sum to one; `sigmoid`: any of them, each by itself.
    `groups`: the coarser class that each label is one of, where it is; the probability of a group
    is the sum over its labels.
    """

    name: str
    title: str
    operation: str
    labels: tuple[str, ...]
    activation: Literal["softmax", "sigmoid"] = "softmax"
    groups: tuple[str, ...] = ()
    kind: Literal["classes"] = field(default="classes", init=False)

    def fits(self, shape: tuple[int, ...]) -> bool:
        """Whether an operation's output of this shape can be this answer."""
        return shape == (len(self.labels),) and len(self.groups) in (0, len(self.labels))

    @property
    def guessed(self) -> tuple[str, ...]:
        """What a guess of it names: its groups in the order in which they first come, or labels."""
        return tuple(dict.fromkeys(self.groups or self.labels))

    def chances(self, probabilities: Sequence[float]) -> list[float]:
        """How probable each of `guessed` is, of its labels' probabilities."""
        if not self.groups:
            return list(probabilities)
        sums = dict.fromkeys(self.guessed, 0.0)
        for group, probability in zip(self.groups, probabilities, strict=True):
            sums[group] += probability
        return list(sums.values())


@dataclass(frozen=True)
class Numbers:
    """Measured values (names,), taken as they are, with a unit for each; an empty one for none."""

    name: str
    title: str
    operation: str
    names: tuple[str, ...]
    units: tuple[str, ...]
    kind: Literal["numbers"] = field(default="numbers", init=False)

    def fits(self, shape: tuple[int, ...]) -> bool:
        """Whether an operation's output of this shape can be this answer."""
        return shape == (len(self.names),) and len(self.units) == len(self.names)


@dataclass(frozen=True)
class Boxes:
    """One box for each cell of a grid: (5 + labels, rows, columns).

    In this order: x, y of its centre, its width and height, how sure it is that something is there,
    and a probability for each label. Sigmoid keeps the first five in 0..1: x and y in their cell,
    width and height in parts of the image. Softmax goes over the labels.
    """

    name: str
    title: str
    operation: str
    labels: tuple[str, ...]
    kind: Literal["boxes"] = field(default="boxes", init=False)

    def fits(self, shape: tuple[int, ...]) -> bool:
        """Whether an operation's output of this shape can be this answer."""
        return len(shape) == 3 and shape[0] == 5 + len(self.labels)


@dataclass(frozen=True)
class Mask:
    """What each place of the image belongs to: logits (labels, rows, columns) become probabilities.

    Softmax over the labels; a single one is taken by itself, with sigmoid.
    """

    name: str
    title: str
    operation: str
    labels: tuple[str, ...]
    kind: Literal["mask"] = field(default="mask", init=False)

    def fits(self, shape: tuple[int, ...]) -> bool:
        """Whether an operation's output of this shape can be this answer."""
        return len(shape) == 3 and shape[0] == len(self.labels)


Answer = Classes | Numbers | Boxes | Mask

_KINDS: dict[str, type[Any]] = {
    "classes": Classes,
    "numbers": Numbers,
    "boxes": Boxes,
    "mask": Mask,
}


def answer_of(fields: dict[str, Any]) -> Answer:
    """From `dataclasses.asdict`'s fields, as they come back from JSON."""
    given = {name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()}
    del given["kind"]
    answer: Answer = _KINDS[fields["kind"]](**given)
    return answer


PIXELS = ("paper", "digit", "clutter")
"""What a pixel can be in a drawing whose ink does not all belong to the digit."""

DIGITS = tuple("0123456789")


def digits(operation: str) -> Classes:
    """Which of the ten digits it is, from the logits that `operation` gives."""
    return Classes("digit", "Digit", operation, DIGITS)


AnswerKind = Literal["one", "several", "numbers", "boxes", "mask", "ways"]
"""What comes out, as people choose it: classes may be one, any of them, or finer ones summed."""


def kind_of_answer(answer: Answer) -> AnswerKind:
    """The kind of question that an answer is to."""
    if not isinstance(answer, Classes):
        return answer.kind
    if answer.activation == "sigmoid":
        return "several"
    return "ways" if answer.groups else "one"


def digit_and_clutter(operation: str) -> Mask:
    """What each pixel of a drawing is, from the logits that `operation` gives."""
    return Mask("pixels", "Pixels", operation, PIXELS)


def several_digits(operation: str) -> Classes:
    """Which of the ten digits are there, one or several, from the logits that `operation` gives."""
    return Classes("digits", "Digits", operation, DIGITS, "sigmoid")


def stroke_measures(operation: str) -> Numbers:
    """Four measures of a drawing's strokes, as `operation` gives them."""
    names, units = ("slant", "width", "aspect", "length"), ("°", "%", "", "")
    return Numbers("measures", "Measures", operation, names, units)


WAYS_OF_WRITING = (
    *("0-closed", "0-slashed", "0-open", "1-stroke", "1-flag", "1-foot", "2-plain", "2-looped"),
    *("3-round", "3-flat", "4-open", "4-closed", "4-short", "5-one", "5-apart", "6-curled"),
    *("6-straight", "7-plain", "7-crossed", "8-one", "8-two", "8-open", "9-straight", "9-hooked"),
)
"""Finer classes than the ten digits; each begins with its digit."""


def ways_of_writing(operation: str) -> Classes:
    """In which way which digit is written, from the logits that `operation` gives."""
    groups = tuple(way[0] for way in WAYS_OF_WRITING)
    return Classes("ways", "Ways of writing", operation, WAYS_OF_WRITING, groups=groups)


def digit_boxes(operation: str) -> Boxes:
    """Where digits lie, and which they are, from the maps that `operation` gives."""
    return Boxes("boxes", "Boxes", operation, DIGITS)


_COMPOSED: tuple[Callable[[str], Answer], ...] = (
    digit_and_clutter,
    several_digits,
    stroke_measures,
    ways_of_writing,
    digit_boxes,
)
"""Functions that make the answers that are taught by composed drawings."""


def composed_of(answers: Sequence[Answer]) -> Answer | None:
    """The first answer that composed drawings teach (`models.training.tasks`); None without one."""
    return next((a for a in answers if a in [made(a.operation) for made in _COMPOSED]), None)


def first_classes(answers: Sequence[Answer]) -> Classes | None:
    """The answer that the bars of the page and a pen trace show; None if there is none."""
    return next((each for each in answers if isinstance(each, Classes)), None)


def guessed_of(answers: Sequence[Answer]) -> Classes | None:
    """The answer that guesses are of: the first of classes of which one alone is right.

    None without one: where several may be true (sigmoid), none has to win. What a guess names, and
    how sure it is, say `Classes.guessed` and `Classes.chances`, here and wherever guesses are told.
    """
    return next(
        (each for each in answers if isinstance(each, Classes) and each.activation == "softmax"),
        None,
    )


def best_of(
    answers: Sequence[Answer], outcomes: Mapping[str, Sequence[float]]
) -> list[tuple[int, float]]:
    """First and second guess, fewer where there are none: place in `Classes.guessed`, and chance.

    `outcomes`: name of each answer -> its values. Of equal chances the first comes first.
    """
    answer = guessed_of(answers)
    if answer is None or answer.name not in outcomes:
        return []
    chances = answer.chances(outcomes[answer.name])
    ranked = sorted(range(len(chances)), key=lambda at: -chances[at])
    return [(at, chances[at]) for at in ranked[:2]]


def digit_of(answers: Sequence[Answer]) -> Classes | None:
    """The answer that names the digit, which all data are labelled with; None if there is none.

    It has softmax over the ten digits. It is taught by the labels, measured, calibrated, and its
    logits show doubt.
    """
    return next(
        (
            each
            for each in answers
            if isinstance(each, Classes) and (each.labels, each.activation) == (DIGITS, "softmax")
        ),
        None,
    )
