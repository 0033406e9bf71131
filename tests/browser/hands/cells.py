"""Cells of the stage: pointed at, pinned, read out of the inspector."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from playwright.sync_api import expect

from models._registry import Layer
from tests.branching import LAYERS
from tests.browser.hands.lab import Lab
from tests.browser.hands.popovers import IN_LOW_SHEET, lower_sheet, unfold
from tests.browser.hands.strip import maps_of

MAPS = ["conv1", "pool1", "conv2", "pool2", "fc1", "fc2"]


ABOVE_SHEET = """y => {
    const { position, minHeight } = getComputedStyle(document.querySelector("#explanation"));
    const lowest = innerHeight - (position === "fixed" ? parseFloat(minHeight) : 0);
    const before = scrollY;
    if (y > lowest - 8) scrollBy(0, y - lowest + 8);
    return y + before - scrollY;
}"""
"""Scroll until a place comes out from under the low sheet; where it is then."""


def place_in(lab: Lab, layer: str, across: float, down: float) -> tuple[float, float]:
    """A part of the way across and down a layer's maps, in the window; no sheet lies over it."""
    canvas = maps_of(lab, layer)
    lower_sheet(lab.page)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    y = lab.page.evaluate(ABOVE_SHEET, box["y"] + down * box["height"])
    return box["x"] + across * box["width"], y


def wait_for_painting(lab: Lab) -> None:
    """What changed is painted in the next animation frame."""
    lab.page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def pin(lab: Lab, layer: str, across: float, down: float) -> bool:
    """Click there, wait for exact values (they may move what is below); False between maps."""
    lab.page.mouse.click(*place_in(lab, layer, across, down))
    lab.settle()
    return bool(lab.page.evaluate("document.documentElement.hasAttribute('data-pinned')"))


def title_of(lab: Lab) -> str:
    """What the inspector is about."""
    return lab.page.locator("#inspector h2").inner_text().replace("\xa0", " ")


def cell_in_words(lab: Lab) -> list[int]:
    """Channel, row and column, or the unit, of what the inspector shows, counted from zero."""
    title = title_of(lab).lower()
    return [int(each) - 1 for each in re.findall(r"(?:map|row|column|unit) (\d+)", title)]


def choose(lab: Lab, *choices: str) -> None:
    """Press buttons of the legend's popover, and close it."""
    opener = lab.page.locator("#legend-choices")
    is_low = opener.evaluate(IN_LOW_SHEET)
    unfold(lab.page, opener).click()
    for choice in choices:
        lab.page.locator(f"#legend-panel {choice}").click()
    opener.click()
    if is_low:
        lower_sheet(lab.page)


def explain_in(lab: Lab, mode: str) -> None:
    """Choose how the cell is explained: "numbers", "words" or "code"."""
    lab.page.locator(f'#inspector [data-mode="{mode}"]').click()
    wait_for_painting(lab)


PRODUCTS = "cells => cells.map(cell => cell.dataset.full)"


def products_in_full(lab: Lab) -> list[list[float]]:
    """Value, weight and product of every cell of a sum; of a window, its values."""
    cells: list[str] = lab.page.locator("#inspector .grids td").evaluate_all(PRODUCTS)
    return [numbers(cell) for cell in cells]


def numbers(text: str) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d*\.\d+", text.replace("−", "-"))]


DIGITS = 4


def show_decimals(lab: Lab, digits: int = DIGITS) -> None:
    for _ in range(digits - 2):
        # By key: longer numbers may move the button from under a pointer.
        lab.page.get_by_role("button", name="More decimals").press("Enter")
        wait_for_painting(lab)


def pin_somewhere(
    lab: Lab, layer: str, chance: random.Random, layers: Sequence[Layer] = LAYERS
) -> tuple[int, ...]:
    """Pin some cell of a made-up network's layer; between maps, the cell before stays pinned."""
    title = next(each.title for each in layers if each.name == layer)
    while not pin(lab, layer, chance.random(), chance.random()) or not title_of(lab).startswith(
        title
    ):
        pass
    expect(lab.page.locator("#inspector .value")).to_have_text(re.compile(r"\d"))
    return tuple(cell_in_words(lab))
