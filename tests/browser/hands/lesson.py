"""The lecture guide's links, and a lesson's list of screens."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.hands.lab import Lab
from tests.browser.hands.menu import open_share
from tests.serving import ROOT

GUIDE = (ROOT / "docs" / "lecture-guide.md").read_text()


ADDRESS = "http://127.0.0.1:8000/"


def links(text: str) -> list[str]:
    return re.findall(rf"\({re.escape(ADDRESS)}([^)]*)\)", text)


TEN_MINUTES = GUIDE[GUIDE.index("## Ten minutes") : GUIDE.index("## Five minutes: how sure")]


def open_lesson(lab: Lab) -> None:
    """The sheet with the list of screens."""
    more = lab.page.locator("#more")
    if more.is_visible():
        more.click()
    open_share(lab.page)
    lab.page.locator('[data-part="lesson"]').click()
    expect(lab.page.locator("#share .lesson")).to_be_visible()


def act(lab: Lab, name: str) -> None:
    lab.page.locator(f'#share .lesson [data-act="{name}"]').click()


def lesson_position(lab: Lab) -> str:
    return str(lab.page.locator("#lesson .position").inner_text())


def load_lesson(lab: Lab, text: str) -> None:
    open_lesson(lab)
    files = lab.page.locator("#share .lesson input[type=file]")
    files.set_input_files({"name": "a.md", "mimeType": "text/plain", "buffer": text.encode()})
