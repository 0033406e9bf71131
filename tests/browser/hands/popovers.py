"""What lies in a popover: a person opens it first, and closes it afterwards."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

FOLDED = "each => each.closest('.popover[hidden]')?.id ?? ''"
IN_LOW_SHEET = (
    "each => each.closest('#explanation') !== null"
    " && getComputedStyle(each).visibility === 'hidden'"
)
OPEN = "each => each.closest('.popover:not([hidden])') !== null"


def unfold(page: Page, what: str | Locator) -> Locator:
    """Open what hides it, and leave that open."""
    found = page.locator(what) if isinstance(what, str) else what
    if found.first.evaluate(IN_LOW_SHEET):
        page.locator("#explanation .grip").click()
    popover = found.first.evaluate(FOLDED)
    if popover:
        page.locator(f"[aria-controls={popover}]").click()
    return found


def press_folded(page: Page, what: str | Locator) -> None:
    """Click it, wherever it is, and have nothing over the stage afterwards."""
    found = unfold(page, what)
    found.click()
    if found.evaluate(OPEN):
        page.keyboard.press("Escape")


def lower_sheet(page: Page) -> None:
    """Where the explanation is a sheet over the stage, show one line of it."""
    grip = page.locator("#explanation .grip")
    if grip.is_visible():
        grip.press("Home")
