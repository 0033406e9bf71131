"""Between services and messages: a reading's outcomes become the messages of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.errors import MisfitError
from app.messages.answers import (
    BoxesSaid,
    BoxSaid,
    ClassesSaid,
    MaskSaid,
    Measured,
    NumbersSaid,
    Said,
)
from app.services.readings import Reading
from app.services.to_read import ToRead
from app.services.zoo import Network
from models._answers import Answer, Boxes, Classes, Mask, Numbers, stroke_measures
from models._boxes import OVERLAP, THRESHOLD, boxes_of, suppress
from models.ink.measures import measure

Values = NDArray[np.float32]


class Search(NamedTuple):
    """How boxes are found: the lowest score, and the overlap above which one is suppressed."""

    threshold: float = THRESHOLD
    overlap: float = OVERLAP


USUAL = Search()


def search_for(network: Network, threshold: float | None, overlap: float | None) -> Search:
    """The given values, else the defaults; raises MisfitError where the network finds no boxes."""
    asked = {"threshold": threshold, "overlap": overlap}
    given = {name: value for name, value in asked.items() if value is not None}
    if given and not any(isinstance(each, Boxes) for each in network.description.answers):
        raise MisfitError(f"{' and '.join(given)}: {network.description.title} finds no boxes")
    return Search(**given)


def said_of(
    reading: Reading, drawn: ToRead, network: Network, search: Search = USUAL
) -> list[Said]:
    """What each answer says of the drawing, in the network's order; none for a blank pad."""
    if reading.blank:
        return []
    shapes = {each.name: each.output_shape for each in network.description.operations}
    return [
        answered_by(
            answer, reading.outcomes[answer.name].reshape(shapes[answer.operation]), drawn, search
        )
        for answer in network.description.answers
    ]


def answered_by(answer: Answer, outcome: Values, drawn: ToRead, search: Search = USUAL) -> Said:
    """What an answer says of a drawing; `outcome`: shaped as its operation's output."""
    match answer:
        case Classes():
            return _classes(answer, outcome)
        case Numbers():
            return _numbers(answer, outcome, drawn)
        case Boxes():
            return _boxes(answer, outcome, search)
        case Mask():
            return _mask(answer, outcome)


def _classes(answer: Classes, outcome: Values) -> ClassesSaid:
    values = outcome.tolist()
    probabilities = dict(zip(answer.labels, values, strict=True))
    sums = dict(zip(answer.guessed, answer.chances(values), strict=True)) if answer.groups else None
    return ClassesSaid(kind="classes", name=answer.name, probabilities=probabilities, sums=sums)


def _numbers(answer: Numbers, outcome: Values, drawn: ToRead) -> NumbersSaid:
    def named(values: Sequence[float]) -> list[Measured]:
        rows = zip(answer.names, values, answer.units, strict=True)
        return [Measured(name=name, value=value, unit=unit) for name, value, unit in rows]

    lines = drawn.lines if answer == stroke_measures(answer.operation) else []
    by_strokes = named(measure(lines, drawn.pad_pen).tolist()) if lines else None
    return NumbersSaid(
        kind="numbers", name=answer.name, values=named(outcome.tolist()), by_strokes=by_strokes
    )


def _boxes(answer: Boxes, outcome: Values, search: Search) -> BoxesSaid:
    judged = suppress(boxes_of(outcome, search.threshold), search.overlap)
    return BoxesSaid(
        kind="boxes",
        name=answer.name,
        threshold=search.threshold,
        overlap=search.overlap,
        boxes=[
            BoxSaid(
                label=answer.labels[box.label],
                score=box.score,
                left=box.left,
                top=box.top,
                right=box.right,
                bottom=box.bottom,
                suppressed_by=by,
            )
            for box, by in judged
        ],
    )


def _mask(answer: Mask, outcome: Values) -> MaskSaid:
    # A single label counts from a probability of one half on; of several, the most probable.
    only = len(answer.labels) == 1
    places = np.where(outcome[0] >= 0.5, 0, -1) if only else outcome.argmax(axis=0)
    return MaskSaid(
        kind="mask", name=answer.name, labels=list(answer.labels), places=places.tolist()
    )
