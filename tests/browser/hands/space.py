"""The network in 3D under the tests' hands."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.lab import PATIENCE, SETTLED, Lab, OpenLab
from tests.drawings import FOUR

CANVAS = "#space .view canvas"

RESTED = f"""async selector => {{
    const root = document.documentElement;
    const rest = () => new Promise((done, fail) => {{
        const late = setTimeout(
            () => fail(new Error("the picture never rests")), {1000 * PATIENCE:.0f});
        const watch = new MutationObserver(() => look());
        const look = () => {{
            if (!document.querySelector(selector)?.hasAttribute("data-rest")) return;
            clearTimeout(late);
            watch.disconnect();
            done();
        }};
        const filter = ["data-rest"];
        watch.observe(root, {{ attributeFilter: filter, childList: true, subtree: true }});
        look();
    }});
    // What has just happened asks for its frames.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await rest();
    await ({SETTLED})();
    await rest();
}}"""
"""Playwright looks after 100, 350 and 850 ms; the page itself sees the moment."""

Point = tuple[float, float]


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
    lab.page.evaluate(RESTED, CANVAS)


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


def cell_under(lab: Lab, point: Point) -> str:
    """What is said of the cell that is pointed at there."""
    lab.page.mouse.move(point[0] + 1, point[1])
    lab.page.mouse.move(*point)
    wait_for_painting(lab)
    return str(lab.page.locator("#cell").inner_text()).split(":")[0]


def camera(lab: Lab) -> list[float]:
    """Yaw, pitch, distance and target of the camera that the address has; a preset has none."""
    rest(lab)
    text = parse_qs(urlsplit(lab.page.url).query).get("from", [""])[0]
    assert re.match(r"-?\d", text), f"no camera of one's own in {lab.page.url}"
    return [float(part) for part in text.split(",")[:6]]
