"""Lecture mode, presenter keys and predict first, on a projector and on a phone."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.lecture import SIZES, open_lecture
from tests.browser.hands.menu import open_menu
from tests.drawings import EIGHT
from tests.serving import Server


def resize(lab: Lab, size: tuple[int, int]) -> None:
    lab.page.set_viewport_size({"width": size[0], "height": size[1]})
    lab.settle()


def release_the_keyboard(lab: Lab) -> None:
    lab.page.evaluate("document.activeElement.blur()")


def test_a_lecture_is_given_by_keys(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    options = {"reduced_motion": "reduce"}  # else next skips the beats of the film first
    lab = open_lecture(open_lab, server, "projector", "&cover=guesses,conv1", **options)
    with subtests.test("the keys of a remote reveal, blank and come back"):
        assert_a_remote_reveals_and_covers(lab)
    with subtests.test("keys stay with whoever types or moves in a map"):
        assert_keys_stay_where_the_keyboard_is(lab)
    with subtests.test("a remote tells the network step by step"):
        assert_a_remote_tells_each_step(lab)
    with subtests.test("the list of keys opens, and its lines act"):
        lab.page.keyboard.press("Shift+R")
        assert_the_list_of_keys_acts(lab)
    with subtests.test("letters are no keys once they are switched off on this device"):
        assert_letters_are_no_keys_once_switched_off(lab)
    lab.page.emulate_media(reduced_motion="no-preference")
    with subtests.test("the ring follows the pointer and lets clicks through"):
        assert_the_ring_follows_the_pointer(lab)
    with subtests.test("space plays the pen trace"):
        assert_space_plays_the_pen_trace(lab)


def assert_a_remote_reveals_and_covers(lab: Lab) -> None:
    press = lab.page.keyboard.press
    question = lab.page.locator("#predict")
    expect(question).to_contain_text("What do you think it is?")
    press(".")
    expect(lab.page.locator("main")).not_to_be_visible()
    press("PageDown")
    expect(lab.page.locator("main")).to_be_visible()
    covered = lab.page.locator('.layer[data-layer="conv1"] .cover')
    expect(covered).to_be_visible()
    press("PageDown")
    expect(covered).to_be_hidden()
    expect(question).to_be_visible()
    press("PageDown")
    lab.expect_first_guess(8)
    expect(question).to_be_hidden()
    press("PageUp")
    expect(question).to_be_visible()
    assert "cover=guesses" in lab.page.url


def assert_keys_stay_where_the_keyboard_is(lab: Lab) -> None:
    lab.page.locator('[data-layer="conv1"] canvas').focus()
    lab.page.keyboard.press("PageDown")  # the map's own: to its next map
    expect(lab.page.locator("#predict")).to_be_visible()
    lab.page.evaluate(
        "document.body.append(Object.assign(document.createElement('textarea'), { id: 'notes' }))"
    )
    notes = lab.page.locator("#notes")
    notes.focus()
    lab.page.keyboard.type("1bgl?. ")
    assert notes.input_value() == "1bgl?. "
    expect(lab.page.locator(".layer.hidden")).to_have_count(0)
    notes.evaluate("each => each.remove()")


def assert_a_remote_tells_each_step(lab: Lab) -> None:
    press = lab.page.keyboard.press
    press("PageDown")
    lab.expect_first_guess(8)
    press("PageDown")
    count = lab.page.locator("#transport .count")
    expect(count).to_have_text(f"1 of {STEPS}")
    expect(lab.page.locator("#first-guess .digit")).to_have_text("")
    press("Space")
    play = lab.page.locator("#transport [data-step=play]")
    expect(play).to_have_accessible_name("Pause")
    press("Space")
    expect(play).to_have_accessible_name("Step")
    press("PageDown")
    press("PageDown")
    expect(count).to_have_text(f"3 of {STEPS}")
    for _ in range(3):
        press("PageUp")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")
    lab.expect_first_guess(8)
    press("PageUp")
    expect(lab.page.locator("#predict")).to_be_visible()


def assert_the_list_of_keys_acts(lab: Lab) -> None:
    """From uncovered guesses to covered ones."""
    expect(lab.page.locator("#predict")).to_be_hidden()
    lab.page.keyboard.press("?")
    keys = lab.page.locator("#keys")
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Cover or reveal the guesses").click()
    expect(lab.page.locator("#predict")).to_be_visible()
    lab.page.keyboard.press("?")
    expect(keys).to_be_hidden()


def assert_letters_are_no_keys_once_switched_off(lab: Lab) -> None:
    press = lab.page.keyboard.press
    press("?")
    lab.page.get_by_label("Letters, digits and signs").uncheck()
    lab.page.locator("#leave-lecture").focus()
    for key in ("c", "g", "b", ".", "2", "Shift+R", "?"):
        press(key)
    expect(lab.page.locator("main")).to_be_visible()
    expect(lab.page.locator("#predict")).to_be_visible()
    expect(lab.page.locator("#keys")).to_be_visible()
    assert "conv1" in lab.shown_layers()
    press("PageDown")  # a remote's next
    lab.expect_first_guess(8)
    lab.page.reload()
    lab.wait_until_live()
    press("c")
    press("PageDown")
    expect(lab.page.locator("#transport")).to_have_attribute("data-begun", "")
    press("PageUp")
    lab.expect_first_guess(8)
    lab.page.get_by_label("Letters, digits and signs").check()
    press("c")
    lab.expect_blank()
    lab.page.get_by_label("Letters, digits and signs").uncheck()
    press("Control+z")  # no single key
    lab.expect_first_guess(8)
    lab.page.get_by_label("Letters, digits and signs").check()
    press("?")
    expect(lab.page.locator("#keys")).to_be_hidden()


def assert_the_ring_follows_the_pointer(lab: Lab) -> None:
    lab.page.keyboard.press("s")
    cell = lab.page.locator('[data-layer="conv1"] canvas').bounding_box()
    assert cell is not None
    x, y = cell["x"] + cell["width"] - 40, cell["y"] + 40
    lab.page.mouse.move(x, y)
    spot = lab.page.locator("#spot")
    expect(spot).to_be_visible()
    box = spot.bounding_box()
    assert box is not None
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert middle == pytest.approx([x, y])
    lab.page.mouse.down()
    lab.page.mouse.up()
    expect(lab.page.locator("#opened")).to_be_visible()
    lab.page.keyboard.press("s")
    expect(spot).to_be_hidden()
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#opened")).to_be_hidden()


def assert_space_plays_the_pen_trace(lab: Lab) -> None:
    release_the_keyboard(lab)
    expect(lab.page.locator("#pen-trace")).to_be_hidden()
    lab.page.keyboard.press("Space")
    expect(lab.page.locator("#pen-trace")).to_be_visible()
    play = lab.page.locator("#transport [data-step=play]")
    expect(play).to_have_accessible_name("Pause")
    lab.page.keyboard.press("Space")
    expect(play).to_have_accessible_name("Play")


def test_nothing_on_the_page_tells_a_covered_guess(open_lab: OpenLab, server: Server) -> None:
    everything = f"{server.address}/?cover=guesses&open=sees&cell=output.8&trace=on"
    lab = open_lab(address=everything, wait=False)
    lab.wait_until_live()
    lab.page.keyboard.press("c")
    lab.ink(EIGHT)
    lab.page.wait_for_timeout(800)  # longer than words wait to be read out
    wrong = lab.page.evaluate(
        """() => [...document.querySelectorAll("body :not(script, #about, #about *)")]
            .flatMap((element) => [...element.attributes].map(({ value }) => value).concat(
                [...element.childNodes].filter((node) => node.nodeType === 3)
                    .map((node) => node.data)))
            .filter((text) => /^\\W*\\d+(\\.\\d+)? %$|guess: /.test(text))"""
    )
    assert wrong == []
    expect(lab.page.locator("#spoken")).to_be_empty()
    assert lab.page.locator(".guess .digit, .guess .sure").all_text_contents() == [""] * 4
    assert set(lab.page.locator('[data-layer="output"] .value').all_inner_texts()) == {""}
    expect(lab.page.locator("#inspector")).to_contain_text("Covered")
    lab.page.locator("#reveal").click()
    lab.expect_first_guess(8)
    expect(lab.page.locator("#spoken")).to_contain_text("First guess: 8")


TOLD = """steps => {
    const textOf = selector => document.querySelector(selector).innerText;
    const seen = [];
    for (let step = 1; step <= steps; step++) {
        if (step > 1) document.querySelector("[data-step=on]").click();
        const first = document.querySelectorAll(".class.first, .units .first").length;
        seen.push([textOf("#transport .count"), textOf("#step .sentence"), first]);
    }
    return seen;
}"""
"""Of each step: its number, its sentence, and how many units are marked as the first guess."""


@pytest.mark.parametrize("view", ["2d", "3d"])
def test_no_step_and_no_view_tells_what_is_covered(
    open_lab: OpenLab, server: Server, view: str
) -> None:
    query = f"&cover=guesses,pool2&view={view}&step=0"
    lab = open_lecture(open_lab, server, "projector", query, reduced_motion="reduce")
    if view == "3d":
        expect(lab.page.locator("#space .view canvas")).to_be_visible()
    told = lab.page.evaluate(TOLD, STEPS)
    assert [count for count, _, _ in told] == [f"{at} of {STEPS}" for at in range(1, STEPS + 1)]
    assert {first for _, _, first in told} == {0}
    covered = [at for at, (_, sentence, _) in enumerate(told, 1) if "overed" in sentence]
    assert covered == [7, 8, 9, 12, 13]  # pool2, what is computed from it, and the end
    assert not any(re.search(r"\d", told[at - 1][1]) for at in covered)
    expect(lab.page.locator("#spoken")).to_be_empty()
    lab.page.keyboard.press("Shift+R")
    lab.expect_first_guess(8)
    expect(lab.page.locator("#step .sentence")).to_contain_text("Softmax")


def test_a_lab_on_a_desk_becomes_a_lecture(lab: Lab, subtests: pytest.Subtests) -> None:
    with subtests.test("a one is drawn by keyboard alone, and undone"):
        assert_a_one_is_drawn_by_keyboard(lab)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    for size in [(390, 844), (1024, 768), (1440, 900)]:
        with subtests.test("covering moves nothing", size=size):
            resize(lab, size)
            assert_covering_moves_nothing(lab)
    with subtests.test("the lecture is entered and left, and a reload stays in it"):
        assert_the_lecture_is_entered_and_left(lab)


def assert_a_one_is_drawn_by_keyboard(lab: Lab) -> None:
    press = lab.page.keyboard.press
    for _ in range(20):
        press("Tab")
        if lab.page.evaluate("document.activeElement.id") == "pad":
            break
    cursor = lab.page.locator("#pen-cursor")
    expect(cursor).to_be_visible()
    for _ in range(8):
        press("ArrowUp")
    press("Space")
    for _ in range(16):
        press("ArrowDown")
    press("Space")
    lab.expect_first_guess(1)
    expect(lab.page.locator("#pen-status")).to_contain_text("Pen up")
    press("z")
    lab.expect_blank()
    press("Escape")
    expect(cursor).to_be_hidden()


BOXES = """() => [...document.querySelectorAll("#pad, .layer, #teacher")]
    .filter(element => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => JSON.stringify(element.getBoundingClientRect()))"""


def assert_covering_moves_nothing(lab: Lab) -> None:
    question = lab.page.locator("#predict")
    before = lab.page.evaluate(BOXES)
    lab.page.keyboard.press("g")
    lab.page.keyboard.press("Shift+Digit2")
    expect(question).to_be_visible()
    lab.settle()
    assert lab.page.evaluate(BOXES) == before
    lab.page.keyboard.press("Shift+R")
    expect(question).to_be_hidden()


def assert_the_lecture_is_entered_and_left(lab: Lab) -> None:
    open_menu(lab.page).locator("#lecture").click()
    root = lab.page.locator("html")
    expect(root).to_have_attribute("data-lecture", "")
    lab.wait_until("document.fullscreenElement !== null")
    assert "lecture=on" in lab.page.url
    lab.page.keyboard.press("f")
    lab.wait_until("document.fullscreenElement === null")
    expect(root).to_have_attribute("data-lecture", "")
    lab.page.reload()
    lab.wait_until_live()
    expect(root).to_have_attribute("data-lecture", "")
    lab.page.keyboard.press("F5")  # a remote's beginning: it must not load the page again
    lab.wait_until("document.fullscreenElement !== null")
    lab.page.keyboard.press("Escape")
    expect(root).not_to_have_attribute("data-lecture", "")


MOVES = """() => [...document.querySelectorAll("#transport button[data-step]")]
    .map(each => each.getBoundingClientRect())
    .filter(({ width }) => width > 0)
    .map(({ left, right }) => [left, right])"""


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_lecture_is_shown_and_left_on_a_phone(
    open_lab: OpenLab, server: Server, language: str, subtests: pytest.Subtests
) -> None:
    sizes = [SIZES["phone"], SIZES["small phone"]]
    lab = open_lecture(open_lab, server, "phone", f"&lang={language}&step=4")
    for size in sizes:
        with subtests.test("no button lies over another", size=size):
            resize(lab, size)
            buttons = lab.page.evaluate(MOVES)
            assert len(buttons) > 1
            for (_, right), (left, _) in itertools.pairwise(buttons):
                assert right <= left + 0.5
    lab.page.locator("[data-step=end]").click()
    lab.expect_first_guess(8)
    # It is the phone's own page, with what the link shows.
    expect(lab.page.locator("html")).not_to_have_attribute("data-lecture", "")
    leave = lab.page.locator('#chips [data-change="lecture"]')
    for size in reversed(sizes):
        with subtests.test("a lecture fits, and so does the way out of it", size=size):
            resize(lab, size)
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
            expect(lab.page.locator("#stage")).to_contain_class("alone")
            leave.scroll_into_view_if_needed()
            box = leave.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= size[0]
    if language == "en":
        with subtests.test("the list of keys opens, and its lines act"):
            assert_the_list_of_keys_acts(lab)
    leave.click()
    expect(lab.page).not_to_have_url(re.compile("lecture"))
