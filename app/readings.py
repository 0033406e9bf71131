"""Between messages and services: messages become drawings to read, readings become answers."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from app.errors import (
    MisfitError,
    NoClassesError,
    UnknownAnswerError,
    UnknownLayerError,
    UnknownSwitchError,
)
from app.frame import FramePlan
from app.messages.drawing import PICTURE_SIDE, Drawing, Guess, StepDone, Steps
from app.services.readings import Reading
from app.services.to_read import ToRead
from app.services.zoo import Network
from models._answers import best_of, first_classes, guessed_of
from models.ink.lines import Lines


def to_read_of(drawing: Drawing, network: Network, lines: Lines | None = None) -> ToRead:
    """The drawing that a message carries; raises MisfitError and UnknownSwitchError.

    `lines`: its strokes, where they are known as lines already.
    """
    return ToRead(
        strokes=drawing.strokes if lines is None else lines,
        picture=_square(drawing.picture, PICTURE_SIDE, "a picture has"),
        pixels=_square(drawing.pixels, network.side, f"{network.description.title} takes"),
        without=frozenset(drawing.without),
        off=switches_called(network, drawing.off),
        pad_pen=drawing.pen_on_pad,
    )


def switches_called(network: Network, names: Iterable[str]) -> frozenset[str]:
    """The given names, if all are switches of the network; else UnknownSwitchError."""
    off = frozenset(names)
    known = [switch.name for switch in network.description.switches]
    if not off <= set(known):
        has = f"it has: {', '.join(known)}" if known else "it has none"
        raise UnknownSwitchError(f"{network.description.title} has no such switch; {has}")
    return off


def frame_plan(
    network: Network, layers: list[str], explained: list[str] | None = None
) -> FramePlan:
    """How frames with the shown `layers` are made; raises UnknownLayerError."""
    known = [layer.name for layer in network.description.layers]
    if not {*layers, *(explained or ())} <= set(known):
        raise UnknownLayerError(
            f"a layer is unknown; {network.description.title} has: {', '.join(known)}"
        )
    return FramePlan(network.description, layers, explained)


def steps_of(reading: Reading, drawn: ToRead, network: Network) -> Steps | None:
    """What preprocessing did, if it was asked for and did anything."""
    if reading.steps is None:
        return None
    explanation = reading.steps.explanation
    without = drawn.without | network.description.without
    return Steps(
        done=[
            StepDone(
                step=step,
                on=step not in without,
                side=len(picture),
                picture=as_text(picture),
                toggled=next(iter(guesses_of(reading.steps.toggled[step], network)), None),
            )
            for step, picture in explanation.pictures.items()
        ],
        box=explanation.box,
        ink=explanation.ink,
        pen=explanation.pen,
        offset=explanation.offset,
        cut=explanation.cut,
        stray=explanation.stray,
        left_out=drawn.left_out,
        things=drawn.things,
        peak=explanation.peak,
    )


def answer_called(network: Network, name: str | None) -> str:
    """The answer of this name, or the first of kind classes.

    Raises UnknownAnswerError, and NoClassesError where none is named and there is none of classes.
    """
    answers = network.description.answers
    known = ", ".join(answer.name for answer in answers)
    if name is None:
        first = first_classes(answers)
        if first is None:
            raise NoClassesError(
                f"{network.description.title} names no classes that could be followed; "
                f"it has other answers, by name: {known}"
            )
        return first.name
    if name not in [answer.name for answer in answers]:
        raise UnknownAnswerError(
            f"{network.description.title} has no such answer; name one of: {known}"
        )
    return name


def guesses_of(outcomes: Mapping[str, NDArray[np.float32]] | None, network: Network) -> list[Guess]:
    """First and second guess, where the network has an answer of which one class is right."""
    answers = network.description.answers
    answer = guessed_of(answers)
    if outcomes is None or answer is None:
        return []
    best = best_of(answers, {answer.name: outcomes[answer.name].tolist()})
    return [Guess(label=at, name=answer.guessed[at], probability=sure) for at, sure in best]


def as_text(pixels: NDArray[np.uint8]) -> str:
    """Pixels in base64."""
    return base64.b64encode(pixels.tobytes()).decode("ascii")


def _square(text: str | None, side: int, wants: str) -> NDArray[np.uint8] | None:
    """Base64 as an image (side, side); raises MisfitError: what `wants` other pixels."""
    if text is None:
        return None
    values = np.frombuffer(base64.b64decode(text), np.uint8)
    if len(values) != side * side:
        root = math.isqrt(len(values))
        given = f"{root} x {root}" if root * root == len(values) else f"{len(values)} in all"
        raise MisfitError(f"{wants} {side} x {side} pixels, these are {given}")
    return values.reshape(side, side)
