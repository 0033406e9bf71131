"""From heat maps to boxes, how they are taught, and how well they find."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
import torch

from models import create_model, model_entry
from models._answers import digit_boxes
from models._boxes import Box, boxes_of, kept, overlap, suppress
from models._checkpoint import load_weights, read_card
from models._outcomes import outcome_of
from models.data.canvases import LARGEST, MOST, PEN, SMALLEST, Canvases, alone
from models.data.datasets import Digits
from models.data.pens import Pens
from models.training.detection import (
    all_right,
    average_precision,
    curve,
    describe_detection,
    detection_loss,
    found_of,
    matched,
    mean_average_precision,
    true_of,
)
from tests import golden_boxes, golden_slid


def box(left: float, score: float = 1.0, label: int = 3) -> Box:
    """A square of a fifth of the image."""
    return Box(label, score, left, 0.1, left + 0.2, 0.3)


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(box(0.1), box(0.1)) == pytest.approx(1)
    assert overlap(box(0.1), box(0.2)) == pytest.approx(1 / 3)
    assert overlap(box(0.1), box(0.4)) == 0
    nothing = Box(3, 1.0, 0.1, 0.1, 0.1, 0.1)
    assert overlap(nothing, nothing) == 0


def test_suppression_keeps_the_surest_and_says_who_suppressed_the_others() -> None:
    boxes = [box(0.1, 0.9), box(0.12, 0.8), box(0.12, 0.7, label=8), box(0.5, 0.6), box(0.14, 0.5)]
    assert [each.by for each in suppress(boxes)] == [None, 0, None, None, 0]
    assert kept(boxes) == [boxes[0], boxes[2], boxes[3]]
    assert [each.by for each in suppress(boxes, limit=1)] == [None] * 5


def test_what_was_suppressed_suppresses_nothing() -> None:
    row = [box(0.1, 0.9), box(0.17, 0.8), box(0.24, 0.7)]
    assert overlap(row[0], row[1]) > 0.4 > overlap(row[0], row[2])
    assert [each.by for each in suppress(row)] == [None, 0, None]


def test_what_the_page_makes_of_boxes_is_compared_with_this() -> None:
    assert json.loads(golden_boxes.FILE.read_text("utf-8")) == golden_boxes.cases()


def test_a_cell_becomes_a_box_in_parts_of_the_image() -> None:
    outcome = np.zeros((15, 16, 16))
    outcome[:5, 4, 8] = [0.5, 0.25, 0.2, 0.4, 0.9]
    outcome[5 + 7, 4, 8] = 0.8
    (found,) = boxes_of(outcome)
    assert found.label == 7
    assert found.score == pytest.approx(0.72)
    edges = [8.5 / 16 - 0.1, 4.25 / 16 - 0.2, 8.5 / 16 + 0.1, 4.25 / 16 + 0.2]
    assert list(found[2:]) == pytest.approx(edges)
    assert boxes_of(outcome, threshold=0.75) == []


def test_average_precision_is_that_of_the_published_example() -> None:
    # R. Padilla, S. Netto, E. da Silva, "A survey on performance metrics for object-detection
    # algorithms", 2020, with its tables: 24 detections of 15 objects, 24.56 % (all points).
    right = {0, 2, 9, 11, 12, 13, 22}
    hits = np.array([at in right for at in range(24)])
    assert average_precision(hits, 15) == pytest.approx(0.2456, abs=1e-4)


def test_average_precision_of_all_nothing_and_nothing_asked() -> None:
    assert average_precision(np.array([True, True]), 2) == 1
    assert average_precision(np.array([False]), 2) == 0
    assert average_precision(np.array([], bool), 0) == 1
    assert average_precision(np.array([False]), 0) == 0


def test_each_digit_is_found_once_and_by_its_own_label() -> None:
    true = [box(0.1), box(0.5)]
    said = [box(0.11, 0.9), box(0.1, 0.8), box(0.5, 0.7, label=8), box(0.51, 0.6)]
    assert matched(said, true) == [True, False, False, True]
    assert matched(said, true, least=0.99) == [False, True, False, False]


def test_a_detector_that_finds_all_has_a_precision_of_one() -> None:
    true = [[box(0.1, label=label)] for label in range(10)]
    assert mean_average_precision(true, true) == 1
    assert mean_average_precision([[] for _ in true], true) == 0
    assert all(row[1:] == [1, 1] for row in curve(true, true))
    rows = curve([[box(0.1, 0.5)], [box(0.7, 0.2)]], [[box(0.1)], [box(0.1)]])
    by_threshold = {row[0]: row[1:] for row in rows}
    assert by_threshold[0.1] == [0.5, 0.5]
    assert by_threshold[0.4] == [1, 0.5]
    assert by_threshold[0.8] == [1, 0]


@pytest.fixture(scope="module")
def canvases() -> Digits:
    entry = model_entry("detector")
    made = Canvases(Pens(), 80, entry.side, entry.without).images((41,))
    return Digits("made-up", *made)


def test_canvases_have_up_to_five_digits_that_hardly_overlap(canvases: Digits) -> None:
    again = Canvases(Pens(), 80, 64, model_entry("detector").without).images((41,))
    assert (canvases.images == again[0]).all()
    assert (canvases.labels == again[1]).all()
    true = true_of(canvases.labels)
    assert {len(boxes) for boxes in true} <= set(range(1, MOST + 1))
    assert max(len(boxes) for boxes in true) > 3
    for image, boxes in zip(canvases.images, true, strict=True):
        assert all(overlap(*pair) < 0.1 for pair in combinations(boxes, 2))
        for each in boxes:
            left, top, right, bottom = (round(64 * edge) for edge in each[2:])
            assert image[top:bottom, left:right].max() > 200
            assert 0 <= left < right <= 64
            assert 0 <= top < bottom <= 64


def test_the_loss_is_least_where_the_answer_is_right(canvases: Digits) -> None:
    boxes = torch.from_numpy(canvases.labels[:6])
    right = torch.zeros(6, 15, 16, 16)
    right[:, 4] = -9
    for at, found in enumerate(true_of(canvases.labels[:6])):
        for each in found:
            x, y = 8 * (each.left + each.right), 8 * (each.top + each.bottom)
            row, column = int(y), int(x)
            size = [each.right - each.left, each.bottom - each.top]
            places = torch.tensor([x - column, y - row, *size])
            right[at, :4, row, column] = torch.logit(places, eps=1e-4)
            right[at, 4, row, column] = 9
            right[at, 5 + each.label, row, column] = 12
    assert float(detection_loss(right, boxes)) < 0.01
    outcome = outcome_of(digit_boxes("output"), right).numpy()
    found = [kept(boxes_of(each)) for each in outcome]
    assert mean_average_precision(found, true_of(canvases.labels[:6])) > 0.5
    wrong = right.clone()
    wrong[:, 4] = -wrong[:, 4]
    assert float(detection_loss(wrong, boxes)) > 10
    assert np.isfinite(float(detection_loss(right, torch.full((6, 5, 5), -1.0))))


def test_no_cell_is_sure_before_it_has_learned() -> None:
    torch.manual_seed(0)
    outputs = create_model("detector").eval()(torch.rand(2, 1, 64, 64)).detach()
    assert float(outputs[:, 4].sigmoid().max()) < 0.1


def test_the_networks_weights_find_digits_that_nobody_saw(canvases: Digits) -> None:
    told = describe_detection(load_weights("detector"), (canvases,))["detection"]["made-up"]
    assert told["average_precision_50"] > 0.75
    assert told["average_precision_75"] < told["average_precision_50"]


def test_digits_that_stand_alone_are_as_large_as_asked_and_in_the_middle() -> None:
    images, labels = alone(0.4, 20, 0.07, 64, model_entry("detector").without)
    for image, (box,) in zip(images, true_of(labels), strict=True):
        assert max(box.right - box.left, box.bottom - box.top) == pytest.approx(0.47)
        assert (box.left + box.right, box.top + box.bottom) == pytest.approx((1, 1))
        rows, columns = np.nonzero(image)
        assert rows.min() == pytest.approx(64 * box.top, abs=1.5)
        assert columns.max() + 1 == pytest.approx(64 * box.right, abs=1.5)


def test_digits_as_large_as_the_pad_are_not_found_and_the_card_says_so() -> None:
    network = load_weights("detector")
    told = read_card("detector")["sizes"]
    assert told["learned"] == {"smallest": SMALLEST, "largest": LARGEST, "pen": PEN}
    part = dict(map(tuple, told["found"]))
    for size in (0.35, 0.75):
        images, labels = alone(
            size, told["count"], told["pen"], 64, model_entry("detector").without
        )
        assert all_right(found_of(network, images), true_of(labels)) == pytest.approx(
            part[size], abs=0.011
        )
    assert part[0.35] > 0.8
    assert part[0.75] < 0.05


def test_the_card_keeps_what_is_said_of_the_network() -> None:
    card = read_card("detector")
    least = {"made-up": 0.85, "strokes-validation": 0.8, "unipen-validation": 0.75}
    for name, precision in least.items():
        told = card["answers"]["boxes"]["detection"][name]
        assert told["count"] == 1000
        assert told["average_precision_50"] >= precision
        thresholds = [row[0] for row in card["curves"][name]]
        assert thresholds == sorted(thresholds)


def test_lenet5_slid_over_a_canvas_is_lenet5_on_each_crop() -> None:
    network, canvas = load_weights("lenet5"), golden_slid.canvas()
    assert isinstance(network, torch.nn.Sequential)
    alone = golden_slid.alone(canvas)
    assert len(alone) > 3
    with torch.inference_mode():
        logits = golden_slid.slid(network, torch.from_numpy(canvas)[None])[0]
        for row, column in alone:
            y, x = row * golden_slid.STRIDE, column * golden_slid.STRIDE
            crop = canvas[:, y : y + golden_slid.SIDE, x : x + golden_slid.SIDE].copy()
            said = network(torch.from_numpy(crop)[None])[0]
            assert torch.allclose(logits[:, row, column], said, atol=1e-4, rtol=0)


def test_what_the_page_makes_of_lenet5_slid_is_compared_with_this() -> None:
    kept, now = json.loads(golden_slid.FILE.read_text("utf-8")), golden_slid.case()
    assert (kept["image"], kept["shape"]) == (now["image"], now["shape"])
    assert kept["logits"] == pytest.approx(now["logits"], abs=1e-4)
