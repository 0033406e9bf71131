"""Every room in each of its states, from fixed data, on one page that is opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands.axe import serious
from tests.browser.hands.chromium import Contexts
from tests.serving import Server, start_server

LEAST_CELLS = 35
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def gallery_server() -> Iterator[Server]:
    """The lab's server, and beside it the gallery, which no other server has."""
    with start_server(module="tests.gallery") as running:
        running.wait_until_ready()
        yield running


@pytest.fixture
def gallery(gallery_server: Server, contexts: Contexts) -> Iterator[Page]:
    """The gallery, still, and with nothing left to paint."""
    address = gallery_server.address + "/gallery"
    page = contexts.new_page(address)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-ready", "")
    yield page
    contexts.give_back()
    assert complaints == []


def test_every_room_in_each_of_its_states_passes_axe(
    gallery: Page, subtests: pytest.Subtests
) -> None:
    assert gallery.locator("figure[data-cell]").count() >= LEAST_CELLS
    for theme in THEMES:
        gallery.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        with subtests.test(theme):
            assert serious(gallery) == []
