"""The page of an exhibit, opened by its link."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.hands.axe import serious_in_both_themes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.texts import SMALLEST
from tests.serving import Server

WIDER = "document.documentElement.scrollWidth - innerWidth"
"""By how many CSS pixels the page is wider than its window."""


def show(
    open_lab: OpenLab, server: Server, name: str, query: str = "", size: str = "laptop"
) -> Page:
    """An exhibit's page, once its script has set it up."""
    return visit(open_lab, server, name, query, size).page


def visit(
    open_lab: OpenLab, server: Server, name: str, query: str = "", size: str = "laptop"
) -> Lab:
    """The same, with all that the page complains about."""
    width, height = SCREENS[size]
    address = f"{server.address}/exhibits/{name}?{query}"
    lab: Lab = open_lab(width, height, address=address, wait=False, reduced_motion="reduce")
    lab.wait_until("document.documentElement.dataset.settled === ''")
    return lab


def assert_for_everyone(page: Page, smallest: int = 13) -> None:
    """Nothing lies outside, no text has fewer pixels than `smallest`, axe finds nothing serious."""
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(SMALLEST, smallest) == []
    assert serious_in_both_themes(page) == []
