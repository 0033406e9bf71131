"""The lab page as a person meets it: draw on the pad, press, read."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, ConsoleMessage, Error, Page, Request, expect
from torch import nn

from models import create_model, model_entry
from models.data.datasets import Drawing, Strokes

PATIENCE = 40.0
"""Seconds that something expected may take on a busy machine."""

STEPS = sum(not isinstance(each, nn.Flatten) for each in create_model("lenet5").children()) + 2
"""Of LeNet-5's forward pass: its operations that compute, the image before them, softmax after."""

LONG = 12
"""Points of a stroke that are all drawn; of longer ones, some, and the digit stays."""

LAYERS = [layer.name for layer in model_entry("lenet5").layers]
HOSTS = {"127.0.0.1", "localhost"}


BLANK = """(() => {
    try {
        if (sessionStorage.getItem("opened") !== null) return;
        sessionStorage.setItem("opened", "yes");
        localStorage.setItem("inkling.drawing.1", "[]");
    } catch { /* this page has no storage */ }
})()"""
"""Before the page's own script, and only when it is first opened: the pad was left blank."""

VISITED = """(() => {
    try { localStorage.setItem("inkling.visited", "yes"); } catch { /* no storage */ }
})()"""
"""Before the page's own script: somebody has been here, so no example is drawn."""

UNTIL = f"""const until = settled => new Promise((done, fail) => {{
    const root = document.documentElement;
    const late = setTimeout(
        () => fail(new Error(`settled is not ${{settled}}`)), {1000 * PATIENCE:.0f});
    const watch = new MutationObserver(() => look());
    const look = () => {{
        if (root.hasAttribute("data-settled") !== settled) return;
        clearTimeout(late);
        watch.disconnect();
        done();
    }};
    watch.observe(root, {{ attributes: true }});
    look();
}});"""
SETTLED = f"""async () => {{
    {UNTIL}
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await until(true);
}}"""
INK = f"""async text => {{
    {UNTIL}
    await until(true);
    const data = new DataTransfer();
    data.items.add(new File([text], "drawing.json", {{ type: "application/json" }}));
    document.body.dispatchEvent(new DragEvent("drop",
        {{ dataTransfer: data, bubbles: true, cancelable: true }}));
    await until(false);
    await until(true);
}}"""

LATER_IS_THERE = """(innerWidth > 1360 || document.documentElement.dataset.foot !== undefined)
    && document.querySelector('[data-room="shell/keys"] li') !== null
    && document.querySelector(".legend .scope").textContent !== ""
"""
"""Keys, the legend, the strip and the sheet of narrow windows come a little after the page."""

LIVE = f"""blank => new Promise(done => {{
    const root = document.documentElement;
    const isLive = () => {{
        const {{ state }} = document.querySelector("#connection")?.dataset ?? {{}};
        if (state !== "live" || !/\\d/.test(root.dataset.painted ?? "")) return false;
        const guess = document.querySelector("#first-guess .digit").textContent;
        return (!blank || guess === "") && {LATER_IS_THERE};
    }};
    const look = () => {{
        if (!isLive()) return;
        watch.disconnect();
        done(true);
    }};
    const watch = new MutationObserver(look);
    watch.observe(root,
        {{ attributes: true, childList: true, characterData: true, subtree: true }});
    setTimeout(() => done(false), {1000 * PATIENCE:.0f});
    look();
}})"""
"""Playwright looks after 100, 350 and 850 ms; the page itself sees the moment."""

Point = tuple[float, float]
OpenLab = Callable[..., "Lab"]


def thinned(stroke: Sequence[Point]) -> Sequence[Point]:
    """Every third point of a long stroke, and the last: each is a message to the browser."""
    return stroke if len(stroke) <= LONG else [*stroke[:-1:3], stroke[-1]]


class Lab:
    """One open page, and everything that it complained about or asked other hosts for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self._scripts: dict[str, Callable[[], None]] = {}
        page.on("console", self._hear)
        page.on("pageerror", self._note)
        page.on("requestfailed", self._watch)  # as each for another host does: see FLAGS

    def begin_with(self, *scripts: str) -> None:
        """Run scripts before the page's own, until the lab is left."""
        for script in scripts:
            self._scripts[script] = self.page.add_init_script(script).close

    def open(self, wait: bool = True) -> None:
        """Open the page; `wait` until it lives, its pad blank as whoever was here has left it."""
        if wait and BLANK not in self._scripts:
            self.begin_with(BLANK)
        self.page.goto(self.address)
        if wait:
            self.wait_until_live(blank=True)

    def leave(self) -> None:
        """Hear no more of the page, and undo what this lab has put on it."""
        self.page.remove_listener("console", self._hear)
        self.page.remove_listener("pageerror", self._note)
        self.page.remove_listener("requestfailed", self._watch)
        if not self.page.is_closed():
            for remove in self._scripts.values():
                remove()

    def wait_until_live(self, blank: bool = False) -> None:
        """Wait until the server answers and what is on the pad, or nothing, has been painted."""
        with contextlib.suppress(Error):  # between two pages
            if self.page.evaluate(LIVE, blank):
                return
        expect(self.page.locator("#connection")).to_have_attribute("data-state", "live")
        expect(self.page.locator("html")).to_have_attribute("data-painted", re.compile(r"\d"))
        self.wait_until(LATER_IS_THERE)
        if blank:
            self.expect_blank()

    def wait_until(self, expression: str) -> None:
        """Wait until a JavaScript expression holds; Playwright's own waiting needs eval."""
        self.wait_for(lambda: bool(self.page.evaluate(expression)), expression)

    def wait_for(self, holds: Callable[[], bool], what: str = "what was waited for") -> None:
        """Wait until something holds that the test itself sees."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} never came true")
            self.page.wait_for_timeout(25)

    def settle(self) -> None:
        """Wait until the exact values of what is on the pad are shown and nothing moves."""
        self.page.evaluate(SETTLED)

    def wait_until_exact(self) -> None:
        """Wait for the exact values: they come when the pen has rested, and are told in words."""
        self.wait_until(
            "[...document.querySelectorAll('.layer:not(.hidden, [hidden]) canvas')]"
            ".every(canvas => /: (values from|all values)/.test(canvas.ariaLabel))"
        )

    def _hear(self, message: ConsoleMessage) -> None:
        # The tests' own look at the pixels, and what the software renderer says of its speed.
        ours = all(each not in message.text for each in ("willReadFrequently", "GL Driver Message"))
        if message.type in ("error", "warning") and ours:
            self.complaints.append(f"{message.text} {message.location['url']}")

    def _note(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _watch(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in HOSTS:
            self.foreign.append(request.url)

    def assert_clean(self) -> None:
        """No error on the console, no request to another host."""
        assert self.complaints == []
        assert self.foreign == []

    # --- drawing -------------------------------------------------------------------------------

    def place(self, point: Sequence[float]) -> Point:
        """A point of the pad, on the screen."""
        return self.places([point])[0]

    def places(self, points: Sequence[Sequence[float]]) -> list[Point]:
        """Points of the pad, on the screen; under the pen the pad stays where it is."""
        box = self.page.locator("#pad").bounding_box()
        assert box is not None
        return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]

    def draw(self, strokes: Strokes, lift: bool = True, whole: bool = False) -> None:
        """Draw with real mouse moves, `whole`: one a point; the last stroke may stay down."""
        mouse = self.page.mouse
        for index, stroke in enumerate(strokes if whole else map(thinned, strokes)):
            first, *others = self.places(stroke)
            mouse.move(*first)
            mouse.down()
            for point in others:
                mouse.move(*point)
            if lift or index < len(strokes) - 1:
                mouse.up()

    def ink(self, drawing: Drawing) -> None:
        """Put a drawing on the pad as a dropped file does, and wait for its exact values.

        A hand takes five times as long; this is for tests whose point it is not.
        """
        self.page.evaluate(INK, json.dumps({"strokes": drawing.strokes}))

    def draw_by_touch(self, strokes: Strokes) -> None:
        """Draw with a finger, which rests before it leaves: Chromium drops taps during a fling."""
        client: CDPSession = self.page.context.new_cdp_session(self.page)

        def touch(kind: str, point: Point | None) -> None:
            points = [] if point is None else [dict(zip("xy", point, strict=True))]
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        for stroke in map(thinned, strokes):
            first, *others = self.places(stroke)
            touch("touchStart", first)
            for point in others:
                touch("touchMove", point)
            self.page.wait_for_timeout(150)
            touch("touchMove", [first, *others][-1])
            touch("touchEnd", None)

    # --- reading -------------------------------------------------------------------------------

    def expect_first_guess(self, label: object) -> None:
        expect(self.page.locator("#first-guess .digit")).to_have_text(str(label))

    def expect_blank(self) -> None:
        expect(self.page.locator("#first-guess .digit")).to_have_text("")

    def shown_layers(self) -> list[str]:
        """Names of the layers on the stage that are not hidden; where it has room for one, that."""
        names = self.page.locator(".layer:not(.hidden, [hidden])").evaluate_all(
            "layers => layers.map(layer => layer.dataset.layer)"
        )
        return list(names)

    def expect_shown_layers(self, names: list[str]) -> None:
        """Wait until these layers are shown, in this order, and no others."""
        with contextlib.suppress(TimeoutError):
            self.wait_for(lambda: self.shown_layers() == names)
        assert self.shown_layers() == names

    def picture(self, selector: str) -> str:
        """A canvas's pixels, to be compared with another moment's."""
        return str(self.page.locator(selector).evaluate("canvas => canvas.toDataURL()"))

    def expect_another_picture(self, selector: str, before: str) -> None:
        """Wait until a canvas no longer shows what it showed."""
        self.wait_for(lambda: self.picture(selector) != before, f"another picture of {selector}")

    def ink_on(self, selector: str) -> int:
        """How many pixels of a canvas differ from its corner's, inside the line around it."""
        return int(
            self.page.locator(selector).evaluate(
                """canvas => {
                    const { width, height } = canvas;
                    const inside = [4, 4, width - 8, height - 8];
                    const { data } = canvas.getContext("2d").getImageData(...inside);
                    const words = new Uint32Array(data.buffer);
                    return words.filter(word => word !== words[0]).length;
                }"""
            )
        )
