"""The lecture guide's links: each opens its step, and what the guide says is on the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import VISITED, Lab, OpenLab
from tests.browser.hands.lesson import GUIDE, links
from tests.serving import Server

ITEM = re.compile(r"^\d+\. .*(?:\n+   .*)*", re.MULTILINE)
PERCENT = re.compile(r"\d+\.\d %")
NUMBER = re.compile(r"(?<![\w.])\d+\.\d\d(?![\w.])")


STEPS = [(item.split("\n")[0][:60], item) for item in ITEM.findall(GUIDE) if links(item)]


def test_the_guide_has_steps_and_every_link_is_one() -> None:
    homework = GUIDE[GUIDE.index("## Homework") :]
    assert len(STEPS) >= 15
    found = [link for _, item in STEPS for link in links(item)] + links(homework)
    assert found == links(GUIDE)


@pytest.mark.parametrize("half", [0, 1])
def test_each_step_opens_as_it_is_told(
    open_lab: OpenLab, server: Server, half: int, subtests: pytest.Subtests
) -> None:
    lab = open_lab(1024, 768, address=f"{server.address}/about", wait=False)
    for name, item in STEPS[half::2]:
        for link in links(item):
            with subtests.test(name, link=link):
                forget(lab)
                lab.page.goto(f"{server.address}/{link}")
                if link.startswith("exhibits/"):
                    assert_exhibit_is_as_told(lab)
                else:
                    lab.wait_until_live()
                    assert_lab_is_as_told(lab, link, item)


def forget(lab: Lab) -> None:
    """What the step before has left in the browser: each begins as on a screen of its own."""
    lab.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    lab.page.evaluate(VISITED)


def assert_lab_is_as_told(lab: Lab, link: str, item: str) -> None:
    """The lab of the link has the numbers that the guide tells, its mask, chip, row and guess."""
    expect(lab.page.locator("#notice")).to_be_hidden()
    lecture = lab.page.evaluate("document.documentElement.hasAttribute('data-lecture')")
    assert lecture == ("lecture=on" in link)
    if "film=" in link:
        assert_run_is_as_told(lab, item.replace(link, ""))
        return
    value = lab.page.locator("#opened .result" if lecture else "#inspector .value")
    for number in NUMBER.findall(item.replace(link, "")):
        expect(value).to_contain_text(number)
    if "network=unet_style" in link:
        expect(lab.page.locator("#stage .finished canvas")).to_be_visible()
    if "off=" in link:
        expect(lab.page.locator('#chips [data-change="off"]')).to_be_visible()
    if "focus=all" in link:
        expect(lab.page.locator("#stage")).not_to_contain_class("down")
    if "network=detector" in link:
        assert_boxes_are_as_told(lab, link)
        return
    if "network=unet_style" in link or link.count("shortcut") > 1:
        return
    guess = lab.page.locator("#first-guess .digit")
    if "corner" in item.split("]")[0] or "step=0" in link:
        return
    if "without=" in link:
        expect(guess).not_to_have_text("4")
    elif "cover=guesses" in link:
        expect(guess).to_have_text("")
    elif "moment=" not in link:
        expect(guess).to_have_text("3" if "trace=on" in link else "4")


def assert_boxes_are_as_told(lab: Lab, link: str) -> None:
    """Nine boxes for four digits, of which two go in the first round; the rest by the step."""
    answer = lab.page.locator("#answer")
    says = answer.locator("[aria-live]")
    if "round=0" in link:
        expect(says).to_contain_text("9 boxes have a score")
    elif "round=1" in link:
        expect(says).to_contain_text("It stays. 2 other boxes of a 2 overlap it")
    elif "threshold=" in link:
        expect(says).to_contain_text("2 of 3 boxes are left")
    else:
        expect(says).to_contain_text("4 of 9 boxes are left: 2, 9, 4, 7")
    if "ground=slid" in link:
        expect(answer.locator(".boxes figcaption")).to_contain_text("sure of 49.")


def assert_run_is_as_told(lab: Lab, item: str) -> None:
    """The line above the stage has what the guide says of the run, and the curves are seen."""
    caption = lab.page.locator("[data-part=caption]")
    told = PERCENT.findall(item) + NUMBER.findall(item)
    for words in told or ["the loss leaps"]:
        expect(caption).to_contain_text(words)
    expect(lab.page.locator(".film-curves canvas")).to_be_visible()


def assert_exhibit_is_as_told(lab: Lab) -> None:
    """The exhibit of the link is in lecture mode, and its question still to be answered."""
    lab.wait_until("document.documentElement.dataset.settled === ''")
    assert lab.page.evaluate("document.documentElement.hasAttribute('data-lecture')")
    expect(lab.page.locator("[data-part=told]").first).to_be_empty()


def test_the_homework_shows_four_decimals(open_lab: OpenLab, server: Server) -> None:
    link = links(GUIDE[GUIDE.index("## Homework") :])[0]
    lab = open_lab(address=f"{server.address}/{link}", wait=False)
    lab.wait_until_live()
    expect(lab.page.locator("#inspector .value")).to_contain_text(re.compile(r"1\.\d{4}\b"))
