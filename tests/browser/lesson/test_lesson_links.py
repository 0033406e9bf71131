"""A lesson's screen is what its link opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.lesson import ADDRESS, GUIDE, lesson_position, links, load_lesson
from tests.serving import Server

VALUES_IN_WORDS = (
    "[...document.querySelectorAll('.layer:not(.hidden) canvas')].map(each => each.ariaLabel)"
)
PARTS = """() => ["#first-guess", "#opened"].map(part => {
    const found = document.querySelector(part);
    return found.checkVisibility({ visibilityProperty: true }) ? found.innerText : null;
})"""

KINDS = [
    *("cover=guesses&hide", "cover=conv1", "before=", "cell=pool1", "cell=conv2"),
    *("moment=", "without=crop", "block=module1&off", "off=shortcut5", "round=1"),
]
"""Part of a link for everything that a link can have and that is shown in another way."""


def link_with(part: str) -> str:
    return next(link for link in links(GUIDE) if part in link)


def test_a_lesson_screen_is_what_its_link_opens(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    chosen = [link_with(kind) for kind in KINDS]
    lab = open_lab(1024, 768, reduced_motion="reduce")
    load_lesson(lab, " ".join(f"{ADDRESS}{link}" for link in chosen))
    lab.page.locator("#share .lesson [data-act='step.open']").last.click()
    other = open_lab(1024, 768, wait=False, reduced_motion="reduce")
    # From last to first: the back button does not stop at what is covered.
    for number, link in reversed(list(enumerate(chosen, 1))):
        with subtests.test(link=link):
            assert lesson_position(lab) == f"{number} / {len(chosen)}"
            other.page.goto(f"{server.address}/{link}")
            other.wait_until_live()
            assert_shows_the_same(lab, other)
        lab.page.evaluate("document.querySelector('[data-lesson=back]').click()")


def assert_shows_the_same(given: Lab, linked: Lab) -> None:
    network = linked.page.locator("[data-network]").first.get_attribute("data-network")
    assert network is not None
    expect(given.page.locator("[data-network]").first).to_have_attribute("data-network", network)
    for each in (given, linked):
        expect(each.page.locator("#opened")).not_to_contain_text("on their way")  # weights
        each.settle()
    expect(given.page).to_have_url(linked.page.url)
    given.expect_shown_layers(linked.shown_layers())
    # Maps are larger where no question stands below them; their values are the same.
    for each in (given, linked):
        each.settle()
    assert given.page.evaluate(VALUES_IN_WORDS) == linked.page.evaluate(VALUES_IN_WORDS)
    assert given.page.evaluate(PARTS) == linked.page.evaluate(PARTS)
