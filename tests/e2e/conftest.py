"""A real Chromium, a real server, and a hand that draws."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    sync_playwright,
)

from tests.branching import save_checkpoints
from tests.drawings import drawing_of
from tests.e2e import pictures
from tests.e2e.blocks import in_blocks as set_in_blocks
from tests.e2e.hand import Lab
from tests.serving import ROOT, Server, start_server

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

OpenLab = Callable[..., Lab]
ExpectPicture = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(item.fspath).is_relative_to(ROOT / "tests" / "e2e"):
            item.add_marker(pytest.mark.browser)
        if "expect_picture" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.pictures)


def browser_path() -> str:
    """The Chromium that set-up found; fails in words if there is none."""
    noted = ROOT / ".venv" / "test-browser"
    candidates = (
        os.environ.get("INKLING_TEST_BROWSER"),
        noted.read_text().strip() if noted.exists() else None,
        shutil.which("chromium"),
        shutil.which("google-chrome"),
    )
    path = next((path for path in candidates if path and Path(path).exists()), None)
    assert path, "no Chromium for the browser tests; run: make setup"
    return path


def launch(playwright: Playwright) -> Browser:
    """Start Chromium, quiet and headless."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=browser_path(), args=flags)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each test gets a context of its own."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for the tests that leave it alone."""
    assert (ROOT / "static" / "dist" / "main.js").exists(), "the page is not built; run: make setup"
    with start_server() as running:
        running.wait_until_ready()
        yield running


@pytest.fixture
def open_lab(browser: Browser, server: Server) -> Iterator[OpenLab]:
    """Open the lab in a fresh context; at the end nothing may have gone wrong or left the host."""
    contexts: list[BrowserContext] = []
    labs: list[Lab] = []

    def open_(
        width: int = 1440,
        height: int = 900,
        address: str | None = None,
        wait: bool = True,
        in_blocks: bool = False,
        **context_options: object,
    ) -> Lab:
        context = browser.new_context(
            viewport={"width": width, "height": height}, **context_options
        )
        contexts.append(context)
        if in_blocks:
            context.add_init_script(set_in_blocks())
        lab = Lab(context.new_page(), address or server.address + "/")
        labs.append(lab)
        lab.open(wait)
        return lab

    yield open_
    for lab in labs:
        lab.assert_clean()
    for context in contexts:
        context.close()


@pytest.fixture
def lab(open_lab: OpenLab) -> Lab:
    """The lab on a laptop."""
    return open_lab()


@pytest.fixture(scope="session")
def branching_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the weights of the made-up networks in tests/branching.py."""
    folder = tmp_path_factory.mktemp("weights")
    save_checkpoints(folder)
    return folder


@pytest.fixture(scope="session")
def branching(branching_weights: Path) -> Iterator[Server]:
    """One server of the made-up networks for all tests."""
    with start_server(module="tests.branching", INKLING_WEIGHTS=str(branching_weights)) as server:
        server.wait_until_ready()
        yield server


@pytest.fixture
def open_four(open_lab: OpenLab, branching: Server) -> OpenLab:
    """The made-up network with branches and a 4 on its pad, its exact values there."""

    def open_(width: int = 1440, height: int = 900, **options: object) -> Lab:
        address = branching.address + "/?network=branching"
        lab = open_lab(width, height, address=address, **options)
        lab.draw(drawing_of(4).strokes)
        lab.wait_until_exact()
        lab.page.wait_for_timeout(400)
        return lab

    return open_


@pytest.fixture
def expect_picture(request: pytest.FixtureRequest) -> ExpectPicture:
    """Compare what is seen with a reference picture, or renew it: see tests/e2e/pictures.py."""

    def expect_(target: Page | Locator, name: str, whole: bool = True) -> None:
        picture = pictures.take(target, whole)
        if request.config.getoption("--renew-pictures"):
            pictures.keep(picture, name)
        else:
            pictures.compare(picture, name, request.node.originalname)

    return expect_
