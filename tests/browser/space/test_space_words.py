"""What the network in 3D says in words: the selection, the names of layers, and its controls."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.space import (
    CANVAS,
    press,
    rest,
    stand,
)

Point = tuple[float, float]


@pytest.mark.parametrize("size", [SCREENS["laptop"], SCREENS["phone"]], ids=["laptop", "phone"])
def test_words_follow_the_selection_on_a_laptop_and_a_phone(open_lab: OpenLab, size: Point) -> None:
    lab = open_lab(*size, reduced_motion="reduce")
    draw_four(lab)
    lab.wait_until_exact()
    stand(lab)
    canvas = lab.page.locator(CANVAS)
    canvas.focus()
    description = lab.page.locator(f"#{canvas.get_attribute('aria-describedby')}")
    expect(description).to_contain_text("arrow keys turn")
    expect(description.locator("[aria-live]")).to_have_text("")
    for _ in range(3):
        lab.page.keyboard.press("PageDown")
    expect(description).to_contain_text("Downsampling layer 1, map 1, row 8, column 8:")
    expect(description).to_contain_text("pixels of the drawing")
    expect(description).to_contain_text("lines feed it")
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(description).to_contain_text("row 8, column 9")


def test_names_of_layers_are_whole_and_apart_in_every_preset(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(reduced_motion="reduce")
    draw_four(lab)
    stand(lab)
    stacked = lab.page.locator("#space button", has_text="Stack")
    for width, height in (*SCREENS.values(), (360, 640)):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.settle()
        for stands in ("row", "stack"):
            if (stacked.get_attribute("aria-pressed") == "true") != (stands == "stack"):
                press(lab, "Stack")
            for preset in ("Front", "Side", "Top", "Isometric"):
                with subtests.test(width=width, stands=stands, preset=preset):
                    press(lab, preset)
                    rest(lab)
                    assert_names_are_whole_and_apart(lab)


def assert_names_are_whole_and_apart(lab: Lab) -> None:
    view = lab.page.locator("#space .view").bounding_box()
    assert view is not None
    names = lab.page.locator(".labels .label:not(.class)")
    boxes = [each.bounding_box() for each in names.all() if each.is_visible()]
    assert len(boxes) == len(LAYERS), f"{len(boxes)} of {len(LAYERS)} names"
    for i, box in enumerate(boxes):
        assert box is not None
        assert box["x"] >= view["x"] - 1
        assert box["y"] >= view["y"] - 1
        assert box["x"] + box["width"] <= view["x"] + view["width"] + 1
        assert box["y"] + box["height"] <= view["y"] + view["height"] + 1
        for other in boxes[:i]:
            assert other is not None
            apart = (
                box["x"] >= other["x"] + other["width"]
                or other["x"] >= box["x"] + box["width"]
                or box["y"] >= other["y"] + other["height"]
                or other["y"] >= box["y"] + box["height"]
            )
            assert apart, "two names over one another"


def test_controls_take_one_row_until_more_is_asked_for(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    for width, height in (*SCREENS.values(), (360, 640)):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.page.goto(lab.address)
        lab.wait_until_live()
        stand(lab)
        bar = lab.page.locator("#space .controls")
        buttons = [each for each in bar.locator("button").all() if each.is_visible()]
        tops = {round(float((each.bounding_box() or {})["y"])) for each in buttons}
        assert max(tops) - min(tops) <= 2, (width, tops)
        bar.locator(".more").click()
        expect(bar.get_by_role("button", name="Save picture")).to_be_visible()
        assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
