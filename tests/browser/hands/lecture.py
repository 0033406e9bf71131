"""A lecture, as its link opens it."""

from __future__ import annotations

from tests.browser.hands.lab import Lab, OpenLab
from tests.drawings import EIGHT
from tests.serving import Server

SIZES = {
    "projector": (1024, 768),
    "laptop": (1440, 900),
    "large": (1920, 1080),
    "phone": (390, 844),
    "small phone": (320, 568),
}


def open_lecture(
    open_lab: OpenLab, server: Server, size: str, more: str = "", **options: object
) -> Lab:
    width, height = SIZES[size]
    address = f"{server.address}/?lecture=on{more}"
    lab = open_lab(width, height, address=address, wait=False, **options)
    lab.wait_until_live()
    lab.page.keyboard.press("c")
    lab.ink(EIGHT)
    return lab
