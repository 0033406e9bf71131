"""Chromium, and its contexts, which are kept from test to test."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, Playwright

from tests.serving import ROOT

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages ask no other host, and the browser must not either, which the others do not prevent.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
STORED = "cookies,local_storage,indexeddb,cache_storage"


def browser_path() -> str:
    """The Chromium that set-up found; fails in words if there is none."""
    names = (shutil.which("chromium"), shutil.which("google-chrome"))
    path = _first_of(os.environ.get("INKLING_TEST_BROWSER"), _noted("test-browser"), *names)
    assert path, "no Chromium for the browser tests; run: make setup"
    return path


def shell_path() -> str:
    """Chromium without windows, which opens pages three times as fast, or else Chromium."""
    on_path = shutil.which("chromium-headless-shell")
    path = _first_of(os.environ.get("INKLING_TEST_SHELL"), _noted("test-shell"), on_path)
    return path or browser_path()


def _noted(name: str) -> str | None:
    file = ROOT / ".venv" / name
    return file.read_text().strip() if file.exists() else None


def _first_of(*paths: str | None) -> str | None:
    return next((path for path in paths if path and Path(path).exists()), None)


def launch(playwright: Playwright, path: str | None = None) -> Browser:
    """Start Chromium, or what is at the path, quiet and headless."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=path or browser_path(), args=flags)


def set_up(page: Page, width: int, height: int, **media: object) -> None:
    """The window, and what the reader wishes as CSS can ask; what is not told is as usual."""
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**{**USUAL, **media})  # type: ignore[arg-type]


USUAL = {
    **dict.fromkeys(("media", "contrast", "forced_colors"), "null"),
    "color_scheme": "light",
    "reduced_motion": "no-preference",
}

LASTING = (
    *("add_init_script", "add_locator_handler", "expose_binding", "expose_function", "on", "once"),
    *("grant_permissions", "new_cdp_session", "route", "route_from_har", "set_offline"),
    *("set_default_timeout", "set_extra_http_headers", "set_geolocation"),
)
"""What tests can do to a page or its context that the next address does not undo."""

FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@dataclass
class Kept:
    """A context, its page, and whether a test has done something lasting to them."""

    key: str
    context: BrowserContext
    page: Page | None = None
    client: CDPSession | None = None
    origin: str = ""
    is_changed: bool = True

    def forget(self, origin: str) -> Page:
        """A page that knows nothing of the host."""
        if self.page is None:
            self.page = self.context.new_page()
            self.client = self.context.new_cdp_session(self.page)
        assert self.client is not None
        self.origin = origin
        asked = {"origin": origin, "storageTypes": STORED}
        self.client.send("Storage.clearDataForOrigin", asked)
        self.client.send("Page.resetNavigationHistory")
        return self.page

    def watch(self) -> None:
        """It is as it was opened; from now on, note if somebody changes it."""
        self.is_changed = False
        for owner in (self.page, self.context):
            for name in LASTING:
                if hasattr(owner, name):
                    setattr(owner, name, self._noting(getattr(owner, name)))

    def _noting(self, method: Callable[..., object]) -> Callable[..., object]:
        def noted(*values: object, **named: object) -> object:
            self.is_changed = True
            return method(*values, **named)

        return noted

    def leave(self) -> None:
        """Go to an empty page of the same host, or close it where that would leave a trace."""
        for owner in (self.page, self.context):
            for name in LASTING:
                vars(owner).pop(name, None)
        assert self.page is not None
        others = [each for each in self.context.pages if each is not self.page]
        for each in others:
            each.close()
            self.is_changed = True  # the page may be one in the background
        if self.is_changed or self.page.is_closed() or not self._parks(self.page):
            self.page.close()
            self.page = None
        self.is_changed = True

    def _parks(self, page: Page) -> bool:
        with contextlib.suppress(Error):  # its server may have ended
            page.mouse.up()
            page.goto(self.origin + "/healthz")
            page.mouse.move(0, 0)
            page.evaluate(FORGET)
            return True
        return False


class Contexts:
    """Contexts by their options. Two pages at once never share one; what was stored is wiped.

    A fresh context loads and compiles the page's scripts anew, which takes twice the time of all
    else that opening the lab takes; and a page that goes on to another address of its host keeps
    its process, which takes a third of it.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Kept]] = defaultdict(list)
        self._taken: list[Kept] = []

    def new_page(self, address: str, fresh: bool = False, **options: object) -> Page:
        """A page that has never seen this host; `fresh`: with cold caches, too."""
        key = "fresh" if fresh else repr(sorted(options.items()))
        free = [] if fresh else self._free[key]
        kept = free.pop() if free else Kept(key, self._browser.new_context(**options))
        self._taken.append(kept)
        return kept.forget("{0.scheme}://{0.netloc}".format(urlsplit(address)))

    def watch(self, page: Page) -> None:
        """From now on, note what is done to a page that the next address does not undo."""
        next(each for each in self._taken if each.page is page).watch()

    def give_back(self) -> None:
        """Leave all pages; they and their contexts can be taken again."""
        for kept in self._taken:
            if kept.key == "fresh":
                kept.context.close()
                continue
            kept.leave()
            self._free[kept.key].append(kept)
        self._taken.clear()
