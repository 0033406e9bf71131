"""Links: made, opened, shared."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from models.data.datasets import Strokes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.menu import open_share
from tests.links import text_of


def link_to(strokes: Strokes) -> str:
    return "#d=" + text_of(strokes)


def opened(open_lab: OpenLab, link: str, **options: object) -> Lab:
    """The lab as the link opens it, in a browser that has never been here."""
    lab = open_lab(address=link, wait=False, **options)
    lab.wait_until_live()
    return lab


def share(lab: Lab) -> str:
    """Open the sheet; the link on it."""
    open_share(lab.page)
    expect(lab.page.locator("#share")).to_be_visible()
    field = lab.page.locator("#share textarea")
    expect(field).to_have_value(re.compile("#d="))
    return field.input_value()
