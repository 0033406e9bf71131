"""Every room in each of its states, from fixed data, on one page that is opened once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.hands import pictures
from tests.browser.hands.axe import COLOURS, serious
from tests.browser.hands.blocks import in_blocks
from tests.browser.hands.chromium import Contexts, set_up
from tests.browser.hands.screens import SCREENS
from tests.serving import Server, start_server

LEAST_CELLS = 75
LEAST_HEIGHT = 30
"""Of a picture: a caption alone is 15 pixels high."""

PATIENCE = 60_000
"""Milliseconds: nine networks read their first drawing."""

WIDE = "2920px"
"""Three stages beside one another."""

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
    "pad and answers": ["boxes", "fine classes"],
    "answer": [
        "which digit, and wrong choices",
        "numbers",
        "boxes",
        "a mask",
        "fine classes",
    ],
    "networks": ["the list"],
    "answers": ["the list"],
    "compare": ["a layer chosen"],
    "epochs": ["at an early moment", "on a wall"],
    "train": ["a run that goes on"],
    "stage in a hall": ["a convolution large"],
    "a cell on a wall": ["of six maps"],
    "question": ["of a screen"],
    "presenter": ["its wall is gone"],
    "strip": ["two layers hidden"],
    "sheet": ["one line", "a cell"],
    "guide": ["a first visit", "a chapter that is done"],
    "exhibit": ["weights", "history"],
}
"""Cells that have reference pictures; not those that show the server's port, which varies."""

IN_ONE_WINDOW = (
    *("answer", "answers", "pad and answers", "compare", "train", "guide", "exhibit"),
    *("stage in a hall", "a cell on a wall", "question", "presenter"),
)
"""Rooms of which axe asks on a laptop alone: their cells are as wide in every window."""

SHOW_ONLY = """names => {
    for (const cell of document.querySelectorAll("figure[data-cell]"))
        cell.toggleAttribute("data-left-out", !names.includes(cell.dataset.cell));
}"""
"""Each cell keeps its size, and nothing in it is laid out anew."""

CLOSE_TOGETHER = """width => {
    const gallery = document.getElementById("gallery");
    gallery.style.width = width;
    for (const cell of gallery.children) cell.style.order = width && cell.offsetHeight;
}"""
"""Of one height in a row, which is as wide as that; "" stands them in their order again."""

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
    expect(page.locator("html")).to_have_attribute("data-ready", "", timeout=PATIENCE)
    yield page
    picture_contexts.give_back()
    assert complaints == []


def file_of(name: str) -> str:
    return "gallery-" + name.replace(",", "").replace(" ", "-").lower()


def cut(
    page: Image.Image, boxes: dict[str, list[float]], names: list[str]
) -> dict[str, Image.Image]:
    """The cells' pictures at half their size, by name."""
    return {name: page.crop(tuple(map(round, boxes[name]))).reduce(2) for name in names}


@pytest.mark.pictures
def test_every_room_looks_as_it_did_in_each_of_its_states_and_passes_axe(
    gallery: Page, request: pytest.FixtureRequest, subtests: pytest.Subtests
) -> None:
    names = [f"{room}, {state}" for room, states in PICTURED.items() for state in states]
    all_names = list(gallery.evaluate(BOXES))
    assert len(all_names) >= LEAST_CELLS
    gallery.evaluate(SHOW_ONLY, names)  # of all, the picture would be much larger
    gallery.evaluate(CLOSE_TOGETHER, WIDE)
    boxes = gallery.evaluate(BOXES)
    cells = cut(pictures.take(gallery), boxes, names)
    is_renewed = request.config.getoption("--renew-pictures")
    if is_renewed or not all(pictures.fits(cells[name], file_of(name)) for name in names):
        cells = cut(pictures.still(gallery), boxes, names)
    gallery.evaluate(CLOSE_TOGETHER, "")
    for name in names:
        with subtests.test("picture", cell=name):
            picture = cells[name]
            assert picture.height >= LEAST_HEIGHT, "the caption, and nothing of the room"
            if is_renewed:
                pictures.keep(picture, file_of(name))
            else:
                pictures.compare(picture, file_of(name), request.node.originalname)
    for screen, theme in product(SCREENS, THEMES):
        width, height = SCREENS[screen]
        shown = [
            each
            for each in all_names
            if screen == "laptop" or each.split(",")[0] not in IN_ONE_WINDOW
        ]
        gallery.evaluate(SHOW_ONLY, shown)
        gallery.set_viewport_size({"width": width, "height": height})
        gallery.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        with subtests.test("axe", screen=screen, theme=theme):
            assert serious(gallery, *(COLOURS if theme == "dark" else ())) == []
