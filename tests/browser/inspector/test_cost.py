"""What a network costs, below its name: bars at true scale that name layers and lead there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.axe import serious_in_both_themes
from tests.browser.hands.lab import LATER_IS_THERE, Lab, OpenLab
from tests.browser.hands.panels import open_panel
from tests.drawings import FOUR
from tests.serving import Server

SHARES = """bar => [...bar.children]
    .map(part => part.getBoundingClientRect().width / bar.clientWidth)"""


def test_parts_are_as_wide_as_what_they_stand_for_and_lead_to_their_layers(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?open=about")
    lab.ink(FOUR)
    with subtests.test("on a laptop"):
        stand_for_layers(lab)
        assert serious_in_both_themes(lab.page) == []
        lead_to_the_second_convolution(lab)
        expect(lab.page.locator("#level h2")).to_have_text("Convolution layer 2")
    with subtests.test("on a phone"):
        lab.page.keyboard.press("Escape")
        lab.page.set_viewport_size({"width": 390, "height": 900})
        lab.wait_until(LATER_IS_THERE)
        open_panel(lab.page, "about")
        stand_for_layers(lab)
        lead_to_the_second_convolution(lab)
        expect(lab.page.locator('.layer[data-layer="conv2"]')).to_be_visible()


def stand_for_layers(lab: Lab) -> None:
    cost = lab.page.locator(".cost")
    expect(cost.locator("figcaption").first).to_have_text("61,706 parameters: what it has learned")
    expect(cost.locator("figure .note").first).to_contain_text("95.8")
    expect(cost.locator("dd").last).to_contain_text("ms")
    widths = cost.locator("[data-count=parameters] .bar-of-parts").evaluate(SHARES)
    parameters = [156, 2_416, 48_120, 10_164, 850]
    assert widths == pytest.approx([each / 61_706 for each in parameters], abs=0.005)
    cost.locator("[data-count=parameters] [data-layer=fc1]").hover()
    expect(cost.locator("figure .note").first).to_contain_text("Fully-connected layer 1: 48,120")


def lead_to_the_second_convolution(lab: Lab) -> None:
    """By the list that is folded, by keyboard."""
    cost = lab.page.locator(".cost")
    button = cost.get_by_role("button", name="Convolution layer 2")
    if not button.is_visible():
        cost.locator("summary").focus()
        lab.page.keyboard.press("Enter")
    button.focus()
    lab.page.keyboard.press("Enter")
    expect(cost).to_be_hidden()


def test_a_networks_closed_blocks_are_parts_in_dutch_too(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_20&open=about&lang=nl")
    lab.ink(FOUR)
    parts = lab.page.locator(".cost [data-count=multiply_adds] [data-layer]")
    expect(parts).to_have_count(11)  # the first convolution, nine blocks, the last layer
    expect(lab.page.locator(".cost h3").nth(1)).to_have_text("Wat het kost")
    parts.nth(4).hover()
    expect(lab.page.locator(".cost [data-count=multiply_adds] .note")).to_contain_text("blok 4")
