"""Links: made, opened, shared."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from models.data.datasets import Strokes
from tests.browser.hands.chromium import FORGET
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


def open_as_elsewhere(lab: Lab, link: str) -> None:
    """The lab as the link opens it, on this page, once its browser has forgotten the host."""
    parts = urlsplit(link)
    lab.page.goto(f"{parts.scheme}://{parts.netloc}/healthz")  # when it is left, a page keeps much
    lab.page.evaluate(FORGET)
    lab.page.goto(link)
    lab.wait_until_live()


def share(lab: Lab) -> str:
    """Open the sheet; the link on it."""
    open_share(lab.page)
    expect(lab.page.locator("#share")).to_be_visible()
    field = lab.page.locator("#share textarea")
    expect(field).to_have_value(re.compile("#d="))
    return field.input_value()
