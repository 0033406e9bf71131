"""Lessons: a list of links, given from first to last by a presenter remote alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.hands.axe import in_other_theme, serious_in_strong_contrast
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.lesson import (
    GUIDE,
    TEN_MINUTES,
    act,
    lesson_position,
    links,
    load_lesson,
    open_lesson,
)
from tests.browser.hands.popovers import press_folded
from tests.browser.hands.texts import SMALLEST
from tests.drawings import EIGHT
from tests.serving import Server

NEXT, BACK, BLANK, FULL = "PageDown", "PageUp", ".", "F5"


def begin_ten_minutes(lab: Lab) -> None:
    open_lesson(lab)
    act(lab, "example")
    act(lab, "begin")


def leave_full_screen(lab: Lab) -> None:
    """A window that fills the screen has no other size."""
    lab.wait_until("document.fullscreenElement !== null")
    lab.page.evaluate("document.exitFullscreen()")
    lab.wait_until("document.fullscreenElement === null")


def test_ten_minutes_from_beginning_to_end_by_a_remote(open_lab: OpenLab) -> None:
    lab = open_lab(1024, 768, reduced_motion="reduce")
    page = lab.page
    page.evaluate("window.stayed = true")
    begin_ten_minutes(lab)
    lab.wait_until("document.fullscreenElement !== null")
    predict_and_reveal(lab)
    open_cells(lab)
    sentences = take_every_step(lab)
    # Never another page: the whole screen stayed, and whoever had the pen.
    assert page.evaluate("[window.stayed, document.fullscreenElement !== null]") == [True, True]
    expect_to_stay_at_the_end(lab, "End of the lesson")
    page.reload()
    lab.wait_until_live()
    expect(page.locator("#lesson .position")).to_have_text("11 / 11 · End of the lesson")
    go_back_to_the_last_cell(lab, sentences[0])
    expect(page.locator("#opened .result")).to_contain_text("2.27")
    expect(page.locator("#notice")).to_be_hidden()


def test_the_end_of_the_ten_minutes_in_dutch(open_lab: OpenLab, server: Server) -> None:
    """What the language can change: numbers, sentences, the end, and that it stays itself."""
    lab = open_lab(1024, 768, address=f"{server.address}/?lang=nl", reduced_motion="reduce")
    open_lesson(lab)
    act(lab, "example")
    lab.page.locator("#share .lesson [data-act='step.open']").nth(7).click()
    value = lab.page.locator("#opened .result")
    expect(value).to_contain_text("1,29")
    lab.page.keyboard.press(NEXT)
    expect(value).to_contain_text("2,27")
    sentences = take_every_step(lab)
    expect_to_stay_at_the_end(lab, "Einde van de les")
    go_back_to_the_last_cell(lab, sentences[0])
    expect(value).to_contain_text("2,27")
    assert lab.page.evaluate("document.documentElement.lang") == "nl"
    expect(lab.page.locator("#notice")).to_be_hidden()


def predict_and_reveal(lab: Lab) -> None:
    """Screens 1 to 3: the guesses are covered, then a layer is."""
    page, press = lab.page, lab.page.keyboard.press
    covered = page.locator('.layer[data-layer="conv1"] .cover')
    expect(page.locator("#predict")).to_be_visible()
    expect(page.locator("#first-guess .digit")).to_have_text("")
    press(BLANK)
    expect(page.locator("main")).not_to_be_visible()
    press(NEXT)
    expect(page.locator("#predict")).to_be_visible()
    press(NEXT)
    lab.expect_first_guess(4)
    press(NEXT)
    lab.expect_shown_layers(["input"])
    press(NEXT)
    expect(covered).to_be_visible()
    press(NEXT)
    expect(covered).to_be_hidden()
    assert lesson_position(lab).startswith("3 / 11")


def open_cells(lab: Lab) -> None:
    """Screens 4 to 9: layers and cells of theirs."""
    page, press = lab.page, lab.page.keyboard.press
    value = page.locator("#opened .result")
    press(NEXT)
    lab.expect_shown_layers(["input", "conv1"])
    press(NEXT)
    expect(value).to_contain_text("1.29")
    press(NEXT)
    expect(page.locator('[data-row="conv1"] .relu')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#opened")).to_be_hidden()
    press(NEXT)
    lab.expect_shown_layers(["input", "conv1", "pool1"])
    press(NEXT)
    expect(value).to_contain_text("1.29")
    press(NEXT)
    expect(value).to_contain_text("2.27")


STEP = """() => [document.querySelector("#transport .count").innerText,
    document.querySelector("[data-part=caption]").innerText]"""


def take_every_step(lab: Lab) -> list[str]:
    """Screens 10 and 11: the steps, whose sentences are the answer, then the network in 3D."""
    page, press = lab.page, lab.page.keyboard.press
    sentences = []
    press(NEXT)
    expect(page.locator("[data-part=caption]")).to_have_text(re.compile(r"\d"))
    lab.settle()
    for number in range(1, STEPS + 1):
        count, sentence = page.evaluate(STEP)
        assert re.search(rf"\b{number}\b", count)
        assert re.search(r"\d", sentence)  # this drawing's numbers
        sentences.append(sentence)
        if number < STEPS:
            press(NEXT)
    assert len(set(sentences)) == STEPS
    assert lesson_position(lab).startswith("10 / 11")
    press(NEXT)
    expect(page.locator("#space .view canvas")).to_be_visible()
    assert lesson_position(lab).startswith("11 / 11")
    return sentences


def expect_to_stay_at_the_end(lab: Lab, end: str) -> None:
    """A press more does nothing."""
    page = lab.page
    for _ in range(2):
        page.keyboard.press(NEXT)
        expect(page.locator("#lesson .position")).to_have_text(f"11 / 11 · {end}")
        expect(page.locator('[data-part="question"]')).to_have_text(end)
        expect(page.locator("#transport")).not_to_have_attribute("data-begun", "")
        expect(page.locator("#space .view canvas")).to_be_visible()


def go_back_to_the_last_cell(lab: Lab, sentence: str) -> None:
    """From the end: to the last screen, the first step, the screen before."""
    question = lab.page.locator('[data-part="question"]')
    end = question.inner_text()
    lab.page.keyboard.press(BACK)
    expect(question).not_to_have_text(end)
    assert lesson_position(lab).startswith("11 / 11")
    lab.page.keyboard.press(BACK)
    expect(lab.page.locator("[data-part=caption]")).to_have_text(sentence)
    lab.page.keyboard.press(BACK)


def test_a_lesson_is_given_by_hand(lab: Lab, subtests: pytest.Subtests) -> None:
    begin_ten_minutes(lab)
    leave_full_screen(lab)
    with subtests.test("a click on a map or the pad does not take the remote's keys"):
        assert_clicks_take_no_keys(lab)
    with subtests.test("a remote's keys go on after a slider, and a held one goes once"):
        assert_a_slider_takes_no_keys(lab)
    with subtests.test("a lesson outlives reloading, and Escape ends it"):
        assert_a_lesson_outlives_reloading(lab)


def assert_clicks_take_no_keys(lab: Lab) -> None:
    for clicked, following in (("#pad", "2"), ('[data-layer="input"] canvas', "3")):
        lab.page.locator(clicked).click()
        lab.page.keyboard.press(NEXT)
        if following == "2":  # the first revealed the guesses
            lab.page.keyboard.press(NEXT)
        assert lesson_position(lab).startswith(f"{following} / ")
    # By Tab one goes from map to map, as everywhere.
    for _ in range(2):
        lab.page.keyboard.press(NEXT)
    canvas = lab.page.locator('[data-layer="conv1"] canvas')
    lab.page.keyboard.press("Tab")
    canvas.focus()
    lab.page.keyboard.press("ArrowRight")
    cell = lab.page.locator("#cell")
    expect(cell).to_contain_text("map")
    before = cell.inner_text().split(", row")[0]
    lab.page.keyboard.press(NEXT)
    expect(cell).not_to_contain_text(before)
    assert lesson_position(lab).startswith("4 / ")
    canvas.evaluate("each => each.blur()")


def assert_a_slider_takes_no_keys(lab: Lab) -> None:
    """On screen 5, which has an opened cell."""
    lab.page.keyboard.press(NEXT)
    assert lesson_position(lab).startswith("5 / 11")
    for width, height in ((1024, 768), (1280, 720), (1440, 900)):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.settle()
        for button in ("Back", "Play", "Next", "Largest value"):  # none lies under something
            lab.page.locator("#opened").get_by_role("button", name=button).click()
        lab.page.locator("#opened input[type=range]").click()
    lab.page.keyboard.press(NEXT)
    assert lesson_position(lab).startswith("6 / 11")
    lab.page.keyboard.down(NEXT)
    for _ in range(5):
        lab.page.keyboard.down(NEXT)
    lab.page.keyboard.up(NEXT)
    assert lesson_position(lab).startswith("7 / 11")


def assert_a_lesson_outlives_reloading(lab: Lab) -> None:
    before = lesson_position(lab)
    lab.page.reload()
    lab.wait_until_live()
    assert lesson_position(lab) == before
    lab.page.keyboard.press(NEXT)
    assert lesson_position(lab) != before
    lab.page.keyboard.press(BACK)  # Escape closes the opened cell of the other first
    assert lesson_position(lab) == before
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#lesson")).to_be_hidden()
    assert lab.page.evaluate("document.documentElement.hasAttribute('data-lecture')")
    lab.page.keyboard.press("Escape")
    assert not lab.page.evaluate("document.documentElement.hasAttribute('data-lecture')")
    lab.page.reload()
    lab.wait_until_live()
    expect(lab.page.locator("#lesson")).to_be_hidden()
    open_lesson(lab)
    expect(lab.page.locator("#share .lesson li")).to_have_count(11)


def test_a_lesson_is_large_and_in_strong_contrast(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    """Each screen on both walls, in one theme on the one and in the other on the other."""
    walls = [(1024, 768), (1440, 900)]
    lab = open_lab(*walls[0], reduced_motion="reduce")
    begin_ten_minutes(lab)
    leave_full_screen(lab)
    for _ in range(5):
        lab.page.keyboard.press(NEXT)
        for width, height in walls:
            with subtests.test(lesson_position(lab), width=width):
                lab.page.set_viewport_size({"width": width, "height": height})
                lab.settle()
                assert lab.page.evaluate(SMALLEST, 16) == []
                assert serious_in_strong_contrast(lab.page) == []
                row = lab.page.locator("#lesson").bounding_box()
                assert row is not None
                assert row["x"] >= 0
                assert row["x"] + row["width"] <= width
                assert row["height"] < 60
            in_other_theme(lab.page)
        walls.reverse()  # the window stays as it is; every wall has both themes


FOUR_LINK = links(TEN_MINUTES)[1].split("#")[1]
THREE_LINK = links(GUIDE)[11].split("#")[1]


def test_ones_own_drawing_waits_behind_a_lesson_and_f5_fills_the_screen(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    load_lesson(lab, f"http://a/?kernels=off#{FOUR_LINK} http://a/?scale=map http://a/?digits=3")
    act(lab, "begin")  # at once: the last strokes are not kept yet
    lab.expect_first_guess(4)
    lab.draw([[(0.1, 0.9), (0.9, 0.9)]])  # a note on the screen of a lesson
    given = drawn_strokes(lab)
    assert len(given) == len(EIGHT.strokes)
    lab.page.keyboard.press(NEXT)  # a screen without a drawing of its own
    lab.expect_first_guess(8)
    lab.page.keyboard.press(BACK)
    lab.expect_first_guess(4)
    lab.page.keyboard.press("z")  # takes nothing back of it: the note is gone, one's own is below
    lab.expect_first_guess(8)
    lab.draw([[(0.1, 0.9), (0.9, 0.9)]])
    lab.page.keyboard.press(NEXT)
    assert len(drawn_strokes(lab)) == len(EIGHT.strokes) + 1
    lab.page.keyboard.press("z")
    lab.expect_first_guess(8)
    assert drawn_strokes(lab) == given
    # A screen that is no lecture fills the screen, too, and loads nothing.
    filled = "document.fullscreenElement !== null"
    lab.page.evaluate("window.stayed = true")
    assert not lab.page.evaluate(filled)
    lab.page.keyboard.press(FULL)
    lab.wait_until(filled)
    assert lab.page.evaluate("window.stayed")


def test_a_lesson_needs_no_storage_to_keep_ones_own_drawing(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(wait=False, address="about:blank")
    lab.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new Error('forbidden'); } });"
    )
    lab.page.goto(server.address + "/")
    lab.wait_until_live()
    lab.page.keyboard.press("c")
    lab.ink(EIGHT)
    begin_ten_minutes(lab)
    lab.page.keyboard.press(NEXT)
    lab.expect_first_guess(4)
    lab.page.keyboard.press("z")
    lab.expect_first_guess(8)


def test_what_was_asked_for_on_one_screen_does_not_come_to_the_next(lab: Lab) -> None:
    load_lesson(lab, f"http://a/?scale=map#{FOUR_LINK} http://a/?digits=3#{THREE_LINK}")
    act(lab, "begin")
    lab.expect_first_guess(4)
    waiting: list[Route] = []
    lab.page.route("**/samples/**", lambda route: waiting.append(route))
    press_folded(lab.page, "#another")
    lab.wait_for(lambda: len(waiting) == 1)
    assert len(waiting) == 1
    lab.page.keyboard.press(NEXT)
    lab.expect_first_guess(3)
    drawn, address = lab.picture("#pad"), lab.page.url
    with lab.page.expect_event("requestfinished"):
        waiting[0].continue_()
    lab.settle()
    assert (lab.picture("#pad"), lab.page.url) == (drawn, address)


def test_two_tabs_have_one_lesson_and_a_place_each(lab: Lab) -> None:
    other = Lab(lab.page.context.new_page(), lab.address)
    other.open()
    begin_ten_minutes(lab)
    lab.page.keyboard.press(NEXT)
    open_lesson(other)
    rows = other.page.locator("#share .lesson li")
    expect(rows).to_have_count(11)
    act(other, "add")
    expect(rows).to_have_count(12)
    expect(lab.page.locator("#lesson .position")).to_have_text(re.compile("^1 / 12"))
    expect(other.page.locator("#lesson")).to_be_hidden()
    # Another page that is opened in the tab of a lesson is no part of it.
    lab.page.goto(lab.address + "?scale=map")
    lab.wait_until_live()
    expect(lab.page.locator("#lesson")).to_be_hidden()
    other.assert_clean()
