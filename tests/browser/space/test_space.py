"""The network in 3D: the same drawing, values and selection; a real browser, WebGL in software."""

from __future__ import annotations

import re

import cv2
import pytest
from playwright.sync_api import expect

from tests.browser.hands.film import begin_film
from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.popovers import press_folded
from tests.browser.hands.space import (
    CANVAS,
    find_cell,
    frames,
    middle,
    pass_frames,
    press,
    rest,
    shot,
    stand,
    stand_on_phone,
)
from tests.drawings import FOUR
from tests.serving import Server


def test_the_switch_puts_the_network_in_space_and_back(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    expect(lab.page.locator("#stage")).to_be_hidden()
    lab.expect_first_guess(4)
    lab.page.locator('[data-view="2d"]').last.click()
    expect(lab.page.locator("#stage")).to_be_visible()
    expect(lab.page.locator(CANVAS)).to_have_count(0)
    assert lab.ink_on('[data-layer="conv1"] canvas') > 500


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


IN_SPACE = [
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
]
CONTROLS = ["Front", "Side", "Top", "Inside Convolution layer 2", "Stack", "Heights", "Shading"]


def test_hands_keys_and_controls_in_space(still_lab: Lab, subtests: pytest.Subtests) -> None:
    lab = still_lab
    draw_four(lab)
    stand(lab)
    for act in IN_SPACE:
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
    lab.page.mouse.move(5, 5)
    rest(lab)


def test_without_webgl_a_sentence_says_so_and_2d_stays(open_lab: OpenLab) -> None:
    lab = open_lab()
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
    draw_four(lab)


def test_the_turntable_is_saved_as_a_film(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    film = lab.page.get_by_role("button", name="Save turntable")
    press(lab, "Save turntable")
    running = lab.page.get_by_role("button", name=re.compile(r"Recording: [1-9] of 10 s"))
    expect(running).to_be_visible()
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="Recording").click()  # it need not be whole here
    assert download.value.path().read_bytes()[:4] == b"\x1a\x45\xdf\xa3"  # EBML: Matroska, WebM
    expect(film).to_be_visible()


def test_a_double_click_flies_to_a_cell(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    lab.page.mouse.dblclick(*find_cell(lab))
    rest(lab)
    assert re.search(r"from=[-0-9.,]+,(conv|pool)\d", lab.page.url)


def test_a_finger_turns_and_a_tap_pins(open_lab: OpenLab) -> None:
    lab = stand_on_phone(open_lab)
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


def test_the_link_opens_the_same_view(still_lab: Lab, open_lab: OpenLab) -> None:
    lab = still_lab
    draw_four(lab)
    stand(lab)
    lab.page.get_by_role("button", name="Stack", exact=True).click()
    rest(lab)
    x, y = middle(lab)
    lab.page.mouse.move(x, y + 200)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 90, y + 160, steps=5)
    lab.page.mouse.up()
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


def test_the_tour_flies_by_itself_pauses_and_scrubs(lab: Lab) -> None:
    draw_four(lab)
    lab.wait_until_exact()
    stand(lab)
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


def test_a_step_in_a_link_has_the_camera_at_its_layer(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?view=3d&step=4", reduced_motion="reduce")
    lab.ink(FOUR)
    rest(lab)
    names = lab.page.locator(".labels .label:not(.class)")
    shown = [each.inner_text() for each in names.all() if each.is_visible()]
    assert [text.split("\n")[0].replace("\xa0", " ") for text in shown] == ["Convolution layer 2"]
