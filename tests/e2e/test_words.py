"""Both languages on the screens they are read on: complete, in one piece, large enough to read."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.drawings import golden_drawings
from tests.e2e.conftest import OpenLab
from tests.e2e.hand import Lab
from tests.serving import ROOT, Server

EIGHT = next(drawing for drawing in golden_drawings() if drawing.label == 8)
SCREENS = {"laptop": (1440, 900), "projector": (1024, 768), "phone": (390, 844)}
PANELS = ["", "sees", "styles", "about", "terms", "keys"]
WORDS = {
    language: json.loads((ROOT / "static" / "words" / f"{language}.json").read_text("utf-8"))
    for language in ("en", "nl")
}

SMALLEST = """least => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const host = node.parentElement;
        if (!node.data.trim() || host.closest("script, noscript, svg, .unseen")) continue;
        if (!host.checkVisibility({ visibilityProperty: true })) continue;
        const size = parseFloat(getComputedStyle(host).fontSize);
        if (size < least - 0.01) small.push(`${size} px: ${node.data.trim()}`);
    }
    return small;
}"""
"""Visible texts that are smaller than `least` CSS pixels."""

SAID = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const said = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!node.parentElement.closest("script, h1, [lang]:not(html)"))
            said.push(node.data.trim());
    for (const each of document.querySelectorAll("[title], [aria-label]"))
        if (!each.closest("[lang]:not(html)")) said.push(each.title, each.ariaLabel ?? "");
    return said.filter(Boolean);
}"""
"""All texts, names and hints of the page, hidden ones too."""

CUT_OFF = """() => {
    const wide = document.documentElement.clientWidth;
    const cut = [];
    for (const each of document.querySelectorAll("button, h1, h2, h3, p, th, td, a, label, span")) {
        if (!each.checkVisibility() || each.closest(".unseen, [hidden], table, canvas")) continue;
        if (!each.textContent.trim() || each.closest("#inspector .body")) continue;
        const range = document.createRange();
        range.selectNodeContents(each);
        const box = range.getBoundingClientRect();
        const where = `${each.tagName} ${each.textContent.trim().slice(0, 40)}`;
        if (box.right > wide + 0.5 || box.left < -0.5) cut.push(`${where}: off the page`);
        const hides = getComputedStyle(each).overflowX !== "visible";
        if (hides && each.scrollWidth > each.clientWidth + 1) cut.push(`${where}: cut off`);
    }
    return cut;
}"""
"""Texts that leave the page, or that their own box cuts off."""


def _open(open_lab: OpenLab, server: Server, screen: str, language: str, panel: str) -> Lab:
    width, height = SCREENS[screen]
    address = f"{server.address}/?lang={language}" + (f"&open={panel}" if panel else "")
    lab = open_lab(width, height, address=address)
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    lab.page.wait_for_timeout(400)
    return lab


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_text_can_be_read_and_is_whole(
    open_lab: OpenLab, server: Server, screen: str, language: str, panel: str
) -> None:
    lab = _open(open_lab, server, screen, language, panel)
    assert lab.page.evaluate(SMALLEST, 12) == []
    assert lab.page.evaluate(CUT_OFF) == []
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_numbers_of_a_cell_can_be_read(open_lab: OpenLab, server: Server, screen: str) -> None:
    lab = _open(open_lab, server, screen, "nl", "")
    lab.page.locator(".layer[data-layer=fc3], .layer:last-of-type").last.locator("button").nth(
        3
    ).click()
    expect(lab.page.locator("#inspector h3").first).to_be_visible()
    assert lab.page.evaluate(SMALLEST, 12) == []


@pytest.mark.parametrize("panel", PANELS)
def test_nothing_on_the_dutch_page_is_said_in_english(
    open_lab: OpenLab, server: Server, panel: str
) -> None:
    lab = _open(open_lab, server, "laptop", "nl", panel)
    english = {text for key, text in WORDS["en"].items() if text not in WORDS["nl"].values()}
    assert english & set(lab.page.evaluate(SAID)) == set()


def test_the_language_is_chosen_on_the_page_and_remembered(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=server.address + "/?hide=conv2")
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    lab.page.wait_for_timeout(300)
    lab.page.get_by_role("link", name="Nederlands").click()
    expect(lab.page.locator("#pad-title")).to_have_text("Teken hier je cijfer")
    lab.expect_first_guess(8)
    assert "hide=conv2" in lab.page.url
    assert "lang" not in lab.page.url
    lab.page.goto(server.address + "/about")
    expect(lab.page.locator("h2").first).to_contain_text("Over dit netwerk")
    lab.page.goto(server.address + "/?lang=en")
    expect(lab.page.locator("#pad-title")).to_have_text("Draw your number here")
