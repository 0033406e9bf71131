"""Firefox, driven over WebDriver BiDi: any Firefox since 129, with no driver beside it.

Playwright's Firefox is a build of its own, and its BiDi asks for commands that released Firefoxes
do not have; what the core path needs of the protocol is this.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from websockets.sync.client import ClientConnection, connect

from models.data.datasets import Strokes
from tests.serving import ROOT

PATIENCE = 60.0
ENDED_BY_LEAVING = "status=2152398850"
"""NS_BINDING_ABORTED: a font still on its way when the page was left is no fault of it."""
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def firefox_path() -> str | None:
    """The Firefox that set-up found, or one on the PATH; None if there is none."""
    noted = ROOT / ".venv" / "test-firefox"
    candidates = (
        os.environ.get("INKLING_TEST_FIREFOX"),
        noted.read_text().strip() if noted.exists() else None,
        shutil.which("firefox"),
        shutil.which("firefox-esr"),
    )
    return next((path for path in candidates if path and os.path.exists(path)), None)


class Firefox:
    """One window; what its pages complained about is in `complaints`."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._sent = 0
        self.complaints: list[str] = []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        tree = self._send("browsingContext.getTree")
        self._context = tree["contexts"][0]["context"]

    def _send(self, method: str, **params: object) -> dict[str, Any]:
        """One command; its result, or RuntimeError with Firefox's words."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("method") == "log.entryAdded":
                self._hear(answer["params"])
            if answer.get("id") != self._sent:
                continue
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            return dict(answer["result"])

    def _hear(self, entry: dict[str, Any]) -> None:
        text = str(entry.get("text"))
        if entry["level"] in ("error", "warn") and ENDED_BY_LEAVING not in text:
            self.complaints.append(text)

    def show(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Give the page this size."""
        size = {"width": width, "height": height}
        self._send(
            "browsingContext.setViewport",
            context=self._context,
            viewport=size,
            devicePixelRatio=ratio,
        )

    def open(self, address: str) -> None:
        """Go there and wait until the page has loaded."""
        self._send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, a promise's when it has been kept."""
        answer = self._send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression}) ?? null))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return json.loads(answer["result"]["value"])

    def wait_until(self, expression: str) -> None:
        """Wait until a JavaScript expression holds."""
        for _ in range(400):
            if self.evaluate(f"Boolean({expression})"):
                return
            time.sleep(0.05)
        raise TimeoutError(expression)

    def screenshot(self) -> str:
        """What is seen, as PNG in base 64."""
        return str(self._send("browsingContext.captureScreenshot", context=self._context)["data"])

    # --- hands ----------------------------------------------------------------------------------

    def place(self, selector: str, across: float = 0.5, down: float = 0.5) -> tuple[int, int]:
        """A point of an element, on the screen; scrolls there."""
        x, y = self.evaluate(
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                element.scrollIntoView({{ block: "nearest", behavior: "instant" }});
                const box = element.getBoundingClientRect();
                return [box.x + {across} * box.width, box.y + {down} * box.height];
            }})()"""
        )
        return round(x), round(y)

    def _point(self, actions: Sequence[dict[str, object]], kind: str = "mouse") -> None:
        source = {
            "type": "pointer",
            "id": kind,
            "parameters": {"pointerType": kind},
            "actions": [*actions],
        }
        self._send("input.performActions", context=self._context, actions=[source])

    def move(self, point: tuple[int, int]) -> None:
        self._point([_move(point)])

    def click(self, point: tuple[int, int]) -> None:
        self._point([_move(point), {"type": "pointerDown", "button": 0}, _UP])

    def tap(self, point: tuple[int, int]) -> None:
        self._point([_move(point), {"type": "pointerDown", "button": 0}, _UP], "touch")

    def draw(self, strokes: Strokes, kind: str = "mouse") -> None:
        """Draw on the pad with real moves, one a point."""
        box = self.evaluate(
            """(() => { const { x, y, width, height } =
                document.querySelector("#pad").getBoundingClientRect();
                return [x, y, width, height] })()"""
        )
        for stroke in strokes:
            points = [(round(box[0] + x * box[2]), round(box[1] + y * box[3])) for x, y in stroke]
            down = {"type": "pointerDown", "button": 0}
            moves = [_move(point, 4) for point in points[1:]]
            self._point([_move(points[0]), down, *moves, _UP], kind)

    def press(self, key: str) -> None:
        """A key by its name, as DOM has it, or its letter."""
        value = KEYS.get(key, key)
        actions = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._send("input.performActions", context=self._context, actions=[source])

    def close(self) -> None:
        self._send("browser.close")


KEYS = {
    "Escape": "\ue00c",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
_UP: dict[str, object] = {"type": "pointerUp", "button": 0}


def _move(point: tuple[int, int], milliseconds: int = 0) -> dict[str, object]:
    x, y = point
    return {"type": "pointerMove", "x": x, "y": y, "duration": milliseconds}


@contextmanager
def start_firefox(path: str) -> Iterator[Firefox]:
    """A headless Firefox with a profile of its own; ended whatever happens."""
    with tempfile.TemporaryDirectory(prefix="inkling-firefox-") as profile:
        # Pages ask no other host; Firefox itself would ask its maker for news.
        (Path(profile) / "user.js").write_text('user_pref("network.dns.disabled", true);')
        process = subprocess.Popen(
            [
                *(path, "--headless", "--no-remote", "--profile", profile),
                *("--remote-debugging-port", "0", "about:blank"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "MOZ_CRASHREPORTER_DISABLE": "1", "HOME": profile},
        )
        try:
            with connect(_address(process) + "/session", max_size=None, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stderr is not None:
                process.stderr.close()


def _address(process: subprocess.Popen[str]) -> str:
    """Where Firefox listens; it says so among its messages, which go on being read."""
    found: Queue[str] = Queue()

    def read() -> None:
        with contextlib.suppress(ValueError):  # closed, at the end
            for line in process.stderr or ():
                match = LISTENS.search(line)
                if match:
                    found.put(match[1])

    threading.Thread(target=read, daemon=True).start()
    try:
        return found.get(timeout=PATIENCE)
    except Empty:
        raise TimeoutError("Firefox did not say where it listens") from None
