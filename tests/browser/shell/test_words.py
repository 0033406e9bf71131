"""Both languages on the screens they are read on: complete, in one piece, large enough to read."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.menu import open_menu
from tests.browser.hands.panels import open_panel
from tests.browser.hands.screens import SCREENS, there_and_back
from tests.browser.hands.texts import CUT_OFF, SMALLEST
from tests.drawings import EIGHT
from tests.serving import ROOT, Server

PANELS = ["", "sees", "styles", "about", "terms", "keys"]
WORDS = {
    language: json.loads((ROOT / "static" / "words" / f"{language}.json").read_text("utf-8"))
    for language in ("en", "nl")
}
ENGLISH = {text for text in WORDS["en"].values() if text not in WORDS["nl"].values()}
"""What nothing on the Dutch page may say."""

SAID = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!node.parentElement.closest("script, h1, [lang]:not(html)"))
            words.push(node.data.trim());
    for (const each of document.querySelectorAll("[title], [aria-label]"))
        if (!each.closest("[lang]:not(html)")) words.push(each.title, each.ariaLabel ?? "");
    return words.filter(Boolean);
}"""
"""All texts, names and hints of the page, hidden ones too."""


def _open_panel(lab: Lab, panel: str) -> None:
    """Open one in place of another, or none where it has no name."""
    if panel:
        open_panel(lab.page, panel)


@pytest.mark.parametrize("language", WORDS)
def test_every_text_can_be_read_and_is_whole(
    open_lab: OpenLab, server: Server, language: str, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?lang={language}", reduced_motion="reduce")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    for panel in PANELS:
        _open_panel(lab, panel)
        for width, height in there_and_back(lab.page, list(SCREENS.values())):
            with subtests.test(panel=panel, width=width):
                lab.page.set_viewport_size({"width": width, "height": height})
                lab.settle()
                assert lab.page.evaluate(SMALLEST, 13) == []
                assert lab.page.evaluate(CUT_OFF) == []
                assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
                if language == "nl":
                    assert ENGLISH & set(lab.page.evaluate(SAID)) == set()


def test_the_language_is_chosen_on_the_page_and_remembered(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=server.address + "/?hide=conv2")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    open_menu(lab.page).get_by_role("link", name="Nederlands").click()
    expect(lab.page.locator("#pad-title")).to_have_text("Teken hier je cijfer")
    lab.expect_first_guess(8)
    assert "hide=conv2" in lab.page.url
    assert "lang" not in lab.page.url
    lab.page.goto(server.address + "/about")
    expect(lab.page.locator("h1")).to_contain_text("Over dit netwerk")
    lab.page.goto(server.address + "/?lang=en")
    expect(lab.page.locator("#pad-title")).to_have_text("Draw your number here")
