"""Drawings on the pad, and what the page has of them."""

from __future__ import annotations

import json

from tests.browser.hands.lab import Lab
from tests.drawings import FOUR


def draw_four(lab: Lab) -> None:
    """A 4 on the pad, and its exact values on the screen."""
    lab.ink(FOUR)


def keep_now(lab: Lab) -> None:
    """Have the page keep its drawing as when it is left, and not only when the pen has rested."""
    lab.page.evaluate("dispatchEvent(new Event('pagehide'))")


def drawn_strokes(lab: Lab) -> list[object]:
    """The page's own drawing, from local storage, with the decimals that travel."""
    keep_now(lab)
    kept = json.loads(lab.page.evaluate("localStorage.getItem('inkling.drawing.1')"))
    return [[[round(x, 4), round(y, 4)] for x, y in stroke["points"]] for stroke in kept]
