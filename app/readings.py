"""Between messages and services: what a client sends as a drawing, a reading as what it gets."""

from __future__ import annotations

import base64

import numpy as np
from numpy.typing import NDArray

from app.errors import UnknownLayerError
from app.frame import FramePlan
from app.messages.drawing import Drawing, Guess, StepDone, Steps
from app.services.drawn import Drawn
from app.services.readings import Reading
from app.services.zoo import Network


def drawn_of(drawing: Drawing) -> Drawn:
    """The drawing that a message carries."""
    return Drawn(
        strokes=drawing.strokes,
        picture=_square(drawing.picture),
        pixels=_square(drawing.pixels),
        without=frozenset(drawing.without),
        pad_pen=drawing.pen,
    )


def frame_plan(network: Network, layers: list[str]) -> FramePlan:
    """How frames with the shown `layers` are made; raises UnknownLayerError."""
    known = [layer.name for layer in network.description.layers]
    if not set(layers) <= set(known):
        raise UnknownLayerError(
            f"a layer is unknown; {network.description.title} has: {', '.join(known)}"
        )
    return FramePlan(network.description, layers)


def steps_of(reading: Reading, drawn: Drawn) -> Steps | None:
    """What preprocessing did, if it was asked for and did anything."""
    if reading.steps is None:
        return None
    explanation = reading.steps.explanation
    return Steps(
        done=[
            StepDone(
                step=step,
                on=step not in drawn.without,
                side=len(picture),
                picture=as_text(picture),
                toggled=_first_guess(reading.steps.toggled[step]),
            )
            for step, picture in explanation.pictures.items()
        ],
        box=explanation.box,
        ink=explanation.ink,
        pen=explanation.pen,
        offset=explanation.offset,
        cut=explanation.cut,
        stray=explanation.stray,
        peak=explanation.peak,
    )


def as_text(pixels: NDArray[np.uint8]) -> str:
    """Pixels in base64."""
    return base64.b64encode(pixels.tobytes()).decode("ascii")


def _square(text: str | None) -> NDArray[np.uint8] | None:
    if text is None:
        return None
    values = np.frombuffer(base64.b64decode(text), np.uint8)
    side = round(len(values) ** 0.5)
    return values.reshape(side, side)


def _first_guess(probabilities: NDArray[np.float32] | None) -> Guess | None:
    if probabilities is None:
        return None
    first = int(np.argmax(probabilities))
    return Guess(label=first, probability=float(probabilities[first]))
