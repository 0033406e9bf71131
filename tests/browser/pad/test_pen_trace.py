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

ASKED = """performance.getEntriesByType("resource")
    .filter(each => each.name.includes("pen-traces")).length"""
"""How many times the page has asked the server for the moments of a drawing."""

NOTE = """() => {
    const pad = document.querySelector("#pad");
    const play = document.querySelector("#transport [data-step=play]");
    window.played = { names: [], pads: new Set() };
    const note = () => {
        const { names, pads } = window.played;
        if (names.at(-1) !== play.ariaLabel) names.push(play.ariaLabel);
        pads.add(pad.toDataURL());
        if (names.length < 3) requestAnimationFrame(note);
    };
    note();
}"""
"""What the button is called while the drawing plays, and what the pad shows: on a busy machine that
is over before somebody outside has looked."""

BOXES = (
    """parts => parts.map(part => document.querySelector(part).getBoundingClientRect().toJSON())"""
)

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


def the_server_is_asked_only_while_it_is_open(lab: Lab) -> None:
    lab.page.wait_for_timeout(LONGER)
    assert lab.page.evaluate(ASKED) == 0
    open_trace(lab)
    lab.page.wait_for_timeout(LONGER)
    assert lab.page.evaluate(ASKED) == 1


def a_moment_shows_drawing_maps_guesses_and_arithmetic_of_exactly_its_points(lab: Lab) -> None:
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


def end_goes_back_to_now_and_closing_too(lab: Lab) -> None:
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


def the_changes_of_the_guess_are_told_with_their_numbers_and_can_be_visited(lab: Lab) -> None:
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


def it_plays_from_the_beginning_to_the_end(lab: Lab) -> None:
    press_folded(lab.page, '[data-sample="4"]')
    lab.expect_first_guess(4)
    press_folded(lab.page, "#open-trace")
    whole = lab.picture("#pad")
    lab.page.evaluate(NOTE)
    lab.page.locator("#transport").get_by_role("button", name="Play").click()
    lab.wait_until("window.played.names.join() === 'Play,Pause,Play'")
    assert lab.page.evaluate("window.played.pads.size") > 3
    lab.expect_first_guess(4)
    assert lab.picture("#pad") == whole


def with_reduced_motion_it_goes_in_steps(lab: Lab) -> None:
    lab.page.emulate_media(reduced_motion="reduce")
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


def the_pen_goes_on_from_the_moment_shown_and_undo_brings_the_rest_back(lab: Lab) -> None:
    whole = saved(lab)
    slider = open_trace(lab)
    go_to(slider, 20)
    lab.draw([[(0.1, 0.1), (0.1, 0.9)]])
    assert len(saved(lab)[0]) == 20
    lab.page.keyboard.press("z")
    assert saved(lab) == whole
    lab.expect_first_guess(8)


def a_moment_outlives_a_reload(lab: Lab) -> None:
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


def it_covers_nothing_and_leaves_the_guesses_in_view(lab: Lab) -> None:
    open_trace(lab)
    for screen in ("projector", "laptop"):
        width, height = SCREENS[screen]
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.settle()
        assert_nothing_is_covered(lab, width, height)


def assert_nothing_is_covered(lab: Lab, width: int, height: int) -> None:
    parts = ["#pad", ".under-pad", "#pen-trace .graph", "#pen-trace .acts", ".reads"]
    boxes = dict(zip(parts, lab.page.evaluate(BOXES, parts), strict=True))
    for one, a in boxes.items():
        assert a["left"] >= -0.5
        assert a["right"] <= width + 0.5
        for other, b in boxes.items():
            across = min(a["right"], b["right"]) - max(a["left"], b["left"])
            down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            assert one == other or min(across, down) <= 1, f"{one} and {other} overlap"
    lowest = boxes["#pen-trace .acts"] if width < 700 else boxes[".reads"]
    assert lowest["bottom"] <= height


AT_AN_EIGHT = [
    the_server_is_asked_only_while_it_is_open,
    a_moment_shows_drawing_maps_guesses_and_arithmetic_of_exactly_its_points,
    end_goes_back_to_now_and_closing_too,
    the_changes_of_the_guess_are_told_with_their_numbers_and_can_be_visited,
    it_covers_nothing_and_leaves_the_guesses_in_view,
    the_pen_goes_on_from_the_moment_shown_and_undo_brings_the_rest_back,
    a_moment_outlives_a_reload,
    it_plays_from_the_beginning_to_the_end,
    with_reduced_motion_it_goes_in_steps,
]


def test_the_trace_of_a_drawing_and_its_moments(lab: Lab, subtests: pytest.Subtests) -> None:
    for act in AT_AN_EIGHT:
        with_an_eight(lab)
        with subtests.test(act.__name__):
            act(lab)


def with_an_eight(lab: Lab) -> None:
    """An eight on the pad, no cell chosen, and the trace closed."""
    close = lab.page.locator("#pen-trace").get_by_role("button", name="Close")
    lab.page.keyboard.press("Escape")
    if close.is_visible():
        close.click()
    lab.ink(EIGHT)
    lab.expect_first_guess(8)


def test_on_a_phone_the_trace_covers_nothing_and_a_finger_scrubs(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    width, height = SCREENS["phone"]
    lab = open_lab(width, height, has_touch=True, device_scale_factor=3)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    open_trace(lab)
    with subtests.test("it covers nothing and leaves the guesses in view"):
        assert_nothing_is_covered(lab, width, height)
    with subtests.test("a finger scrubs"):
        whole = lab.picture("#pad")
        box = lab.page.locator("#pen-trace .graph").bounding_box()
        assert box is not None
        lab.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        lab.expect_another_picture("#pad", whole)
        points = sum(map(len, saved(lab)))
        middle = int(lab.page.locator("#pen-trace input").input_value())
        assert middle == pytest.approx(points / 2, abs=2)
