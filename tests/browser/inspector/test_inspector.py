"""A cell's numbers by keyboard and by finger alike, and what the page does when things go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx2
import pytest
import torch
from playwright.sync_api import Route, expect

from models import trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.browser.hands.cells import (
    cell_in_words,
    numbers,
    pin,
    place_in,
    title_of,
    wait_for_painting,
)
from tests.browser.hands.ink import draw_four, drawn_strokes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.strip import units_of
from tests.serving import Server, start_server

HERE = """() => {
    const focused = document.activeElement;
    const layer = focused.closest(".layer")?.dataset.layer;
    const number = focused.closest("#inspector .body") && `number ${focused.dataset.cell}`;
    return layer ?? number ?? focused.tagName;
}"""
"""Where the keyboard is."""


def number_in_words(lab: Lab) -> str:
    """The sentence about the number that is pointed at; empty if there is none."""
    line = lab.page.locator("#inspector .number-in-words")
    return line.inner_text().replace("−", "-") if line.is_visible() else ""


def expect_a_product(text: str) -> None:
    value, weight, product = numbers(text)
    assert product == pytest.approx(value * weight, abs=2e-4)


def let_go(lab: Lab) -> None:
    """Nothing opened, nothing pointed at."""
    lab.page.keyboard.press("Escape")
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator("html")).not_to_have_attribute("data-pinned", "")


def test_an_opened_cell_by_keyboard(lab: Lab, subtests: pytest.Subtests) -> None:
    draw_four(lab)
    with subtests.test("shift_and_arrow_keys_tell_the_weights_of_the_focused_map"):
        shift_and_arrow_keys_tell_the_weights_of_the_focused_map(lab)
    for layer in ("conv2", "pool1", "fc1"):
        with subtests.test("from a cell to each of its numbers and back", layer=layer):
            let_go(lab)
            goes_to_each_number_and_back(lab, layer)
    for part in (
        numbers_are_one_stop_of_tab_before_the_sweep_and_the_copies,
        a_pinned_cell_goes_with_the_arrow_keys,
        the_maps_strongest_cell_is_one_press_away,
    ):
        with subtests.test(part.__name__):
            let_go(lab)
            part(lab)
    let_go(lab)
    lab.page.locator('[data-layer="conv1"] canvas').focus()
    lab.page.keyboard.press("Enter")
    for width, height in ((1440, 900), (1280, 720), (1024, 768)):
        with subtests.test("the guesses stay in view beside it", width=width):
            lab.page.set_viewport_size({"width": width, "height": height})
            lab.settle()
            assert lab.page.evaluate(COVERED) == []


WALK = """() => {
    const line = document.querySelector("#inspector .number-in-words");
    const walked = [];
    for (const _ of document.querySelectorAll("#inspector .body [data-cell]")) {
        const here = document.activeElement;
        if (here.closest("#inspector .body") === null) break;
        walked.push([here.dataset.cell, line.hidden ? "" : line.textContent]);
        const how = { key: "ArrowRight", bubbles: true, cancelable: true };
        here.dispatchEvent(new KeyboardEvent("keydown", how));
    }
    return walked;
}"""
"""The arrow key, once for each number: which has the keyboard, and what is said of it."""


def goes_to_each_number_and_back(lab: Lab, layer: str) -> None:
    lab.page.locator(f'[data-layer="{layer}"] canvas').focus()
    press = lab.page.keyboard.press
    press("ArrowRight")
    press("Enter")
    wait_for_painting(lab)
    assert lab.page.evaluate(HERE) == layer
    press("Enter")
    press("Home")
    first = lab.page.evaluate(HERE)
    assert first.startswith("number ")
    press("ArrowRight")
    assert lab.page.evaluate(HERE) not in (first, "BODY")
    press("ArrowLeft")
    assert lab.page.evaluate(HERE) == first
    outlines = lab.picture("#overlay")
    walked = lab.page.evaluate(WALK)  # a key pressed is 20 ms; here are 170
    terms = lab.page.locator("#inspector .body [data-cell]").count()
    assert len({cell for cell, _ in walked}) == len(walked) == terms
    for _, words in walked if layer != "pool1" else []:
        expect_a_product(words.replace("−", "-"))
    lab.expect_another_picture("#overlay", outlines)
    press("Home")
    assert lab.page.evaluate(HERE) == first
    press("ArrowDown")
    assert lab.page.evaluate(HERE) not in (first, "BODY")
    press("ArrowUp")
    assert lab.page.evaluate(HERE) == first
    press("Escape")
    assert lab.page.evaluate(HERE) == layer
    expect(lab.page.locator("html")).not_to_have_attribute("data-pinned", "")


STOPS = """() => {
    window.stops = [];
    addEventListener("focusin", ({ target }) => {
        if (target.closest("#inspector") && !target.matches(".term"))
            stops.push(target.closest(".body td") ? "number" : target.textContent || target.type);
    });
}"""
"""Notes where the keyboard comes to in the inspector; words that explain themselves are more."""


def numbers_are_one_stop_of_tab_before_the_sweep_and_the_copies(lab: Lab) -> None:
    assert pin(lab, "conv2", 0.93, 0.05)
    lab.page.get_by_role("button", name="Let go").focus()
    lab.page.evaluate(STOPS)
    for _ in range(24):
        lab.page.keyboard.press("Tab")
    assert lab.page.evaluate("stops") == [
        *("Numbers", "Words", "Code", "number"),
        *("Back", "Play", "Next", "Largest value", "range"),
        *("−", "+", "Copy as text", "Copy as PyTorch"),
    ]


COVERED = """() => {
    const sheet = document.querySelector("#inspector").getBoundingClientRect();
    const parts = ["#pad", "#first-guess .digit", "#first-guess .sure", "#second-guess .sure"];
    return ["#inspector", ...parts].filter((part, at) => {
        const { right, bottom, width } = document.querySelector(part).getBoundingClientRect();
        return width === 0 || at > 0 && right > sheet.x && bottom > sheet.y;
    });
}"""
"""What of these is not there, or lies under or below the opened cell."""


def a_pinned_cell_goes_with_the_arrow_keys(lab: Lab) -> None:
    assert pin(lab, "conv1", 0.6, 0.55)
    channel, row, column = cell_in_words(lab)
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("ArrowLeft")
    wait_for_painting(lab)
    assert cell_in_words(lab) == [channel, row + 1, column - 1]


def shift_and_arrow_keys_tell_the_weights_of_the_focused_map(lab: Lab) -> None:
    # Nobody has chosen a cell there, so it begins in the middle.
    lab.page.locator('[data-layer="conv2"] canvas').focus()
    words = lab.page.locator("#cell")
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(words).to_contain_text(re.compile(r"kernel of map 9 for input map 1, row 3, column 3"))
    before = lab.picture("#overlay")
    for _ in range(3):
        lab.page.keyboard.press("Shift+ArrowRight")
    expect(words).to_contain_text(re.compile(r"input map 2, row 3, column 1: weight −?\d"))
    lab.expect_another_picture("#overlay", before)
    lab.page.keyboard.press("ArrowRight")
    expect(words).not_to_contain_text("kernel")


def the_maps_strongest_cell_is_one_press_away(lab: Lab) -> None:
    assert pin(lab, "conv2", 0.93, 0.9)
    lab.page.get_by_role("button", name="Largest value", exact=True).click()
    wait_for_painting(lab)
    channel, row, column = cell_in_words(lab)
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    channel_values = trace(load_weights("lenet5"), image).activations["relu2"][0, channel]
    assert channel_values[row, column] == channel_values.max()


def test_on_a_phone_a_tap_does_what_the_pointer_does(open_lab: OpenLab) -> None:
    lab = open_lab(390, 844, has_touch=True, is_mobile=True, device_scale_factor=3)
    draw_four(lab)

    def tap(layer: str, across: float, down: float) -> None:
        lab.page.touchscreen.tap(*place_in(lab, layer, across, down))
        wait_for_painting(lab)

    def expect_in_view(selector: str) -> None:
        box = lab.page.locator(selector).bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 845

    # A layer's title, its kernels, and on a map of theirs what lies under the window.
    lab.page.locator('[data-layer="conv1"] .note').tap()
    lab.page.get_by_role("button", name="kernel 1", exact=True).tap()
    expect(lab.page.locator("#level .weights td")).to_have_count(25)
    lab.page.locator("#level .release").tap()
    # A pixel of the drawing, and every cell that can see it.
    before = lab.picture("#overlay")
    tap("input", 0.5, 0.5)
    expect(lab.page.locator("#inspector .body")).to_contain_text("lit up")
    lab.expect_another_picture("#overlay", before)
    # A cell, beside its maps; its sum, each product with its place on the stage.
    tap("conv2", 0.55, 0.15)
    expect(lab.page.locator("#inspector")).to_be_visible()
    stage, sheet = (lab.page.locator(each).bounding_box() for each in ("#stage", "#explanation"))
    assert stage is not None
    assert sheet is not None
    assert stage["y"] + 60 < sheet["y"]
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= 390
    number = lab.page.locator("#inspector .grids td:not(.padding)").nth(7)
    number.tap()
    expect_a_product(number_in_words(lab))
    expect(number).to_have_class(re.compile("pointed"))
    # What is told stays in view, wherever one has scrolled.
    last = lab.page.locator("#inspector .grids td").last
    last.scroll_into_view_if_needed()
    last.tap()
    expect_in_view("#inspector .number-in-words")
    # Terms of a full connection, and an output unit.
    lab.page.get_by_role("button", name="Let go").tap()
    expect(lab.page.locator("#inspector")).to_be_hidden()
    tap("fc1", 0.5, 0.5)
    lab.page.locator("#inspector .terms tbody tr").nth(2).tap()
    expect_a_product(number_in_words(lab).partition(":")[2])
    lab.page.get_by_role("button", name="Let go").tap()
    units_of(lab, "output").nth(4).tap()
    expect(lab.page.locator("#inspector h2")).to_contain_text("class 4")


FAULTS: list[tuple[str, str, Callable[[Route, bytes], None]]] = [
    ("404", "answered 404", lambda route, _: route.fulfill(status=404, body="{}")),
    ("damaged", "damaged", lambda route, _: route.fulfill(body=b"\x10\0\0\0\0\0\0\0{broken}")),
    ("no answer", "does not answer", lambda route, _: route.abort()),
    ("cut off", "damaged", lambda route, whole: route.fulfill(body=whole[:-4000])),
]
"""What may come instead of the weights, and what is said of it: each time another thing."""


def test_weights_that_are_late_or_do_not_arrive_are_missed_in_words_and_asked_for_again(
    lab: Lab, server: Server, subtests: pytest.Subtests
) -> None:
    models = f"{server.address}/api/models/lenet5"
    whole = httpx2.get(f"{models}/weights/{httpx2.get(models).json()['weights']}").content
    draw_four(lab)
    assert pin(lab, "conv2", 0.9, 0.3)
    asked: list[Route] = []
    lab.page.route("**/weights/*", lambda route: asked.append(route))
    value, notice = lab.page.locator("#inspector .value"), lab.page.locator("#notice")
    figures = lab.page.locator("#inspector figure")
    with subtests.test("late"):
        lab.page.reload()
        expect(value).to_contain_text("on their way")
        lab.draw([[(0.2, 0.9), (0.8, 0.9)]])
        expect(value).to_contain_text("on their way")
        lab.wait_for(lambda: len(asked) == 1)
        asked.pop().continue_()
        expect(figures).to_have_count(6)
        assert title_of(lab).startswith("Convolution layer 2")
    lab.page.reload()
    lab.wait_until_live()
    for fault, reason, answer in FAULTS:
        with subtests.test(fault):
            lab.wait_for(lambda: len(asked) == 1, "another try")
            answer(asked.pop(), whole)
            expect(notice).to_contain_text(re.compile(rf"weights did not arrive:.*{reason}"))
            # Everything else goes on: maps, guesses, outlines; the panel says why it is closed.
            assert pin(lab, "conv2", 0.9, 0.3)
            expect(value).to_contain_text("did not arrive")
            assert lab.ink_on('[data-layer="conv2"] canvas') > 100
    lab.wait_for(lambda: len(asked) == 1, "another try")
    asked.pop().continue_()
    expect(notice).to_be_hidden()
    expect(figures).to_have_count(6)
    lab.complaints.clear()  # the browser's own words about what failed


def test_at_200_percent_an_opened_cell_and_its_numbers_are_in_view_together(
    open_lab: OpenLab,
) -> None:
    lab = open_lab(720, 450, device_scale_factor=2)
    draw_four(lab)
    lab.page.mouse.click(*place_in(lab, "conv2", 0.93, 0.05))
    expect(lab.page.locator("#inspector figure")).to_have_count(6)
    wait_for_painting(lab)
    parts = ("#strip", '[data-layer="conv2"] canvas', "#explanation")
    strip, canvas, sheet = (lab.page.locator(part).bounding_box() or {} for part in parts)
    assert strip["y"] + strip["height"] < canvas["y"] + 0.05 * canvas["height"] < sheet["y"]
    assert sheet["y"] + sheet["height"] <= 451
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= 720
    last = lab.page.locator("#inspector .grids td").last
    last.scroll_into_view_if_needed()
    last.hover()
    expect_a_product(number_in_words(lab).partition(":")[2])


def test_a_sweep_goes_on_through_resizes_drawing_and_hiding_and_ends_with_its_map(
    lab: Lab,
) -> None:
    draw_four(lab)
    assert pin(lab, "pool2", 0.2, 0.04)
    first = cell_in_words(lab)
    lab.page.locator("#inspector").get_by_role("button", name="Next", exact=True).click()
    expect(lab.page.locator("#inspector h2")).to_contain_text(f"column {first[2] + 2}")
    lab.page.locator("#inspector").get_by_role("button", name="Play").click()
    for width, height in ((1024, 768), (390, 844), (1440, 900)):
        lab.page.set_viewport_size({"width": width, "height": height})
        wait_for_painting(lab)
    lab.page.keyboard.press("5")  # hides or shows the layer
    expect(lab.page.locator("#inspector h2")).to_contain_text("row 5, column 5")
    expect(lab.page.locator("#inspector").get_by_role("button", name="Play")).to_be_visible()
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= 1440
    expect(lab.page.locator("#inspector .window td")).to_have_count(4)
    lab.page.keyboard.press("c")
    expect(lab.page.locator("#inspector .value")).to_have_text("Draw something first.")
    expect(lab.page.locator("#inspector footer")).to_be_hidden()
    lab.page.keyboard.press("5")  # hides or shows the layer
    lab.draw([[(0.5, 0.5), (0.5, 0.5)]])  # one dot
    expect(lab.page.locator("#inspector .window td")).to_have_count(4)


def test_a_pinned_cell_outlives_reloading_and_a_restart_of_the_server(
    open_lab: OpenLab,
) -> None:
    with start_server() as first:
        first.wait_until_ready()
        port = first.port
        lab = open_lab(address=first.address + "/")
        draw_four(lab)
        assert pin(lab, "conv2", 0.93, 0.05)
        title = title_of(lab)
        expect(lab.page.locator("#inspector figure")).to_have_count(6)
        lab.settle()
        lab.page.reload()
        expect(lab.page.locator("#inspector figure")).to_have_count(6)
        lab.wait_for(lambda: title_of(lab) == title)
        # Another tab of the same browser has a cell of its own.
        other = lab.page.context.new_page()
        other.goto(first.address + "/?cell=pool1.300")
        expect(other.locator("#inspector .window td")).to_have_count(4)
        other.keyboard.press("Escape")
        assert title_of(lab) == title
        other.close()
        first.stop()
    expect(lab.page.locator("#connection")).to_have_attribute("data-state", "lost")
    expect(lab.page.locator("#inspector figure")).to_have_count(6)
    with start_server(port) as second:
        second.wait_until_ready()
        expect(lab.page.locator("#connection")).to_have_attribute("data-state", "live")
        before = lab.page.locator("#inspector .body").inner_text()
        lab.draw([[(0.2, 0.9), (0.8, 0.9)]])
        expect(lab.page.locator("#inspector .body")).not_to_have_text(before)
        assert title_of(lab) == title
    lab.complaints.clear()  # the browser's own words about the lost server
