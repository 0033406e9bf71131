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


def test_beside_one_large_layer_those_that_are_not_there_are_counted(
    open_wall: OpenWall, server: Server, subtests: pytest.Subtests
) -> None:
    names = ["residual_44", "unet_style", "inception_style"]
    wall = open_wall(names[0], size=WALLS[0])
    for name in names:
        if name != names[0]:
            go_to(wall, server, name, "&lecture=on")
        for size in WALLS:
            with subtests.test(name, size=size):
                resize(wall, SIZES[size])
                assert_every_layer_is_shown_or_counted(wall, size)
                if name == "unet_style":
                    assert_the_mask_is_large_beside_its_maps(wall, size)
            for _ in range(2):  # all layers, and one large one again: that of the beginning
                wall.page.keyboard.press("a")


def assert_every_layer_is_shown_or_counted(wall: Lab, size: str) -> None:
    for _ in range(4):
        look(wall, SIZES[size])
        shown, signs, layers = wall.page.evaluate(COUNTED)
        left = sum(int(sign.strip("+")) for sign in signs)
        assert left > 0
        assert shown + left == layers
        wall.page.keyboard.press("ArrowDown")
        wall.settle()


COUNTED = """() => {
    const all = selector => [...document.querySelectorAll(`#stage ${selector}`)];
    const signs = all(".left-out").map(each => each.innerText);
    return [all(".layer:not([hidden])").length, signs, all(".layer").length];
}"""
"""How many layers the stage shows, what it says of those that it leaves out, and all."""


def assert_the_mask_is_large_beside_its_maps(wall: Lab, size: str) -> None:
    mask = wall.page.locator("#stage .finished")
    expect(mask).to_have_attribute("data-way", "instead")
    wall.page.locator('#stage [data-layer="output"] .stub').click()
    expect(mask).to_have_attribute("data-way", "beside")
    names = wall.page.locator('[data-layer="output"] .map-number')
    expect(names).to_have_text(["paper", "digit", "clutter"])
    look(wall, SIZES[size])


def test_a_wall_says_what_is_switched_off_and_what_else_there_is(
    open_wall: OpenWall, subtests: pytest.Subtests
) -> None:
    wall = open_wall("residual_44", "&off=shortcut1,shortcut2,shortcut3")
    with subtests.test("keys switch what is switched off"):
        assert_keys_switch_shortcuts(wall)
    with subtests.test("the network's name opens the list of all"):
        assert_the_name_opens_the_list(wall)


def assert_keys_switch_shortcuts(wall: Lab) -> None:
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


def assert_the_name_opens_the_list(wall: Lab) -> None:
    wall.page.locator("[data-part=network]").click()
    last = wall.page.locator(".lineage li").last
    expect(last).to_contain_text("U-Net")
    box = last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SIZES["projector"][1]
    last.locator(".choose").click()
    expect(wall.page.locator("[data-part=network]")).to_have_text("U-Net-style")
