"""The menu at the end of the top row."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def open_menu(page: Page) -> Locator:
    """Open it, if it is not open."""
    expect(page.locator("html")).to_have_attribute("data-theme", re.compile("."))  # its script runs
    sign = page.locator("#open-menu")
    if sign.get_attribute("aria-expanded") == "false":
        sign.click()
    menu = page.locator("#menu")
    expect(menu).to_be_visible()
    return menu


def close_menu(page: Page) -> None:
    """Close it, if it is open."""
    sign = page.locator("#open-menu")
    if sign.get_attribute("aria-expanded") == "true":
        sign.click()
    expect(page.locator("#menu")).to_be_hidden()


def open_share(page: Page) -> None:
    """Press "Share", which phones have in the menu."""
    share = page.locator("#open-share")
    (share if share.is_visible() else open_menu(page).locator("[data-part=share]")).click()


def change_theme(page: Page) -> None:
    """Press "Light / dark", and close the menu again."""
    open_menu(page).locator("#theme").click()
    close_menu(page)
