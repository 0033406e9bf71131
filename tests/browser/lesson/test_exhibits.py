"""A lesson that goes from the lab to exhibits and back, by a remote alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.lesson import act, lesson_position, load_lesson
from tests.serving import Server

LESSON = """
1. [Before](http://127.0.0.1:8000/?lecture=on&hide=conv2)
2. [Wires](http://127.0.0.1:8000/exhibits/weights?lecture=on)
3. [Answers](http://127.0.0.1:8000/exhibits/answers?lecture=on)
4. [After](http://127.0.0.1:8000/?lecture=on&hide=fc1)
5. [Last](http://127.0.0.1:8000/exhibits/training?lecture=on)
"""


FOOT = """() => {
    const onward = document.querySelector(".onward").getBoundingClientRect().top;
    const row = document.querySelector("[data-part=lesson]").getBoundingClientRect().height;
    return [scrollY, onward - (innerHeight - row)];
}"""
"""Where the page is scrolled to, and by how much its end is below what the wall shows."""


def go_through(page: Page, key: str) -> list[float]:
    """Press until the whole exhibit has been on the wall; where it was scrolled to each time."""
    stops = [0.0]
    for _ in range(20):
        at, hidden = page.evaluate(FOOT)
        if hidden <= 8:
            return stops
        page.keyboard.press(key)
        stops.append(page.evaluate("scrollY"))
        assert stops[-1] > at
    raise AssertionError("the exhibit never ends")


def test_a_remote_goes_through_lab_and_exhibits_and_back(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(1024, 768, address=f"{server.address}/?lang=nl")
    load_lesson(lab, LESSON)
    act(lab, "begin")
    expect(lab.page).to_have_url(re.compile("hide=conv2"))
    with subtests.test("forwards, through all that an exhibit has"):
        go_forwards(lab)
    with subtests.test("backwards"):
        go_backwards(lab)
    with subtests.test("an exhibit that no lesson led to goes on in the course"):
        lab.page.goto(f"{server.address}/exhibits/answers?lecture=on&said=%3F")
        lab.wait_until(SETTLED)
        expect(lab.page.locator("[data-part=lesson]")).to_be_hidden()
        go_through(lab.page, "PageDown")
        lab.page.keyboard.press("PageDown")
        expect(lab.page).to_have_url(re.compile("exhibits/history"))


SETTLED = "document.documentElement.dataset.settled === ''"


def go_forwards(lab: Lab) -> None:
    page = lab.page
    page.keyboard.press("PageDown")
    for at, name, key in ((2, "weights", "PageDown"), (3, "answers", "ArrowRight")):
        expect(page).to_have_url(re.compile(rf"exhibits/{name}\?lecture=on&lang=nl"))
        lab.wait_until(SETTLED)
        expect(page.locator("[data-part=position]")).to_contain_text(f"{at} / 5")
        page.keyboard.press(key)
        expect(page.locator("[data-part=told]")).not_to_be_empty()
        stops = go_through(page, key)
        assert len(stops) > 2
        assert max(b - a for a, b in pairwise(stops)) <= 768
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("hide=fc1"))
    lab.wait_until_live()
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert "4" in lesson_position(lab)


def go_backwards(lab: Lab) -> None:
    page = lab.page
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile("exhibits/answers"))
    lab.wait_until(SETTLED)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("exhibits/weights"))
    lab.wait_until(SETTLED)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert page.evaluate("scrollY") > 0
    page.keyboard.press("PageUp")
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("PageUp")
    expect(page.locator("[data-part=told]")).to_be_empty()
    page.locator("[data-lesson=back]").click()
    expect(page).to_have_url(re.compile("hide=conv2"))
    lab.wait_until_live()
    assert "1" in lesson_position(lab)


def test_after_the_last_screen_a_lesson_has_ended(open_lab: OpenLab) -> None:
    lab = open_lab(1024, 768)
    page = lab.page
    load_lesson(lab, LESSON)
    page.locator("#share .lesson li [data-act='step.open']").nth(4).click()
    expect(page).to_have_url(re.compile("exhibits/training"))
    lab.wait_until(SETTLED)
    expect(page.locator("[data-part=moments] li")).to_have_count(15)
    position = page.locator("[data-part=position]")
    expect(position).to_have_text("5 / 5 · Last")
    page.keyboard.press("PageDown")
    assert go_through(page, "PageDown")[1:]
    page.keyboard.press("PageDown")
    expect(position).to_have_text("5 / 5 · End of the lesson")
    assert "exhibits/training" in page.url
    page.keyboard.press("PageUp")
    expect(position).to_have_text("5 / 5 · Last")
    page.locator("[data-lesson=end]").click()
    expect(position).to_be_hidden()
