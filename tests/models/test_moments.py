"""PyTorch's numbers for a drawing, which the page's unit tests compare thousands of cells with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from models._checkpoint import load_weights
from models.forward.tracing import trace
from models.ink.preprocess import preprocess
from tests.drawings import FOUR
from tests.steps import numbers_of_steps

MOMENTS = Path(__file__).parents[1] / "golden" / "moments"
DESCRIPTION = MOMENTS.parent / "description.json"


def test_the_moment_of_the_pages_tests_is_what_pytorch_makes(
    request: pytest.FixtureRequest,
) -> None:
    """All operations' values, one after the other, as little-endian float32."""
    image = torch.from_numpy(preprocess(FOUR.strokes))[None]
    values = trace(load_weights("lenet5"), image).activations
    operations = json.loads(DESCRIPTION.read_text())["operations"]
    now = np.concatenate([values[each["name"]].numpy().ravel() for each in operations])
    file = MOMENTS / "four.f32"
    if request.config.getoption("--renew-moments"):
        file.write_bytes(now.astype("<f4").tobytes())
    np.testing.assert_allclose(np.fromfile(file, "<f4"), now, atol=1e-4, rtol=1e-5)


def test_the_numbers_of_the_pages_sentences_are_what_pytorch_makes(
    request: pytest.FixtureRequest,
) -> None:
    """One list a step of the forward pass."""
    now = numbers_of_steps(FOUR.strokes)
    file = MOMENTS / "four-steps.json"
    if request.config.getoption("--renew-moments"):
        file.write_text(json.dumps(now) + "\n")
    assert json.loads(file.read_text()) == list(map(pytest.approx, now))
