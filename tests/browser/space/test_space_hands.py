"""The network in 3D under hands: mouse, fingers, keys; light, a film, and what stays in memory."""

from __future__ import annotations

import math
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.popovers import unfold
from tests.browser.hands.space import (
    CANVAS,
    find_cell,
    frames,
    middle,
    press,
    rest,
    shot,
    stand,
    stand_on_phone,
)

Point = tuple[float, float]


def camera(lab: Lab) -> list[float]:
    """Yaw, pitch, distance and target of the camera that the address has; a preset has none."""
    rest(lab)
    text = parse_qs(urlsplit(lab.page.url).query).get("from", [""])[0]
    assert re.match(r"-?\d", text), f"no camera of one's own in {lab.page.url}"
    return [float(part) for part in text.split(",")[:6]]


def drag(lab: Lab, start: Point, end: Point, key: str | None = None) -> None:
    mouse, keyboard = lab.page.mouse, lab.page.keyboard
    mouse.move(*start)
    if key is not None:
        keyboard.down(key)
    mouse.down()
    mouse.move(*end, steps=6)
    mouse.up()
    if key is not None:
        keyboard.up(key)


def cell_under(lab: Lab, point: Point) -> str:
    lab.page.mouse.move(point[0] + 1, point[1])
    lab.page.mouse.move(*point)
    wait_for_painting(lab)
    return str(lab.page.locator("#cell").inner_text()).split(":")[0]


def the_wheel_zooms_at_the_pointer(lab: Lab) -> None:
    point = find_cell(lab)
    cell = cell_under(lab, point)
    assert "row" in cell
    before = shot(lab)
    for _ in range(6):
        lab.page.mouse.wheel(0, -120)
    rest(lab)
    assert shot(lab) != before
    assert cell_under(lab, point) == cell
    near = camera(lab)[2]
    for _ in range(3):
        lab.page.mouse.wheel(0, 120)
    assert camera(lab)[2] > 1.5 * near
    assert cell_under(lab, point) == cell


def a_drag_turns_and_with_shift_it_moves(lab: Lab) -> None:
    x, y = middle(lab)
    drag(lab, (x, y + 250), (x + 100, y + 220))
    turned = camera(lab)
    drag(lab, (x, y + 250), (x + 60, y + 220), key="Shift")
    moved = camera(lab)
    assert moved[:3] == turned[:3]
    assert moved[3:] != turned[3:]
    drag(lab, (x, y + 250), (x - 40, y + 250))
    assert camera(lab)[0] == pytest.approx(moved[0] + 14, abs=2.2)
    assert camera(lab)[1:] == moved[1:]


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


def test_two_fingers_zoom_and_move(open_lab: OpenLab) -> None:
    lab = stand_on_phone(open_lab)
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


def test_a_flight_ends_with_its_cell_in_the_middle(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    point = find_cell(lab)
    cell = cell_under(lab, point)
    rest(lab)
    before = frames(lab)
    lab.page.mouse.dblclick(*point)
    rest(lab)
    assert frames(lab) - before > 8, "it jumped"
    assert cell_under(lab, middle(lab)) == cell
    press(lab, "Home")
    rest(lab)
    assert "from=" not in lab.page.url


def keys_turn_and_zoom_by_steps_and_home_goes_back(lab: Lab) -> None:
    begin = shot(lab)
    lab.page.locator(CANVAS).focus()
    lab.page.keyboard.press("ArrowRight")
    one = camera(lab)
    for key in ("ArrowRight", "ArrowUp", "+"):
        lab.page.keyboard.press(key)
    two = camera(lab)
    assert two[0] - one[0] == pytest.approx(6, abs=0.03)
    assert two[1] - one[1] == pytest.approx(6, abs=0.03)
    assert two[2] / one[2] == pytest.approx(0.85, abs=0.01)
    lab.page.keyboard.press("-")
    assert camera(lab)[2] == pytest.approx(one[2], abs=0.02)
    lab.page.keyboard.press("Home")
    rest(lab)
    assert "from=" not in lab.page.url
    lab.page.evaluate("document.activeElement.blur()")
    assert shot(lab) == begin


def ctrl_and_arrows_move_and_the_middle_button_zooms(lab: Lab) -> None:
    lab.page.locator(CANVAS).focus()
    lab.page.keyboard.press("ArrowRight")
    turned = camera(lab)
    lab.page.keyboard.press("Control+ArrowRight")
    moved = camera(lab)
    assert moved[:3] == turned[:3]
    assert moved[3:] != turned[3:]
    lab.page.keyboard.press("Control+ArrowLeft")
    assert camera(lab) == pytest.approx(turned, abs=0.03)
    x, y = middle(lab)
    lab.page.mouse.move(x, y)
    lab.page.mouse.down(button="middle")
    lab.page.mouse.move(x, y - 100, steps=5)
    lab.page.mouse.up(button="middle")
    pulled = camera(lab)
    assert pulled[:2] == turned[:2]
    assert pulled[2] == pytest.approx(turned[2] * np.exp(-0.6), rel=0.05)


CAMERA = [
    the_wheel_zooms_at_the_pointer,
    a_drag_turns_and_with_shift_it_moves,
    keys_turn_and_zoom_by_steps_and_home_goes_back,
    ctrl_and_arrows_move_and_the_middle_button_zooms,
]


def test_mouse_and_keys_lead_the_camera(still_lab: Lab, subtests: pytest.Subtests) -> None:
    draw_four(still_lab)
    stand(still_lab)
    for lead in CAMERA:
        with subtests.test(lead.__name__):
            lead(still_lab)
        press(still_lab, "Home")
        still_lab.page.mouse.move(5, 5)
        rest(still_lab)


def hues(lab: Lab) -> NDArray[np.float64]:
    """Hue in degrees, saturation and value (0..1) of each pixel of the picture."""
    picture = cv2.imdecode(np.frombuffer(shot(lab), np.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_BGR2HSV)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_light_keeps_every_hue(open_lab: OpenLab, theme: str, subtests: pytest.Subtests) -> None:
    lab = open_lab(color_scheme=theme, reduced_motion="reduce")
    draw_four(lab)
    for switch in unfold(lab.page, "#visibility .relu").all():
        switch.click()  # values below zero are in red pencil
    lab.page.keyboard.press("Escape")
    lab.settle()
    assert "before=" in lab.page.url
    stand(lab)
    with subtests.test("flat"):
        look_at_hues(lab)
    with subtests.test("heights"):
        press(lab, "Shading")
        press(lab, "Heights")
        rest(lab)
        look_at_hues(lab)


def look_at_hues(lab: Lab) -> None:
    """Shading makes colours lighter and darker, and no other ones."""
    plain = hues(lab)
    press(lab, "Shading")
    rest(lab)
    lit = hues(lab)
    assert np.abs(plain - lit).max() > 0.02, "light changes nothing"
    clear = (
        (plain[..., 1] > 0.3) & (lit[..., 1] > 0.3) & (plain[..., 2] > 0.2) & (lit[..., 2] > 0.2)
    )
    # Where edges are smoothed, two colours are mixed: only what has its like all around it counts.
    clear = cv2.erode(clear.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert clear.sum() > 1000
    apart = np.abs((plain[..., 0] - lit[..., 0] + 180) % 360 - 180)[clear]
    assert np.quantile(apart, 0.98) <= 6, f"hues differ by {np.quantile(apart, 0.98):.1f} degrees"


@pytest.mark.alone
def test_the_film_is_ten_seconds_of_one_whole_turn(lab: Lab, tmp_path: Path) -> None:
    draw_four(lab)
    stand(lab)
    with lab.page.expect_download(timeout=60_000) as download:
        press(lab, "Save turntable")
    path = tmp_path / "turn.webm"
    download.value.save_as(path)
    film = cv2.VideoCapture(str(path))
    pictures: list[NDArray[np.uint8]] = []
    times: list[float] = []
    while film.grab():
        times.append(film.get(cv2.CAP_PROP_POS_MSEC) / 1000)
        pictures.append(film.retrieve()[1])
    # A busy machine paints the last pictures too late to be in the film, which ends in time.
    assert 7 <= times[-1] - times[0] <= 12.5, f"{times[-1]:.1f} s"
    assert pictures[0].shape == (720, 1280, 3)
    paper = pictures[0][2, 2].astype(int)
    inked = [(np.abs(each.astype(int) - paper).max(axis=2) > 60).mean() for each in pictures[::8]]
    assert min(inked) > 0.005, "a picture without a network"

    quarters = [pictures[len(pictures) * quarter // 4] for quarter in range(4)]
    blurred = [cv2.GaussianBlur(each, (0, 0), 60).astype(float) for each in quarters]
    away = [np.abs(each - blurred[0]).mean() for each in blurred[1:]]
    assert min(away) > 0.2, "it does not turn"
    last = cv2.GaussianBlur(pictures[-1], (0, 0), 60).astype(float)
    assert np.abs(last - blurred[0]).mean() < max(away), "it does not come round"


LEFT = """() => {
    window.contexts ??= [];
    return window.contexts.filter(each => !each.isContextLost()).length;
}"""
WATCH = """
    window.contexts = [];
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        const context = original.call(this, kind, ...more);
        if (kind.startsWith("webgl") && context !== null && !window.contexts.includes(context))
            window.contexts.push(context);
        return context;
    };
"""


def test_twenty_switches_leave_nothing_behind_and_memory_where_it_was(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    draw_four(lab)
    client = lab.page.context.new_cdp_session(lab.page)

    def switch(times: int) -> None:
        for _ in range(times):
            lab.page.locator('[data-view="3d"]').last.click()
            expect(lab.page.locator(CANVAS)).to_have_attribute("data-frames", re.compile(r"\d"))
            lab.page.locator('[data-view="2d"]').last.click()
            expect(lab.page.locator(CANVAS)).to_have_count(0)
            assert lab.page.locator("#space").get_attribute("data-held") == "0"

    def left() -> dict[str, int]:
        fewest = math.inf
        for _ in range(3):
            client.send("HeapProfiler.collectGarbage")
            lab.page.wait_for_timeout(100)  # what is collected is counted down in its own time
            fewest = min(fewest, objects())
        counters = client.send("Memory.getDOMCounters")
        return {
            "objects": int(fewest),
            "nodes": counters["nodes"],
            "listeners": counters["jsEventListeners"],
        }

    def objects() -> int:
        """Everything on the heap that JavaScript made: no compiled code, no timings."""
        ancestor = client.send("Runtime.evaluate", {"expression": "Object.prototype"})
        found = client.send(
            "Runtime.queryObjects", {"prototypeObjectId": ancestor["result"]["objectId"]}
        )
        counted = client.send(
            "Runtime.callFunctionOn",
            {
                "objectId": found["objects"]["objectId"],
                "functionDeclaration": "function () { return this.length; }",
            },
        )
        client.send("Runtime.releaseObject", {"objectId": found["objects"]["objectId"]})
        return int(counted["result"]["value"])

    switch(5)
    before = left()
    switch(20)
    after = left()
    change = f"{before} became {after}"
    # One view that stays is 1,500 objects; what comes and goes by itself, one or two hundred.
    assert after["objects"] <= before["objects"] + 200, change
    assert after["nodes"] <= before["nodes"] + 60, change
    assert after["listeners"] <= before["listeners"] + 10, change


def test_no_context_outlives_the_view(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce", wait=False)
    lab.page.add_init_script(WATCH)
    lab.page.reload()
    lab.wait_until_live()
    for _ in range(4):
        stand(lab)
        assert lab.page.evaluate(LEFT) == 1
        lab.page.locator('[data-view="2d"]').last.click()
        expect(lab.page.locator(CANVAS)).to_have_count(0)
        assert lab.page.evaluate(LEFT) == 0
