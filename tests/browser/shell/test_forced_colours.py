"""The page in colours not its own: contrast themes, darkened by a browser or an extension."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Locator

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.pictures import still
from tests.drawings import EIGHT, FOUR

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


DARKEN = """() => {
    const turned = colour => {
        const [red, green, blue, alpha = 1] = colour.match(/[0-9.]+/g).map(Number);
        if (alpha === 0) return "transparent";
        return `rgb(${255 - red}, ${255 - green}, ${255 - blue}, ${alpha})`;
    };
    const looks = [...document.querySelectorAll("body, body *")].map(each => {
        const { color, backgroundColor } = getComputedStyle(each);
        return [each, turned(color), turned(backgroundColor)];
    });
    for (const [each, colour, background] of looks) {
        each.style.setProperty("color", colour, "important");
        each.style.setProperty("background-color", background, "important");
    }
}"""
"""As extensions darken: letters and backgrounds of elements, and nothing that is painted."""


def contrast(target: Locator) -> float:
    """The contrast of its darkest and its lightest twentieth, as WCAG 2 counts it."""
    levels = np.asarray(still(target), np.float64) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    dark, light = np.percentile(linear @ [0.2126, 0.7152, 0.0722], [5, 95])
    return float((light + 0.05) / (dark + 0.05))


def assert_readable(lab: Lab) -> None:
    assert contrast(lab.page.locator("#pad")) > 4.5
    assert contrast(lab.page.locator("[data-layer=input] canvas")) > 4.5


def test_ink_stays_readable_on_its_paper_where_the_page_is_darkened(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.page.evaluate(DARKEN)
    assert_readable(lab)
    lab.ink(FOUR)
    assert_readable(lab)


def test_ink_stays_readable_where_chromium_darkens_pages(lab: Lab) -> None:
    browser = lab.page.context.new_cdp_session(lab.page)
    browser.send("Emulation.setAutoDarkModeOverride", {"enabled": True})
    lab.ink(EIGHT)
    assert_readable(lab)
    browser.detach()
