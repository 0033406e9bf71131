"""Every room in each of its states, from fixed data, on one page that is opened once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import pictures
from tests.browser.hands.axe import COLOURS, serious
from tests.browser.hands.blocks import in_blocks
from tests.browser.hands.chromium import Contexts, set_up
from tests.browser.hands.screens import SCREENS
from tests.serving import Server, start_server

LEAST_CELLS = 45
LEAST_HEIGHT = 30
"""Of a picture: a caption alone is 15 pixels high."""

THEMES = ("light", "dark")

PICTURED = {
    "shell": ["connected", "connection lost"],
    "pad and guesses": ["nothing drawn", "guesses covered", "pixels edited", "pen trace"],
    "stage": [
        "two layers hidden",
        "before ReLU, without kernels",
        "a pixel pointed at",
        "a cell pointed at",
        "a unit pointed at",
        "two layers covered",
        "step by step",
    ],
    "visibility": ["some hidden and covered", "beside a pinned cell"],
    "inspector": ["a convolution of six maps", "a maximum", "a unit", "a class"],
    "transport": ["a convolution"],
    "preprocessing": ["one left out"],
    "styles": ["all styles"],
    "card": ["of the network"],
    "keys": ["without characters"],
    "lesson": ["its second step"],
    "share": ["lesson", "save"],
}
"""Cells that have reference pictures; not those that show the server's port, which varies."""

BOXES = """() => {
    const cells = [...document.querySelectorAll("figure[data-cell]")];
    return Object.fromEntries(cells.map(cell => {
        const { x, y, right, bottom } = cell.getBoundingClientRect();
        return [cell.dataset.cell, [x + scrollX, y + scrollY, right + scrollX, bottom + scrollY]];
    }));
}"""


@pytest.fixture(scope="module")
def gallery_server() -> Iterator[Server]:
    """The lab's server, and beside it the gallery, which no other server has."""
    with start_server(module="tests.gallery") as running:
        running.wait_until_ready()
        yield running


@pytest.fixture
def gallery(gallery_server: Server, picture_contexts: Contexts) -> Iterator[Page]:
    """The gallery set in blocks, still, and with nothing left to paint."""
    address = gallery_server.address + "/gallery"
    page = picture_contexts.new_page(address)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    set_up(page, 1440, 900, reduced_motion="reduce")
    page.add_init_script(in_blocks())
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-ready", "")
    yield page
    picture_contexts.give_back()
    assert complaints == []


@pytest.mark.pictures
def test_every_room_looks_as_it_did_in_each_of_its_states_and_passes_axe(
    gallery: Page, request: pytest.FixtureRequest, subtests: pytest.Subtests
) -> None:
    boxes = gallery.evaluate(BOXES)
    assert len(boxes) >= LEAST_CELLS
    page = pictures.still(gallery)
    for name in [f"{room}, {state}" for room, states in PICTURED.items() for state in states]:
        with subtests.test("picture", cell=name):
            picture = page.crop(tuple(map(round, boxes[name]))).reduce(2)
            assert picture.height >= LEAST_HEIGHT, "the caption, and nothing of the room"
            file = "gallery-" + name.replace(",", "").replace(" ", "-").lower()
            if request.config.getoption("--renew-pictures"):
                pictures.keep(picture, file)
            else:
                pictures.compare(picture, file, request.node.originalname)
    for screen, theme in product(SCREENS, THEMES):
        width, height = SCREENS[screen]
        gallery.set_viewport_size({"width": width, "height": height})
        gallery.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        with subtests.test("axe", screen=screen, theme=theme):
            assert serious(gallery, *(COLOURS if theme == "dark" else ())) == []
