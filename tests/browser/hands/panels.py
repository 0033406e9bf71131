"""The panels, each opened where a person finds it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hands.menu import open_menu


def open_panel(page: Page, name: str) -> None:
    """Open one: from "More ways", at the network's name, or from the menu."""
    if name in ("sees", "styles"):
        page.locator("#more-ways").click()
        page.locator(f"#ways [data-opens={name}]").click()
    elif name == "about":
        at_name = "[data-part=network]:visible, [data-part=open-card]:visible"
        page.locator(at_name).first.click()
    else:
        open_menu(page).locator(f"[data-opens={name}]").click()
    expect(page.locator(f"#{name}")).to_be_visible()


def close_panel(page: Page, name: str) -> None:
    page.locator(f"#{name} > .close").click()
    expect(page.locator(f"#{name}")).to_be_hidden()
