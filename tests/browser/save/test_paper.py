"""What a printer gets: a sheet with drawing, guesses, every layer, the opened cell."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.hands.lab import OpenLab
from tests.drawings import FOUR
from tests.serving import Server

A4 = {"upright": (703, 1032), "across": (1032, 703)}
"""CSS pixels inside the margins of 12 mm."""

DARKEST = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let darkest = 765;
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] === 255) darkest = Math.min(darkest, data[i] + data[i + 1] + data[i + 2]);
  return darkest;
}"""

CUT_OFF = """() => [...document.querySelectorAll(".printed *")].filter(each => {
  const box = each.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map(each => each.tagName + "." + each.className)"""


PAPER_IS_THERE = "[...document.styleSheets].some(each => each.href?.includes('paper'))"


def images_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Subtype\s*/Image", pdf))


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_paper_shows_drawing_layers_guesses_and_the_opened_cell(
    server: Server, open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?cell=conv2.33", color_scheme="dark")
    lab.ink(FOUR)
    lab.expect_first_guess(4)
    page = lab.page
    for (width, height), colours in (((1440, 900), "dark"), ((390, 844), "light")):
        page.emulate_media(media="screen", color_scheme=colours)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        lab.settle()
        page.wait_for_selector(".inspector:not([hidden]) h2")
        page.wait_for_function(PAPER_IS_THERE)
        page.emulate_media(media="print", color_scheme=colours)  # type: ignore[arg-type]
        for way, (across, down) in A4.items():
            with subtests.test("a sheet", width=width, colours=colours, way=way):
                page.evaluate("dispatchEvent(new Event('beforeprint'))")
                page.set_viewport_size({"width": across, "height": down})
                assert_sheet_is_whole(page)
                page.evaluate("dispatchEvent(new Event('afterprint'))")
                assert page.locator(".printed").count() == 0
        assert page.evaluate("document.documentElement.dataset.theme") == colours
        for across in (False, True):
            with subtests.test("a PDF", width=width, colours=colours, across=across):
                assert_nothing_is_a_background(page, across)


def assert_sheet_is_whole(page: Page) -> None:
    sheet = page.locator(".printed")
    assert page.locator("body > :not(.printed):visible").count() == 0
    assert sheet.locator("canvas").first.evaluate(DARKEST) < 250, "the ink is pale"
    assert sheet.locator("svg image").count() > 6 + 6 + 16 + 16
    assert sheet.locator("tr.first").inner_text().startswith("4")
    assert "Convolution layer 2, map 1, row 4, column 4" in " ".join(sheet.inner_text().split())
    assert sheet.locator("button, input, select").count() == 0
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") in (
        "only light",
        "light only",
    )


def assert_nothing_is_a_background(page: Page, across: bool) -> None:
    shown, hidden = (
        page.pdf(format="A4", landscape=across, print_background=background)
        for background in (True, False)
    )
    assert 50 < images_in(shown) == images_in(hidden)
    assert abs(len(shown) - len(hidden)) < 100, "something is printed as a background"
    assert pages_in(shown) <= 2
