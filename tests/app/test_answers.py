"""What each kind of answer comes to over HTTP."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.answers import _mask, answered_by
from app.services.to_read import ToRead
from models._answers import Boxes, Classes, Mask
from models.ink.preprocess import STEPS
from tests.drawings import drawing_of


def asked(client: TestClient, network: str, **drawing: Any) -> dict[str, Any]:
    answer = client.post(f"/api/models/{network}/predictions", json=drawing)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def strokes_of(label: int) -> list[Any]:
    return [[list(point) for point in stroke] for stroke in drawing_of(label).strokes]


def test_classes_are_named_with_their_probabilities(client: TestClient) -> None:
    body = asked(client, "lenet5", strokes=strokes_of(8))
    (said,) = body["answers"]
    assert (said["kind"], said["name"], said["sums"]) == ("classes", "digit", None)
    assert list(said["probabilities"]) == list("0123456789")
    assert said["probabilities"]["8"] == body["first_guess"]["probability"]


def test_a_guess_of_fine_classes_is_the_digit_that_they_add_up_to(client: TestClient) -> None:
    for label in (0, 1, 4, 7):
        body = asked(client, "fine_classes", strokes=strokes_of(label), explain=True)
        (said,) = body["answers"]
        ranked = sorted(said["sums"].items(), key=lambda each: -each[1])
        for guess, (digit, sure) in zip(("first_guess", "second_guess"), ranked[:2], strict=True):
            assert body[guess] == {"label": int(digit), "name": digit, "probability": sure}
        assert body["first_guess"]["label"] == label
        toggled = [each["toggled"] for each in body["steps"]["done"]]
        assert len(toggled) == len(STEPS)
        assert all(each["name"] == str(each["label"]) for each in toggled)


def test_a_stroke_straight_down_is_a_one_by_its_ways(client: TestClient) -> None:
    body = asked(client, "fine_classes", strokes=[[[0.5, 0.15], [0.5, 0.85]]])
    assert (body["first_guess"]["label"], body["first_guess"]["name"]) == (1, "1")


@pytest.mark.parametrize("network", ["several_digits", "stroke_measures", "detector"])
def test_where_no_class_has_to_win_nothing_is_guessed(client: TestClient, network: str) -> None:
    body = asked(client, network, strokes=strokes_of(7), explain=True)
    assert (body["first_guess"], body["second_guess"]) == (None, None)
    assert {each["toggled"] for each in body["steps"]["done"]} == {None}


def test_what_guesses_are_is_described(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert "group" in schemas["Guess"]["properties"]["label"]["description"]
    assert "blank pad" in schemas["Prediction"]["properties"]["first_guess"]["description"]


def test_measures_stand_beside_those_of_the_strokes(client: TestClient) -> None:
    (said,) = asked(client, "stroke_measures", strokes=strokes_of(7))["answers"]
    assert [each["name"] for each in said["values"]] == ["slant", "width", "aspect", "length"]
    assert [each["unit"] for each in said["values"]] == ["°", "%", "", ""]
    slow = {each["name"]: each["value"] for each in said["by_strokes"]}
    quick = {each["name"]: each["value"] for each in said["values"]}
    assert quick["slant"] == pytest.approx(slow["slant"], abs=8)
    assert quick["width"] == pytest.approx(slow["width"], abs=4)


def test_a_thicker_pen_is_measured_as_thicker(client: TestClient) -> None:
    widths = []
    for pen in (0.04, 0.1):
        body = asked(client, "stroke_measures", strokes=strokes_of(7), pen=pen)
        widths.append(body["answers"][0]["values"][1]["value"])
    assert widths[1] > 1.6 * widths[0]


def test_the_step_that_a_network_does_without_is_told_as_left_out(client: TestClient) -> None:
    body = asked(client, "stroke_measures", strokes=strokes_of(7), explain=True)
    on = {each["step"]: each["on"] for each in body["steps"]["done"]}
    assert on == {step: step != "pen_width" for step in on}
    described = client.get("/api/models/stroke_measures").json()["description"]
    assert described["preprocessing"] == [step for step in on if step != "pen_width"]


def test_a_mask_says_what_each_place_is(client: TestClient) -> None:
    (said,) = asked(client, "unet_style", strokes=strokes_of(3))["answers"]
    assert said["labels"] == ["paper", "digit", "clutter"]
    assert [len(row) for row in said["places"]] == [28] * 28
    assert said["places"][0] == [0] * 28
    assert any(1 in row for row in said["places"])


def test_a_blank_pad_has_no_answers(client: TestClient) -> None:
    assert asked(client, "lenet5", strokes=[])["answers"] == []


def test_pixels_have_no_strokes_to_be_measured_by(client: TestClient) -> None:
    import base64

    pixels = base64.b64encode(bytes([0, 255] * 392)).decode()
    (said,) = asked(client, "stroke_measures", pixels=pixels, strokes=[])["answers"]
    assert said["by_strokes"] is None


def test_a_coarser_class_is_the_sum_over_its_labels() -> None:
    answer = Classes("ways", "Ways", "fc", ("1-a", "1-b", "7-a"), groups=("1", "1", "7"))
    said = answered_by(answer, np.array([0.25, 0.25, 0.5], np.float32), ToRead())
    assert said.kind == "classes"
    assert said.sums == {"1": 0.5, "7": 0.5}


def test_boxes_are_told_with_those_that_suppress_them() -> None:
    outcome = np.zeros((6, 2, 2), np.float32)
    outcome[:, 0, 0] = [0.9, 0.9, 0.5, 0.5, 0.9, 1]
    outcome[:, 1, 1] = [0.1, 0.1, 0.5, 0.5, 0.7, 1]
    said = answered_by(Boxes("boxes", "Boxes", "out", ("digit",)), outcome, ToRead())
    assert said.kind == "boxes"
    assert [round(box.score, 2) for box in said.boxes] == [0.9, 0.7]
    assert [box.suppressed_by for box in said.boxes] == [None, 0]
    assert said.boxes[0].left == pytest.approx(0.2)


def test_a_single_label_is_there_from_one_half_on() -> None:
    said = _mask(Mask("ink", "Ink", "out", ("ink",)), np.array([[[0.2, 0.7]]], np.float32))
    assert said.places == [[-1, 0]]


@pytest.mark.parametrize(
    ("network", "answer"),
    [("stroke_measures", "measures"), ("detector", "boxes"), ("unet_style", "pixels")],
)
def test_a_pen_trace_without_classes_says_so_and_follows_what_is_named(
    client: TestClient, network: str, answer: str
) -> None:
    path = f"/api/models/{network}/pen-traces"
    drawn = {"strokes": strokes_of(7), "moments": [5, 9]}
    refused = client.post(path, json=drawn)
    assert (refused.status_code, refused.json()["error"]) == (409, "no_classes")
    assert answer in refused.json()["detail"]
    traced = client.post(path, json={**drawn, "answer": answer}).json()
    assert (traced["answer"], len(traced["outcomes"])) == (answer, 2)


def test_boxes_are_looked_for_as_it_is_asked(client: TestClient) -> None:
    path = "/api/models/detector/predictions"
    small = [[[0.3 + 0.35 * x, 0.3 + 0.35 * y] for x, y in stroke] for stroke in strokes_of(8)]
    found = {}
    for query in ("", "?threshold=0.05&overlap=1", "?threshold=0.05&overlap=0"):
        found[query] = client.post(f"{path}{query}", json={"strokes": small}).json()["answers"][0]
    usual, all_stay, none_lie_over = found.values()
    assert (usual["threshold"], usual["overlap"]) == (0.3, 0.4)
    assert (all_stay["threshold"], all_stay["overlap"]) == (0.05, 1.0)
    assert len(all_stay["boxes"]) >= len(usual["boxes"]) > 0
    assert {box["suppressed_by"] for box in all_stay["boxes"]} <= {None}
    assert len(none_lie_over["boxes"]) == len(all_stay["boxes"])
    assert all(box["score"] >= 0.05 for box in none_lie_over["boxes"])


@pytest.mark.parametrize("query", ["threshold=2", "overlap=-0.1", "threshold=nan", "overlap=.5"])
def test_a_threshold_or_overlap_that_is_no_part_is_refused(client: TestClient, query: str) -> None:
    refused = client.post(f"/api/models/detector/predictions?{query}", json={"strokes": []})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_message")
    assert query.split("=")[0] in refused.json()["detail"]


def test_a_threshold_of_a_network_without_boxes_is_refused(client: TestClient) -> None:
    refused = client.post("/api/models/lenet5/predictions?threshold=0.3", json={"strokes": []})
    assert refused.status_code == 409
    assert "finds no boxes" in refused.json()["detail"]
