"""The page in a contrast theme of the system."""

from __future__ import annotations

from tests.browser.hands.lab import OpenLab
from tests.drawings import EIGHT

BACKGROUND = "each => getComputedStyle(each).backgroundColor"


def test_a_contrast_theme_leaves_states_bars_and_focus_to_be_seen(open_lab: OpenLab) -> None:
    lab = open_lab(forced_colors="active")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    page = lab.page
    pressed = page.locator('button[aria-pressed="true"]:visible').first
    other = page.locator('button[aria-pressed="false"]:visible').first
    assert pressed.evaluate(BACKGROUND) != other.evaluate(BACKGROUND)
    row = page.locator(".units .first .chance")
    track, bar = row.locator(".track"), row.locator(".amount")
    assert track.evaluate(BACKGROUND) != bar.evaluate(BACKGROUND)
    paper = page.locator("body").evaluate(BACKGROUND)
    assert paper not in (track.evaluate(BACKGROUND), bar.evaluate(BACKGROUND))
    other.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert other.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
