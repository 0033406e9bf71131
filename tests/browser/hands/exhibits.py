"""The page of an exhibit, opened by its link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.hands.axe import AT_REST, serious, serious_in_both_themes
from tests.browser.hands.lab import PATIENCE, Lab, OpenLab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.texts import SMALLEST
from tests.serving import Server

FITS = f"least => [document.documentElement.scrollWidth - innerWidth, ({SMALLEST})(least)]"
"""By how many CSS pixels the page is wider than its window, and which texts are too small."""

TEXTS = """selectors => selectors.map(selector =>
    [...document.querySelectorAll(selector)].map(part => part.textContent))"""

SETTLED = f"""() => new Promise((done, fail) => {{
    const root = document.documentElement;
    const late = () => fail(new Error("the page's script has not set it up"));
    const timer = setTimeout(late, {1000 * PATIENCE:.0f});
    const look = () => {{
        if (root.dataset.settled !== "") return;
        clearTimeout(timer);
        watch.disconnect();
        done();
    }};
    const watch = new MutationObserver(look);
    watch.observe(root, {{ attributes: true, attributeFilter: ["data-settled"] }});
    look();
}})"""
"""The page itself sees the moment at which its script has set it up."""


def show(
    open_lab: OpenLab, server: Server, name: str, query: str = "", size: str = "laptop"
) -> Page:
    """An exhibit's page, once its script has set it up."""
    return visit(open_lab, server, name, query, size).page


def visit(
    open_lab: OpenLab, server: Server, name: str, query: str = "", size: str = "laptop"
) -> Lab:
    """The same, with all that the page complains about."""
    width, height = SCREENS[size]
    address = f"{server.address}/exhibits/{name}?{query}"
    lab: Lab = open_lab(width, height, address=address, wait=False, reduced_motion="reduce")
    lab.page.evaluate(SETTLED)
    return lab


def go(page: Page, query: str) -> None:
    """The same exhibit as another link opens it, where a page of it is open."""
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}?{query}")
    page.evaluate(SETTLED)


def texts_of(page: Page, *selectors: str) -> list[list[str]]:
    """What stands in the parts of each selector, all of it seen at one moment."""
    return list(page.evaluate(TEXTS, selectors))


def assert_for_everyone(
    page: Page, lecture: bool = False, axe_at: tuple[str, ...] = ("phone", "laptop")
) -> None:
    """At every size nothing lies outside, no text is too small, axe finds nothing serious.

    The page grows from a phone to a laptop. Themes differ in colours, which sizes have alike. No
    style sheet of an exhibit knows a width between a projector's and a laptop's, so axe is asked
    at one of the two; a page whose sheet does is asked `axe_at` all three.
    """
    for size in ("phone", "projector", "laptop"):
        width, height = SCREENS[size]
        page.set_viewport_size({"width": width, "height": height})
        if lecture and size == "projector":  # a phone keeps its own page
            page.reload()
            page.evaluate(SETTLED)
        page.evaluate(AT_REST)
        wider, small = page.evaluate(FITS, 16 if lecture and size != "phone" else 13)
        assert wider <= 0, size
        assert small == [], size
        if size in axe_at:
            wrong = serious(page) if size != "laptop" else serious_in_both_themes(page)
            assert wrong == [], size


def assert_links_are_for_everyone(
    open_lab: OpenLab,
    server: Server,
    subtests: pytest.Subtests,
    links: tuple[str, tuple[str, ...]],
    look: Callable[[Page], object] = lambda _page: None,
) -> None:
    """An exhibit (its name) as each of its links opens it, once a `look` at it finds it whole."""
    name, queries = links
    page = show(open_lab, server, name, queries[0], "phone")
    width, height = SCREENS["phone"]
    for query in queries:
        with subtests.test("for everyone", query=query):
            if query != queries[0]:
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme="light")
                go(page, query)
            look(page)
            assert_for_everyone(page, "lecture=on" in query)
