"""The page in a contrast theme of the system."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.hands.lab import OpenLab
from tests.browser.hands.pictures import still
from tests.drawings import EIGHT

BACKGROUND = "each => getComputedStyle(each).backgroundColor"


def ink(
    target: Locator,
    *,
    left: float = 0,
    top: float = 0,
    right: float = 1,
    bottom: float = 1,
) -> int:
    """How many of its pixels are not paper, in a part of it."""
    image = still(target).convert("L")
    wide, high = image.size
    part = image.crop((int(left * wide), int(top * high), int(right * wide), int(bottom * high)))
    return sum(part.histogram()[:160])


def test_a_contrast_theme_leaves_states_bars_and_focus_to_be_seen(open_lab: OpenLab) -> None:
    lab = open_lab(forced_colors="active")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    page = lab.page
    pressed = page.locator('button[aria-pressed="true"]:visible').first
    other = page.locator('button[aria-pressed="false"]:visible').first
    assert pressed.evaluate(BACKGROUND) != other.evaluate(BACKGROUND)
    for kind in ("score", "chance"):
        first = page.locator(f".units .first .{kind}")
        thin = page.locator(f".units li:not(.first, .second) .{kind} .track").first
        thick = ink(first.locator(".track"), left=0.75)
        # The other scores reach to the left of their middle, the other chances nowhere.
        assert thick > ink(thin, left=0.75) > 0
    assert ink(page.locator("[data-layer=conv1] .eye")) > 20
    assert ink(page.locator("#first-guess h3"), top=0.5) > 20
    assert ink(page.locator(".transport .track"), top=0.2, left=0.4, right=0.5, bottom=0.5) > 40
    tick = page.locator(".transport .ticks span").first
    paper = page.locator("body").evaluate(BACKGROUND)
    assert tick.evaluate("each => getComputedStyle(each, '::before').backgroundColor") != paper
    edge = "each => getComputedStyle(each).borderTopWidth"
    assert page.locator("#begin-steps").evaluate(edge) == "1px"
    other.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert other.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
