"""What composed drawings teach: who composes them, the loss, the score, and what the card says.

A network that names the digit learns from labelled digits instead (`models.data.variety`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from models._answers import composed_of, digit_of
from models._registry import ModelEntry
from models.data.canvases import Canvases
from models.data.clutter import Clutter
from models.data.datasets import Digits
from models.data.measured import MeasuredDrawings
from models.data.pens import Pens
from models.data.several import Several
from models.data.variety import MadeFromSeeds
from models.data.ways import Ways
from models.training import agreement, detection, pixels, several, ways
from models.training.losses import pixel_loss

SEEDS = 3
"""Networks of each way of teaching that are compared."""

Scores = dict[str, float]
"""Name of each set -> the score of its drawings."""

_ASIDE = 1_000
"""Drawings composed of each file's writers kept aside."""


def _nothing(_: nn.Module) -> None:
    """`finish` of most tasks: the network already answers in the right units."""


def _no_plots(_: nn.Module, __: tuple[Digits, ...]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Task:
    """How one kind of answer is taught and measured.

    `compose`: who draws an epoch of so many drawings; `aside`: who draws those that the network is
    measured by, each of `Pens` whose digits are all recorded or, where `made_up`, all made up.
    `loss` of outputs (B, ...) and what the drawings teach. `score`: in 0..1, after each epoch.
    `right`: which part of each drawing of a batch (B,) was answered rightly, where one can say.
    `finish`: what is done to the network after training, before it is measured. `describe`: what
    the card says of the answer; `plots`: what pages draw. `rival`: another way of teaching the same
    network, which it is compared with over `SEEDS` seeds; `rivals` says how the scores compare.
    `recorded`: whether recorded pens are learned from, or only measured by.
    """

    compose: Callable[[Pens, int, ModelEntry], MadeFromSeeds]
    aside: Callable[[Pens, ModelEntry], MadeFromSeeds]
    loss: Callable[[Tensor, Tensor], Tensor]
    score: Callable[[nn.Module, Digits], float]
    describe: Callable[[nn.Module, tuple[Digits, ...]], dict[str, Any]]
    limits: tuple[str, ...]
    right: Callable[[Tensor, Tensor], Tensor] | None = None
    finish: Callable[[nn.Module], None] = _nothing
    plots: Callable[[nn.Module, tuple[Digits, ...]], dict[str, Any]] = _no_plots
    made_up: bool = True
    rival: Task | None = None
    rivals: Callable[[list[Scores], list[Scores]], dict[str, Any]] = lambda _, __: {}
    recorded: bool = True


def task_of(entry: ModelEntry) -> Task | None:
    """The task of a network whose answer composed drawings teach; None for one of digits."""
    composed = composed_of(entry.answers)
    return None if composed is None or digit_of(entry.answers) else _TASKS[composed.name]


_COARSE = Task(
    compose=lambda _, count, entry: Ways(Pens(), count, entry.side),
    aside=lambda pens, entry: Ways(pens, _ASIDE, entry.side),
    loss=ways.coarse_loss,
    score=ways.part_right_directly,
    describe=lambda _, __: {},
    right=ways.right_directly,
    limits=(),
)
"""Ten digits taught directly, by the same drawings as their ways."""


_TASKS = {
    "pixels": Task(
        compose=lambda pens, count, entry: Clutter(pens.drawings, count, entry.side),
        aside=lambda pens, entry: Clutter(pens.drawings, _ASIDE, entry.side),
        loss=pixel_loss,
        score=pixels.overlap_of_digit,
        describe=lambda network, sets: {"overlap": pixels.describe_pixels(network, sets)},
        right=lambda logits, what: (logits.argmax(1) == what).float().mean(dim=(1, 2)),
        made_up=False,
        limits=(
            "It learned from one digit, alone, with one shape, or with one or two long lines "
            "beside or across it. Two shapes at once, or a second digit as clutter, it never saw.",
            "Where clutter crosses the digit, a pixel belongs to the line that is nearer.",
        ),
    ),
    "digits": Task(
        compose=lambda pens, count, entry: Several(pens, count, entry.side, entry.without),
        aside=lambda pens, entry: Several(pens, _ASIDE, entry.side, entry.without),
        loss=several.several_loss,
        score=several.part_all_right,
        describe=several.describe_several,
        right=several.all_right,
        limits=(
            "It learned from one digit, or two beside one another. Three it has not seen.",
            "It says which digits are there, not where, nor in which order, nor how often: 44 is "
            "a 4.",
        ),
    ),
    "measures": Task(
        compose=lambda pens, count, entry: MeasuredDrawings(pens, count, entry.side, entry.without),
        aside=lambda pens, entry: MeasuredDrawings(
            pens, _ASIDE, entry.side, entry.without, varied=not pens.drawings
        ),
        loss=agreement.measures_loss,
        score=agreement.lowest_icc,
        describe=agreement.describe_agreement,
        plots=agreement.agreement_points,
        finish=agreement.in_units,
        limits=(
            "Slant is that of the ink, not of the hand: a 7 has some however it is written.",
            "Ink that was written twice counts twice in the strokes; in an image nobody sees it.",
            "It learned to measure digits. What it says of other drawings was not looked at.",
        ),
    ),
    "ways": Task(
        compose=lambda _, count, entry: Ways(Pens(), count, entry.side),
        aside=lambda pens, entry: Ways(pens, _ASIDE, entry.side),
        loss=ways.fine_loss,
        score=ways.part_right_by_sum,
        describe=ways.describe_ways,
        right=ways.right_by_sum,
        rival=_COARSE,
        rivals=ways.compared,
        recorded=False,
        limits=(
            "It learned from made-up handwriting only: of recorded drawings nobody has said in "
            "which way they are written. It reads people's digits worse than the others.",
            "Which ways there are, and what each is called, was decided for this project.",
        ),
    ),
    "boxes": Task(
        compose=lambda pens, count, entry: Canvases(pens, count, entry.side, entry.without),
        aside=lambda pens, entry: Canvases(pens, _ASIDE, entry.side, entry.without),
        loss=detection.detection_loss,
        score=detection.quick_precision,
        describe=detection.describe_detection,
        plots=detection.detection_curves,
        limits=(
            "It finds up to five digits, each from a fifth to not quite half of the pad, drawn "
            "with a thin pen. A digit as large as the pad it has not seen.",
            "Two digits whose middles lie in the same cell of its grid are one to it.",
        ),
    ),
}
"""Tasks by the name of the answer."""
