"""What a network costs, below its name: bars at true scale that name layers and lead there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.axe import serious_in_both_themes
from tests.browser.hands.lab import OpenLab
from tests.drawings import FOUR
from tests.serving import Server

SHARES = """bar => [...bar.children]
    .map(part => part.getBoundingClientRect().width / bar.clientWidth)"""


@pytest.mark.parametrize("width", [1440, 390], ids=["laptop", "phone"])
def test_parts_are_as_wide_as_what_they_stand_for_and_lead_to_their_layers(
    open_lab: OpenLab, server: Server, width: int
) -> None:
    lab = open_lab(width=width, height=900, address=f"{server.address}/?open=about")
    lab.ink(FOUR)
    cost = lab.page.locator(".cost")
    expect(cost.locator("figcaption").first).to_have_text("61,706 parameters: what it has learned")
    expect(cost.locator("figure .note").first).to_contain_text("95.8")
    expect(cost.locator("dd").last).to_contain_text("ms")
    widths = cost.locator("[data-count=parameters] .bar-of-parts").evaluate(SHARES)
    parameters = [156, 2_416, 48_120, 10_164, 850]
    assert widths == pytest.approx([each / 61_706 for each in parameters], abs=0.005)
    cost.locator("[data-count=parameters] [data-layer=fc1]").hover()
    expect(cost.locator("figure .note").first).to_contain_text("Fully-connected layer 1: 48,120")
    if width > 1360:
        assert serious_in_both_themes(lab.page) == []
    cost.locator("summary").focus()
    lab.page.keyboard.press("Enter")
    cost.get_by_role("button", name="Convolution layer 2").focus()
    lab.page.keyboard.press("Enter")
    expect(cost).to_be_hidden()
    if width > 1360:
        expect(lab.page.locator("#level h2")).to_have_text("Convolution layer 2")
    else:
        expect(lab.page.locator('.layer[data-layer="conv2"]')).to_be_visible()


def test_a_networks_closed_blocks_are_parts_in_dutch_too(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_20&open=about&lang=nl")
    lab.ink(FOUR)
    parts = lab.page.locator(".cost [data-count=multiply_adds] [data-layer]")
    expect(parts).to_have_count(11)  # the first convolution, nine blocks, the last layer
    expect(lab.page.locator(".cost h3").nth(1)).to_have_text("Wat het kost")
    parts.nth(4).hover()
    expect(lab.page.locator(".cost [data-count=multiply_adds] .note")).to_contain_text("blok 4")
