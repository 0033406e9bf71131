"""The generator: every style is a digit that can be read, and no two drawings are the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from models._checkpoint import load_weights
from models.data.forms import FORMS
from models.data.handwriting import draw_style, scribble
from models.data.styles import NOT_DIGITS, STYLES, Style
from models.ink.preprocess import preprocess
from models.training.evaluate import read_images

EVERY = [*STYLES, *FORMS, *NOT_DIGITS]


def images_of(style: Style, count: int) -> np.ndarray:
    rng = np.random.default_rng(4)
    drawings = (draw_style(style, rng) for _ in range(count))
    on_pad = ([0.2 + 0.6 * stroke for stroke in drawing] for drawing in drawings)
    return np.stack([np.rint(255 * preprocess(strokes)[0]).astype(np.uint8) for strokes in on_pad])


def test_there_are_many_styles_of_each_digit_under_names_of_their_own() -> None:
    assert min(Counter(style.label for style in STYLES).values()) >= 4
    assert len({style.key for style in EVERY}) == len(EVERY)
    assert all(style.label is None for style in NOT_DIGITS)
    assert all(style.key.startswith(f"{style.label}-") for style in [*STYLES, *FORMS])


@pytest.mark.parametrize("style", EVERY, ids=lambda style: style.key)
def test_a_skeleton_fills_its_box_with_smooth_lines(style: Style) -> None:
    drawn = draw_style(style, np.random.default_rng(0), wobble=0)
    points = np.concatenate(drawn)
    assert points.min() > -0.15
    assert points.max() < 1.15
    assert np.ptp(points, axis=0).max() > 0.85 or style.key == "waves"
    for stroke in drawn:
        assert np.hypot(*np.diff(stroke, axis=0).T).max() < 0.12


def test_the_same_seed_draws_the_same_and_another_differs() -> None:
    first, again, other = (draw_style(STYLES[0], np.random.default_rng(s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first[0], again[0])
    assert any(
        a.shape != b.shape or np.abs(a - b).max() > 0.005 for a, b in zip(first, other, strict=True)
    )


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.key)
def test_the_network_reads_every_style(style: Style) -> None:
    read = read_images(load_weights("lenet5"), images_of(style, 20)).argmax(axis=1)
    assert (read == style.label).mean() >= 0.9


def test_a_scribble_is_ink() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        assert preprocess([0.5 + 0.4 * (s - 0.5) for s in scribble(rng)]).sum() > 10
