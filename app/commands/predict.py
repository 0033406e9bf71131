"""`inkling predict`: what a network says of drawings or of a picture, a JSON line each.

Guesses are those of the API (`Guess`): places among classes, or among the groups that they are
summed to; `answers` is what each answer says, as the API has it, and `outcomes` the raw values.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import nn

from app.answers import answered_by
from app.errors import PictureError, UnknownSwitchError
from app.services.to_read import ToRead
from models._checkpoint import load_weights, read_card
from models._registry import ModelEntry, entry_of
from models.data.datasets import read_drawings
from models.forward.tracing import without_edges
from models.ink.photo import PhotoError, ink_of, read_photo, things_on
from models.ink.picture_parts import kind_of
from models.ink.preprocess import PAD_PEN, STEPS, Step, explain, preprocess, preprocess_picture
from models.training.doubt import threshold_of
from models.training.evaluate import answer_shapes, read_inputs

HELP = "write a network's guesses for recorded drawings or a picture"

_PICTURES = (".png", ".jpg", ".jpeg", ".webp")
"""A file of these names that is no picture gets a picture's error, not a stroke file's."""

Source = list[Any] | NDArray[np.uint8]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument("network", help="name of the network, for example lenet5")
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="drawings (a saved one, or .jsonl, .jsonl.gz) or a picture (PNG, JPEG, WebP)",
    )
    parser.add_argument("--weights", type=Path, help="folder of the checkpoint")
    parser.add_argument(
        "--without",
        default=[],
        nargs="+",
        choices=STEPS,
        metavar="STEP",
        help=f"steps of preprocessing to leave out: {', '.join(STEPS)}",
    )
    parser.add_argument(
        "--off",
        default=[],
        nargs="+",
        metavar="SWITCH",
        help="shortcuts, skips or branches that carry zeros, as GET api/models/NAME lists them",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="also what each step did, and the guess with it switched",
    )


def run(arguments: argparse.Namespace) -> int:
    """Predict and print; raises the errors of drawings, pictures and checkpoints."""
    network = load_weights(arguments.network, arguments.weights)
    network = _switched(network, arguments.off)
    threshold = threshold_of(read_card(arguments.network, arguments.weights))
    without: frozenset[Step] = frozenset(arguments.without) | entry_of(network).without
    side, shapes = entry_of(network).side, answer_shapes(network)
    for label, drawn in _sources(arguments.file):
        source, left_out = ink_of(drawn) if isinstance(drawn, np.ndarray) else (drawn, 0)
        image = _image(source, without, side)
        (reading,) = read_inputs(network, [label], image[np.newaxis], threshold)
        answer = asdict(reading)
        answer["answers"] = _said(entry_of(network), shapes, reading.outcomes, _to_read(drawn))
        answer["outcomes"] = answer.pop("outcomes")  # long, and last
        if isinstance(source, np.ndarray) and things_on(source) > 1:
            answer["looks_like_digit"] = False
        if arguments.explain:
            steps = _steps(network, source, without)
            answer["steps"] = steps and {**steps, "left_out": left_out}
        sys.stdout.write(json.dumps(answer, allow_nan=False) + "\n")
    return 0


def _to_read(drawn: Source) -> ToRead:
    return ToRead(picture=drawn) if isinstance(drawn, np.ndarray) else ToRead(strokes=drawn)


def _said(
    entry: ModelEntry,
    shapes: Mapping[str, tuple[int, ...]],
    outcomes: Mapping[str, list[float]],
    drawn: ToRead,
) -> list[dict[str, Any]]:
    """What each answer says, as the API has it; nothing of a blank pad."""
    if not outcomes:
        return []
    shaped = {name: np.array(outcomes[name], np.float32).reshape(shapes[name]) for name in shapes}
    answers = [answered_by(answer, shaped[answer.name], drawn) for answer in entry.answers]
    return [each.model_dump() for each in answers]


def _switched(network: nn.Module, off: list[str]) -> nn.Module:
    """The network with these switches off; raises UnknownSwitchError."""
    entry = entry_of(network)
    known = {switch.name: switch for block in entry.blocks for switch in block.switches}
    unknown = sorted(set(off) - set(known))
    if unknown:
        has = f"it has: {', '.join(known)}" if known else "it has none"
        raise UnknownSwitchError(f"{entry.title} has no switch {unknown[0][:64]!r}; {has}")
    return without_edges(network, [known[name] for name in dict.fromkeys(off)]) if off else network


def _sources(file: Path) -> Iterator[tuple[int | None, Source]]:
    """Each drawing's label and what was drawn."""
    try:
        with file.open("rb") as opened:
            is_picture = kind_of(opened.read(16)) is not None
        if is_picture or file.suffix.lower() in _PICTURES:
            yield None, read_photo(file.read_bytes())
            return
    except PhotoError as error:
        raise PictureError(f"{file}: {error}") from error
    except FileNotFoundError as error:
        raise PictureError(f"{file} does not exist") from error
    except OSError as error:
        raise PictureError(f"{file} cannot be read: {error.strerror}") from error
    yield from ((drawing.label, list(drawing.strokes)) for drawing in read_drawings(file))


def _image(source: Source, without: frozenset[Step], side: int) -> NDArray[np.float32]:
    if isinstance(source, np.ndarray):
        return preprocess_picture(source, without=without, side=side)
    return preprocess(source, without=without, pad_pen=PAD_PEN, side=side)


def _steps(network: nn.Module, source: Source, without: frozenset[Step]) -> dict[str, Any] | None:
    side = entry_of(network).side
    explanation = explain(source, without=without, side=side)
    if explanation is None:
        return None
    toggled = {step: _image(source, without ^ {step}, side) for step in STEPS}
    readings = read_inputs(network, [None] * len(STEPS), np.stack(list(toggled.values())))
    measures = {key: value for key, value in vars(explanation).items() if key != "pictures"}
    switched = {
        step: {
            "on": step not in without,
            "guess_if_switched": reading.first_guess,
            "probability": reading.probability,
        }
        for step, reading in zip(toggled, readings, strict=True)
    }
    return {"switched": switched, **measures}
