"""A real Chromium, a real server, and a hand that draws."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect, sync_playwright

from tests.branching import save_checkpoints
from tests.browser.hands import pictures
from tests.browser.hands.blocks import in_blocks as set_in_blocks
from tests.browser.hands.chromium import USUAL, Contexts, launch, set_up, shell_path
from tests.browser.hands.lab import PATIENCE, VISITED, Lab, OpenLab
from tests.browser.hands.pictures import ExpectPicture
from tests.drawings import FOUR
from tests.serving import ROOT, Server, start_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(item.fspath).is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)
        if "expect_picture" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.pictures)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The hand that drives browsers."""
    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def contexts(playwright: Playwright) -> Iterator[Contexts]:
    """One browser's contexts, kept from test to test."""
    browser = launch(playwright, shell_path())
    yield Contexts(browser)
    browser.close()


@pytest.fixture(scope="session")
def picture_contexts(playwright: Playwright) -> Iterator[Contexts]:
    """Contexts of Chromium itself: reference pictures show how that sets letters."""
    browser = launch(playwright)
    yield Contexts(browser)
    browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for the tests that leave it alone."""
    assert (ROOT / "static" / "dist" / "main.js").exists(), "the page is not built; run: make setup"
    patience = dict.fromkeys(("INKLING_DEADLINE_MS", "INKLING_FORWARD_MS"), "10000")
    patience["INKLING_STEP_SECONDS"] = "300"
    with start_server(**patience) as running:  # on a busy machine a network takes its time
        running.wait_until_ready()
        yield running


@pytest.fixture
def open_lab(
    request: pytest.FixtureRequest, contexts: Contexts, server: Server
) -> Iterator[OpenLab]:
    """Open the lab as on another device; at the end nothing may have gone wrong or left the host.

    `wait`: until it lives, with a blank pad instead of the sample that greets a newcomer;
    `first_visit`: nobody has been here, an example is drawn;
    `in_blocks`: as reference pictures are taken; `fresh`: with cold caches; `first`: a script that
    runs before the page's own.
    """
    labs: list[Lab] = []
    taken = contexts
    if "expect_picture" in request.fixturenames:
        taken = request.getfixturevalue("picture_contexts")

    def open_(
        width: int = 1440,
        height: int = 900,
        address: str | None = None,
        wait: bool = True,
        in_blocks: bool = False,
        fresh: bool = False,
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        first_visit: bool = False,
        first: str | None = None,
        **context_options: object,
    ) -> Lab:
        page = taken.new_page(address or server.address, fresh, **context_options)
        wishes = {name: each for name, each in context_options.items() if name in USUAL}
        wishes |= {"color_scheme": color_scheme, "reduced_motion": reduced_motion}
        set_up(page, width, height, **wishes)
        lab = Lab(page, address or server.address + "/")
        labs.append(lab)
        if not first_visit:
            lab.begin_with(VISITED)
        if in_blocks:
            lab.begin_with(set_in_blocks())
        if first is not None:
            lab.begin_with(first)
        lab.open(wait)
        taken.watch(page)  # of what opening has done to it, leaving leaves nothing
        return lab

    yield open_
    try:
        for lab in labs:
            lab.assert_clean()
    finally:
        for lab in labs:
            lab.leave()
        taken.give_back()


@pytest.fixture
def lab(open_lab: OpenLab) -> Lab:
    """The lab on a laptop."""
    return open_lab()


@pytest.fixture
def still_lab(open_lab: OpenLab) -> Lab:
    """The lab for who wants less motion: software draws every picture of a flight in 3D."""
    return open_lab(reduced_motion="reduce")


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
        lab.ink(FOUR)
        return lab

    return open_


@pytest.fixture
def expect_picture(request: pytest.FixtureRequest) -> ExpectPicture:
    """Compare what is seen with a reference picture, or renew it: see hands/pictures.py."""

    def expect_(target: Page | Locator, name: str, whole: bool = True) -> None:
        if request.config.getoption("--renew-pictures"):
            pictures.keep(pictures.still(target, whole).reduce(2), name)
        elif not pictures.fits(pictures.take(target, whole).reduce(2), name):
            picture = pictures.still(target, whole).reduce(2)
            pictures.compare(picture, name, request.node.originalname)

    return expect_
