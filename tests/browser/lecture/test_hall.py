"""The stage in a lecture hall: a large layer beside its neighbour, a cell that fills the screen."""

from __future__ import annotations

import re
from itertools import cycle, permutations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.lecture import SIZES, open_lecture
from tests.serving import Server


@pytest.mark.parametrize("size", ["projector", "laptop", "large"])
def test_the_whole_network_is_on_the_projector_with_large_titles(
    open_lab: OpenLab, server: Server, size: str
) -> None:
    lab = open_lecture(open_lab, server, size, "&focus=all")
    width, height = SIZES[size]
    lab.expect_first_guess(8)
    parts = lab.page.locator(".layer canvas, .layer ol, .layer .short, #pad, .guess").all()
    assert len(parts) > 16
    for part in parts:
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= -0.5
        assert box["y"] >= -0.5
        assert box["x"] + box["width"] <= width + 0.5
        assert box["y"] + box["height"] <= height + 0.5
    expect(lab.page.locator("[data-opens]").filter(visible=True)).to_have_count(0)
    stage = lab.page.locator("#stage").bounding_box()
    assert stage is not None
    assert stage["y"] + stage["height"] > 0.85 * height
    titles = lab.page.locator(".layer .short").evaluate_all(
        "all => all.map(title => parseFloat(getComputedStyle(title).fontSize))"
    )
    assert min(titles) >= 20
    digit = "digit => parseFloat(getComputedStyle(digit).fontSize)"
    assert lab.page.locator("#first-guess .digit").evaluate(digit) >= 104


def test_dutch_titles_stand_side_by_side_on_the_projector(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lecture(open_lab, server, "projector", "&focus=all&lang=nl")
    expect(lab.page.locator("#stage")).not_to_contain_class("down")
    sizes = lab.page.locator(".layer .short").evaluate_all(
        "all => all.map(title => parseFloat(getComputedStyle(title).fontSize))"
    )
    assert min(sizes) >= 20


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


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", ["projector", "large"])
def test_each_layer_in_turn_is_large_beside_its_neighbour(
    open_lab: OpenLab, server: Server, size: str, language: str
) -> None:
    options = {"reduced_motion": "reduce"}
    lab = open_lecture(open_lab, server, size, f"&focus=input&lang={language}", **options)
    lab.expect_first_guess(8)
    for layer in LAYERS:
        expect(lab.page.locator("[data-part=focus]")).to_have_attribute("data-layer", layer)
        lab.settle()
        now = lab.page.evaluate(LARGE)
        assert now["wide"] >= 0.495, now
        assert now["high"] >= 0.6, now
        assert now["inside"], now
        assert now["rows"] <= 1.8, now
        assert now["overlaps"] == 0, now
        assert now["ragged"] == 0, now
        assert now["stubs"] == (3 if size == "projector" else 5), now
        lab.page.keyboard.press("ArrowDown")
    assert lab.page.evaluate(LARGE)["focus"] == "output"  # nothing comes after it


def test_a_stub_makes_its_layer_large_and_a_key_shows_all_layers(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lecture(open_lab, server, "projector")
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


def test_steps_make_the_layer_large_that_they_are_about(open_lab: OpenLab, server: Server) -> None:
    lab = open_lecture(open_lab, server, "projector", "&step=0")
    large = lab.page.locator("[data-part=focus]")
    expect(large).to_have_attribute("data-layer", "input")
    lab.page.keyboard.press("PageDown")
    expect(large).to_have_attribute("data-layer", "conv1")
    lab.page.keyboard.press("Escape")
    expect(large).to_have_attribute("data-layer", "conv1")


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


@pytest.mark.parametrize("size", ["projector", "large"])
def test_a_steps_sentence_is_read_from_afar_and_its_cell_leaves_the_bar_whole(
    open_lab: OpenLab, server: Server, size: str
) -> None:
    lab = open_lecture(open_lab, server, size, "&step=1", reduced_motion="reduce")
    caption = lab.page.locator("[data-part=caption]")
    expect(caption).to_contain_text("Six windows")
    lab.settle()
    now = lab.page.evaluate(FOOT)
    assert now["size"] >= 1.125
    assert now["lines"] <= 2
    assert now["above"] >= 4
    assert now["below"] >= 4
    caption.get_by_role("button", name="here").click()
    expect(lab.page.locator("#opened.has-numbers")).to_be_visible()
    lab.settle()
    assert lab.page.evaluate(FOOT)["under"] >= 0


CELLS = ("input.400", "conv1.410", "pool1.90", "conv2.1154", "pool2.100", "fc1.7", "output.8")

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
        size: parseFloat(getComputedStyle(result).fontSize),
        result: result.textContent,
        scrolls: opened.scrollHeight > opened.clientHeight + 1,
    };
}"""
"""What of an opened cell is outside its room, cut or covered, and how large its result is."""


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_opened_cell_of_any_layer_stands_on_one_screen_with_a_large_result(
    open_lab: OpenLab, server: Server, language: str
) -> None:
    lab = open_lecture(open_lab, server, "projector", f"&lang={language}", reduced_motion="reduce")
    found = {}
    for cell, (size, other) in zip(CELLS, cycle(permutations(("projector", "large")))):
        show_at(lab, size)
        lab.page.goto(f"{server.address}/?lecture=on&lang={language}&cell={cell}")
        lab.wait_until_live()
        expect(lab.page.locator("#opened.has-numbers .result")).not_to_be_empty()
        found[cell, size] = wrong_with_the_opened_cell(lab)
        show_at(lab, other)
        found[cell, other] = wrong_with_the_opened_cell(lab)
    assert {which: wrong for which, wrong in found.items() if wrong} == {}


def show_at(lab: Lab, size: str) -> None:
    width, height = SIZES[size]
    lab.page.set_viewport_size({"width": width, "height": height})


def wrong_with_the_opened_cell(lab: Lab) -> list[str]:
    lab.settle()
    now = lab.page.evaluate(OPENED)
    assert now["size"] >= 64
    assert re.fullmatch(r"−?\d+[.,]\d\d", now["result"])
    wrong = [*now["outside"], *now["cut"], *now["overlaps"]]
    return wrong + (["it scrolls"] if now["scrolls"] else [])


def test_a_cell_of_six_maps_shows_six_sums_and_opens_any_of_them(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lecture(open_lab, server, "projector", "&cell=conv2.1154")
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


def test_opening_a_cell_in_a_lecture_moves_no_map_and_its_map_opens_others(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lecture(open_lab, server, "projector")
    lab.expect_first_guess(8)
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


def test_fewer_layers_get_larger_maps(open_lab: OpenLab, server: Server) -> None:
    lab = open_lecture(open_lab, server, "projector")
    side = "canvas => canvas.clientWidth"
    before = lab.page.locator('[data-layer="input"] canvas').evaluate(side)
    for digit in "345678":
        lab.page.keyboard.press(digit)
    lab.expect_shown_layers(["input", "conv1"])
    lab.settle()
    assert lab.page.locator('[data-layer="input"] canvas').evaluate(side) > before
