"""Deep networks in a lecture: what a wall leaves out, what is switched off, the list of all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.stage.test_zoo import SIZES, WALLS, go_to, look, resize
from tests.drawings import FOUR
from tests.serving import Server

OpenWall = Callable[..., Lab]


@pytest.fixture
def open_wall(open_lab: OpenLab, server: Server) -> OpenWall:
    """Open a network's page in lecture mode on a wall, with a 4 on its pad."""

    def open_(name: str, more: str = "", size: str = "projector") -> Lab:
        address = f"{server.address}/?network={name}&lecture=on{more}"
        lab = open_lab(*SIZES[size], address=address, reduced_motion="reduce")
        lab.ink(FOUR)
        return lab

    return open_


@pytest.mark.parametrize("name", ["residual_44", "unet_style", "inception_style"])
def test_beside_one_large_layer_those_that_are_not_there_are_counted(
    open_wall: OpenWall, server: Server, name: str, subtests: pytest.Subtests
) -> None:
    wall = open_wall(name, size=WALLS[0])
    for size in WALLS:
        with subtests.test(size=size):
            if size != WALLS[0]:
                resize(wall, SIZES[size])
                go_to(wall, server, name, "&lecture=on")
            for _ in range(4):
                look(wall, SIZES[size])
                shown = wall.page.locator("#stage .layer:not([hidden])").count()
                signs = wall.page.locator("#stage .left-out").all_inner_texts()
                left = sum(int(sign.strip("+")) for sign in signs)
                assert left > 0
                assert shown + left == wall.page.locator("#stage .layer").count()
                wall.page.keyboard.press("ArrowDown")
                wall.settle()
            if name == "unet_style":  # the mask: in the place of its maps, and large beside them
                mask = wall.page.locator("#stage .finished")
                expect(mask).to_have_attribute("data-way", "instead")
                wall.page.locator('#stage [data-layer="output"] .stub').click()
                expect(mask).to_have_attribute("data-way", "beside")
                names = wall.page.locator('[data-layer="output"] .map-number')
                expect(names).to_have_text(["paper", "digit", "clutter"])
                look(wall, SIZES[size])


def test_a_wall_says_what_is_switched_off_and_keys_switch_it(open_wall: OpenWall) -> None:
    wall = open_wall("residual_44", "&off=shortcut1,shortcut2,shortcut3")
    chip = wall.page.locator("#chips [data-change]").filter(visible=True)
    expect(chip).to_have_text("3 shortcuts off")
    expect(wall.page.locator(".doubt")).to_contain_text("With 3 shortcuts off")
    wall.page.keyboard.press("x")
    expect(chip).to_have_count(0)
    wall.page.keyboard.press("x")
    expect(chip).to_have_text("21 shortcuts off")
    wall.page.keyboard.press("x")
    expect(chip).to_have_count(0)
    for _ in range(3):
        wall.page.keyboard.press("ArrowDown")
    expect(wall.page.locator("[data-part=focus]")).to_have_attribute("data-layer", "block2-sum")
    wall.page.keyboard.press("Shift+X")
    expect(chip).to_have_text("1 shortcut off")
    assert "off=shortcut2" in wall.page.url


def test_the_networks_name_on_a_wall_opens_the_list_of_all(open_wall: OpenWall) -> None:
    wall = open_wall("residual_20")
    wall.page.locator("[data-part=network]").click()
    last = wall.page.locator(".lineage li").last
    expect(last).to_contain_text("U-Net")
    box = last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SIZES["projector"][1]
    last.locator(".choose").click()
    expect(wall.page.locator("[data-part=network]")).to_have_text("U-Net-style")
