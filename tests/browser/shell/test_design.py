"""What the page was designed to be: few controls, one scale of type, a stage that never moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.hands.cells import pin, place_in
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.menu import change_theme, close_menu, open_menu
from tests.drawings import EIGHT, FOUR
from tests.serving import Server

CONTROLS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [role=slider], [tabindex='0']:not(canvas)"
)].filter(each => {
    const { left, top, width, height } = each.getBoundingClientRect();
    const inText = each.matches(".term") || (each.matches("a") && each.closest("p") !== null);
    return each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && !inText && each.closest(".units, .unseen, .skip") === null && width > 1 && height > 1
        && left < innerWidth && top < innerHeight && left + width > 0 && top + height > 0;
}).map(each => each.getAttribute("aria-label") ?? each.textContent.trim())"""
"""Those on the screen, cells and what stands in running text left out."""

SIZES = """() => {
    const found = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        const holder = text.parentElement;
        const said = text.data.trim();
        if (said === "" || holder.closest(".guess, .unseen, math, script, noscript")) continue;
        if (!holder.checkVisibility({ visibilityProperty: true })) continue;
        const size = parseFloat(getComputedStyle(holder).fontSize).toFixed(2);
        found.set(size, said.slice(0, 40));
    }
    return Object.fromEntries(found);
}"""
"""Sizes of type in CSS pixels, each with a text that has it; guesses have sizes of their own."""

LAPTOPS = ((1366, 768), (1440, 900), (2560, 1440))

SCALE = {13.0, 15.0, 18.0, 24.0, 40.0, 64.0}

PLACES = """() => Object.fromEntries([...document.querySelectorAll(
    `#pad, #student > :not(.chips), .under-pad button, .reads, .layer,
    .layer :is(canvas, header, h3, li), .operation, .stage-head > *, #legend`
)].map((each, at) => [
    `${at} ${each.tagName} ${each.id}`,
    Object.values(each.getBoundingClientRect().toJSON()).map(length => length.toFixed(2)).join(),
]))"""

DEEDS: dict[str, Callable[[Lab], object]] = {
    "point": lambda lab: lab.page.mouse.move(*place_in(lab, "pool1", 0.4, 0.3)),
    "open a cell": lambda lab: pin(lab, "conv1", 0.3, 0.05),
    "draw": lambda lab: lab.draw(EIGHT.strokes),
    "menu": lambda lab: open_menu(lab.page),
    "close the menu": lambda lab: close_menu(lab.page),
    "visibility": lambda lab: lab.page.locator("#open-visibility").click(),
    "more ways": lambda lab: lab.page.locator(".more-ways").click(),
    "close": lambda lab: lab.page.keyboard.press("Escape"),
    "dark": lambda lab: change_theme(lab.page),
}


def test_controls_are_few_type_is_of_one_scale_and_nothing_moves_whatever_is_done(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    lab.ink(FOUR)
    lab.settle()
    with subtests.test("at most 30 controls are on the first screen"):
        controls = lab.page.evaluate(CONTROLS)
        assert 15 < len(controls) <= 30, controls
    before = lab.page.evaluate(PLACES)
    assert len(before) > 50
    for name, act in {"first": lambda _: None, **DEEDS}.items():
        act(lab)
        lab.settle()
        with subtests.test("all type is of one scale", deed=name):
            sizes = lab.page.evaluate(SIZES)
            assert {size: text for size, text in sizes.items() if float(size) not in SCALE} == {}
        with subtests.test("nothing moves", deed=name):
            after = lab.page.evaluate(PLACES)
            assert {
                each: after.get(each) for each in before if after.get(each) != before[each]
            } == {}


def test_the_maps_stand_where_they_do_in_every_language(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?lang=en")
    maps = "all => all.map(each => JSON.stringify(each.getBoundingClientRect()))"
    places: dict[tuple[int, int], list[list[str]]] = {size: [] for size in LAPTOPS}
    for language in ("en", "nl"):
        if language != "en":
            lab.page.goto(f"{server.address}/?lang={language}")
            lab.wait_until_live()
        lab.page.evaluate("document.fonts.ready.then(() => {})")
        for size in LAPTOPS:
            lab.page.set_viewport_size({"width": size[0], "height": size[1]})
            lab.settle()
            places[size].append(lab.page.locator(".layer canvas").evaluate_all(maps))
    for size, both in places.items():
        with subtests.test(size=size):
            assert len(both[0]) == 7
            assert [pair for pair in zip(*both, strict=True) if len(set(pair)) > 1] == []
