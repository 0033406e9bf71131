"""Blocks of a deep network: closed to one picture each, opened where they stand, one at a time."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import opened, share
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT
from tests.serving import Server

CLOSED = ["input", "conv", "pool", *(f"block{each}" for each in range(1, 22)), "mean", "output"]


REACH = """all => all.map(each => each.getBoundingClientRect())
    .map(({ right, bottom }) => [right, bottom])"""


def layers_of(lab: Lab) -> list[str]:
    """The layers on the stage, closed blocks by their names."""
    return [name.removesuffix("-sum") for name in lab.shown_layers()]


def test_44_layers_fit_with_their_blocks_closed_and_with_one_open(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_44")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    for screen in ("laptop", "projector"):
        width, height = SCREENS[screen]
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.settle()
        with subtests.test(screen=screen):
            all_layers_fit(lab, width, height)
    with subtests.test("the list of layers keeps the keyboard where a block was opened"):
        the_list_keeps_the_keyboard(lab)


def all_layers_fit(lab: Lab, width: int, height: int) -> None:
    assert layers_of(lab) == CLOSED
    expect(lab.page.locator("#stage")).not_to_have_class("down")
    opener = lab.page.locator('#stage .open-block[data-block="block3"]')
    opener.focus()
    lab.page.keyboard.press("Enter")
    inside = ["block3-conv1", "block3-conv2", "block3"]
    lab.wait_for(lambda: layers_of(lab) == [*CLOSED[:5], *inside, *CLOSED[6:]])
    closer = lab.page.locator("#stage > .close-block")
    expect(closer).to_be_focused()
    boxes = lab.page.locator(".layer:not([hidden]) canvas").evaluate_all(REACH)
    assert len(boxes) > len(CLOSED)
    for right, bottom in boxes:
        assert 0 < right <= width
        assert 0 < bottom <= height
    lab.page.keyboard.press("Enter")
    expect(opener).to_be_focused()
    assert layers_of(lab) == CLOSED


def the_list_keeps_the_keyboard(lab: Lab) -> None:
    lab.page.locator("#open-visibility").click()
    row = lab.page.locator('[data-row="block3-sum"]')
    row.locator("button").first.focus()
    row.locator("[data-opens]").focus()
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator('[data-row="block3-conv1"]')).to_be_visible()
    expect(row.locator("[data-opens]")).to_be_focused()
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator('[data-row="block3-conv1"]')).to_have_count(0)
    expect(row.locator("[data-opens]")).to_be_focused()


def test_a_link_opens_the_block_of_its_cell_and_another_opens_in_its_place(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?network=inception_style&cell=module2-three.5")
    lab.ink(EIGHT)
    expect(lab.page.locator("#inspector .value")).to_be_visible()
    link = share(lab)
    assert "block=module2" in link
    other = opened(open_lab, link)
    other.settle()
    expect(other.page.locator("#stage > .close-block")).to_be_visible()
    other.page.locator("#stage .open-block").first.click()
    expect(other.page.locator("#stage > .close-block")).to_have_attribute("data-block", "module1")
    assert "cell=" not in other.page.url
    other.page.locator('[data-change="block"]').press("Enter")
    expect(other.page.locator("#stage > .close-block")).to_have_count(0)
