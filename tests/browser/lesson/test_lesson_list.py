"""The list of a lesson's screens: made, named, put in order, saved, loaded, pasted, damaged."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.cells import choose
from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.lesson import (
    TEN_MINUTES,
    act,
    lesson_position,
    links,
    open_lesson,
)
from tests.browser.hands.popovers import press_folded
from tests.drawings import EIGHT


def fill_in(lab: Lab, text: str) -> None:
    """From a file, into the list that is open."""
    files = lab.page.locator("#share .lesson input[type=file]")
    files.set_input_files({"name": "a.md", "mimeType": "text/plain", "buffer": text.encode()})


DAMAGED = (
    ("{", 0),
    (
        '[{"title": "a", "link": "http://["}, {"title": "a", "link": "https://example.org/"},'
        ' {"title": "b", "link": "?scale=map"}, 3, null]',
        1,
    ),
)
"""What the browser may have kept, and how many screens of it are left."""


def test_a_list_is_pasted_read_changed_and_survives_damage(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    open_lesson(lab)
    with subtests.test("pasted links become a lesson, whatever host they name"):
        assert_pasted_links_become_a_lesson(lab)
    with subtests.test("the lesson that is ready is that of the guide"):
        assert_the_ready_lesson_is_the_guides(lab)
    with subtests.test("a list is changed without losing anything"):
        act(lab, "clear")
        assert_a_list_is_changed_without_losing_anything(lab)
    for kept, rows in DAMAGED:
        with subtests.test("a damaged list does no harm", kept=kept):
            assert_a_damaged_list_does_no_harm(lab, kept, rows)


def assert_pasted_links_become_a_lesson(lab: Lab) -> None:
    lab.page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        "First: http://10.1.2.3/?hide=conv1\nhttps://example.org/\nhttp://a/x/?hide=conv2&lang=nl",
    )
    expect(lab.page.locator("#share .lesson li")).to_have_count(2)
    act(lab, "begin")
    expect(lab.page.locator("#lesson .position")).to_have_text("1 / 2 · First")
    # Whatever language its links are in, a lesson is given in the page's.
    lab.page.locator('#lesson [data-lesson="on"]').click()
    expect(lab.page.locator("#lesson .position")).to_have_text("2 / 2")
    lab.expect_shown_layers([name for name in LAYERS if name != "conv2"])
    expect(lab.page.locator("html")).to_have_attribute("lang", "en")
    lab.page.locator('#lesson [data-lesson="end"]').click()
    open_lesson(lab)
    act(lab, "clear")


def assert_the_ready_lesson_is_the_guides(lab: Lab) -> None:
    act(lab, "example")
    with lab.page.expect_download() as download:
        act(lab, "save")
    text = download.value.path().read_text()
    titles = re.findall(r"^\d+\. \[([^\]]*)\]", TEN_MINUTES, re.MULTILINE)
    assert re.findall(r"^\d+\. \[([^\]]*)\]", text, re.MULTILINE) == titles
    queries = [link.split("?", 1)[1] for link in re.findall(r"\((http[^)]*)\)", text)]
    assert queries == [link.removeprefix("?") for link in links(TEN_MINUTES)]


def assert_a_list_is_changed_without_losing_anything(lab: Lab) -> None:
    fill_in(lab, "[A](http://a/?hide=conv1) [B](http://a/?hide=conv1) [C](http://a/?hide=fc1)")
    titles = lab.page.locator("#share .lesson li > input")
    expect(titles).to_have_count(3)

    def shown() -> list[str]:
        return list(titles.evaluate_all("all => all.map(each => each.value)"))

    lab.page.get_by_role("button", name="Move screen 2 up").click()
    assert shown() == ["B", "A", "C"]
    lab.page.get_by_role("button", name="Move screen 1 up").click()
    lab.page.get_by_role("button", name="Move screen 1 down").click()
    assert shown() == ["A", "B", "C"]
    act(lab, "clear")
    expect(titles).to_have_count(0)
    lab.page.locator("#share .close").click()
    open_lesson(lab)
    act(lab, "undo")
    assert shown() == ["A", "B", "C"]
    expect(lab.page.locator('#share [data-act="begin"]')).to_be_focused()
    status = lab.page.locator("#share .lesson .status")
    many = "http://a/?step=1 " * 150
    for words in ("150 screens added.", "47 screens added; a lesson has 200 at most."):
        fill_in(lab, many)
        expect(status).to_have_text(words)
    fill_in(lab, "[" * 1_000_001)
    expect(status).to_contain_text("larger than 1 MB")


def assert_a_damaged_list_does_no_harm(lab: Lab, kept: str, rows: int) -> None:
    lab.page.evaluate("kept => localStorage.setItem('inkling.lesson.1', kept)", kept)
    lab.page.reload()
    lab.wait_until_live()
    open_lesson(lab)
    expect(lab.page.locator("#share .lesson li")).to_have_count(rows)
    if rows == 1:
        act(lab, "begin")
        expect(lab.page.locator("#lesson .position")).to_have_text("1 / 1 · b")


def test_a_lesson_of_ones_own_is_made_named_put_in_order_and_loaded_again(
    open_lab: OpenLab, lab: Lab
) -> None:
    lab.ink(EIGHT)
    press_folded(lab.page, '[data-toggle="conv2"]')
    open_lesson(lab)
    act(lab, "add")
    lab.page.locator("#share .close").click()
    choose(lab, '[data-palette="grey"]')
    open_lesson(lab)
    act(lab, "add")
    titles = lab.page.locator("#share .lesson li > input")
    titles.nth(0).fill("Without [the second] convolution")
    titles.nth(1).fill("In grey")
    titles.nth(1).press("Tab")
    expect(lab.page.get_by_role("button", name="Open screen 2")).to_be_focused()
    lab.page.get_by_role("button", name="Move screen 2 up").click()
    expect(titles.nth(0)).to_have_value("In grey")
    lab.page.get_by_role("button", name="Remove screen 1").click()
    expect(titles).to_have_count(1)
    act(lab, "undo")
    expect(titles).to_have_count(2)
    with lab.page.expect_download() as download:
        act(lab, "save")

    other = open_lab(390, 844, has_touch=True)
    open_lesson(other)
    files = other.page.locator("#share .lesson input[type=file]")
    files.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"no link"})
    expect(other.page.locator("#share .lesson .status")).to_contain_text("No link to a screen")
    files.set_input_files(download.value.path())
    loaded = other.page.locator("#share .lesson li > input")
    expect(loaded.nth(1)).to_have_value("Without [the second] convolution")
    other.page.get_by_role("button", name="Open screen 2").tap()
    other.expect_first_guess(8)
    assert "conv2" not in other.shown_layers()
    other.page.locator('#lesson [data-lesson="back"]').tap()
    expect(other.page.locator("html")).to_have_attribute("data-palette", "grey")
    assert lesson_position(other) == "1 / 2 · In grey"
    assert other.page.evaluate("document.documentElement.scrollWidth") <= 390
    other.page.locator('#lesson [data-lesson="end"]').tap()
    expect(other.page.locator("#lesson")).to_be_hidden()
    expect(other.page.locator("#open-menu")).to_be_focused()  # Share is in there on phones
