"""What the network in 3D says in words: the selection, the names of layers, and its controls."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import LAYERS, Lab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.space import (
    CANVAS,
    press,
    rest,
    stand,
)

NAMES = """() => {
    const shown = [...document.querySelectorAll(".labels .label:not(.class)")]
        .filter(each => each.checkVisibility({ visibilityProperty: true }));
    const boxOf = each => each.getBoundingClientRect().toJSON();
    return [boxOf(document.querySelector("#space .view")), shown.map(boxOf)];
}"""
"""Where the view is, and the names of layers that are seen."""

TOPS = """bar => [...bar.querySelectorAll("button")]
    .filter(each => each.checkVisibility({ visibilityProperty: true }))
    .map(each => Math.round(each.getBoundingClientRect().top))"""


def test_words_names_and_controls_fit_every_screen(
    still_lab: Lab, subtests: pytest.Subtests
) -> None:
    lab = still_lab
    draw_four(lab)
    stand(lab)
    for screen, (width, height) in {**SCREENS, "small phone": (360, 640)}.items():
        lab.page.set_viewport_size({"width": width, "height": height})
        rest(lab)
        with subtests.test("controls take one row until more is asked for", screen=screen):
            assert_controls_take_one_row(lab, width)
        if screen in ("laptop", "phone"):
            with subtests.test("words follow the selection", screen=screen):
                assert_words_follow_the_selection(lab)
        for stands in ("row", "stack"):
            if stands == "stack":
                press(lab, "Stack")
            for preset in ("Front", "Side", "Top", "Isometric"):
                with subtests.test(width=width, stands=stands, preset=preset):
                    press(lab, preset)
                    rest(lab)
                    assert_names_are_whole_and_apart(lab)
        press(lab, "Stack")
        close_more(lab)


def assert_controls_take_one_row(lab: Lab, width: int) -> None:
    bar = lab.page.locator("#space .controls")
    tops = bar.evaluate(TOPS)
    assert max(tops) - min(tops) <= 2, (width, tops)
    bar.locator(".more").click()
    expect(bar.get_by_role("button", name="Save picture")).to_be_visible()
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
    close_more(lab)


def close_more(lab: Lab) -> None:
    more = lab.page.locator("#space .controls .more")
    if more.get_attribute("aria-expanded") == "true":
        more.click()


def assert_words_follow_the_selection(lab: Lab) -> None:
    lab.page.locator('[data-view="2d"]').last.click()
    stand(lab)  # nothing has been said of the cell before
    canvas = lab.page.locator(CANVAS)
    canvas.focus()
    description = lab.page.locator(f"#{canvas.get_attribute('aria-describedby')}")
    expect(description).to_contain_text("arrow keys turn")
    expect(description.locator("[aria-live]")).to_have_text("")
    for _ in range(3):
        lab.page.keyboard.press("PageDown")
    expect(description).to_contain_text("Downsampling layer 1, map 1, row 8, column 8:")
    expect(description).to_contain_text("pixels of the drawing")
    expect(description).to_contain_text("lines feed it")
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(description).to_contain_text("row 8, column 9")
    lab.page.keyboard.press("Escape")


def assert_names_are_whole_and_apart(lab: Lab) -> None:
    view, boxes = lab.page.evaluate(NAMES)
    assert len(boxes) == len(LAYERS), f"{len(boxes)} of {len(LAYERS)} names"
    for box in boxes:
        assert box["left"] >= view["left"] - 1
        assert box["top"] >= view["top"] - 1
        assert box["right"] <= view["right"] + 1
        assert box["bottom"] <= view["bottom"] + 1
    for one, other in combinations(boxes, 2):
        across = min(one["right"], other["right"]) - max(one["left"], other["left"])
        down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        assert min(across, down) <= 0, "two names over one another"
