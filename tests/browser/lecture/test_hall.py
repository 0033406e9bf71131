"""The stage in a lecture hall: a large layer beside its neighbour, a cell that fills the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.lecture import SIZES, open_lecture
from tests.serving import Server


def show_at(lab: Lab, size: str) -> None:
    width, height = SIZES[size]
    lab.page.set_viewport_size({"width": width, "height": height})
    lab.settle()


def test_the_stage_is_given_from_layer_to_layer_and_step_to_step(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lecture(open_lab, server, "projector")
    lab.expect_first_guess(8)
    with subtests.test("opening a cell moves no map, and its map opens others"):
        assert_opening_a_cell_moves_no_map(lab)
    with subtests.test("fewer layers get larger maps"):
        assert_fewer_layers_get_larger_maps(lab)
    with subtests.test("a stub makes its layer large, and a key shows all layers"):
        assert_a_stub_makes_its_layer_large(lab)
    with subtests.test("steps make the layer large that they are about"):
        assert_steps_make_their_layer_large(lab)
    lab.page.emulate_media(reduced_motion="reduce")
    with subtests.test("a step's sentence is read from afar, and its cell leaves the bar whole"):
        assert_a_step_leaves_everything_whole(lab)
    with subtests.test("the whole network is on the screen"):
        lab.page.keyboard.press("a")
        expect(lab.page.locator("[data-part=focus]")).to_have_count(0)
        for size in ("large", "laptop", "projector"):
            show_at(lab, size)
            assert_the_whole_network_is_there(lab, size)


def assert_opening_a_cell_moves_no_map(lab: Lab) -> None:
    boxes = """() => [...document.querySelectorAll(".layer canvas, .units, #pad")]
        .map(each => JSON.stringify(each.getBoundingClientRect()))"""
    before = lab.page.evaluate(boxes)
    lab.page.locator('[data-layer="conv1"] canvas').click(position={"x": 120, "y": 80})
    title = lab.page.locator("#opened h2")
    expect(title).to_contain_text("Convolution layer 1")
    lab.settle()
    assert lab.page.evaluate(boxes) == before
    place = title.inner_text()
    lab.page.locator("#opened canvas.made").click(position={"x": 20, "y": 20})
    expect(title).not_to_have_text(place)
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#opened")).to_be_hidden()
    expect(lab.page.locator('[data-layer="conv1"] canvas')).to_be_visible()


def assert_fewer_layers_get_larger_maps(lab: Lab) -> None:
    side = "canvas => canvas.clientWidth"
    before = lab.page.locator('[data-layer="input"] canvas').evaluate(side)
    for digit in "345678":
        lab.page.keyboard.press(digit)
    lab.expect_shown_layers(["input", "conv1"])
    lab.settle()
    assert lab.page.locator('[data-layer="input"] canvas').evaluate(side) > before
    for digit in "345678":
        lab.page.keyboard.press(digit)
    expect(lab.page.locator(".layer.hidden")).to_have_count(0)


def assert_a_stub_makes_its_layer_large(lab: Lab) -> None:
    large = lab.page.locator("[data-part=focus]")
    expect(large).to_have_attribute("data-layer", "conv1")
    lab.page.get_by_role("button", name="Convolution layer 2", exact=True).click()
    expect(large).to_have_attribute("data-layer", "conv2")
    assert "focus=conv2" in lab.page.url
    lab.page.keyboard.press("a")
    expect(large).to_have_count(0)
    expect(lab.page.locator(".layer:visible")).to_have_count(len(LAYERS))
    assert "focus=all" in lab.page.url
    lab.page.keyboard.press("a")
    expect(large).to_have_attribute("data-layer", "conv1")
    assert "focus" not in lab.page.url


def assert_steps_make_their_layer_large(lab: Lab) -> None:
    large = lab.page.locator("[data-part=focus]")
    lab.page.keyboard.press("PageDown")
    expect(large).to_have_attribute("data-layer", "input")
    lab.page.keyboard.press("PageDown")
    expect(large).to_have_attribute("data-layer", "conv1")
    lab.page.keyboard.press("Escape")
    expect(large).to_have_attribute("data-layer", "conv1")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")


FOOT = """() => {
    const box = each => each.getBoundingClientRect();
    const caption = document.querySelector("[data-part=caption]");
    const range = document.createRange();
    range.selectNodeContents(caption);
    const words = range.getBoundingClientRect();
    const maps = [...document.querySelectorAll(".layer:not([hidden]) canvas")].map(box);
    const bar = [...document.querySelectorAll("#transport .moves button, #transport .ticks span")]
        .filter(each => each.checkVisibility()).map(box);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return {
        size: parseFloat(getComputedStyle(caption).fontSize) / rem,
        lines: Math.round(words.height / parseFloat(getComputedStyle(caption).lineHeight)),
        above: words.top - Math.max(...maps.map(each => each.bottom)),
        below: Math.min(...bar.map(each => each.top)) - words.bottom,
        under: Math.min(...bar.map(each => each.top))
            - box(document.querySelector("#opened")).bottom,
    };
}"""
"""Where a step's sentence is between maps and bar, and how far the bar is below an opened cell."""


def assert_a_step_leaves_everything_whole(lab: Lab) -> None:
    for _ in range(2):
        lab.page.keyboard.press("PageDown")
    caption = lab.page.locator("[data-part=caption]")
    expect(caption).to_contain_text("Six windows")
    for size in ("large", "projector"):
        show_at(lab, size)
        now = lab.page.evaluate(FOOT)
        assert now["size"] >= 1.125
        assert now["lines"] <= 2
        assert now["above"] >= 4
        assert now["below"] >= 4
    caption.get_by_role("button", name="here").click()
    expect(lab.page.locator("#opened.has-numbers")).to_be_visible()
    for size in ("projector", "large"):
        show_at(lab, size)
        assert lab.page.evaluate(FOOT)["under"] >= 0
    for _ in range(2):  # the cell, then the steps
        lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")


WHOLE = """() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const box = each => each.getBoundingClientRect();
    const sizes = selector =>
        all(selector).map(each => parseFloat(getComputedStyle(each).fontSize));
    const parts = all(".layer canvas, .layer ol, .layer .short, #pad, .guess");
    return {
        parts: parts.length,
        outside: parts.filter(each => box(each).left < -0.5 || box(each).top < -0.5
            || box(each).right > innerWidth + 0.5 || box(each).bottom > innerHeight + 0.5)
            .map(each => each.outerHTML.slice(0, 80)),
        openers: all("[data-opens]").filter(each =>
            each.checkVisibility({ visibilityProperty: true }) && box(each).width > 0).length,
        foot: box(document.querySelector("#stage")).bottom,
        titles: sizes(".layer .short"),
        digit: sizes("#first-guess .digit"),
    };
}"""
"""What of the whole network is on the screen, and how large its letters are."""


def assert_the_whole_network_is_there(lab: Lab, size: str) -> None:
    now = lab.page.evaluate(WHOLE)
    assert now["parts"] > 16
    assert now["outside"] == []
    assert now["openers"] == 0
    assert now["foot"] > 0.85 * SIZES[size][1]
    assert min(now["titles"]) >= 20
    assert now["digit"][0] >= 104


LARGE = """() => {
    const box = each => each.getBoundingClientRect();
    const pictures = part => [...document.querySelectorAll(
        `[data-part=${part}] canvas, [data-part=${part}] .units`)].map(box);
    const stage = box(document.querySelector("#stage"));
    const large = [...pictures("focus"), ...pictures("neighbour")];
    const titles = [...document.querySelectorAll(
        ".layer:not([hidden]) :is(h3, .short), [data-part=focus] .note")]
        .filter(each => each.offsetHeight > 1).map(box);
    const overlap = (one, other) => one.left < other.right - 0.5 && other.left < one.right - 0.5
        && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
    const [focus] = [...document.querySelectorAll("[data-part=focus]")];
    return {
        focus: focus?.dataset.layer,
        wide: box(focus).width / stage.width,
        high: (Math.max(...large.map(each => each.bottom))
            - Math.min(...large.map(each => each.top))) / stage.bottom,
        inside: [...large, ...pictures("stub"), ...titles].every(each => each.left >= 0
            && each.top >= 0 && each.right <= innerWidth + 0.5 && each.bottom <= innerHeight + 0.5),
        rows: Math.max(...titles.map(each => each.height))
            / parseFloat(getComputedStyle(document.documentElement).fontSize),
        overlaps: titles.flatMap((one, at) =>
            titles.slice(at + 1).filter(each => overlap(one, each))).length,
        ragged: titles.filter(({ top, height }) => {
            const below = top - Math.min(...titles.map(each => each.top));
            return below > 4 && below < height;
        }).length,
        stubs: document.querySelectorAll("[data-part=stub]").length,
    };
}"""
"""How the stage of a lecture shares its room, and whether its words keep apart."""


OPENED = """() => {
    const opened = document.querySelector("#opened");
    const box = opened.getBoundingClientRect();
    const shown = [...opened.querySelectorAll("*")]
        .filter(each => each.checkVisibility() && !each.closest("svg"))
        .map(each => [each, each.getBoundingClientRect()])
        .filter(([, each]) => each.width > 1 && each.height > 1);
    const outside = shown.filter(([, each]) => each.left < box.left - 1 || each.top < box.top - 1
        || each.right > Math.min(box.right, innerWidth) + 1
        || each.bottom > Math.min(box.bottom, innerHeight) + 1);
    const cut = shown.filter(([each]) => each.scrollWidth > each.clientWidth + 1
        && getComputedStyle(each).overflowX !== "visible");
    const words = [...opened.querySelectorAll("figcaption, td, th, dt, dd, .result, h2, button, p")]
        .filter(each => each.checkVisibility() && each.textContent.trim() !== "");
    const boxes = words.map(each => {
        // Of large letters a range has more than the line that they stand on.
        if (each.matches(".result")) return [each, each.getBoundingClientRect()];
        const range = document.createRange();
        range.selectNodeContents(each);
        return [each, range.getBoundingClientRect()];
    });
    const overlaps = boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
        .filter(([other, b]) => !one.contains(other) && a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map(([other]) => `${one.textContent} | ${other.textContent}`));
    const result = opened.querySelector(".result");
    return {
        outside: outside.map(([each]) => `${each.tagName}.${each.className} ${each.textContent}`),
        cut: cut.map(([each]) => each.textContent),
        overlaps,
        layer: /cell=(\\w+)\\./.exec(location.search)?.[1],
        size: parseFloat(getComputedStyle(result).fontSize),
        result: result.textContent,
        scrolls: opened.scrollHeight > opened.clientHeight + 1,
    };
}"""
"""What of an opened cell is outside its room, cut or covered, and how large its result is."""

CELLS = {
    "input": (0.3, 0.5),
    "conv1": (0.2, 0.25),
    "pool1": (0.2, 0.25),
    "conv2": (0.6, 0.6),
    "pool2": (0.1, 0.3),
    "fc1": (0.1, 0.1),
    "fc2": (0.5, 0.5),
    "output": (0.5, 0.85),
}
"""Where a layer's maps or units are clicked: a part of the way across and down."""


@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_layer_in_turn_is_large_and_so_is_what_is_opened_of_it(
    open_lab: OpenLab, server: Server, language: str, subtests: pytest.Subtests
) -> None:
    options = {"reduced_motion": "reduce"}
    lab = open_lecture(open_lab, server, "projector", f"&focus=input&lang={language}", **options)
    lab.expect_first_guess(8)
    titles = []
    for layer in LAYERS:
        expect(lab.page.locator("[data-part=focus]")).to_have_attribute("data-layer", layer)
        with subtests.test("large beside its neighbour", layer=layer):
            for size in ("projector", "large"):
                show_at(lab, size)
                assert_large_beside_its_neighbour(lab, stubs=3 if size == "projector" else 5)
        with subtests.test("a cell stands on one screen with a large result", layer=layer):
            titles.append(assert_an_opened_cell_stands_on_one_screen(lab, layer))
        if (layer, language) == ("conv2", "en"):
            with subtests.test("a cell of six maps shows six sums and opens any of them"):
                assert_six_sums_are_shown_and_opened(lab)
        lab.page.keyboard.press("Escape")
        expect(lab.page.locator("#opened")).to_be_hidden()
        show_at(lab, "projector")
        lab.page.evaluate("document.activeElement.blur()")
        lab.page.keyboard.press("ArrowDown")
    assert lab.page.evaluate(LARGE)["focus"] == "output"  # nothing comes after it
    assert len(set(titles)) == len(LAYERS)
    with subtests.test("titles stand side by side on the projector"):
        lab.page.keyboard.press("a")
        expect(lab.page.locator("[data-part=focus]")).to_have_count(0)
        lab.settle()
        expect(lab.page.locator("#stage")).not_to_contain_class("down")
        assert min(lab.page.evaluate(WHOLE)["titles"]) >= 20


def assert_large_beside_its_neighbour(lab: Lab, stubs: int) -> None:
    now = lab.page.evaluate(LARGE)
    assert now["wide"] >= 0.495, now
    assert now["high"] >= 0.6, now
    assert now["inside"], now
    assert now["rows"] <= 1.8, now
    assert now["overlaps"] == 0, now
    assert now["ragged"] == 0, now
    assert now["stubs"] == stubs, now


def assert_an_opened_cell_stands_on_one_screen(lab: Lab, layer: str) -> str:
    """Open one on the large wall, and go back to the projector with it; what it is called."""
    maps = lab.page.locator(f'[data-layer="{layer}"] :is(canvas, ol)').first
    box = maps.bounding_box()
    assert box is not None
    across, down = CELLS[layer]
    lab.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    expect(lab.page.locator("#opened.has-numbers .result")).not_to_be_empty()
    wrong = {"large": wrong_with_the_opened_cell(lab)}
    show_at(lab, "projector")
    wrong["projector"] = wrong_with_the_opened_cell(lab)
    assert wrong == {"large": [], "projector": []}
    return lab.page.locator("#opened h2").inner_text()


def wrong_with_the_opened_cell(lab: Lab) -> list[str]:
    lab.settle()
    now = lab.page.evaluate(OPENED)
    assert now["size"] >= 64
    assert re.fullmatch(r"−?\d+[.,]\d\d", now["result"])
    wrong = [*now["outside"], *now["cut"], *now["overlaps"]]
    return wrong + (["it scrolls"] if now["scrolls"] else [])


def assert_six_sums_are_shown_and_opened(lab: Lab) -> None:
    parts = lab.page.locator("#opened .partial button")
    expect(parts).to_have_count(6)
    sums = [float(text.replace("−", "-")) for text in parts.locator("b").all_inner_texts()]
    pressed = parts.evaluate_all("all => all.map(each => each.getAttribute('aria-pressed'))")
    largest = max(range(6), key=lambda at: abs(sums[at]))
    assert pressed == ["true" if at == largest else "false" for at in range(6)]
    other = parts.nth((largest + 1) % 6)
    products = lab.page.locator("#opened .working figure").nth(2)
    before = products.inner_text()
    other.click()
    expect(other).to_have_attribute("aria-pressed", "true")
    lab.wait_for(lambda: products.inner_text() != before, "other products")
