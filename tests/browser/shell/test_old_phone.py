"""A small, old phone, upright and on its side: slow, and touched, never clicked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.film import begin_film, go_to_step
from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.panels import open_panel
from tests.browser.hands.popovers import unfold
from tests.browser.hands.strip import maps_of
from tests.browser.hands.texts import CUT_OFF, ON_EACH_OTHER
from tests.drawings import EIGHT

SLOWER = {"upright": 6, "on its side": 1}
"""Whatever is slow is so whichever way the phone is held: slowness is tried upright."""
PHONES = {"upright": (360, 640), "on its side": (640, 360)}
PANELS = ("sees", "styles", "about", "terms", "keys")

UNDER = """selector => [...document.querySelectorAll(selector)].flatMap(each => {
    if (!each.checkVisibility({ opacityProperty: true }) || each.disabled) return [];
    each.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = each.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return each.contains(there) || there?.contains(each) ? [] : [each.outerHTML.slice(0, 80)];
})"""
"""Controls that cannot be brought to where a finger reaches them."""


def hold(open_lab: OpenLab, phone: str, slower: int = 1) -> Lab:
    width, height = PHONES[phone]
    lab = open_lab(width, height, has_touch=True, is_mobile=True, device_scale_factor=2)
    slow_down(lab, slower)
    lab.page.locator("#pad-title").evaluate("title => title.scrollIntoView()")
    lab.draw_by_touch(EIGHT.strokes)
    lab.expect_first_guess(8)
    return lab


def slow_down(lab: Lab, times: int) -> None:
    client = lab.page.context.new_cdp_session(lab.page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": times})


@pytest.mark.parametrize("phone", PHONES)
def test_an_old_phone_draws_reads_opens_panels_and_pins_a_cell(
    open_lab: OpenLab, phone: str
) -> None:
    lab = hold(open_lab, phone, SLOWER[phone])
    slow_down(lab, 1)  # where things stand is a matter of width, not of speed
    page = lab.page
    assert page.evaluate(UNDER, "#top button, #top a, #student button") == []
    for panel in PANELS:
        open_panel(page, panel)
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(ON_EACH_OTHER, f"#{panel}") == []
        assert page.evaluate(UNDER, f"#{panel} button") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONES[phone][0]
    slow_down(lab, SLOWER[phone])
    page.keyboard.press("Escape")
    maps_of(lab, "pool1").tap(position={"x": 30, "y": 30})
    inspector = page.locator("#inspector")
    expect(inspector).to_be_visible()
    expect(inspector.locator("td").first).to_be_attached()
    slow_down(lab, 1)
    assert page.evaluate(ON_EACH_OTHER, "#inspector") == []
    assert page.evaluate(UNDER, "#inspector button") == []
    slow_down(lab, SLOWER[phone])
    page.get_by_role("button", name="Let go").tap()
    expect(inspector).to_be_hidden()


APART = """() => {
    const box = selector => document.querySelector(selector).getBoundingClientRect();
    const [row, sentence] = [box("#transport"), box("[data-part=caption]")];
    const isSeen = [...document.querySelectorAll(".layer:not(.hidden)")].some(layer => {
        const { top, bottom } = layer.getBoundingClientRect();
        return bottom > 0 && top < box("body").bottom;
    });
    return [box("body").bottom <= sentence.top, sentence.bottom <= row.top,
        row.bottom <= innerHeight, isSeen];
}"""
"""Page, sentence and bar stand one below the other in the window, and a layer is in view."""

HINTS = (
    "#views [data-view='3d']",
    "#begin-steps",
    "#another",
    "#brush",
    "#legend-choices",
    "#edit-pixels",
)


def test_a_finger_that_rests_is_told_what_a_pointer_is_told(open_lab: OpenLab) -> None:
    lab = open_lab(390, 844, has_touch=True, is_mobile=True)
    page = lab.page
    client = page.context.new_cdp_session(page)
    bubble = page.locator("#hint")
    for selector in HINTS:
        control = unfold(page, selector)
        control.scroll_into_view_if_needed()
        wait_for_painting(lab)  # a finger that comes down while the page scrolls stops it
        box = control.bounding_box()
        assert box is not None
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        expect(bubble).to_be_visible()
        says = control.evaluate("each => each.closest('[title]').title")
        expect(bubble).to_have_text(says)
        box = bubble.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        client.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
        page.keyboard.press("Shift")
        expect(bubble).to_be_hidden()
        page.keyboard.press("Escape")  # no popover over the next


def test_the_keyboard_that_stays_is_told_what_a_pointer_is_told(lab: Lab) -> None:
    bubble = lab.page.locator("#hint")
    unfold(lab.page, "#edit-pixels").focus()
    lab.page.keyboard.press("Tab")
    expect(bubble).to_have_text(
        "Read a photo or picture of a digit; you can also paste one or drop it here"
    )
    lab.page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()


@pytest.mark.parametrize("phone", PHONES)
def test_the_steps_stand_below_the_page_and_over_nothing(open_lab: OpenLab, phone: str) -> None:
    lab = hold(open_lab, phone)
    page = lab.page
    row = begin_film(page)
    for step in range(1, STEPS + 1):
        expect(row.locator(".count")).to_have_text(f"{step} of {STEPS}")
        sentence = page.locator("[data-part=caption]")
        expect(sentence).to_have_text(re.compile(r"\d"))
        assert page.evaluate(APART) == [True, True, True, True]
        go_to_step(page, min(step + 1, STEPS))
    assert page.evaluate(UNDER, "#middle button, #teacher button") == []
    row.locator("[data-step=end]").tap()
    expect(row).not_to_have_attribute("data-begun", "")
    lab.expect_first_guess(8)
