"""Time: the pen trace and its moments."""

from __future__ import annotations

import json
import re

import pytest
import torch
from playwright.sync_api import Locator, expect

from models._checkpoint import load_weights
from models.forward.tracing import trace
from models.ink.preprocess import preprocess
from tests.browser.hands.ink import keep_now
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.popovers import press_folded
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT

MOMENT = 38
LONGER = 600
"""Milliseconds: longer than a drawing has to be still before an open trace asks the server."""

Strokes = list[list[tuple[float, float]]]


def open_trace(lab: Lab) -> Locator:
    """Open it and wait until every moment has been read; the slider."""
    press_folded(lab.page, "#open-trace")
    slider = lab.page.get_by_role("slider", name="Moment of the drawing")
    expect(slider).to_be_focused()
    expect(lab.page.locator("#pen-trace .sentence")).to_contain_text("became")
    return slider


def saved(lab: Lab) -> Strokes:
    """The whole drawing, as the page keeps it."""
    keep_now(lab)
    text = lab.page.evaluate("localStorage.getItem('inkling.drawing.1')")
    return [stroke["points"] for stroke in json.loads(text)]


def beginning(strokes: Strokes, moment: int) -> Strokes:
    """The first points, as they travel."""
    left, begun = moment, []
    for stroke in strokes:
        begun.append([(round(x, 4), round(y, 4)) for x, y in stroke[:left]])
        left = max(0, left - len(stroke))
    return [stroke for stroke in begun if stroke]


def go_to(slider: Locator, moment: int) -> None:
    slider.fill(str(moment))


def chance(part: float) -> str:
    """As the page writes a probability: it is never nothing and never all."""
    rounded = "> 99.9" if part >= 0.9995 else "< 0.1" if part < 0.0005 else f"{100 * part:.1f}"
    return f"{rounded} %".replace(" ", "\N{NO-BREAK SPACE}")


def test_a_moment_shows_drawing_maps_guesses_and_arithmetic_of_exactly_its_points(
    lab: Lab,
) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    slider = open_trace(lab)
    pad, maps = lab.picture("#pad"), lab.picture('[data-layer="conv1"] canvas')
    go_to(slider, MOMENT)
    strokes = beginning(saved(lab), MOMENT)
    image = torch.from_numpy(preprocess(strokes))[None]
    values = trace(load_weights("lenet5"), image).activations
    probabilities = values["fc3"].softmax(1)[0].tolist()
    first = max(range(10), key=probabilities.__getitem__)
    assert first != 8
    lab.expect_first_guess(first)
    shown = lab.page.locator(".units .chance .value").all_inner_texts()
    assert shown == list(map(chance, probabilities))
    lab.expect_another_picture("#pad", pad)
    lab.expect_another_picture('[data-layer="conv1"] canvas', maps)
    expect(slider).to_have_attribute(
        "aria-valuetext", re.compile(rf"after point {MOMENT} of \d+: {first}, ")
    )
    lab.page.locator('[data-layer="conv1"] canvas').click(position={"x": 60, "y": 40})
    title = lab.page.locator("#inspector h2")
    expect(title).to_contain_text("map")
    expect(lab.page.locator("#inspector .value")).to_contain_text(re.compile(r"\d\.\d"))
    at = tuple(int(each) - 1 for each in re.findall(r"\d+", title.inner_text())[1:])
    words = lab.page.locator("#inspector .value").inner_text().replace("−", "-")
    shown = [float(each) for each in re.findall(r"-?\d+\.\d+", words)]
    made, after = (float(values[name][0][at]) for name in ("conv1", "relu1"))
    # What is printed alike before and after ReLU stands once.
    expected = [made, after] if round(made, 2) != round(after, 2) else [after]
    assert shown == pytest.approx(expected, abs=0.006)


def test_end_goes_back_to_now_and_closing_too(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    whole = lab.picture("#pad")
    slider = open_trace(lab)
    go_to(slider, MOMENT)
    lab.expect_another_picture("#pad", whole)
    slider.press("End")
    lab.expect_first_guess(8)
    assert lab.picture("#pad") == whole
    expect(lab.page).not_to_have_url(re.compile("moment="))
    slider.press("Home")
    lab.expect_blank()
    for _ in range(3):
        slider.press("ArrowRight")
    expect(slider).to_have_value("3")
    lab.expect_another_picture("#pad", whole)
    lab.page.get_by_role("button", name="Close").click()
    expect(lab.page.locator("#more-ways")).to_be_focused()
    lab.expect_first_guess(8)
    assert lab.picture("#pad") == whole


def test_the_changes_of_the_guess_are_told_with_their_numbers_and_can_be_visited(
    lab: Lab,
) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    open_trace(lab)
    sentence = lab.page.locator("#pen-trace .sentence")
    lab.page.get_by_role("button", name="‹ Change").click()
    expect(sentence).to_have_text(re.compile(r"^Here, at point \d+ of \d+, the \d became an\s8:"))
    numbers = re.findall(r"[\d.]+", sentence.inner_text())
    moment, points, before, label = map(int, numbers[:4])
    strokes = saved(lab)
    assert points == sum(map(len, strokes))
    network = load_weights("lenet5")
    with torch.inference_mode():
        image = torch.from_numpy(preprocess(beginning(strokes, moment)))[None]
        here = network(image).softmax(1)[0]
        image = torch.from_numpy(preprocess(beginning(strokes, moment - 1)))[None]
        earlier = network(image).softmax(1)[0]
    assert (int(here.argmax()), int(earlier.argmax())) == (label, before)
    shown = [f"{number.removesuffix('.')}\N{NO-BREAK SPACE}%" for number in numbers[4:6]]
    assert shown == [chance(float(here[each])) for each in (label, before)]
    lab.expect_first_guess(label)


def test_it_plays_from_the_beginning_to_the_end(lab: Lab) -> None:
    press_folded(lab.page, '[data-sample="4"]')
    lab.expect_first_guess(4)
    press_folded(lab.page, "#open-trace")
    whole = lab.picture("#pad")
    bar = lab.page.locator("#transport")
    bar.get_by_role("button", name="Play").click()
    lab.expect_another_picture("#pad", whole)
    expect(bar.get_by_role("button", name="Pause")).to_be_visible()
    expect(bar.get_by_role("button", name="Play")).to_be_visible()
    lab.expect_first_guess(4)
    assert lab.picture("#pad") == whole


def test_with_reduced_motion_it_goes_in_steps(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    slider = open_trace(lab)
    step = lab.page.get_by_role("button", name="Step", exact=True)
    end = slider.input_value()
    step.click()
    expect(slider).not_to_have_value(end)
    first = int(slider.input_value())
    step.click()
    expect(slider).to_have_value(str(2 * first))
    for _ in range(7):
        step.click()
    lab.expect_first_guess(8)


def test_the_pen_goes_on_from_the_moment_shown_and_undo_brings_the_rest_back(lab: Lab) -> None:
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    whole = saved(lab)
    slider = open_trace(lab)
    go_to(slider, 20)
    lab.draw([[(0.1, 0.1), (0.1, 0.9)]])
    assert len(saved(lab)[0]) == 20
    lab.page.keyboard.press("z")
    assert saved(lab) == whole
    lab.expect_first_guess(8)


def test_a_moment_outlives_a_reload(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    slider = open_trace(lab)
    go_to(slider, MOMENT)
    expect(lab.page).to_have_url(re.compile(rf"trace=on&moment={MOMENT}"))
    lab.settle()
    pad = lab.picture("#pad")
    guess = lab.page.locator("#first-guess .digit").inner_text()
    lab.page.reload()
    lab.wait_until_live()
    lab.expect_first_guess(guess)
    assert lab.picture("#pad") == pad
    slider.press("End")
    lab.expect_first_guess(8)


def test_the_graph_asks_the_server_only_while_it_is_open(lab: Lab) -> None:
    asked: list[str] = []
    lab.page.on("request", lambda request: asked.append(request.url))
    lab.draw(EIGHT.strokes)
    lab.settle()
    lab.page.wait_for_timeout(LONGER)
    assert not [url for url in asked if "pen-traces" in url]
    open_trace(lab)
    lab.page.wait_for_timeout(LONGER)
    assert len([url for url in asked if "pen-traces" in url]) == 1


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS.keys())
def test_the_open_trace_covers_nothing_and_leaves_the_guesses_in_view(
    open_lab: OpenLab, size: tuple[int, int]
) -> None:
    width, height = size
    lab = open_lab(width, height, has_touch=width < 700)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    open_trace(lab)
    parts = ["#pad", ".under-pad", "#pen-trace .graph", "#pen-trace .acts", ".reads"]
    boxes = {part: lab.page.locator(part).bounding_box() for part in parts}
    for one, a in boxes.items():
        assert a is not None
        assert a["x"] >= -0.5
        assert a["x"] + a["width"] <= width + 0.5
        for other, b in boxes.items():
            assert b is not None
            across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
            down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
            assert one == other or min(across, down) <= 1, f"{one} and {other} overlap"
    lowest = boxes["#pen-trace .acts"] if width < 700 else boxes[".reads"]
    assert lowest is not None
    assert lowest["y"] + lowest["height"] <= height


def test_a_finger_scrubs(open_lab: OpenLab) -> None:
    lab = open_lab(390, 844, has_touch=True, device_scale_factor=3)
    lab.draw_by_touch(EIGHT.strokes)
    lab.expect_first_guess(8)
    open_trace(lab)
    graph = lab.page.locator("#pen-trace .graph")
    whole = lab.picture("#pad")
    box = graph.bounding_box()
    assert box is not None
    lab.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.expect_another_picture("#pad", whole)
    points = sum(map(len, saved(lab)))
    middle = int(lab.page.locator("#pen-trace input").input_value())
    assert middle == pytest.approx(points / 2, abs=2)
