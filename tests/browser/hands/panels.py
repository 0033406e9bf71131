"""The panels, each opened where a person finds it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hands.menu import open_menu
from tests.browser.hands.networks import open_networks


def open_panel(page: Page, name: str) -> None:
    """Open one: from "More ways", from the list of networks, or from the menu."""
    if name in ("sees", "styles"):
        page.locator("#more-ways").click()
        page.locator(f"#ways [data-opens={name}]").click()
    elif name == "about":
        open_networks(page).locator("[data-part=about]").click()
    else:
        open_menu(page).locator(f"[data-opens={name}]").click()
    expect(page.locator(f"#{name}")).to_be_visible()


def close_panel(page: Page, name: str) -> None:
    page.locator(f"#{name} > .close").click()
    expect(page.locator(f"#{name}")).to_be_hidden()
