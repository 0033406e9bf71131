"""Chromium, and its contexts, which are kept from test to test."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

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


class Contexts:
    """Contexts by their options. Two pages at once never share one; what was stored is wiped.

    A fresh context loads and compiles the page's scripts anew, which takes twice the time of all
    else that opening the lab takes.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = defaultdict(list)
        self._taken: list[tuple[str, BrowserContext]] = []

    def new_page(self, address: str, fresh: bool = False, **options: object) -> Page:
        """A page that has never seen this host; `fresh`: with cold caches, too."""
        key = "fresh" if fresh else repr(sorted(options.items()))
        kept = None if fresh else self._free[key]
        context = kept.pop() if kept else self._browser.new_context(**options)
        self._taken.append((key, context))
        page = context.new_page()
        wiped = {"origin": "{0.scheme}://{0.netloc}".format(urlsplit(address))}
        client = context.new_cdp_session(page)
        client.send("Storage.clearDataForOrigin", {**wiped, "storageTypes": STORED})
        client.detach()
        return page

    def give_back(self) -> None:
        """Close all pages; their contexts can be taken again."""
        for key, context in self._taken:
            if key == "fresh":
                context.close()
                continue
            for page in context.pages:
                page.close()
            self._free[key].append(context)
        self._taken.clear()
