"""Narrow windows: one screen of a phone, strip and sheet; at any width no word is cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands.cells import place_in, wait_for_painting
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.strip import go_to
from tests.browser.hands.texts import CUT_OFF, ON_EACH_OTHER, SMALL_TARGETS
from tests.drawings import EIGHT
from tests.serving import Server

PHONES = {"phone": (390, 844), "small phone": (360, 640)}
WIDTHS = {
    320: 568,
    360: 640,
    390: 844,
    820: 1180,
    1024: 768,
    1366: 768,
    1440: 900,
    1920: 1080,
    2560: 1440,
}


def hold(open_lab: OpenLab, size: tuple[int, int]) -> Lab:
    touch = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    lab = open_lab(*size, reduced_motion="reduce", **touch)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    return lab


def box_of(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None, selector
    return {**box, "bottom": box["y"] + box["height"], "right": box["x"] + box["width"]}


STILL = """async () => {
    for (let still = 0, before = scrollY; still < 15; before = scrollY) {
        await new Promise(requestAnimationFrame);
        still = scrollY === before ? still + 1 : 0;
    }
}"""


def swipe(lab: Lab, by: int) -> None:
    """A finger goes sideways over the stage and rests: Chromium drops a tap during a fling."""
    stage = box_of(lab.page, "#stage")
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + 60
    client = lab.page.context.new_cdp_session(lab.page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", {"x": x, "y": y})
    for part in (1 / 3, 2 / 3, 1):
        touch("touchMove", {"x": x + part * by, "y": y})
    lab.page.wait_for_timeout(150)
    touch("touchMove", {"x": x + by, "y": y + 1})
    touch("touchEnd")


@pytest.mark.parametrize("phone", PHONES)
def test_one_screen_has_pad_guess_strip_and_layer_and_a_sheet_explains(
    open_lab: OpenLab, phone: str
) -> None:
    width, height = PHONES[phone]
    lab = hold(open_lab, (width, height))
    page = lab.page
    pad, strip = box_of(page, "#pad"), box_of(page, "#strip")
    assert box_of(page, "#first-guess")["bottom"] <= 470
    assert strip["bottom"] <= 470
    assert strip["height"] == pytest.approx(96)
    assert pad["right"] < box_of(page, "#first-guess")["x"]
    # The first map is in sight while one draws, and so are all layers, small and live.
    assert box_of(page, '[data-layer="conv1"] canvas')["y"] + 60 < height - 72
    assert page.locator("#strip button").count() == 7
    before = lab.picture('#strip [data-layers="pool2"] canvas')
    lab.draw_by_touch([[(0.2, 0.2), (0.8, 0.2)]])
    lab.expect_another_picture('#strip [data-layers="pool2"] canvas', before)
    assert page.evaluate(SMALL_TARGETS, 44) == []
    # A tap chooses, a swipe goes on; the strip stays in sight.
    go_to(lab, "conv2")
    swipe(lab, -180)
    expect(page.locator('[data-layer="pool2"] canvas')).to_be_visible()
    swipe(lab, 180)
    expect(page.locator('[data-layer="conv2"] canvas')).to_be_visible()
    page.locator("#views").scroll_into_view_if_needed()
    page.evaluate(STILL)  # a tap while the page still glides only stops it
    assert box_of(page, "#strip")["y"] >= -1
    # An opened cell stands above the sheet that explains it.
    page.touchscreen.tap(*place_in(lab, "conv2", 0.55, 0.7))
    expect(page.locator("#inspector .result")).to_be_visible()
    wait_for_painting(lab)
    sheet = box_of(page, "#explanation")
    assert sheet["height"] == pytest.approx(448, abs=1)
    canvas = box_of(page, '[data-layer="conv2"] canvas')
    ring = canvas["y"] + 0.7 * canvas["height"]
    assert 96 < ring < sheet["y"]
    assert page.evaluate(SMALL_TARGETS, 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".grip").tap()
    expect(page.locator("html")).to_have_attribute("data-foot", "full")
    page.locator(".grip").tap()
    expect(page.locator("#explanation .what")).to_contain_text("Convolution layer 2")
    page.keyboard.press("Escape")
    expect(page.locator("#begin-steps")).to_be_visible()
    # At first it says how to read the page, and what a layer's title stands for.
    page.locator(".grip").tap()
    expect(page.locator("#guide dl")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    page.locator('[data-layer="conv2"] .note').tap()
    expect(page.locator("#level h2")).to_have_text("Convolution layer 2")


def test_a_lecture_on_a_phone_is_the_phones_own_page(open_lab: OpenLab, server: Server) -> None:
    address = f"{server.address}/?lecture=on&cell=pool1.40"
    lab = open_lab(390, 844, address=address, has_touch=True, is_mobile=True, wait=False)
    lab.wait_until_live()
    page = lab.page
    expect(page.locator("html")).not_to_have_attribute("data-lecture", "")
    expect(page.locator('[data-layer="pool1"] canvas')).to_be_visible()
    expect(page.locator("#inspector")).to_be_visible()
    assert page.locator("html").evaluate("root => getComputedStyle(root).fontSize") == "16px"
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Lecture")).first.click()
    expect(page).not_to_have_url(re.compile("lecture"))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_word_is_cut_or_lies_over_another_at_any_width(
    open_lab: OpenLab, server: Server, language: str, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?lang={language}", reduced_motion="reduce")
    lab.ink(EIGHT)
    for width, height in WIDTHS.items():
        with subtests.test(width):
            lab.page.set_viewport_size({"width": width, "height": height})
            lab.settle()
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
            if width >= 360:  # on less, the strip scrolls by itself
                assert lab.page.evaluate(CUT_OFF) == []
            for part in ("#top", "#student", "#middle"):
                assert lab.page.evaluate(ON_EACH_OTHER, part) == [], part
            if width > 700:
                assert lab.page.evaluate(SMALL_TARGETS, 24) == []


@pytest.mark.parametrize("size", [(1024, 768), (820, 1180), (720, 450)])
def test_the_sheet_moves_nothing_on_a_tablet(open_lab: OpenLab, size: tuple[int, int]) -> None:
    lab = open_lab(*size, reduced_motion="reduce")
    lab.ink(EIGHT)
    boxes = """() => [...document.querySelectorAll("#pad, .reads, .stage-head, .layer")]
        .map(each => each.getBoundingClientRect())
        .map(({ x, y, width, height }) => [x, y, width, height])"""
    before = lab.page.evaluate(boxes)
    lab.page.locator(".grip").click()
    expect(lab.page.locator("#guide dl")).to_be_visible()
    lab.settle()
    assert lab.page.evaluate(boxes) == before
    if lab.page.locator("#strip").is_visible():
        return  # an opened cell scrolls, as on phones
    lab.page.locator(".grip").press("Home")
    lab.page.mouse.click(*place_in(lab, "conv1", 0.7, 0.08))
    expect(lab.page.locator("#inspector .result")).to_be_visible()
    lab.settle()
    assert lab.page.evaluate(boxes) == before
