"""Lessons: a list of links, given from first to last by a presenter remote alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.hands.axe import in_other_theme, serious
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


def go_on(lab: Lab, number: int) -> None:
    """To a further screen by the row's button, which reveals first as a remote does."""
    for _ in range(20):
        if lesson_position(lab).startswith(f"{number} / "):
            return
        lab.page.locator('#lesson [data-lesson="on"]').click()
    raise TimeoutError(f"the lesson does not come to screen {number}")


def begin_ten_minutes(lab: Lab) -> None:
    open_lesson(lab)
    act(lab, "example")
    act(lab, "begin")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_ten_minutes_from_beginning_to_end_by_a_remote(
    open_lab: OpenLab, server: Server, language: str
) -> None:
    address = f"{server.address}/?lang={language}"
    lab = open_lab(1024, 768, address=address, reduced_motion="reduce")
    page, press = lab.page, lab.page.keyboard.press
    page.evaluate("window.stayed = true")
    begin_ten_minutes(lab)
    lab.wait_until("document.fullscreenElement !== null")
    predict_and_reveal(lab)
    decimal = "," if language == "nl" else "."
    open_cells(lab, decimal)
    sentences = take_every_step(lab)
    # Never another page: the whole screen stayed, and whoever had the pen.
    assert page.evaluate("[window.stayed, document.fullscreenElement !== null]") == [True, True]
    end = "Einde van de les" if language == "nl" else "End of the lesson"
    expect_to_stay_at_the_end(lab, end)
    press(BACK)
    expect(page.locator('[data-part="question"]')).not_to_have_text(end)
    assert lesson_position(lab).startswith("11 / 11")
    press(BACK)
    expect(page.locator("[data-part=caption]")).to_have_text(sentences[0])
    press(BACK)
    expect(page.locator("#opened .result")).to_contain_text(f"2{decimal}27")
    assert page.evaluate("document.documentElement.lang") == language
    expect(page.locator("#notice")).to_be_hidden()


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


def open_cells(lab: Lab, decimal: str) -> None:
    """Screens 4 to 9: layers and cells of theirs."""
    page, press = lab.page, lab.page.keyboard.press
    value = page.locator("#opened .result")
    press(NEXT)
    lab.expect_shown_layers(["input", "conv1"])
    press(NEXT)
    expect(value).to_contain_text(f"1{decimal}29")
    press(NEXT)
    expect(page.locator('[data-row="conv1"] .relu')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#opened")).to_be_hidden()
    press(NEXT)
    lab.expect_shown_layers(["input", "conv1", "pool1"])
    press(NEXT)
    expect(value).to_contain_text(f"1{decimal}29")
    press(NEXT)
    expect(value).to_contain_text(f"2{decimal}27")


def take_every_step(lab: Lab) -> list[str]:
    """Screens 10 and 11: the steps, whose sentences are the answer, then the network in 3D."""
    page, press = lab.page, lab.page.keyboard.press
    sentence, sentences = page.locator("[data-part=caption]"), []
    press(NEXT)
    for number in range(1, STEPS + 1):
        expect(page.locator("#transport .count")).to_contain_text(re.compile(rf"\b{number}\b"))
        expect(sentence).to_have_text(re.compile(r"\d"))  # this drawing's numbers
        sentences.append(sentence.inner_text())
        if number < STEPS:
            press(NEXT)
    assert len(set(sentences)) == STEPS
    assert lesson_position(lab).startswith("10 / 11")
    press(NEXT)
    expect(page.locator("#space .view canvas")).to_be_visible()
    assert lesson_position(lab).startswith("11 / 11")
    return sentences


def expect_to_stay_at_the_end(lab: Lab, end: str) -> None:
    """A press more does nothing, and a reload neither."""
    page = lab.page
    position = page.locator("#lesson .position")
    for _ in range(2):
        page.keyboard.press(NEXT)
        expect(position).to_have_text(f"11 / 11 · {end}")
        expect(page.locator('[data-part="question"]')).to_have_text(end)
        expect(page.locator("#transport")).not_to_have_attribute("data-begun", "")
        expect(page.locator("#space .view canvas")).to_be_visible()
    page.reload()
    lab.wait_until_live()
    expect(position).to_have_text(f"11 / 11 · {end}")


VALUES_IN_WORDS = (
    "[...document.querySelectorAll('.layer:not(.hidden) canvas')].map(each => each.ariaLabel)"
)


def test_a_lesson_screen_is_what_its_link_opens(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(1024, 768, reduced_motion="reduce")
    begin_ten_minutes(lab)
    other = open_lab(1024, 768, wait=False, reduced_motion="reduce")
    for number, link in enumerate(links(TEN_MINUTES)[:9], 1):
        assert lesson_position(lab).startswith(f"{number} / ")
        other.page.goto("about:blank")  # the last link may differ by its drawing alone
        other.page.goto(f"{server.address}/{link}")
        other.wait_until_live()
        expect(other.page.locator("#opened")).not_to_contain_text("on their way")  # weights
        other.settle()
        expect(lab.page).to_have_url(other.page.url)
        lab.expect_shown_layers(other.shown_layers())
        # Maps are larger where no question stands below them; their values are the same.
        for maps in (lab, other):
            maps.settle()
        assert lab.page.evaluate(VALUES_IN_WORDS) == other.page.evaluate(VALUES_IN_WORDS)
        for part in ("#first-guess", "#opened"):
            given, linked = lab.page.locator(part), other.page.locator(part)
            expect(given).to_be_visible(visible=linked.is_visible())
            if linked.is_visible():
                expect(given).to_have_text(linked.inner_text(), use_inner_text=True)
        if number < 9:
            go_on(lab, number + 1)


def test_a_click_on_a_map_or_the_pad_does_not_take_the_remotes_keys(lab: Lab) -> None:
    begin_ten_minutes(lab)
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


@pytest.mark.parametrize("size", [(1024, 768), (1440, 900)], ids=["projector", "laptop"])
def test_a_lesson_is_large_and_in_strong_contrast(open_lab: OpenLab, size: tuple[int, int]) -> None:
    lab = open_lab(*size, reduced_motion="reduce")
    begin_ten_minutes(lab)
    for _ in range(5):
        lab.page.keyboard.press(NEXT)
        lab.settle()
        wrong = lab.page.evaluate(SMALLEST, 16)
        wrong += serious(lab.page, "color-contrast-enhanced") + serious(lab.page)
        in_other_theme(lab.page)
        wrong += serious(lab.page, "color-contrast-enhanced", "link-in-text-block")
        assert wrong == [], lesson_position(lab)
        row = lab.page.locator("#lesson").bounding_box()
        assert row is not None
        assert row["x"] >= 0
        assert row["x"] + row["width"] <= size[0]
        assert row["height"] < 60


FOUR_LINK = links(TEN_MINUTES)[1].split("#")[1]
THREE_LINK = links(GUIDE)[11].split("#")[1]


def test_ones_own_drawing_waits_behind_a_lesson(lab: Lab) -> None:
    lab.draw(EIGHT.strokes)
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


def test_a_remotes_keys_go_on_after_a_slider_and_a_held_one_goes_once(open_lab: OpenLab) -> None:
    for size in ((1024, 768), (1280, 720), (1440, 900)):
        lab = open_lab(*size)
        begin_ten_minutes(lab)
        for _ in range(5):
            lab.page.keyboard.press(NEXT)
        assert lesson_position(lab).startswith("4 / 11")
        lab.page.keyboard.press(NEXT)
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


def test_a_lesson_outlives_reloading_and_escape_ends_it(lab: Lab) -> None:
    begin_ten_minutes(lab)
    for _ in range(3):
        lab.page.keyboard.press(NEXT)
    assert lesson_position(lab).startswith("3 / 11")
    lab.page.reload()
    lab.wait_until_live()
    assert lesson_position(lab).startswith("3 / 11")
    lab.page.keyboard.press(NEXT)
    lab.page.keyboard.press(NEXT)
    assert lesson_position(lab).startswith("4 / 11")
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


def test_f5_fills_the_screen_on_a_lesson_screen_that_is_no_lecture(lab: Lab) -> None:
    load_lesson(lab, f"http://a/?scale=map#{FOUR_LINK}")
    act(lab, "begin")
    lab.expect_first_guess(4)
    lab.page.evaluate("window.stayed = true")
    filled = "document.fullscreenElement !== null"
    assert not lab.page.evaluate(filled)
    lab.page.keyboard.press(FULL)
    lab.wait_until(filled)
    assert lab.page.evaluate("window.stayed")
