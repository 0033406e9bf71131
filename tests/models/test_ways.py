"""Fine classes summed to coarse ones: the tree, what is taught, and the comparison."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models import model_entry
from models._answers import WAYS_OF_WRITING, ways_of_writing
from models._checkpoint import read_card
from models.data.datasets import Digits
from models.data.forms import FORMS
from models.data.pens import Pens
from models.data.styles import STYLES
from models.data.ways import UNKNOWN, WAYS, Ways
from models.training.recipe import Recipe
from models.training.tasks import SEEDS
from models.training.train import compare
from models.training.training_data import read_composed_data
from models.training.ways import (
    coarse_loss,
    compared,
    fine_loss,
    right_by_sum,
    right_directly,
    summed,
)
from tests.models.idx_files import write_data


def test_the_answers_tree_is_that_of_the_data() -> None:
    assert tuple(WAYS) == WAYS_OF_WRITING
    answer = ways_of_writing("fc3")
    assert answer.groups == tuple(way[0] for way in WAYS)
    assert set(answer.groups) == set("0123456789")


def test_each_way_is_of_styles_of_its_digit_and_no_style_is_of_two() -> None:
    labels = {style.key: style.label for style in (*STYLES, *FORMS)}
    keys = [key for styles in WAYS.values() for key in styles]
    assert len(set(keys)) == len(keys)
    for way, styles in WAYS.items():
        assert {labels[key] for key in styles} == {int(way[0])}


def test_digits_are_drawn_as_often_and_a_recorded_one_has_no_way() -> None:
    images, written = Ways(Pens(), 300).images((2,))
    assert images.shape == (300, 28, 28)
    names = list(WAYS)
    assert all(names[way][0] == str(digit) for way, digit in written)
    assert np.bincount(written[:, 1]).min() > 15
    stroke = np.array([[0.5, 0.1], [0.5, 0.9]])
    _, recorded = Ways(Pens([[stroke]], [1], 1.0), 3).images((2,))
    assert recorded.tolist() == [[UNKNOWN, 1]] * 3


def test_a_digit_is_worth_the_sum_over_its_ways() -> None:
    logits = torch.full((1, 24), -9.0)
    # Three ways of a 1 together are more than the likeliest single way, a plain 7.
    logits[0, [3, 4, 5]] = torch.tensor([1.0, 1.0, 1.0])
    logits[0, WAYS_OF_WRITING.index("7-plain")] = 1.5
    sums = summed(logits)
    assert float(sums.sum()) == pytest.approx(1)
    assert float(sums[0, 1]) == pytest.approx(float(logits.softmax(1)[0, 3:6].sum()))
    assert right_by_sum(logits, torch.tensor([[3, 1]])).tolist() == [True]
    assert WAYS_OF_WRITING[int(logits.argmax())][0] == "7"


def test_ten_classes_are_taught_by_the_first_ten_outputs() -> None:
    logits = torch.randn(4, 24)
    written = torch.tensor([[3, 1], [0, 0], [17, 7], [23, 9]])
    other = logits.clone()
    other[:, 10:] = 5
    assert torch.equal(coarse_loss(logits, written), coarse_loss(other, written))
    assert not torch.equal(fine_loss(logits, written), fine_loss(other, written))
    other[:, 7] = 9
    assert right_directly(other, written).tolist() == [False, False, True, False]


def test_a_comparison_has_a_score_of_each_seed() -> None:
    told = compared([{"a": 0.5}, {"a": 0.7}], [{"a": 0.6}, {"a": 0.9}])["compared"]["a"]
    assert (told["summed"], told["directly"]) == ([0.5, 0.7], [0.6, 0.9])
    assert told["difference"] == pytest.approx(-0.15)


@pytest.mark.slow
def test_both_ways_of_teaching_are_trained_with_the_same_seeds(tmp_path: Path) -> None:
    write_data(tmp_path)
    entry = model_entry("fine_classes")
    recipe = Recipe(epochs=1, generated=40, mnist_validation=10, validation_writers=1)
    data = read_composed_data(tmp_path, recipe, entry)
    few = [
        Digits(kept.name, kept.images[:20], kept.labels[:20], kept.writers)
        for kept in data.validation
    ]
    data = replace(data, validation=tuple(few))
    told = compare("fine_classes", data, recipe, aside=False)["compared"]
    assert set(told) == {"strokes-validation", "made-up"}
    assert all(len(each[how]) == SEEDS for each in told.values() for how in ("summed", "directly"))
    assert compare("lenet5", data, recipe) == {}


def test_the_card_keeps_what_is_said_of_the_network() -> None:
    answer = read_card("fine_classes")["answers"]["ways"]
    assert answer["ways"]["made-up"]["digit_by_sum"] > 0.95
    assert answer["ways"]["made-up"]["way"] > 0.85
    assert answer["ways"]["strokes-validation"]["way"] is None
    assert answer["ways"]["strokes-validation"]["digit_by_sum"] > 0.85
    # Fine classes do not win here, and the documentation says so.
    assert set(answer["compared"]) == {"strokes-validation", "unipen-validation", "made-up"}
    for scores in answer["compared"].values():
        assert len(scores["summed"]) == len(scores["directly"]) == SEEDS
        assert scores["difference"] < 0.02
