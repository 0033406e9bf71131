"""Links: the whole screen in an address, opened in another browser as it was."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from models.datasets import Strokes
from tests.drawings import golden_drawings
from tests.e2e.conftest import OpenLab
from tests.e2e.hand import Lab
from tests.links import text_of
from tests.serving import Server

DRAWINGS = golden_drawings()
EIGHT = next(drawing for drawing in DRAWINGS if drawing.label == 8)
FOUR = next(drawing for drawing in DRAWINGS if drawing.label == 4)


def link_to(strokes: Strokes) -> str:
    return "#d=" + text_of(strokes)


def opened(open_lab: OpenLab, link: str, **options: object) -> Lab:
    """The lab as the link opens it, in a browser that has never been here."""
    lab = open_lab(address=link, wait=False, **options)
    lab.wait_until_live()
    return lab


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("?hide=conv9,conv1", "conv9"),
        ("?open=everything", "open everything"),
        ("?view=4d&scale=map", "view"),
        ("?network=alexnet", "network alexnet"),
        ("?cell=conv1.99999", "conv1.99999"),
        ("#d=IAbcdefghijk", "d IAbcdefghijk"),
        ("?hide=%ff%00&digits=%F0%9F%98%80#pixels=!!", "digits"),
    ],
)
def test_a_made_up_or_damaged_link_opens_the_page_and_says_so(
    open_lab: OpenLab, server: Server, link: str, said: str
) -> None:
    lab = opened(open_lab, f"{server.address}/{link}")
    expect(lab.page.locator("#notice")).to_contain_text(said)
    lab.expect_first_guess(5)  # the sample that greets a newcomer
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    expect(lab.page.locator("#notice")).to_be_hidden()


def test_an_old_link_opens_without_a_word(open_lab: OpenLab, server: Server) -> None:
    lab = opened(open_lab, f"{server.address}/?hide=conv2,pool2&open=sees&without=centre")
    assert "conv2" not in lab.shown_layers()
    expect(lab.page.locator("#sees")).to_be_visible()
    expect(lab.page.locator('[data-step="centre"]')).to_have_attribute("aria-checked", "false")
    expect(lab.page.locator("#notice")).to_be_hidden()


def test_the_address_follows_the_screen(lab: Lab) -> None:
    page = lab.page
    lab.draw(EIGHT.strokes)
    page.locator('button[data-palette="safe"]').click()
    page.locator('[data-scope="map"]').click()
    page.locator("#kernels").click()
    page.locator('[data-layer="conv1"] canvas').click(position={"x": 40, "y": 40})
    expect(page).to_have_url(re.compile(r"cell=conv1\.\d+&colours=safe&scale=map&kernels=off$"))
    page.reload()
    lab.wait_until_live()
    expect(page.locator("#inspector")).to_be_visible()
    expect(page.locator('button[data-palette="safe"]')).to_have_attribute("aria-pressed", "true")


def test_a_links_drawing_is_on_top_of_ones_own_which_undo_brings_back(lab: Lab) -> None:
    page = lab.page
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    page.wait_for_timeout(400)  # it is kept when the pen has rested
    kept = "localStorage.getItem('inkling.drawing.1')"
    own = page.evaluate(kept)
    page.goto(lab.address + link_to(FOUR.strokes))
    lab.wait_until_live()
    lab.expect_first_guess(4)
    assert urlsplit(page.url).fragment.startswith("d=")
    page.wait_for_timeout(400)
    assert page.evaluate(kept) == own  # looking at a link takes nothing away
    page.locator("#undo").click()
    lab.expect_first_guess(8)
    assert "#" not in page.url
    page.locator("#redo").click()
    lab.expect_first_guess(4)
    lab.draw([[(0.1, 0.1), (0.12, 0.1)]])
    page.wait_for_timeout(400)
    assert len(json.loads(page.evaluate(kept))) == len(FOUR.strokes) + 1  # now it is one's own


def test_the_next_link_opens_in_the_same_tab(lab: Lab) -> None:
    lab.page.goto(lab.address + link_to(FOUR.strokes))
    lab.expect_first_guess(4)
    lab.page.evaluate("link => { location.href = link; }", link_to(EIGHT.strokes))
    lab.expect_first_guess(8)
