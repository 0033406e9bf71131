"""The network in 3D: the same drawing, values and selection; a real browser, WebGL in software."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenLab
from tests.e2e.hand import Lab
from tests.e2e.test_lab import FOUR
from tests.e2e.test_network import draw_four

CANVAS = "#space .view canvas"


def stand(lab: Lab) -> None:
    """Switch to 3D and wait until the maps stand and the picture is at rest."""
    lab.page.locator('[data-view="3d"]').last.click()
    expect(lab.page.locator(CANVAS)).to_be_visible()
    rest(lab)


def rest(lab: Lab) -> None:
    """Wait until nothing has been drawn for half a second."""
    before = -1
    for _ in range(60):
        if before == (now := frames(lab)):
            return
        before = now
        lab.page.wait_for_timeout(500)
    raise TimeoutError("the 3D view never rests")


def frames(lab: Lab) -> int:
    return int(lab.page.locator(CANVAS).get_attribute("data-frames") or 0)


def shot(lab: Lab) -> bytes:
    return lab.page.locator("#space .view").screenshot()


def middle(lab: Lab) -> tuple[float, float]:
    box = lab.page.locator(CANVAS).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def find_cell(lab: Lab) -> tuple[float, float]:
    """A place on the screen with a cell of a map under it: found by pointing."""
    x, y = middle(lab)
    for step in range(40):
        lab.page.mouse.move(x - 200 + 10 * step, y)
        lab.page.wait_for_timeout(30)
        if "row" in lab.page.locator("#cell").inner_text():
            return x - 200 + 10 * step, y
    raise AssertionError("no cell under the pointer anywhere")


def test_the_switch_puts_the_network_in_space_and_back(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    expect(lab.page.locator("#stage")).to_be_hidden()
    lab.expect_first_guess(4)
    lab.page.locator('[data-view="2d"]').last.click()
    expect(lab.page.locator("#stage")).to_be_visible()
    expect(lab.page.locator(CANVAS)).to_have_count(0)
    assert lab.ink_on('[data-layer="conv1"] canvas') > 500


def test_the_picture_follows_the_pen_and_rests_with_it(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    before, drawn = shot(lab), frames(lab)
    lab.draw([[(0.2, 0.9), (0.8, 0.9)]])
    rest(lab)
    assert shot(lab) != before
    assert frames(lab) > drawn
    resting = frames(lab)
    lab.page.wait_for_timeout(1500)
    assert frames(lab) == resting


def test_it_takes_few_draw_calls(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    find_cell(lab)
    rest(lab)
    assert 1 <= int(lab.page.locator(CANVAS).get_attribute("data-calls") or 99) <= 8


def test_dragging_orbits_and_home_goes_back(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    begin = shot(lab)
    x, y = middle(lab)
    lab.page.mouse.move(x, y + 200)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 120, y + 150, steps=6)
    lab.page.mouse.up()
    rest(lab)
    assert shot(lab) != begin
    lab.page.get_by_role("button", name="Home", exact=True).click()
    rest(lab)
    lab.page.mouse.move(5, 5)
    rest(lab)
    assert shot(lab) == begin


def test_pointing_previews_and_a_click_pins(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    before = shot(lab)
    x, y = find_cell(lab)
    rest(lab)
    assert shot(lab) != before  # outlines, lines, the cone
    expect(lab.page.locator("#inspector .body")).to_contain_text("of the drawing")
    lab.page.mouse.click(x, y)
    expect(lab.page.locator("html")).to_have_attribute("data-pinned", "")
    title = lab.page.locator("#inspector h2").inner_text()
    lab.page.locator('[data-view="2d"]').last.click()
    expect(lab.page.locator("#inspector h2")).to_have_text(title)


def test_hidden_layers_close_up_and_their_stubs_open_them(lab: Lab) -> None:
    draw_four(lab)
    stand(lab)
    lab.page.locator('[data-toggle="conv2"]').click()
    rest(lab)
    stub = lab.page.locator(".labels button", has_text="Convolution layer 2")
    expect(stub).to_be_visible()
    stub.click()
    rest(lab)
    expect(stub).to_have_count(0)
    expect(lab.page.locator('[data-toggle="conv2"]')).to_have_attribute("aria-checked", "true")


@pytest.mark.parametrize(
    "name", ["Front", "Side", "Top", "Inside Convolution layer 2", "Stack", "Heights", "Lit"]
)
def test_each_control_changes_the_picture(lab: Lab, name: str) -> None:
    draw_four(lab)
    stand(lab)
    before = shot(lab)
    lab.page.locator("#space").get_by_role("button", name=name, exact=True).click()
    rest(lab)
    assert shot(lab) != before


def test_who_wants_less_motion_gets_none(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    draw_four(lab)
    stand(lab)
    before = frames(lab)
    lab.page.get_by_role("button", name="Side", exact=True).click()
    rest(lab)
    assert frames(lab) - before <= 4


def test_the_link_opens_the_same_view(lab: Lab, open_lab: OpenLab) -> None:
    draw_four(lab)
    stand(lab)
    lab.page.get_by_role("button", name="Stack", exact=True).click()
    rest(lab)
    x, y = middle(lab)
    lab.page.mouse.move(x, y + 200)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 90, y + 160, steps=5)
    lab.page.mouse.up()
    rest(lab)
    address = lab.page.url
    assert "view=3d" in address
    assert "stand=stack" in address
    other = open_lab(address=address)
    expect(other.page.locator(CANVAS)).to_be_visible()
    rest(other)
    assert other.page.url == address
    other.draw(FOUR.strokes)
    other.expect_first_guess(4)
    rest(other)
    for each in (lab, other):
        each.page.mouse.move(5, 5)
        rest(each)
    assert shot(other) == shot(lab)
