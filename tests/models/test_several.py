"""One digit or two side by side: what is composed, taught and measured."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models import model_entry
from models._checkpoint import load_weights, read_card
from models.data.datasets import Digits, Drawing
from models.data.pens import Pens
from models.data.several import Several, beside
from models.training.evaluate import predict
from models.training.several import all_right, describe_several, part_all_right, several_loss
from models.training.tasks import task_of
from tests.drawings import golden_drawings


def test_the_same_seed_composes_the_same_drawings_of_one_or_two_digits() -> None:
    drawn = Several(Pens(), 60, 48)
    images, there = drawn.images((3,))
    again, same = drawn.images((3,))
    assert images.shape == (60, 48, 48)
    assert (images == again).all()
    assert (there == same).all()
    assert set(there.sum(axis=1)) == {1, 2}


def test_digits_stand_beside_one_another_on_the_pad() -> None:
    rng = np.random.default_rng(5)
    stroke = np.array([[0.5, 0.1], [0.5, 0.9]])
    for _ in range(10):
        strokes, labels = beside(Pens([[stroke]], [1], 1.0), 2, rng)
        assert labels == [1, 1]
        left, right = strokes
        assert left[:, 0].max() < right[:, 0].min()
        points = np.concatenate(strokes)
        assert points.min() >= 0
        assert points.max() <= 1


def test_a_drawing_is_right_when_all_ten_questions_are() -> None:
    there = torch.tensor([[1.0, 0.0, 1.0], [1.0, 0.0, 1.0]])
    logits = torch.tensor([[2.0, -1.0, 0.1], [2.0, -1.0, -0.1]])
    assert all_right(logits, there).tolist() == [True, False]
    assert several_loss(logits[:1], there[:1]) < several_loss(logits[1:], there[1:])


def test_its_drawings_keep_the_width_of_the_pen() -> None:
    entry = model_entry("several_digits")
    assert entry.without == {"pen_width"}
    task = task_of(entry)
    assert task is not None
    made = task.compose(Pens(), 4, entry)
    assert made.images((1,))[0].shape == (4, 48, 48)


def test_the_networks_weights_read_drawings_that_nobody_saw() -> None:
    images, there = Several(Pens(), 150, 48, frozenset({"pen_width"})).images((99,))
    kept = Digits("made-up", images, there)
    network = load_weights("several_digits")
    assert part_all_right(network, kept) > 0.75
    told = describe_several(network, (kept,))["several"]["made-up"]
    assert told["all_right"] == part_all_right(network, kept)
    assert set(told["by_digits"]) == {"1", "2"}


def test_the_card_keeps_what_is_said_of_the_network() -> None:
    told = read_card("several_digits")["answers"]["digits"]["several"]
    assert told["made-up"]["all_right"] >= 0.85
    assert told["strokes-validation"]["all_right"] >= 0.8
    # Pens of old tablets are read worse.
    assert told["unipen-validation"]["all_right"] >= 0.7
    assert {each["count"] for each in told.values()} == {1000}


def test_two_drawings_beside_one_another_are_both_named() -> None:
    drawings = {each.label: each for each in golden_drawings()}
    network = load_weights("several_digits")
    pairs = [(0, 8), (4, 7), (3, 1), (6, 2), (9, 5)]
    right = 0
    for pair in pairs:
        strokes = [
            [(0.05 + 0.5 * at + 0.4 * x, 0.3 + 0.4 * y) for x, y in stroke]
            for at, label in enumerate(pair)
            for stroke in drawings[label].strokes
        ]
        (reading,) = predict(network, [Drawing(strokes, None, None)])
        named = {at for at, chance in enumerate(reading.outcomes["digits"]) if chance > 0.5}
        right += named == set(pair)
    assert right >= 4


def test_no_sigmoid_is_worth_more_than_one() -> None:
    (reading,) = predict(load_weights("several_digits"), golden_drawings()[:1])
    assert all(0 <= chance <= 1 for chance in reading.outcomes["digits"])
    assert sum(reading.outcomes["digits"]) != pytest.approx(1, abs=1e-6)
