"""The presenter window: bound to the page that opened it; either drives, either can come back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands.axe import COLOURS, serious
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.lesson import act, lesson_position, load_lesson, open_lesson
from tests.browser.hands.links import open_as_elsewhere
from tests.browser.hands.menu import change_theme, open_menu
from tests.serving import Server

NEXT, BACK = "PageDown", "PageUp"
LESSON = """1. [One](http://a/?scale=map)
   > Why is it dark?

   Wait for an answer.
   Then go on.

2. [Two](http://a/?scale=layer)
"""


def open_presenter(lab: Lab) -> Page:
    with lab.page.expect_popup() as opened:
        lab.page.keyboard.press("n")
    window = opened.value
    expect(window.locator("body")).to_have_attribute("data-link", "live")
    return window


def part(window: Page, name: str) -> str:
    return str(window.locator(f'[data-part="{name}"]').inner_text())


def expect_part(window: Page, name: str, text: str) -> None:
    expect(window.locator(f'[data-part="{name}"]')).to_have_text(text)


def test_window_and_page_drive_each_other_and_find_each_other_again(
    still_lab: Lab, subtests: pytest.Subtests
) -> None:
    lab = still_lab
    load_lesson(lab, LESSON)
    lab.page.locator("#share .close").click()
    window = open_presenter(lab)
    watched = Lab(window, lab.address)
    with subtests.test("question, notes and what comes are shown, and either drives the other"):
        assert_either_drives_the_other(lab, window)
    with subtests.test("each finds the other again, and no other"):
        assert_each_finds_the_other_again(lab, window)
    watched.assert_clean()


def assert_either_drives_the_other(lab: Lab, window: Page) -> None:
    expect_part(window, "title", "No lesson is being given.")
    window.get_by_role("button", name="Begin the lesson").click()
    expect(lab.page.locator("#lesson .position")).to_have_text("1 / 2 · One")
    expect_part(window, "position", "1 of 2")
    expect_part(window, "question", "Why is it dark?")
    expect_part(window, "notes", "Wait for an answer.\nThen go on.")
    expect_part(window, "coming-title", "Two")
    expect_part(window, "onward", "opens the next screen")
    # Notes are on no page that the hall sees.
    assert "Wait for" not in lab.page.content()

    window.keyboard.press(NEXT)
    expect(lab.page.locator("#lesson .position")).to_have_text("2 / 2 · Two")
    expect_part(window, "title", "Two")
    expect_part(window, "coming-title", "End of the lesson")
    expect(window.get_by_text("No notes for this screen.")).to_be_visible()
    lab.page.keyboard.press(NEXT)
    expect_part(window, "question", "End of the lesson")
    window.get_by_role("button", name="Next").click()
    window.get_by_role("button", name="Back").click()
    expect_part(window, "title", "Two")
    window.keyboard.press(".")
    expect(lab.page.locator("html")).to_have_attribute("data-blank", "")
    expect_part(window, "status", "The wall is blank.")
    lab.page.keyboard.press("b")
    expect_part(window, "status", "")
    assert re.fullmatch(r"\d:\d\d", part(window, "elapsed"))


def assert_each_finds_the_other_again(lab: Lab, window: Page) -> None:
    window.reload()
    expect_part(window, "title", "Two")
    window.keyboard.press(BACK)
    expect_part(window, "title", "One")
    # The hall's page is loaded anew: the window says so, and goes on with it.
    lab.page.reload()
    lab.wait_until_live()
    expect(window.locator("body")).to_have_attribute("data-link", "live")
    window.keyboard.press(NEXT)
    expect_part(window, "title", "Two")
    assert lesson_position(lab) == "2 / 2 · Two"

    # Another lab of the same browser, with a lesson and a window of its own, hears nothing of it.
    other = Lab(lab.page.context.new_page(), lab.address)
    other.open()
    open_lesson(other)
    act(other, "begin")
    second = open_presenter(other)
    expect_part(second, "title", "One")
    window.keyboard.press(BACK)
    expect_part(window, "title", "One")
    window.keyboard.press(NEXT)
    expect_part(window, "title", "Two")
    expect_part(second, "title", "One")
    # Two windows of one lab show the same.
    third = lab.page.context.new_page()
    third.goto(window.url)
    expect_part(third, "title", "Two")
    third.keyboard.press(BACK)
    expect_part(window, "title", "One")

    lab.page.close()
    for each in (window, third):
        expect(each.locator("body")).to_have_attribute("data-link", "gone")
        expect(each.locator('[data-part="status"]')).to_contain_text("closed or being loaded")
        expect(each.locator("[data-act=next]")).to_have_attribute("aria-disabled", "true")
        expect_part(each, "title", "One")  # what stood there stays
    expect(second.locator("body")).to_have_attribute("data-link", "live")


def test_where_the_browser_opens_no_window_a_link_does(
    still_lab: Lab, subtests: pytest.Subtests
) -> None:
    lab = still_lab
    with subtests.test("a box has the link"):
        lab.page.evaluate("window.open = () => null")
        open_menu(lab.page).locator("[data-part=open-presenter]").click()
        box = lab.page.locator("dialog")
        expect(box).to_contain_text("has kept the presenter window from opening")
        assert serious(lab.page) == []
        with lab.page.expect_popup() as opened:
            box.get_by_role("link").click()
        expect(opened.value.locator("body")).to_have_attribute("data-link", "live")
        expect(box).to_be_hidden()
    with subtests.test("without a lab the page says where it comes from"):
        lab.page.goto(f"{lab.address}presenter?lang=nl")
        expect(lab.page.locator('[data-part="status"]')).to_contain_text("druk daar op N")
        expect(lab.page.get_by_role("link", name="Naar het lab")).to_be_visible()
        lab.page.locator("a").click()
        lab.wait_until_live()


LINES = """() => ["question", "notes"].map(name => {
    const text = document.querySelector(`main .now [data-part="${name}"]`);
    const isSeen = text.checkVisibility({ visibilityProperty: true }) && text.innerText !== "";
    return isSeen ? parseFloat(getComputedStyle(text).fontSize) : 0;
})"""


def test_the_window_is_read_at_arms_length(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?lang=en", reduced_motion="reduce")
    for language, theme in (("en", "light"), ("nl", "dark")):
        with subtests.test(language=language, theme=theme):
            if language != "en":
                open_as_elsewhere(lab, f"{server.address}/?lang={language}")
            open_lesson(lab)
            act(lab, "example")
            act(lab, "begin")
            window = open_presenter(lab)
            watched = Lab(window, lab.address)
            lab.page.keyboard.press("l")  # the ten minutes are a lecture, which has no menu
            if theme == "dark":
                change_theme(lab.page)
            expect(window.locator("html")).to_have_attribute("lang", language)
            expect(window.locator("html")).to_have_attribute("data-theme", theme)
            assert_is_read_at_arms_length(window, language)
            watched.assert_clean()
            window.close()


def assert_is_read_at_arms_length(window: Page, language: str) -> None:
    for _ in range(6):
        window.keyboard.press(NEXT)
    for name in ("question", "notes"):
        expect(window.locator(f'main .now [data-part="{name}"]')).to_be_visible()
    for width, height in ((1366, 768), (1100, 720), (820, 1180), (390, 700)):
        window.set_viewport_size({"width": width, "height": height})
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert min(window.evaluate(LINES)) >= 18
        # Names and roles are the same at every size: of the other language they are read once.
        rules = () if language == "en" or width == 1366 else COLOURS
        assert serious(window, *rules) == []
