"""The page of an exhibit, opened by its link."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.hands.axe import AT_REST, serious, serious_in_both_themes
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


def assert_for_everyone(page: Page, lecture: bool = False) -> None:
    """At every size nothing lies outside, no text is too small, axe finds nothing serious.

    The page was opened on a phone, and grows. Themes differ in colours, which sizes have alike.
    """
    assert page.viewport_size == {"width": SCREENS["phone"][0], "height": SCREENS["phone"][1]}
    for size in ("phone", "projector", "laptop"):
        width, height = SCREENS[size]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(AT_REST)
        assert page.evaluate(WIDER) <= 0, size
        assert page.evaluate(SMALLEST, 16 if lecture and size != "phone" else 13) == [], size
        wrong = serious(page) if size != "laptop" else serious_in_both_themes(page)
        assert wrong == [], size
