"""Cells of the stage: pointed at, pinned, read out of the inspector."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from playwright.sync_api import expect

from models._registry import Layer
from tests.branching import LAYERS
from tests.browser.hands.lab import SETTLED, Lab
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

IN_VIEW = """async layer => {
    const found = document.querySelectorAll(`[data-layer="${layer}"] :is(canvas, ol)`);
    const section = document.querySelector(`.layer[data-layer="${layer}"]:not([hidden])`);
    const sheet = document.querySelector("#explanation");
    if (found.length !== 1 || section === null || sheet === null) return null;
    if (getComputedStyle(sheet).position === "fixed") return null;
    for (let before = ""; ;) {
        const { x, y, right, bottom, width, height } = found[0].getBoundingClientRect();
        if (x < 0 || y < 0 || right > innerWidth || bottom > innerHeight) return null;
        if (before === `${x} ${y} ${width} ${height}`) return { x, y, width, height };
        before = `${x} ${y} ${width} ${height}`;
        await new Promise(requestAnimationFrame);
    }
}"""
"""Where a layer's maps are once they are still; null where one has to choose or scroll first."""


def place_in(lab: Lab, layer: str, across: float, down: float) -> tuple[float, float]:
    """A part of the way across and down a layer's maps, in the window; no sheet lies over it."""
    if at_once := lab.page.evaluate(IN_VIEW, layer):
        return at_once["x"] + across * at_once["width"], at_once["y"] + down * at_once["height"]
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


PINNED = f"""async () => {{
    await ({SETTLED})();
    const textOf = part => document.querySelector(`#inspector ${{part}}`)?.innerText ?? "";
    const isPinned = document.documentElement.hasAttribute("data-pinned");
    return [isPinned, textOf("h2").replaceAll("\u00a0", " "), textOf(".value")];
}}"""
"""Once all is settled: whether a cell is pinned, and its title and value."""


def pin(lab: Lab, layer: str, across: float, down: float) -> bool:
    """Click there, wait for exact values (they may move what is below); False between maps."""
    return pin_and_read(lab, layer, across, down)[0]


def pin_and_read(lab: Lab, layer: str, across: float, down: float) -> tuple[bool, str, str]:
    """`pin`, and the inspector's title and value."""
    lab.page.mouse.click(*place_in(lab, layer, across, down))
    is_pinned, title, value = lab.page.evaluate(PINNED)
    return is_pinned, title, value


def title_of(lab: Lab) -> str:
    """What the inspector is about."""
    return lab.page.locator("#inspector h2").inner_text().replace("\xa0", " ")


def cell_in_words(lab: Lab) -> list[int]:
    """Channel, row and column, or the unit, of what the inspector shows, counted from zero."""
    return cell_of(title_of(lab))


def cell_of(title: str) -> list[int]:
    """Channel, row and column, or the unit, that a title names, counted from zero."""
    return [int(each) - 1 for each in re.findall(r"(?:map|row|column|unit) (\d+)", title.lower())]


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


EXPLAINED = """async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const textOf = part => document.querySelector(`#inspector ${part}`)?.innerText ?? "";
    return {
        growth: [...document.querySelectorAll("#inspector .growth li")].map(li => li.innerText),
        words: textOf(".body"),
        total: textOf(".total"),
        value: textOf(".value"),
    };
}"""
"""Once it is painted: how the field grows step by step, all that is said, the sum, the value."""


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
    while True:
        is_pinned, shown, value = pin_and_read(lab, layer, chance.random(), chance.random())
        if is_pinned and shown.startswith(title):
            break
    if not re.search(r"\d", value):
        expect(lab.page.locator("#inspector .value")).to_have_text(re.compile(r"\d"))
    return tuple(cell_of(shown))
