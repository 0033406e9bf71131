"""The network in 3D under mouse and keys: what they choose, and where they lead the camera."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hands.film import begin_film
from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.popovers import press_folded
from tests.browser.hands.space import (
    CANVAS,
    Point,
    camera,
    cell_under,
    find_cell,
    frames,
    middle,
    pass_frames,
    press,
    rest,
    shot,
    stand,
)
from tests.drawings import FOUR


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


def the_link_opens_the_same_view(lab: Lab, open_lab: OpenLab) -> None:
    press(lab, "Stack")
    rest(lab)
    x, y = middle(lab)
    drag(lab, (x, y + 200), (x + 90, y + 160))
    rest(lab)
    address = lab.page.url
    assert "view=3d" in address
    assert "stand=stack" in address
    other = open_lab(address=address, reduced_motion="reduce")
    expect(other.page.locator(CANVAS)).to_be_visible()
    rest(other)
    assert other.page.url == address
    other.ink(FOUR)
    other.expect_first_guess(4)
    rest(other)
    for each in (lab, other):
        each.page.mouse.move(5, 5)
        rest(each)
    assert shot(other) == shot(lab)


def dragging_orbits_and_home_goes_back(lab: Lab) -> None:
    begin = shot(lab)
    x, y = middle(lab)
    lab.page.mouse.move(x, y + 200)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 120, y + 150, steps=6)
    lab.page.mouse.up()
    rest(lab)
    assert shot(lab) != begin
    lab.page.get_by_role("button", name="Home", exact=True).click()
    rest(lab)
    lab.page.mouse.move(5, 5)
    rest(lab)
    assert shot(lab) == begin


def it_takes_few_draw_calls(lab: Lab) -> None:
    find_cell(lab)
    rest(lab)
    assert 1 <= int(lab.page.locator(CANVAS).get_attribute("data-calls") or 99) <= 8


def pointing_previews_and_a_click_pins(lab: Lab) -> None:
    before = shot(lab)
    x, y = find_cell(lab)
    rest(lab)
    assert shot(lab) != before  # outlines, lines, the cone
    expect(lab.page.locator("#inspector .body")).to_contain_text("of the drawing")
    lab.page.mouse.click(x, y)
    expect(lab.page.locator("html")).to_have_attribute("data-pinned", "")
    title = lab.page.locator("#inspector h2").text_content() or ""
    lab.page.locator('[data-view="2d"]').last.click()
    expect(lab.page.locator("#inspector h2")).to_have_text(title)


def hidden_layers_close_up_and_their_stubs_open_them(lab: Lab) -> None:
    press_folded(lab.page, '[data-toggle="conv2"]')
    rest(lab)
    stub = lab.page.locator(".labels button", has_text="Convolution layer 2")
    expect(stub).to_be_visible()
    stub.click()
    rest(lab)
    expect(stub).to_have_count(0)
    expect(lab.page.locator('[data-toggle="conv2"]')).to_have_attribute("aria-checked", "true")


def the_keyboard_turns_chooses_and_pins(lab: Lab) -> None:
    before = shot(lab)
    lab.page.locator(CANVAS).focus()
    lab.page.keyboard.press("ArrowRight")
    rest(lab)
    assert shot(lab) != before
    lab.page.keyboard.press("PageDown")
    lab.page.keyboard.press("PageDown")
    spoken = lab.page.locator("#space [aria-live]")
    expect(spoken).to_contain_text("Convolution layer 1, map 1, row 15, column 15")
    expect(spoken).to_contain_text("It sees 5 × 5 pixels of the drawing.")
    lab.page.keyboard.press("Shift+PageDown")
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(spoken).to_contain_text("map 2, row 15, column 16")
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator("#inspector h2")).to_contain_text("column 16")
    lab.page.keyboard.press("Home")
    lab.page.keyboard.press("Escape")
    rest(lab)
    lab.page.mouse.move(5, 5)
    assert "from=" not in lab.page.url


def the_picture_follows_the_pen_and_rests_with_it(lab: Lab) -> None:
    before, drawn = shot(lab), frames(lab)
    lab.draw([[(0.2, 0.9), (0.8, 0.9)]])
    rest(lab)
    assert shot(lab) != before
    assert frames(lab) > drawn
    resting = frames(lab)
    pass_frames(lab, 30)
    assert frames(lab) == resting


def a_lost_context_comes_back(lab: Lab) -> None:
    before = shot(lab)
    lab.page.evaluate(
        """async selector => {
            const canvas = document.querySelector(selector);
            const heard = name => new Promise(done => {
                // Later than the page's own listeners.
                canvas.addEventListener(name, () => setTimeout(done), { once: true });
            });
            const context = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
            const lost = heard("webglcontextlost");
            context.loseContext();
            await lost;
            const restored = heard("webglcontextrestored");
            context.restoreContext();
            await restored;
        }""",
        CANVAS,
    )
    rest(lab)
    assert shot(lab) == before


def the_view_is_saved_as_a_large_transparent_picture(lab: Lab) -> None:
    lab.page.locator("#space .more").click()
    rest(lab)
    before = shot(lab)
    with lab.page.expect_download() as download:
        press(lab, "Save picture")
    picture = cv2.imread(str(download.value.path()), cv2.IMREAD_UNCHANGED)
    assert picture.shape == (2160, 3840, 4)
    opacity = picture[:, :, 3]
    assert opacity[0, 0] == 0
    assert 0.05 < (opacity > 0).mean() < 0.9
    rest(lab)
    assert shot(lab) == before


def who_wants_less_motion_gets_none(lab: Lab) -> None:
    before = frames(lab)
    lab.page.get_by_role("button", name="Side", exact=True).click()
    rest(lab)
    assert frames(lab) - before <= 4


def the_told_steps_drive_the_camera(lab: Lab) -> None:
    all_of_it = shot(lab)
    begin_film(lab.page)
    rest(lab)
    first = shot(lab)
    assert first != all_of_it
    for _ in range(3):
        lab.page.locator("[data-step=on]").click()
    rest(lab)
    assert shot(lab) != first
    assert "from=" not in lab.page.url  # the flight leaves one's own place in the link alone
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")


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


IN_SPACE = [
    the_wheel_zooms_at_the_pointer,
    dragging_orbits_and_home_goes_back,
    it_takes_few_draw_calls,
    pointing_previews_and_a_click_pins,
    hidden_layers_close_up_and_their_stubs_open_them,
    the_keyboard_turns_chooses_and_pins,
    the_picture_follows_the_pen_and_rests_with_it,
    a_lost_context_comes_back,
    the_view_is_saved_as_a_large_transparent_picture,
    who_wants_less_motion_gets_none,
    the_told_steps_drive_the_camera,
    a_drag_turns_and_with_shift_it_moves,
    keys_turn_and_zoom_by_steps_and_home_goes_back,
    ctrl_and_arrows_move_and_the_middle_button_zooms,
]
CONTROLS = ["Front", "Side", "Top", "Inside Convolution layer 2", "Stack", "Heights", "Shading"]


def test_hands_keys_and_controls_in_space(
    still_lab: Lab, open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = still_lab
    draw_four(lab)
    stand(lab)
    with subtests.test("the link opens the same view"):
        the_link_opens_the_same_view(lab, open_lab)
    press(lab, "Stack")
    for act in IN_SPACE:
        stand_as_at_first(lab)
        with subtests.test(act.__name__):
            act(lab)
    stand_as_at_first(lab)
    for name in CONTROLS:
        with subtests.test(f"{name} changes the picture"):
            before = shot(lab)
            press(lab, name)
            rest(lab)
            assert shot(lab) != before


def stand_as_at_first(lab: Lab) -> None:
    """In 3D, from where it is first seen, nothing chosen."""
    lab.page.keyboard.press("Escape")
    if not lab.page.locator(CANVAS).count():
        stand(lab)
    press(lab, "Home")
    more = lab.page.locator("#space .more")
    if more.get_attribute("aria-expanded") == "true":
        more.click()
    lab.page.mouse.move(5, 5)
    rest(lab)
