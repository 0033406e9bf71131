"""A lesson that goes from the lab to exhibits and back, by a remote alone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.hands.lab import OpenLab
from tests.browser.hands.lesson import act, lesson_position, load_lesson
from tests.serving import Server

LESSON = """
1. [Before](http://127.0.0.1:8000/?lecture=on&hide=conv2)
2. [Wires](http://127.0.0.1:8000/exhibits/weights?lecture=on)
3. [Answers](http://127.0.0.1:8000/exhibits/answers?lecture=on)
4. [After](http://127.0.0.1:8000/?lecture=on&hide=fc1)
"""


def test_a_remote_goes_through_lab_and_exhibits_and_back(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(1024, 768, address=f"{server.address}/?lang=nl")
    page = lab.page
    load_lesson(lab, LESSON)
    act(lab, "begin")
    expect(page).to_have_url(re.compile("hide=conv2"))
    page.keyboard.press("PageDown")
    for name in ("weights", "answers"):
        expect(page).to_have_url(re.compile(rf"exhibits/{name}\?lecture=on&lang=nl"))
        lab.wait_until("document.documentElement.dataset.settled === ''")
        page.keyboard.press("PageDown")
        expect(page.locator("[data-part=told]")).not_to_be_empty()
        page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("hide=fc1"))
    lab.wait_until_live()
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert "4" in lesson_position(lab)
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile("exhibits/answers"))
    lab.wait_until("document.documentElement.dataset.settled === ''")
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile("exhibits/weights"))
    lab.wait_until("document.documentElement.dataset.settled === ''")
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile("hide=conv2"))
    lab.wait_until_live()
    assert "1" in lesson_position(lab)


def test_an_exhibit_that_no_lesson_led_to_goes_on_in_the_course(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(1024, 768)
    load_lesson(lab, LESSON)
    act(lab, "begin")
    lab.page.goto(f"{server.address}/exhibits/answers?lecture=on&said=%3F")
    lab.wait_until("document.documentElement.dataset.settled === ''")
    lab.page.keyboard.press("PageDown")
    expect(lab.page).to_have_url(re.compile("exhibits/history"))
