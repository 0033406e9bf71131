"""Views of the lab, as links open them with an eight on the pad."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT
from tests.serving import Server

VIEWS = {
    "lab": "",
    "sees": "open=sees",
    "styles": "open=styles",
    "about": "open=about",
    "terms": "open=terms",
    "keys": "open=keys",
    "input cell": "cell=input.400",
    "convolution cell": "cell=conv2.250",
    "pooling cell": "cell=pool1.300",
    "unit": "cell=fc1.7",
    "class": "cell=output.8",
    "predict first": "cover=guesses,conv1",
    "trace": "trace=on",
    "step": "step=8",
    "3D": "view=3d",
}


def show(open_lab: OpenLab, server: Server, size: str, query: str, **options: object) -> Lab:
    """The page as a link opens it, with an eight on the pad and its exact values."""
    width, height = SCREENS[size]
    options.setdefault("reduced_motion", "reduce")
    lab = open_lab(width, height, address=f"{server.address}/?{query}", wait=False, **options)
    lab.wait_until_live()
    lab.page.keyboard.press("c")
    lab.ink(EIGHT)
    return lab


def go(lab: Lab, server: Server, query: str) -> None:
    """Another view of the same drawing."""
    lab.page.goto(f"{server.address}/?{query}")
    lab.wait_until_live()
    if "3d" in query:
        expect(lab.page.locator("#space canvas").first).to_be_visible()
    lab.settle()
