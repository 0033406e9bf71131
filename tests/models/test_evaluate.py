"""Scores and guesses, checked on a network whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from models._checkpoint import load_weights, read_card
from models.data.datasets import Digits, Drawing, read_digits
from models.training.evaluate import evaluate, predict
from tests.drawings import FILE, golden_drawings, recorded_data


class ReadsItsFirstRow(nn.Module):
    """Logits are the image's first ten pixels: a test writes the answer into the image."""

    registered_name = "lenet5"  # whose answer it gives

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images[:, 0, 0, :10] * 10


def image_that_says(first: int, second: int) -> np.ndarray:
    image = np.zeros((28, 28), np.uint8)
    image[0, first], image[0, second] = 250, 200
    return image


def test_first_second_per_class_and_worst_writer_are_counted() -> None:
    images = np.stack([image_that_says(3, 8), image_that_says(3, 8), image_that_says(1, 7)])
    digits = Digits("made", images, np.array([3, 8, 2]), ["ann", "ann", "bo"])
    score = evaluate(ReadsItsFirstRow(), digits)
    assert score.count == 3
    assert score.first_guess == pytest.approx(1 / 3)
    assert score.first_or_second == pytest.approx(2 / 3)
    assert score.per_class["3"] == 1
    assert score.per_class["8"] == 0
    assert score.per_class["5"] is None
    assert (score.worst_writer, score.worst_writer_accuracy) == ("bo", 0)


def test_who_drew_little_is_not_the_worst_of_those_who_drew_much() -> None:
    right, wrong = image_that_says(3, 8), image_that_says(8, 3)
    images = np.stack([*[right] * 49, wrong, wrong])
    digits = Digits("made", images, np.full(51, 3), [*["ann"] * 50, "bo"])
    score = evaluate(ReadsItsFirstRow(), digits)
    assert (score.worst_writer, score.worst_writer_accuracy) == ("ann", 0.98)


def test_an_empty_set_has_no_accuracy() -> None:
    empty = Digits("empty", np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))
    score = evaluate(ReadsItsFirstRow(), empty)
    assert (score.count, score.first_guess, score.worst_writer) == (0, None, None)


def test_the_network_reads_the_drawings_made_for_the_tests() -> None:
    readings = list(predict(load_weights("lenet5"), golden_drawings()))
    assert [reading.first_guess for reading in readings] == [d.label for d in golden_drawings()]
    for reading in readings:
        assert sum(reading.outcomes["digit"]) == pytest.approx(1, abs=1e-5)
        ranked = np.argsort(reading.outcomes["digit"])[::-1]
        assert (reading.first_guess, reading.second_guess) == tuple(ranked[:2])


def test_a_blank_drawing_has_no_guess_and_keeps_its_place() -> None:
    drawings = [golden_drawings()[0], Drawing([], None, None), golden_drawings()[1]]
    readings = list(predict(load_weights("lenet5"), drawings))
    assert [reading.first_guess for reading in readings] == [0, None, 1]
    assert readings[1].outcomes == {}


def test_scoring_a_file_equals_predicting_its_drawings() -> None:
    network = load_weights("lenet5")
    (digits,) = read_digits(FILE)
    right = [
        reading.first_guess == reading.label for reading in predict(network, golden_drawings())
    ]
    assert evaluate(network, digits).first_guess == np.mean(right)


@pytest.mark.slow
def test_the_committed_network_reaches_its_cards_accuracies() -> None:
    data = recorded_data()
    claimed = read_card("lenet5")["accuracy"]["mnist-test"]["first_guess"]
    (test,) = [digits for digits in read_digits(data / "mnist") if digits.name == "t10k"]
    score = evaluate(load_weights("lenet5"), test)
    assert score.first_guess == pytest.approx(claimed, abs=1e-4)
    assert score.first_guess >= 0.993
