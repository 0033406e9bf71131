"""Four measures of strokes, a network that says them, and how far both agree."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models import create_model, model_entry
from models._answers import stroke_measures
from models._checkpoint import load_weights, read_card
from models.data.datasets import Digits
from models.data.measured import MeasuredDrawings
from models.data.pens import Pens
from models.ink.measures import MEASURES, measure
from models.training.agreement import (
    agreement,
    agreement_points,
    describe_agreement,
    icc,
    in_units,
    lowest_icc,
    measures_loss,
)
from models.training.evaluate import predict
from tests.drawings import golden_drawings

UPRIGHT = np.array([[0.5, 0.2], [0.5, 0.8]])


def test_an_upright_stroke_is_measured_by_hand() -> None:
    slant, width, aspect, length = measure([UPRIGHT], pen=0.1)
    assert slant == pytest.approx(0)
    assert width == pytest.approx(100 * 0.1 / 0.7)
    assert aspect == pytest.approx(0.1 / 0.7)
    assert length == pytest.approx(1)


@pytest.mark.parametrize("degrees", [-30, 10, 45])
def test_slant_is_the_angle_of_a_straight_stroke(degrees: float) -> None:
    shear = np.array([[1, 0], [-np.tan(np.radians(degrees)), 1]])
    assert measure([UPRIGHT @ shear], 0.05)[0] == pytest.approx(degrees)


def test_slant_grows_by_what_a_drawing_is_sheared() -> None:
    strokes = [np.array(stroke) for stroke in golden_drawings()[0].strokes]
    slant = measure(strokes, 0.05)[0]
    sheared = [stroke @ np.array([[1, 0], [-0.3, 1]]) for stroke in strokes]
    tangents = np.tan(np.radians([slant, measure(sheared, 0.05)[0]]))
    # The line's density changes a little where it is sheared.
    assert tangents[1] - tangents[0] == pytest.approx(0.3, abs=0.05)


def test_measures_do_not_depend_on_place_and_size() -> None:
    strokes = [np.array(stroke) for stroke in golden_drawings()[3].strokes]
    moved = [0.2 + 0.4 * stroke for stroke in strokes]
    np.testing.assert_allclose(measure(moved, 0.02), measure(strokes, 0.05), rtol=1e-6)


def test_trembling_makes_a_line_hardly_longer() -> None:
    rng = np.random.default_rng(4)
    line = np.linspace([0.5, 0.1], [0.5, 0.9], 400)
    assert measure([line + rng.normal(0, 0.002, line.shape)], 0.05)[3] == pytest.approx(1, abs=0.05)


def test_a_dot_has_measures_and_a_blank_pad_none() -> None:
    assert measure([np.array([[0.5, 0.5]])], 0.05) == pytest.approx([0, 100, 1, 0], abs=0.01)
    with pytest.raises(ValueError, match="a blank pad cannot be measured"):
        measure([], 0.05)


def test_the_answer_names_the_measures_in_their_order() -> None:
    assert stroke_measures("fc").names == MEASURES


def test_intraclass_correlation_is_that_of_the_published_example() -> None:
    # Six persons, four judges: table 2 of Shrout and Fleiss 1979; table 4 gives ICC(2,1) = 0.29.
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    assert icc(np.array(ratings, float)) == pytest.approx(0.29, abs=0.005)


def test_agreement_falls_where_one_rater_is_always_too_high() -> None:
    true = np.arange(10.0)
    assert agreement(true, true)["icc"] == pytest.approx(1)
    shifted = agreement(true, true + 3)
    assert (shifted["bias"], shifted["mean_error"]) == (pytest.approx(3), pytest.approx(3))
    assert shifted["limits"] == pytest.approx([3, 3])
    assert shifted["icc"] < 0.8
    assert icc(np.ones((4, 2))) == 1


def test_agreement_of_one_subject_is_refused() -> None:
    with pytest.raises(ValueError, match="two or more ratings"):
        icc(np.ones((1, 2)))


def test_a_drawing_is_measured_as_it_is_composed() -> None:
    drawn = MeasuredDrawings(Pens(), 6, without=model_entry("stroke_measures").without)
    images, measures = drawn.images((4,))
    again, same = drawn.images((4,))
    assert (images == again).all()
    assert (measures == same).all()
    # A wider pen makes more ink of the same image.
    wide, thin = measures[:, 1].argmax(), measures[:, 1].argmin()
    assert images[wide].sum() / measures[wide, 3] > images[thin].sum() / measures[thin, 3]


def test_units_come_back_with_the_last_layer() -> None:
    network = create_model("stroke_measures").eval()
    image = torch.rand(3, 1, 28, 28)
    with torch.inference_mode():
        taught = network(image)
        in_units(network)
        assert float(measures_loss(taught, network(image))) < 1e-8


@pytest.fixture(scope="module")
def kept() -> Digits:
    drawn = MeasuredDrawings(Pens(), 60, without=model_entry("stroke_measures").without)
    return Digits("made-up", *drawn.images((77,)))


def test_the_score_while_it_learns_is_the_lowest_agreement(kept: Digits) -> None:
    network = create_model("stroke_measures")
    score = lowest_icc(network, kept)
    in_units(network)
    found = describe_agreement(network, (kept,))["agreement"]["made-up"]["measures"]
    assert score == pytest.approx(min(each["icc"] for each in found.values()), abs=1e-4)


def test_the_networks_weights_agree_with_drawings_that_nobody_saw(kept: Digits) -> None:
    found = describe_agreement(load_weights("stroke_measures"), (kept,))["agreement"]["made-up"]
    assert {name: each["icc"] > 0.88 for name, each in found["measures"].items()} == dict.fromkeys(
        MEASURES, True
    )


def test_points_are_pairs_of_true_and_said(kept: Digits) -> None:
    points = agreement_points(load_weights("stroke_measures"), (kept,))["points"]["made-up"]
    assert [len(points[name]) for name in MEASURES] == [60] * 4
    assert points["slant"][0][0] == pytest.approx(kept.labels[0, 0], abs=0.001)


def test_the_card_keeps_what_is_said_of_the_network() -> None:
    card = read_card("stroke_measures")
    for name in ("strokes-validation", "unipen-validation"):
        found = card["answers"]["measures"]["agreement"][name]["measures"]
        assert all(found[each]["icc"] >= 0.97 for each in ("width", "aspect"))
        assert all(found[each]["icc"] >= 0.9 for each in ("slant", "length"))
        assert len(card["points"][name]["slant"]) == 300


def test_drawings_are_measured_by_the_network_nearly_as_by_their_strokes() -> None:
    network = load_weights("stroke_measures")
    for drawing, reading in zip(
        golden_drawings(), predict(network, golden_drawings()), strict=True
    ):
        slant, width, aspect, _ = measure([np.array(s) for s in drawing.strokes], 0.07)
        said = reading.outcomes["measures"]
        assert said[0] == pytest.approx(slant, abs=8)
        assert said[1] == pytest.approx(width, abs=4)
        assert said[2] == pytest.approx(aspect, abs=0.15)
