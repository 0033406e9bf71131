"""The strip of all layers, where the stage has room for one."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.hands.lab import Lab


def maps_of(lab: Lab, layer: str) -> Locator:
    """The maps or units of a layer, on the stage: where one layer has the room, this one."""
    go_to(lab, layer)
    return lab.page.locator(f'[data-layer="{layer}"] :is(canvas, ol)')


def units_of(lab: Lab, layer: str) -> Locator:
    """The buttons of a layer whose units have names."""
    go_to(lab, layer)
    return lab.page.locator(f'[data-layer="{layer}"] .units button')


def go_to(lab: Lab, layer: str) -> None:
    """Press its place in the strip, if it is not on the stage; layers may share a place."""
    section = lab.page.locator(f'.layer[data-layer="{layer}"]')
    if section.get_attribute("hidden") is None:
        return
    place = lab.page.locator(f'#strip [data-layers~="{layer}"]')
    names = (place.get_attribute("data-layers") or "").split()
    place.click()
    for _ in range(names.index(layer)):
        place.click()
    expect(section).not_to_have_attribute("hidden", "")
