"""Screens that the lab is used on: width and height in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from playwright.sync_api import Page

Size = tuple[int, int]

SCREENS = {"laptop": (1440, 900), "projector": (1024, 768), "phone": (390, 844)}


def there_and_back(page: Page, sizes: Sequence[Size]) -> Iterable[Size]:
    """All of them, from the end at which the window is now."""
    width, height = sizes[-1]
    is_there = page.viewport_size == {"width": width, "height": height}
    return reversed(sizes) if is_there else sizes
