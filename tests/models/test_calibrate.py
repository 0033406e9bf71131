"""Probabilities that mean what they say, and a score that knows what is no digit."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from models import create_model
from models.training.calibrate import fit_temperature, fold_temperature, reliability
from models.training.doubt import choose_threshold, digit_score, threshold_of


def overconfident(factor: float, count: int = 20_000) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits whose true probabilities are softmax(logits / factor), and labels drawn from these."""
    generator = torch.Generator().manual_seed(2)
    true = 2 * torch.randn(count, 10, generator=generator)
    labels = torch.multinomial(torch.softmax(true, dim=1), 1, generator=generator)[:, 0]
    return factor * true, labels


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_over_and_underconfidence(factor: float) -> None:
    logits, labels = overconfident(factor)
    assert fit_temperature(logits, labels) == pytest.approx(factor, rel=0.03)


def test_the_right_temperature_leaves_little_calibration_error() -> None:
    logits, labels = overconfident(3.0)
    before, _ = reliability(torch.softmax(logits, 1).numpy(), labels.numpy())
    after, bins = reliability(torch.softmax(logits / 3, 1).numpy(), labels.numpy())
    assert before > 0.1
    assert after < 0.02
    assert sum(count for _, _, count in bins) == len(labels)


def test_calibration_error_of_a_case_done_by_hand() -> None:
    probabilities = np.array([[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.4, 0.6]], np.float32)
    error, bins = reliability(probabilities, np.array([0, 1, 1, 1]))
    assert error == pytest.approx((2 * 0.4 + 2 * 0.4) / 4)
    assert [(round(c, 2), a, n) for c, a, n in bins] == [(0.6, 1.0, 2), (0.9, 0.5, 2)]


def test_a_folded_temperature_changes_no_guess_and_divides_the_logits() -> None:
    network = create_model("lenet5").eval()
    images = torch.rand(5, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        before = network(images)
        fold_temperature(network, 2.5)
        after = network(images)
    torch.testing.assert_close(after * 2.5, before)
    network.fc3 = nn.ReLU()
    with pytest.raises(ValueError, match="linear"):
        fold_temperature(network, 2.0)


def test_the_score_is_the_log_of_the_summed_exponentials() -> None:
    logits = np.array([[1.0, 2.0, -3.0], [900.0, 0.0, 0.0]], np.float32)
    expected = math.log(math.exp(1) + math.exp(2) + math.exp(-3))
    np.testing.assert_allclose(digit_score(logits), [expected, 900.0])


def test_the_threshold_wrongs_no_more_than_it_may() -> None:
    scores = np.random.default_rng(0).normal(size=10_000)
    assert (scores < choose_threshold(scores, 0.01)).mean() == pytest.approx(0.01, abs=1e-3)
    assert threshold_of(None) == threshold_of({}) == -math.inf
    assert threshold_of({"not_a_digit": {"threshold": 1.5}}) == 1.5
