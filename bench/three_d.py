"""The 3D view beside the 2D view: headless Chromium, WebGL in software, 1440 x 900.

Pictures a second while the pen draws (both views), frames a second while the camera orbits, frames
in three seconds at rest, draw calls, the first frame after the switch; orbiting a made-up network
of 100,000 cells. Alone, on a quiet machine: `python -m bench.three_d`.
"""

from __future__ import annotations

import json
import statistics
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

from bench.servers import inkling
from tests.browser.hands.chromium import launch
from tests.browser.hands.lab import Lab
from tests.drawings import golden_drawings

CANVAS = "#space .view canvas"
SIZE = {"width": 1440, "height": 900}
SECONDS = 4.0
CHANNELS = {"conv1": 64, "pool1": 64, "conv2": 256, "pool2": 256}
"""Of the made-up network: 103,000 cells."""

# What the 3D view has drawn, whatever asked for it; and readings that either view has painted.
FRAMES = 'Number(document.querySelector("#space .view canvas").dataset.frames)'
PAINTED = "Number(document.documentElement.dataset.painted)"

FIRST_FRAME = """async () => {
    const began = performance.now();
    document.querySelectorAll("[data-view='3d']").forEach(each => each.click?.());
    const drawn = () => document.querySelector("#space .view canvas")?.dataset.frames;
    while (!drawn()) await new Promise(requestAnimationFrame);
    return performance.now() - began;
}"""

# A finger would move on every frame; moves are sent as often as frames are made.
ORBIT = """async ({ selector, seconds }) => {
    const canvas = document.querySelector(selector);
    const at = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, {
        bubbles: true, pointerId: 1, pointerType: "mouse", isPrimary: true,
        clientX: x, clientY: 500, buttons: 1, button: kind === "pointermove" ? -1 : 0,
    }));
    canvas.setPointerCapture = () => {};
    const before = Number(canvas.dataset.frames);
    const began = performance.now();
    at("pointerdown", 600);
    let x = 600;
    while (performance.now() - began < 1000 * seconds) {
        at("pointermove", x += 3);
        await new Promise(requestAnimationFrame);
    }
    const rate = 1000 * (Number(canvas.dataset.frames) - before) / (performance.now() - began);
    at("pointerup", x);
    return rate;
}"""


def measure(address: str) -> dict[str, Any]:
    """Both views of the server's network, then the large one."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        figures = {"lenet5": views(browser, address), "cells_100000": large(browser, address)}
        browser.close()
    return figures


def views(browser: Browser, address: str) -> dict[str, float]:
    """LeNet-5 with all layers."""
    page = browser.new_page(viewport=SIZE)
    lab = Lab(page, address)
    lab.open()
    lab.draw(golden_drawings()[0].strokes)
    page.wait_for_timeout(1000)
    figures = {"live_2d": draws(lab)}
    page.locator("#views button").last.hover()  # loads the script of the 3D view
    page.wait_for_timeout(1500)
    firsts = []
    for _ in range(5):
        firsts.append(float(page.evaluate(FIRST_FRAME)))
        page.wait_for_timeout(2500)
        page.locator("#views button").first.click()
        page.wait_for_timeout(2500)
    figures["first_frame_ms"] = statistics.median(firsts)
    page.evaluate(FIRST_FRAME)
    page.wait_for_timeout(3000)
    figures["live_3d"] = draws(lab)
    figures |= orbits(page)
    page.locator("#space button", has_text="Heights").click()
    page.wait_for_timeout(3000)
    figures["orbit_heights"] = orbit(page)
    figures["live_3d_heights"] = draws(lab)
    page.close()
    return figures


def draws(lab: Lab) -> float:
    """Readings painted in a second while the pen moves without a pause."""
    lab.page.keyboard.press("c")
    before, began = lab.page.evaluate(PAINTED), lab.page.evaluate("performance.now()")
    now = began
    while now - began < 1000 * SECONDS:
        for drawing in golden_drawings()[:3]:
            lab.draw(drawing.strokes)
        now = lab.page.evaluate("performance.now()")
    return float(1000 * (lab.page.evaluate(PAINTED) - before) / (now - began))


def orbits(page: Page) -> dict[str, float]:
    """Orbiting, then at rest; draw calls."""
    rate = orbit(page)
    page.wait_for_timeout(1500)
    resting = page.evaluate(FRAMES)
    page.wait_for_timeout(3000)
    return {
        "orbit": rate,
        "at_rest": float(page.evaluate(FRAMES) - resting),
        "draw_calls": float(page.locator(CANVAS).get_attribute("data-calls") or 0),
    }


def orbit(page: Page) -> float:
    return float(page.evaluate(ORBIT, {"selector": CANVAS, "seconds": SECONDS}))


def large(browser: Browser, address: str) -> dict[str, float]:
    """Orbit a made-up network: many more maps, whose cells are drawn without any values."""
    page = browser.new_page(viewport=SIZE)

    def describe(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["weights"] = None
        description = body["description"]
        shapes = {
            name: [CHANNELS[layer["name"]], *layer["shape"][1:]]
            for layer in description["layers"]
            if layer["name"] in CHANNELS
            for name in layer["operations"]
        }
        for operation in description["operations"]:
            if operation["name"] in shapes:
                operation["output_shape"] = shapes[operation["name"]]
        for layer in description["layers"]:
            if layer["name"] in CHANNELS:
                layer["shape"] = shapes[layer["shown"]]
        route.fulfill(response=answer, json=body)

    page.route("**/api/models/*", describe)
    page.route_web_socket("**/ws", lambda _: None)
    page.goto(address)
    page.locator("[data-layer]").first.wait_for()
    page.wait_for_timeout(1500)
    page.evaluate(FIRST_FRAME)
    page.wait_for_timeout(5000)
    figures = orbits(page)
    page.close()
    return figures


def sentences(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """The figures in words."""
    lenet5, cells = figures["lenet5"], figures["cells_100000"]
    return [
        (
            "drawings painted a second, 2D, 3D, 3D with heights",
            f"{lenet5['live_2d']:.0f}, {lenet5['live_3d']:.0f}, {lenet5['live_3d_heights']:.0f}",
        ),
        (
            "3D: frames a second orbiting, with heights",
            f"{lenet5['orbit']:.0f}, {lenet5['orbit_heights']:.0f}",
        ),
        (
            "3D: frames in 3 s at rest, draw calls",
            f"{lenet5['at_rest']:.0f}, {lenet5['draw_calls']:.0f}",
        ),
        ("3D: first frame after the switch, ms", f"{lenet5['first_frame_ms']:.0f}"),
        ("3D: frames a second orbiting 100,000 cells", f"{cells['orbit']:.0f}"),
    ]


def main() -> None:
    """Measure and print."""
    with inkling() as server:
        print(json.dumps(measure(f"http://127.0.0.1:{server.port}/"), indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
