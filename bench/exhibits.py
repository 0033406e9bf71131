"""`python -m bench.exhibits`: what each exhibit's page weighs, and how soon it answers.

Run it on a quiet machine. Asked are, of each: within a second, and at most 60 KB gzip on top of
what the lab has loaded. A page answers once its script has set it up: its buttons do something.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys

import httpx2
from playwright.sync_api import Browser, sync_playwright

from app.pages.course import COURSE
from bench.page import scripts
from bench.servers import inkling
from tests.browser.hands.chromium import launch
from tests.serving import ROOT

DIST = ROOT / "static" / "dist"
RUNS = 5

# Milliseconds since the navigation began.
WATCH = """new MutationObserver((_, watching) => {
    if (document.documentElement.dataset.settled !== "") return;
    window.answersAt = performance.now();
    watching.disconnect();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-settled"] });"""


def main() -> int:
    """Measure and print everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each page (%(default)s)")
    runs = parser.parse_args().runs
    with inkling() as server, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{server.port}/"
        browser = launch(playwright)
        answered(browser, address, COURSE[0])  # the first one pays for the browser's start
        results = {
            name: {
                "bytes gzip on top of the lab's (at most 60,000)": weight(address, name),
                "ms to its first answer, median (at most 1,000)": round(
                    statistics.median(answered(browser, address, name) for _ in range(runs))
                ),
            }
            for name in COURSE
        }
        browser.close()
    sys.stdout.write(json.dumps(results, indent=1) + "\n")
    return 0


def answered(browser: Browser, address: str, name: str) -> float:
    """Milliseconds from a navigation by somebody who has never been here."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{address}exhibits/{name}")
    page.wait_for_selector("html[data-settled]")
    took: float = page.evaluate("window.answersAt")
    context.close()
    return took


def weight(address: str, name: str) -> int:
    """What a browser fetches for an exhibit that the lab has not fetched, each file compressed."""
    entry = DIST / "exhibit.js"
    own = re.search(rf'import\("\./(chunks/{name}-\w+\.js)"\)', entry.read_text("utf-8"))
    if own is None:
        raise LookupError(f"{entry} has no script of its own for {name!r}; run: make setup")
    files = scripts(DIST / own[1], scripts(entry, set())) - scripts(DIST / "main.js", set())
    files.add(DIST / "exhibit.css")
    page = httpx2.get(f"{address}exhibits/{name}")
    contents = [*(file.read_bytes() for file in files), page.content]
    return sum(len(gzip.compress(each)) for each in contents)


if __name__ == "__main__":
    sys.exit(main())
