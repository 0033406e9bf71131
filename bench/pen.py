"""From a pen move to the painted maps of its drawing, in headless Chromium, everything shown."""

from __future__ import annotations

import statistics

from playwright.sync_api import sync_playwright

from tests.browser.hands.chromium import launch
from tests.browser.hands.lab import Lab
from tests.drawings import golden_drawings

MOVES = 300

# The time of a pointer event until the frame that answers a drawing sent after it has been painted,
# and the time that scripts ran for each answer: message handlers and animation frames.
WATCH = """() => {
    window.moves = [];
    window.scripts = [];
    window.tasks = [];
    let waiting = null;
    let sent = null;
    let spent = 0;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
        if (waiting !== null && sent === null) sent = JSON.parse(text).seq;
        send.call(this, text);
    };
    const timed = work => function (...given) {
        const began = performance.now();
        try {
            return work.apply(this, given);
        } finally {
            spent += performance.now() - began;
        }
    };
    const frame = window.requestAnimationFrame;
    window.requestAnimationFrame = work => frame.call(window, timed(work));
    const handler = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    Object.defineProperty(WebSocket.prototype, "onmessage", {
        ...handler, set(work) { handler.set.call(this, timed(work)); }
    });
    const moved = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";
    addEventListener(moved, event => {
        if (event.buttons !== 1 || waiting !== null) return;
        waiting = event.timeStamp;
        sent = null;
    }, { capture: true });
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.tasks.push(entry.duration);
    }).observe({ type: "longtask" });
    const watch = () => new MutationObserver(() => {
        window.scripts.push(spent);
        spent = 0;
        const painted = Number(document.documentElement.dataset.painted);
        if (waiting === null || sent === null || painted < sent) return;
        window.moves.push(performance.now() - waiting);
        waiting = null;
    }).observe(document.documentElement, { attributeFilter: ["data-painted"] });
    if (document.documentElement) watch();
    else addEventListener("DOMContentLoaded", watch);
}"""


def measure(address: str, pinned: str | None = None) -> dict[str, float]:
    """Milliseconds of MOVES pen moves along real strokes, and of script for each painted frame.

    `pinned`: a layer of which a cell is pinned meanwhile.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(f"({WATCH})()")
        lab = Lab(page, address)
        lab.open()
        if pinned is not None:
            box = page.locator(f'[data-layer="{pinned}"] canvas').bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + 0.93 * box["width"], box["y"] + 0.1 * box["height"])
            lab.wait_until("document.documentElement.hasAttribute('data-pinned')")
        page.wait_for_timeout(1000)
        page.evaluate("window.moves.length = window.scripts.length = window.tasks.length = 0")
        moves: list[float] = []
        while len(moves) < MOVES:
            for drawing in golden_drawings():
                for stroke in drawing.strokes:
                    page.mouse.move(*lab.place(stroke[0]))
                    page.mouse.down()
                    for point in stroke[1:]:
                        page.mouse.move(*lab.place(point))
                        page.wait_for_timeout(20)
                    page.mouse.up()
                lab.page.keyboard.press("c")
            moves = page.evaluate("window.moves")
        scripts = page.evaluate("window.scripts")
        tasks = page.evaluate("window.tasks")
        browser.close()
    return {
        "p50": statistics.median(moves),
        "p95": statistics.quantiles(moves, n=20)[-1],
        "script_p50": statistics.median(scripts),
        "script_p95": statistics.quantiles(scripts, n=20)[-1],
        "longest_task": max(tasks, default=0.0),
    }
