"""`python -m bench.page`: how quickly the page answers, what it weighs, and whether it grows.

Run it on a quiet machine: a busy one measures its neighbours. Asked are: hover to painted outlines
within a frame, pen move to painted maps at p95 16.7 ms with everything shown and a cell pinned,
a whole sweep in at most 10 s, fewer than 1,500 elements in every state, at most 110 KB gzip to the
first view, and no growth in ten minutes of drawing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench import pen
from bench.servers import inkling
from tests.browser.hands.chromium import launch
from tests.browser.hands.lab import Lab
from tests.browser.hands.panels import close_panel, open_panel
from tests.drawings import golden_drawings
from tests.serving import ROOT

HOVERS = 300
PANELS = ("sees", "styles", "about", "terms", "keys")
ELEMENTS = "document.querySelectorAll('*').length"

# From a pointer move over the stage until the frame has been painted that draws its outlines: the
# overlay is cleared when it is drawn anew, and a message that is posted in an animation frame comes
# after that frame's painting.
WATCH = """() => {
    window.hovers = [];
    let moved = null;
    addEventListener("pointermove", event => {
        if (event.target.closest?.(".layer")) moved ??= [event.timeStamp, performance.now()];
    }, { capture: true });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => window.hovers.push(data.map(at => performance.now() - at));
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...given) {
        clear.apply(this, given);
        if (this.canvas.id !== "overlay" || moved === null) return;
        port2.postMessage(moved);
        moved = null;
    };
}"""


def main() -> int:
    """Measure and print everything as JSON, with what is asked beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="of drawing, for its growth")
    minutes = parser.parse_args().minutes
    with inkling() as server:
        address = f"http://127.0.0.1:{server.port}/"
        results = measure(address, minutes)
        results["pen move, everything shown, ms"] = pen.measure(address)
        results["pen move, a cell pinned, ms"] = pen.measure(address, pinned="conv2")
    sys.stdout.write(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    return 0


def measure(address: str, minutes: float) -> dict[str, Any]:
    """Everything but the pen's way to the maps."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(f"({WATCH})()")
        lab = Lab(page, address)
        lab.open()
        lab.draw(golden_drawings()[0].strokes)
        lab.wait_until_exact()
        results = {
            "first view, bytes gzip (at most 110,000)": first_view(address),
            "hover to painted outlines, ms (one frame: 16.7)": hover(page),
            "whole sweep of conv1, s (at most 10)": sweep(lab),
            "elements by state (fewer than 1,500)": elements(lab),
            "heap, bytes, while drawing (no growth)": heap(lab, minutes),
        }
        browser.close()
    return results


def first_view(address: str, network: str = "lenet5") -> int:
    """What a browser fetches before the network is on the screen, each file compressed."""
    import httpx2

    dist = ROOT / "static" / "dist"
    files = scripts(dist / "main.js", set()) | {dist / "main.css"}
    description = httpx2.get(f"{address}api/models/{network}")
    if description.json()["description"]["blocks"]:
        for file in (dist / "chunks").glob("closed-*.js"):
            scripts(file, files)
    page = httpx2.get(address, params={"network": network})
    contents = [*(file.read_bytes() for file in files), page.content, description.content]
    return sum(len(gzip.compress(each)) for each in contents)


def scripts(file: Path, known: set[Path]) -> set[Path]:
    """A script and all that it imports at once; what it imports on demand comes later."""
    if file in known:
        return known
    known.add(file)
    for name in re.findall(r'(?:from|import)\s*"(\./[^"]+)"', file.read_text()):
        scripts(file.parent / name, known)
    return known


def hover(page: Page) -> dict[str, float]:
    """Move from cell to cell of every layer.

    p50 and p95 since the move itself, which waits for its frame, and since the page got its event.
    """
    boxes = [canvas.bounding_box() for canvas in page.locator(".layer canvas").all()]
    page.evaluate("window.hovers.length = 0")
    for turn in range(HOVERS):
        box = boxes[turn % len(boxes)]
        if box is None:
            continue
        part = (turn * 0.618) % 1
        x, y = box["x"] + part * box["width"], box["y"] + (1 - part) * box["height"]
        page.mouse.move(x, y)
        page.wait_for_timeout(40)
    times = page.evaluate("window.hovers")
    moved, got = zip(*times, strict=True)
    return {
        "p50": statistics.median(moved),
        "p95": statistics.quantiles(moved, n=20)[-1],
        "event_p50": statistics.median(got),
        "event_p95": statistics.quantiles(got, n=20)[-1],
        "of": len(times),
    }


def sweep(lab: Lab) -> float:
    """Seconds that Play takes over the largest map."""
    pin(lab, "conv1")
    slider = lab.page.locator("#inspector .sweep input")
    slider.fill("0")
    began = time.perf_counter()
    lab.page.locator("#inspector").get_by_role("button", name="Play").click()
    end = "document.querySelector('#inspector .sweep input').value === '783'"
    while not lab.page.evaluate(end) and time.perf_counter() - began < 60:
        lab.page.wait_for_timeout(20)
    taken = time.perf_counter() - began
    lab.page.keyboard.press("Escape")
    return taken


def pin(lab: Lab, layer: str) -> None:
    """Click cells of a layer until the inspector is about one of them."""
    layer_on_stage = lab.page.locator(f'[data-layer="{layer}"]')
    title = layer_on_stage.locator("h3").inner_text().replace("\n", " ").replace("\xa0", " ")
    box = layer_on_stage.locator("canvas").bounding_box()
    assert box is not None
    for turn in range(50):
        across, down = (0.93 + turn * 0.618) % 1, (0.1 + turn * 0.382) % 1
        lab.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
        lab.page.wait_for_timeout(150)
        pinned = lab.page.locator("#inspector.pinned h2")
        if pinned.count() and title in pinned.inner_text():
            return
    raise RuntimeError(f"no cell of {title} could be pinned")


def elements(lab: Lab) -> dict[str, int]:
    """How many elements the page has with nothing open, each panel open, each layer pinned."""
    page = lab.page
    counts = {"nothing open": page.evaluate(ELEMENTS)}
    for panel in PANELS:
        open_panel(page, panel)
        page.wait_for_timeout(600)
        counts[f"panel {panel}"] = page.evaluate(ELEMENTS)
        close_panel(page, panel)
    for layer in ("conv1", "pool1", "conv2", "pool2", "fc1", "fc2"):
        pin(lab, layer)
        page.wait_for_timeout(300)
        counts[f"pinned {layer}"] = page.evaluate(ELEMENTS)
        page.keyboard.press("Escape")
    page.locator('[data-layer="output"] .units button').first.click()
    page.wait_for_timeout(300)
    counts["pinned output"] = page.evaluate(ELEMENTS)
    page.keyboard.press("Escape")
    return counts


def heap(lab: Lab, minutes: float) -> list[int]:
    """The heap after collecting, at eleven moments of so many minutes of drawing."""
    client = lab.page.context.new_cdp_session(lab.page)

    def used() -> int:
        client.send("HeapProfiler.collectGarbage")
        return int(client.send("Runtime.getHeapUsage")["usedSize"])

    def draw_until(end: float) -> None:
        while time.monotonic() < end:
            for drawing in golden_drawings():
                lab.draw(drawing.strokes, whole=True)
                lab.page.keyboard.press("c")

    began = time.monotonic()
    draw_until(began + 5)  # what is compiled and cached once is no growth
    sizes = [used()]
    for tenth in range(1, 11):
        draw_until(began + 5 + tenth * 6 * minutes)
        sizes.append(used())
    return sizes


if __name__ == "__main__":
    sys.exit(main())
