"""Every network in a lecture, on the walls that projectors paint: nothing overlaps or is cut."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import expect

from models import list_models
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.stage.test_zoo import SIZES, go_to, look, resize
from tests.drawings import FOUR
from tests.serving import Server

WALLS = ["projector", "large"]

NAMES = """() => [...document.querySelectorAll("#stage .layer:not([hidden])")].map(layer => {
    const isSeen = each => each.checkVisibility() && each.offsetWidth > 1
        && getComputedStyle(each).clipPath === "none";
    const boxOf = each => {
        const range = document.createRange();
        range.selectNodeContents(each);
        const { x, y, right, bottom } = range.getBoundingClientRect();
        return { x, y, right, bottom };
    };
    const names = [...layer.querySelectorAll(
        ":scope > header > :is(h3, .short, .what), .open-block .name")].filter(isSeen);
    const opener = [...layer.querySelectorAll("header .open-block")].filter(isSeen);
    return {
        layer: layer.dataset.layer,
        names: names.map(each => each.textContent),
        words: [...new Set([...names, ...opener])].map(boxOf),
        maps: [...layer.querySelectorAll(":scope > canvas")].map(each => {
            const { x, y, right, bottom } = each.getBoundingClientRect();
            return { x, y, right, bottom };
        }),
    };
})"""
"""Of each layer: the names that stand above it, where its words stand, and where its maps."""


@pytest.fixture
def wall(open_lab: OpenLab) -> Lab:
    """A page with a 4 on its pad, for all walls one after the other."""
    lab = open_lab(reduced_motion="reduce")
    lab.ink(FOUR)
    return lab


def over(one: dict[str, float], other: dict[str, float]) -> bool:
    across = min(one["right"], other["right"]) - max(one["x"], other["x"])
    down = min(one["bottom"], other["bottom"]) - max(one["y"], other["y"])
    return across > 2 and down > 2


def apart(layers: list[dict[str, Any]]) -> list[str]:
    """Words that lie over other layers' words, or over anybody's maps."""
    found = []
    for one, other in itertools.product(layers, layers):
        things = other["maps"] + (other["words"] if one["layer"] < other["layer"] else [])
        if any(over(word, each) for word in one["words"] for each in things):
            found.append(f"{one['names']} and {other['layer']}")
    return found


@pytest.mark.parametrize("name", list_models())
def test_all_layers_of_a_network_stand_side_by_side_each_under_one_name(
    wall: Lab, server: Server, name: str, subtests: pytest.Subtests
) -> None:
    for size in WALLS:
        with subtests.test(size=size):
            resize(wall, SIZES[size])
            go_to(wall, server, name, "&lecture=on&focus=all")
            expect(wall.page.locator("#stage")).not_to_contain_class("down")
            expect(wall.page.locator("#stage .layer[data-part]")).to_have_count(0)
            look(wall, SIZES[size])
            layers = wall.page.evaluate(NAMES)
            assert [each for each in layers if len(each["names"]) != 1] == []
            assert apart(layers) == []
            for caption in wall.page.locator("#stage figcaption").all():
                box = caption.bounding_box()
                assert box is not None
                assert box["y"] >= 0


@pytest.mark.parametrize("name", ["residual_44", "unet_style", "inception_style"])
def test_beside_one_large_layer_those_that_are_not_there_are_counted(
    wall: Lab, server: Server, name: str, subtests: pytest.Subtests
) -> None:
    for size in WALLS:
        with subtests.test(size=size):
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


def test_a_wall_says_what_is_switched_off_and_keys_switch_it(wall: Lab, server: Server) -> None:
    resize(wall, SIZES["projector"])
    go_to(wall, server, "residual_44", "&lecture=on&off=shortcut1,shortcut2,shortcut3")
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


def test_the_networks_name_on_a_wall_opens_the_list_of_all(wall: Lab, server: Server) -> None:
    resize(wall, SIZES["projector"])
    go_to(wall, server, "residual_20", "&lecture=on")
    wall.page.locator("[data-part=network]").click()
    last = wall.page.locator(".lineage li").last
    expect(last).to_contain_text("U-Net")
    box = last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SIZES["projector"][1]
    last.locator(".choose").click()
    expect(wall.page.locator("[data-part=network]")).to_have_text("U-Net-style")
