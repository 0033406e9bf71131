"""The network in 3D under the tests' hands."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.lab import Lab, OpenLab
from tests.drawings import FOUR

CANVAS = "#space .view canvas"


def stand(lab: Lab) -> None:
    """Switch to 3D and wait until the maps stand and the picture is at rest."""
    lab.page.locator('[data-view="3d"]').last.click()
    expect(lab.page.locator(CANVAS)).to_be_visible()
    rest(lab)


def stand_on_phone(open_lab: OpenLab) -> Lab:
    """A 4 on a phone, and its maps in 3D on the screen."""
    touch = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    lab = open_lab(390, 844, reduced_motion="reduce", **touch)
    lab.ink(FOUR)
    lab.expect_first_guess(4)
    stand(lab)
    lab.page.locator("#space").scroll_into_view_if_needed()
    return lab


def rest(lab: Lab) -> None:
    """Wait until nothing moves, the picture is as fine as it gets, and its values are exact."""
    wait_for_painting(lab)  # what has just happened asks for its frames
    expect(lab.page.locator(CANVAS)).to_have_attribute("data-rest", "")
    lab.settle()
    expect(lab.page.locator(CANVAS)).to_have_attribute("data-rest", "")


def frames(lab: Lab) -> int:
    return int(lab.page.locator(CANVAS).get_attribute("data-frames") or 0)


def pass_frames(lab: Lab, count: int) -> None:
    """Let the page go on for so many frames, whatever it does with them."""
    lab.page.evaluate(
        """async count => {
            for (; count > 0; count--) await new Promise(requestAnimationFrame);
        }""",
        count,
    )


def shot(lab: Lab) -> bytes:
    return lab.page.locator("#space .view").screenshot()


def press(lab: Lab, name: str) -> None:
    """Press one of the controls above the picture; what is seldom used is behind "More"."""
    button = lab.page.locator("#space").get_by_role("button", name=name, exact=True)
    more = lab.page.locator("#space .more")
    if not button.is_visible() and more.get_attribute("aria-expanded") == "false":
        more.click()
    button.click()


def middle(lab: Lab) -> tuple[float, float]:
    box = lab.page.locator(CANVAS).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def find_cell(lab: Lab) -> tuple[float, float]:
    """A place on the screen with a cell of a map under it: found by pointing."""
    x, y = middle(lab)
    for step in range(40):
        lab.page.mouse.move(x - 200 + 10 * step, y)
        wait_for_painting(lab)
        if "row" in lab.page.locator("#cell").inner_text():
            return x - 200 + 10 * step, y
    raise AssertionError("no cell under the pointer anywhere")
