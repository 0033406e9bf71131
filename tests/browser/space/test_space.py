"""The network in 3D: the same drawing, values and selection; a real browser, WebGL in software."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hands.film import begin_film
from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.space import (
    CANVAS,
    Point,
    camera,
    cell_under,
    find_cell,
    frames,
    middle,
    press,
    rest,
    shot,
    stand,
    stand_on_phone,
)
from tests.drawings import FOUR
from tests.serving import Server


def the_switch_puts_the_network_in_space(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    expect(lab.page.locator("#stage")).to_be_hidden()
    lab.expect_first_guess(4)


def a_double_click_flies_to_a_cell_until_it_is_in_the_middle(lab: Lab) -> None:
    point = find_cell(lab)
    cell = cell_under(lab, point)
    rest(lab)
    before = frames(lab)
    lab.page.mouse.dblclick(*point)
    rest(lab)
    assert frames(lab) - before > 8, "it jumped"
    assert re.search(r"from=[-0-9.,]+,(conv|pool)\d", lab.page.url)
    assert cell_under(lab, middle(lab)) == cell
    lab.page.keyboard.press("Escape")  # the clicks have pinned it
    press(lab, "Home")
    lab.page.mouse.move(5, 5)
    rest(lab)
    assert "from=" not in lab.page.url


def the_turntable_is_saved_as_a_film(lab: Lab) -> None:
    film = lab.page.get_by_role("button", name="Save turntable")
    press(lab, "Save turntable")
    running = lab.page.get_by_role("button", name=re.compile(r"Recording: [1-9] of 10 s"))
    expect(running).to_be_visible()
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="Recording").click()  # it need not be whole here
    assert download.value.path().read_bytes()[:4] == b"\x1a\x45\xdf\xa3"  # EBML: Matroska, WebM
    expect(film).to_be_visible()


def the_tour_flies_by_itself_pauses_and_scrubs(lab: Lab) -> None:
    lab.wait_until_exact()
    begin_film(lab.page)
    standing = shot(lab)
    play, count = lab.page.locator("[data-step=play]"), lab.page.locator("#transport .count")
    lab.page.keyboard.press("Space")
    expect(play).to_have_accessible_name("Pause")
    expect(count).to_have_text(f"2 of {STEPS}")
    expect(lab.page.locator("#step .sentence")).to_contain_text("6 filters of 1 × 5 × 5 weights")
    lab.wait_for(lambda: shot(lab) != standing, "a flight that has begun")
    lab.page.keyboard.press("Space")
    expect(play).to_have_accessible_name("Play")
    rest(lab)
    there = shot(lab)
    assert there != standing
    lab.page.locator("#transport input").fill("7")
    expect(count).to_have_text(f"7 of {STEPS}")
    rest(lab)
    assert shot(lab) != there
    lab.page.locator("#transport input").fill(str(STEPS))
    expect(count).to_have_text(f"{STEPS} of {STEPS}")
    play.click()
    expect(count).to_have_text(f"1 of {STEPS}")
    play.click()
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")


def and_back_it_goes_to_2d(lab: Lab) -> None:
    lab.page.locator('[data-view="2d"]').last.click()
    expect(lab.page.locator("#stage")).to_be_visible()
    expect(lab.page.locator(CANVAS)).to_have_count(0)
    assert lab.ink_on('[data-layer="conv1"] canvas') > 500


def without_webgl_a_sentence_says_so_and_2d_stays(lab: Lab) -> None:
    lab.page.evaluate(
        """() => {
            const original = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
                return kind.startsWith("webgl") ? null : original.call(this, kind, ...more);
            };
        }"""
    )
    lab.page.locator('[data-view="3d"]').last.click()
    expect(lab.page.locator("#notice")).to_contain_text("no WebGL")
    expect(lab.page.locator("#stage")).to_be_visible()
    lab.ink(FOUR)
    lab.expect_first_guess(4)


IN_MOTION = [
    the_switch_puts_the_network_in_space,
    a_double_click_flies_to_a_cell_until_it_is_in_the_middle,
    the_turntable_is_saved_as_a_film,
    the_tour_flies_by_itself_pauses_and_scrubs,
    and_back_it_goes_to_2d,
    without_webgl_a_sentence_says_so_and_2d_stays,
]


def test_the_network_stands_in_space_and_the_camera_flies(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    for act in IN_MOTION:
        with subtests.test(act.__name__):
            act(lab)


class Fingers:
    """Two fingers on the screen, by the browser's own touch events."""

    def __init__(self, lab: Lab) -> None:
        self.client = lab.page.context.new_cdp_session(lab.page)

    def send(self, kind: str, *points: Point) -> None:
        fingers = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    def move(self, starts: tuple[Point, Point], ends: tuple[Point, Point]) -> None:
        self.send("touchStart", starts[0])
        self.send("touchStart", *starts)
        for part in np.linspace(0, 1, 9)[1:]:
            now = [
                (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
                for a, b in zip(starts, ends, strict=True)
            ]
            self.send("touchMove", *now)
        self.send("touchEnd")


def two_fingers_zoom_and_move(lab: Lab) -> None:
    fingers = Fingers(lab)
    x, y = middle(lab)
    fingers.move(((x - 40, y), (x + 40, y)), ((x - 41, y), (x + 41, y)))
    begin = camera(lab)
    fingers.move(((x - 40, y), (x + 40, y)), ((x - 80, y), (x + 80, y)))
    zoomed = camera(lab)
    assert zoomed[:2] == begin[:2]
    assert zoomed[2] == pytest.approx(begin[2] / 2, rel=0.05)
    assert zoomed[3:] == pytest.approx(begin[3:], abs=0.35)  # at the fingers' middle
    fingers.move(((x - 40, y), (x + 40, y)), ((x - 10, y + 50), (x + 70, y + 50)))
    moved = camera(lab)
    assert moved[:2] == zoomed[:2]
    assert moved[2] == pytest.approx(zoomed[2], rel=0.03)
    assert np.abs(np.subtract(moved[3:], zoomed[3:])).max() > 1
    assert lab.page.evaluate("visualViewport.scale") == 1


def a_finger_turns_and_a_tap_pins(lab: Lab) -> None:
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= 390
    before = shot(lab)
    x, y = middle(lab)
    client = lab.page.context.new_cdp_session(lab.page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y + 60}]),
        ("touchMove", [{"x": x + 30, "y": y + 60}]),
        ("touchMove", [{"x": x + 60, "y": y + 70}]),
        ("touchEnd", []),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    rest(lab)
    assert shot(lab) != before
    for across in range(-120, 120, 8):
        lab.page.touchscreen.tap(x + across, y)
        if lab.page.evaluate("document.documentElement.hasAttribute('data-pinned')"):
            return
    raise AssertionError("no tap has pinned a cell")


def test_fingers_on_a_phone(open_lab: OpenLab, subtests: pytest.Subtests) -> None:
    lab = stand_on_phone(open_lab)
    with subtests.test("two fingers zoom and move"):
        two_fingers_zoom_and_move(lab)
    press(lab, "Home")
    rest(lab)
    with subtests.test("a finger turns and a tap pins"):
        a_finger_turns_and_a_tap_pins(lab)


def test_a_step_in_a_link_has_the_camera_at_its_layer(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?view=3d&step=4", reduced_motion="reduce")
    lab.ink(FOUR)
    rest(lab)
    names = lab.page.locator(".labels .label:not(.class)")
    shown = [each.inner_text() for each in names.all() if each.is_visible()]
    assert [text.split("\n")[0].replace("\xa0", " ") for text in shown] == ["Convolution layer 2"]
