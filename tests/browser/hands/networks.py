"""The list of networks, and the network that is on the stage."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands.lab import Lab


def open_networks(page: Page) -> Locator:
    """The list, opened at the network's name, once all networks are in it."""
    name = page.locator("[data-part=network]:visible, [data-part=open-networks]:visible").first
    name.click()
    panel = page.locator("#networks")
    expect(panel.locator("[data-network=lenet5]")).to_have_count(1)
    return panel


def choose_network(lab: Lab, name: str) -> None:
    """Choose it in the list, and wait until it stands on the stage and has read the drawing."""
    panel = open_networks(lab.page)
    depth = panel.locator(f"[data-name={name}]")
    if depth.count() > 0:
        depth.click()
    panel.locator(f"[data-network={name}] .choose").click()
    expect_network(lab, name)


def expect_network(lab: Lab, name: str) -> None:
    """Wait until this network is on the stage, with the exact values of what is on the pad."""
    expect(lab.page.locator("body")).to_have_attribute("data-network", name)
    lab.settle()
