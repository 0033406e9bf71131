"""Narrow windows: one screen of a phone, strip and sheet; at any width no word is cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from models.data.datasets import Drawing
from tests.browser.hands.cells import place_in, wait_for_painting
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.panels import open_panel
from tests.browser.hands.screens import there_and_back
from tests.browser.hands.strip import go_to
from tests.browser.hands.texts import BROKEN_LINES, CUT_OFF, ON_EACH_OTHER, SMALL_TARGETS
from tests.drawings import EIGHT
from tests.serving import Server

PHONES = {"phone": (390, 844), "small phone": (360, 640)}
WINDOWS = (
    (320, 568),
    (360, 225),
    (360, 640),
    (390, 844),
    (720, 450),
    (820, 1180),
    (844, 390),
    (1024, 768),
    (1366, 768),
    (1440, 900),
    (1920, 1080),
    (2560, 1440),
)
SOME = ((390, 844), (844, 390), (1024, 768), (1440, 900))
TABLETS = ((1024, 768), (820, 1180), (720, 450))
SIDEWAYS = ((844, 390), (720, 450), (667, 375))
FINGERS = ((390, 844), (844, 390), (820, 1180))
POPOVERS = ("#more-ways", "#open-menu", "#open-visibility", "#legend-choices")
PANELS = ("sees", "styles", "about", "terms", "keys")
STATES = ("cell=conv1.410", "kernel=conv2.3", "step=8", "chapter=relu")


ACROSS = [(0.1 + 0.8 * (i % 2), 0.15 + 0.1 * i) for i in range(8)]
SCRIBBLE = Drawing([ACROSS, [(0.1, 0.9), (0.9, 0.1)], [(0.1, 0.1), (0.9, 0.9)]], None, None)


def hold(open_lab: OpenLab, size: tuple[int, int]) -> Lab:
    touch = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    lab = open_lab(*size, reduced_motion="reduce", **touch)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    return lab


def resize(lab: Lab, width: int, height: int) -> None:
    if lab.page.viewport_size != {"width": width, "height": height}:
        lab.page.set_viewport_size({"width": width, "height": height})
    lab.settle()


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
    expect(page.locator("#cell")).to_have_text(re.compile("^A feature map has ink where"))
    if phone == "phone":
        assert box_of(page, "#cell")["bottom"] <= box_of(page, "#explanation")["y"]
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
    page.locator(".transport").scroll_into_view_if_needed()
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
    # At first it says how to read the page, below the strip, and what a layer's title is.
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(STILL)
    page.locator(".grip").tap()
    expect(page.locator("#guide dl")).to_be_visible()
    expect(page.locator("#guide .hint-line")).to_contain_text("Tap a cell")
    page.evaluate(STILL)
    assert box_of(page, "#strip")["y"] >= -1
    assert box_of(page, "#strip")["bottom"] <= height - 448 + 1
    page.keyboard.press("Escape")
    page.evaluate(STILL)
    assert page.evaluate("scrollY") == 0  # where nobody has scrolled since, it is as it was
    page.locator('[data-layer="conv2"] .note').tap()
    expect(page.locator("#level h2")).to_have_text("Convolution layer 2")
    # A doubt stands above the pad: the drawing is seen, and nothing moves.
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    lab.ink(SCRIBBLE)
    expect(page.locator("#doubt")).to_contain_text("does not look like a digit")
    assert box_of(page, "#doubt")["bottom"] <= box_of(page, "#pad")["y"]
    assert box_of(page, "#pad")["y"] == pytest.approx(pad["y"], abs=0.5)


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
    for width, height in WINDOWS:
        with subtests.test(f"{width} x {height}"):
            resize(lab, width, height)
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
            if width >= 360:  # on less, the strip scrolls by itself
                assert lab.page.evaluate(CUT_OFF) == []
            for part in ("#top", "#student", "#middle"):
                assert lab.page.evaluate(ON_EACH_OTHER, part) == [], part
            if width > 700:
                assert lab.page.evaluate(SMALL_TARGETS, 24) == []
    for state in STATES:
        lab.page.goto(f"{server.address}/?lang={language}&{state}")
        lab.wait_until_live()
        for width, height in there_and_back(lab.page, SOME):
            with subtests.test(f"{state} at {width} x {height}"):
                resize(lab, width, height)
                assert lab.page.evaluate(CUT_OFF) == []
                assert lab.page.evaluate(ON_EACH_OTHER, "#explanation") == []
                assert lab.page.evaluate(BROKEN_LINES) == []


def test_a_low_window_has_pad_guesses_and_button_at_once(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = hold(open_lab, SIDEWAYS[0])
    for size in SIDEWAYS:
        with subtests.test(size=size):
            resize(lab, *size)
            boxes = [box_of(lab.page, each) for each in ("#pad", ".first-guess", ".second-guess")]
            button, sheet = box_of(lab.page, "#begin-steps"), box_of(lab.page, "#explanation")
            assert sheet["y"] >= 0.85 * size[1]
            for box in [*boxes, button]:
                assert box["y"] >= 0
                assert box["bottom"] <= size[1]
                assert box["bottom"] <= sheet["y"] or box["right"] <= sheet["x"] + 1
            heading = lab.page.get_by_role("heading", name="Draw your number here")
            expect(heading).to_have_count(1)
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_at_400_percent_the_sheet_is_a_slim_line_below_pad_and_guesses(open_lab: OpenLab) -> None:
    lab = open_lab(360, 225, device_scale_factor=4)
    lab.ink(EIGHT)
    sheet = box_of(lab.page, "#explanation")
    assert sheet["height"] <= 225 / 5
    for each in ("#pad", ".first-guess", ".second-guess"):
        assert box_of(lab.page, each)["bottom"] <= sheet["y"]
    lab.page.locator("#begin-steps").scroll_into_view_if_needed()
    lab.page.locator("#explanation .what").click()
    expect(lab.page.locator("#guide dl")).to_be_visible()


def test_at_400_percent_an_opened_cell_has_its_map_above_and_its_result_below(
    open_lab: OpenLab, server: Server
) -> None:
    address = f"{server.address}/?cell=conv2.1500"
    lab = open_lab(360, 225, address=address, device_scale_factor=4)
    lab.ink(EIGHT)
    result = lab.page.locator("#inspector .result")
    expect(result).to_be_visible()
    lab.page.evaluate(STILL)
    sheet, maps = box_of(lab.page, "#explanation"), box_of(lab.page, '[data-layer="conv2"] canvas')
    assert maps["y"] <= sheet["y"] - 100
    assert box_of(lab.page, "#inspector .result")["bottom"] <= 225
    lab.page.locator(".release").click()
    expect(lab.page.locator("#strip")).to_have_css("position", "sticky")


def test_the_switch_to_3d_is_whole_at_first_and_leads_back(open_lab: OpenLab) -> None:
    lab = hold(open_lab, (390, 844))
    sheet = box_of(lab.page, "#explanation")
    assert box_of(lab.page, "#views")["bottom"] <= sheet["y"]
    views = lab.page.locator("#views button")
    views.filter(has_text="3D").tap()
    expect(lab.page.locator("html")).to_have_attribute("data-view", "3d")
    views.filter(has_text="2D").tap()
    expect(lab.page.locator("html")).not_to_have_attribute("data-view", "3d")


@pytest.mark.parametrize("fingers", [True, False], ids=["finger", "mouse"])
def test_whatever_is_open_all_targets_are_large_enough(
    open_lab: OpenLab, server: Server, fingers: bool, subtests: pytest.Subtests
) -> None:
    sizes, least = (FINGERS, 44) if fingers else (((1440, 900),), 24)
    touch = {"has_touch": True, "is_mobile": True} if fingers else {}
    lab = open_lab(*sizes[0], reduced_motion="reduce", **touch)
    lab.ink(EIGHT)

    def measure(what: str) -> None:
        for width, height in there_and_back(lab.page, sizes):
            with subtests.test(f"{what} at {width} x {height}"):
                resize(lab, width, height)
                assert lab.page.evaluate(SMALL_TARGETS, least) == []

    measure("nothing")
    for opener in POPOVERS:
        if opener == "#legend-choices" and fingers:
            lab.page.locator(".grip").press("End")
        lab.page.locator(opener).click()
        measure(opener)
        lab.page.keyboard.press("Escape")
    if fingers:
        lab.page.locator(".grip").press("Home")
    for panel in PANELS:
        open_panel(lab.page, panel)
        measure(panel)
        lab.page.keyboard.press("Escape")
    for state in STATES:
        lab.page.goto(f"{server.address}/?{state}")
        lab.wait_until_live()
        measure(state)
    if not fingers:  # on a phone a lecture is the phone's own page
        lab.page.goto(f"{server.address}/?lecture=on")
        lab.wait_until_live()
        measure("a lecture")
    if fingers:  # the way from branch to branch, and a comparison
        for state in ("network=inception_style&layer=module1-three", "compare=dense"):
            lab.page.goto(f"{server.address}/?{state}")
            lab.wait_until_live()
            with subtests.test(state):
                assert lab.page.evaluate(SMALL_TARGETS, least) == []
    for path in ("about", "exhibits", "class", "docs"):
        with subtests.test(path):
            lab.page.goto(f"{server.address}/{path}")
            lab.page.wait_for_load_state("networkidle")
            assert lab.page.evaluate(SMALL_TARGETS, least) == []


BOXES = """() => [...document.querySelectorAll("#pad, .reads, .stage-head, .layer")]
    .map(each => each.getBoundingClientRect())
    .map(({ x, y, width, height }) => [x, y, width, height])"""


def test_the_sheet_moves_nothing_on_a_tablet(open_lab: OpenLab, subtests: pytest.Subtests) -> None:
    lab = open_lab(*TABLETS[0], reduced_motion="reduce")
    lab.ink(EIGHT)
    for size in TABLETS:
        with subtests.test(size=size):
            resize(lab, *size)
            before = lab.page.evaluate(BOXES)
            lab.page.locator(".grip").click()
            expect(lab.page.locator("#guide dl")).to_be_visible()
            lab.settle()
            assert lab.page.evaluate(BOXES) == before
            lab.page.locator(".grip").press("Home")
            if lab.page.locator("#strip").is_visible():
                continue  # an opened cell scrolls, as on phones
            lab.page.mouse.click(*place_in(lab, "conv1", 0.7, 0.08))
            expect(lab.page.locator("#inspector .result")).to_be_visible()
            lab.settle()
            assert lab.page.evaluate(BOXES) == before
        lab.page.keyboard.press("Escape")
