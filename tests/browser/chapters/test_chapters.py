"""The story in eight short chapters: it drives the stage, which never moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.menu import open_menu
from tests.drawings import FOUR

PLACES = """() => [...document.querySelectorAll(".layer canvas")]
    .map(each => JSON.stringify(each.getBoundingClientRect()))"""


def test_a_chapter_drives_the_stage_and_ticks_itself_and_no_map_moves(lab: Lab) -> None:
    lab.ink(FOUR)
    before = lab.page.evaluate(PLACES)
    lab.page.get_by_role("link", name="The story in eight short chapters").click()
    chapters = lab.page.locator(".chapters")
    expect(chapters.locator("h2")).to_have_text("1. Draw")
    expect(chapters.locator(".task")).to_have_class("task done")
    chapters.get_by_role("button", name="5. Smaller").click()
    chapters.get_by_role("link").first.click()
    expect(lab.page.locator("#inspector .value")).to_contain_text("1.")
    assert lab.page.evaluate(PLACES) == before
    lab.page.locator("#inspector .release").click()
    expect(chapters.locator(".task")).to_have_class("task done")
    assert "chapter=smaller" in lab.page.url
    lab.page.get_by_role("button", name="Close").click()
    expect(lab.page.locator(".guide")).to_contain_text("2 of 8 done")
    assert lab.page.evaluate("location.search") == ""


def test_where_there_is_no_right_column_a_chapter_is_a_sheet_with_its_own_close(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(1024, 768)
    for width, height in ((1024, 768), (390, 844)):
        if lab.page.viewport_size != {"width": width, "height": height}:
            lab.page.set_viewport_size({"width": width, "height": height})
            lab.page.reload()
            lab.wait_until_live(blank=True)
        with subtests.test(width=width):
            open_menu(lab.page)
            lab.page.get_by_role("button", name="Eight short chapters").click()
            sheet = lab.page.locator(".guide")
            expect(sheet).to_be_visible()
            expect(sheet.locator("h2:visible")).to_have_text("1. Draw")
            sheet.get_by_role("button", name="Close").click()
            expect(sheet).to_be_hidden()
