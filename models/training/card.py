"""The model card: what a network learned from, how well it reads, what it cannot do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from torch import nn

from models._registry import ModelEntry, entry_of
from models.data import not_digits
from models.data.augment import vary_points
from models.data.datasets import Digits
from models.data.handwriting import draw_style
from models.data.styles import STYLES
from models.ink.preprocess import preprocess
from models.training.calibrate import fit_temperature, fold_temperature
from models.training.doubt import choose_threshold, digit_score
from models.training.evaluate import as_input, evaluate, logits_of, outputs_of, read_images
from models.training.losses import answer_loss

FALSE_ALARMS = 0.005
"""Part of each validation set's digits that may be called no digit. One per cent is what we can
bear, and people who gave no drawing to validation will be wronged more often."""

_EXAMPLES = 12
_TRIED = 40
"""Drawings of each style that are tried for misread examples."""

SETS = {
    "mnist-test": "MNIST's test images (scanned, American)",
    "mnist-validation": "MNIST images kept aside",
    "strokes-validation": "Pen drawings of writers kept aside",
    "unipen-validation": "Pen drawings of writers of many tablets kept aside",
    "made-up": "Drawings of made-up handwriting, of a seed apart",
    "left-out": "Pen drawings of contributors left out",
}

LICENCES = {
    "mnist": "CC BY-SA 3.0, Y. LeCun, C. Cortes, C. J. C. Burges",
    "strokes": "CC BY 4.0, E. Alpaydin, F. Alimoglu, doi:10.24432/C5MG6K",
    "unipen": "CC BY 4.0, Unipen Consortium, doi:10.5281/zenodo.1195803; not part of Inkling",
}

DIGIT_LIMITS = (
    "It reads one digit, 0 to 9. Several digits at once, or a digit inside a box, are read as one.",
    "It learned from scanned American handwriting, from pen drawings and from styles that were "
    "made up for this project. Of the pens, those of 30 people are mostly Turkish, those of 143 "
    "are of older tablets. Ways of writing that none of these has may be misread.",
    "It knows only the digits of this one script.",
    "Size, place and pen width are evened out before it sees a drawing; a digit lying on its side "
    "is not turned upright.",
)
"""Of the answer that names the digit, beside what `DOUBT_LIMITS` says."""

DOUBT_LIMITS = (
    "It can say that something does not look like a digit, but a letter like O, I, S, Z, B, q or g "
    "is a digit to it.",
    "It hardly notices that something is no digit: most letters, figures and scribbles are digits "
    "to it.",
)
"""Of the doubt of a network that notices at least half of some kind, and of one that does not."""


def digit_limits(detected: Mapping[str, float]) -> list[str]:
    """What a network that names the digit cannot do; `detected`: see `measure_doubt`."""
    doubts = max(detected.values(), default=0.0) >= 0.5
    *before, after = DIGIT_LIMITS
    return [*before, DOUBT_LIMITS[0 if doubts else 1], after]


def story(entry: ModelEntry) -> dict[str, Any]:
    """A network's place in history: year, idea, original, style; nothing where it has none."""
    if entry.story is None:
        return {}
    return {"story": {"year": entry.year, **asdict(entry.story)}}


def calibrate(network: nn.Module, validation: Sequence[Digits]) -> dict[str, Any]:
    """Make probabilities true: fit one temperature on `validation` and fold it into `network`."""
    logits = np.concatenate([logits_of(network, as_input(kept.images)) for kept in validation])
    labels = np.concatenate([kept.labels for kept in validation])
    temperature = fit_temperature(torch.from_numpy(logits), torch.from_numpy(labels))
    try:
        fold_temperature(network, temperature)
    except ValueError as error:  # better an uncalibrated network than none after hours of training
        return {"temperature": None, "note": str(error)}
    return {
        "temperature": round(temperature, 4),
        "fitted_on": [kept.name for kept in validation],
        "note": "the last layer is divided by it already: softmax of the logits is calibrated",
    }


def licences(files: Sequence[str]) -> dict[str, str]:
    """What a network learned from, and its licence; `files`: of strokes."""
    further = {file.split(".")[0] for file in files}
    return {name: text for name, text in LICENCES.items() if name != "unipen" or name in further}


def pens_of_task(files: Sequence[str], learned: bool) -> dict[str, dict[str, str]]:
    """Recorded pens of composed drawings with their licences: `licences`, or `measured_by`.

    `learned`: whether the network learned from them; else it was only measured by them. MNIST has
    images, no strokes of which drawings could be composed.
    """
    pens = {name: text for name, text in licences(files).items() if name != "mnist"}
    return {"licences": pens} if learned else {"licences": {}, "measured_by": pens}


def measure_doubt(
    network: nn.Module, validation: Sequence[Digits], left_out: Sequence[Digits] = ()
) -> dict[str, Any]:
    """Choose the score below which something is no digit: few of `validation` have a lower one.

    False alarms are counted of `left_out` too, by which nothing is chosen. Detection is measured on
    what `models.data.not_digits` makes.
    """
    scores = {kept.name: _scores(network, kept.images) for kept in validation}
    threshold = min(choose_threshold(kept, FALSE_ALARMS) for kept in scores.values())
    scores |= {kept.name: _scores(network, kept.images) for kept in left_out}
    return {
        "score": "log of the summed exponentials of the logits",
        "threshold": threshold,
        "chosen_on": [kept.name for kept in validation],
        "false_alarms": {name: float((kept < threshold).mean()) for name, kept in scores.items()},
        "detected": {
            name: float((_scores(network, images) < threshold).mean())
            for name, images in not_digits.sets(entry_of(network).side).items()
        },
    }


def describe_reading(network: nn.Module, sets: Sequence[Digits]) -> dict[str, Any]:
    """Scores by set: accuracies, confusion, calibration."""
    scores = {kept.name: asdict(evaluate(network, kept)) for kept in sets}
    for score in scores.values():
        del score["name"]
    return scores


def describe_answers(network: nn.Module, sets: Sequence[Digits]) -> dict[str, Any]:
    """Name of each answer beside the digit -> its kind, and its mean loss on each set.

    The loss is what `models.training.losses.answer_loss` teaches by; None for an empty set. Of an
    answer of which nothing says what it should be, no loss is given.
    """
    entry = entry_of(network)
    further = [answer for answer in entry.answers if answer is not entry.digit]
    described: dict[str, Any] = {
        answer.name: {"kind": answer.kind, "loss": {}} for answer in further
    }
    for kept in sets if further else ():
        images = as_input(kept.images)
        outputs = outputs_of(network, images)
        for answer in further:
            if answer.name in entry.targets:
                target = entry.targets[answer.name](images, torch.from_numpy(kept.labels))
                loss = answer_loss(answer, outputs[answer.name], target)
                described[answer.name]["loss"][kept.name] = float(loss) if len(kept) else None
    return described


def misread_examples(network: nn.Module, seed: int = 11) -> list[dict[str, Any]]:
    """Generated drawings that the network gets wrong, at most one a style, the surest first."""
    rng = np.random.default_rng(seed)
    found = []
    for style in STYLES:
        drawings = [vary_points(draw_style(style, rng, 1.5), rng) for _ in range(_TRIED)]
        side = entry_of(network).side
        images = np.stack([preprocess(strokes, side=side)[0] for strokes in drawings])
        read = read_images(network, np.rint(images * 255).astype(np.uint8))
        wrong = np.nonzero(read.argmax(axis=1) != style.label)[0]
        if wrong.size == 0:
            continue
        surest = int(wrong[read[wrong].max(axis=1).argmax()])
        probability = float(read[surest].max())
        example = {
            "label": style.label,
            "style": style.title,
            "first_guess": int(read[surest].argmax()),
            "probability": round(probability, 4),
            "strokes": [np.round(stroke, 3).tolist() for stroke in drawings[surest]],
        }
        found.append((probability, example))
    found.sort(key=lambda pair: -pair[0])
    return [example for _, example in found[:_EXAMPLES]]


def _scores(network: nn.Module, images: np.ndarray[Any, np.dtype[np.uint8]]) -> Any:
    return digit_score(logits_of(network, as_input(images)))
