"""From a pen move to the painted maps of its drawing, in headless Chromium, everything shown."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.drawings import golden_drawings
from tests.e2e.conftest import launch
from tests.e2e.hand import Lab
from tests.serving import Server

MOVES = 200

# The time of a pointer event until the frame that answers a drawing sent after it has been painted.
WATCH = """() => {
    window.moves = [];
    let waiting = null;
    let sent = null;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
        if (waiting !== null && sent === null) sent = JSON.parse(text).seq;
        send.call(this, text);
    };
    addEventListener("pointermove", event => {
        if (event.buttons !== 1 || waiting !== null) return;
        waiting = event.timeStamp;
        sent = null;
    }, { capture: true });
    new MutationObserver(() => {
        const painted = Number(document.documentElement.dataset.painted);
        if (waiting === null || sent === null || painted < sent) return;
        window.moves.push(performance.now() - waiting);
        waiting = null;
    }).observe(document.documentElement, { attributeFilter: ["data-painted"] });
}"""


def moves(server: Server) -> list[float]:
    """Milliseconds of MOVES pen moves along real strokes."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        lab = Lab(page, server.address + "/")
        lab.open()
        page.evaluate(WATCH)
        measured: list[float] = []
        while len(measured) < MOVES:
            for drawing in golden_drawings():
                for stroke in drawing.strokes:
                    page.mouse.move(*lab.place(stroke[0]))
                    page.mouse.down()
                    for point in stroke[1:]:
                        page.mouse.move(*lab.place(point))
                        page.wait_for_timeout(20)
                    page.mouse.up()
                lab.page.keyboard.press("c")
            measured = page.evaluate("window.moves")
        browser.close()
    return measured[:MOVES]
