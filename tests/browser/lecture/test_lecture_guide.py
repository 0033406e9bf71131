"""The lecture guide's links: each opens its step, and what the guide says is on the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import VISITED, Lab, OpenLab
from tests.browser.hands.lesson import ADDRESS, GUIDE, lesson_position, links, load_lesson
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


def told_of_links() -> dict[str, list[str]]:
    """Each link once, with what the guide says of it wherever it is."""
    told: dict[str, list[str]] = {}
    for _, item in STEPS:
        for link in links(item):
            told.setdefault(link, []).append(item)
    return told


TOLD = told_of_links()
EXHIBITS = [link for link in TOLD if link.startswith("exhibits/")]
SCREENS = [link for link in TOLD if link not in EXHIBITS]


def test_each_exhibit_opens_as_it_is_told(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(1024, 768, address=f"{server.address}/about", wait=False)
    for link in EXHIBITS:
        with subtests.test(name_of(link), link=link):
            forget(lab)
            lab.page.goto(f"{server.address}/{link}")
            assert_exhibit_is_as_told(lab)


def test_each_screen_opens_as_it_is_told(open_lab: OpenLab, subtests: pytest.Subtests) -> None:
    """As a lesson opens it, which is what the link itself opens: see lesson/test_lesson.py."""
    lab = open_lab(1024, 768)
    load_lesson(lab, "\n".join(f"[{name_of(link)}]({ADDRESS}{link})" for link in SCREENS))
    lab.page.locator("#share .lesson [data-act='step.open']").last.click()
    # From last to first: the back button does not stop at what is covered.
    for at, link in reversed(list(enumerate(SCREENS, 1))):
        with subtests.test(name_of(link), link=link):
            assert lesson_position(lab).startswith(f"{at} / {len(SCREENS)}")
            wait_for_the_network(lab, link)
            for item in TOLD[link]:
                assert_lab_is_as_told(lab, link, item)
        lab.page.evaluate(BEFORE)


def name_of(link: str) -> str:
    return TOLD[link][0].split("]")[0].lstrip("0123456789. *[")[:50]


BEFORE = """() => {
    // A film goes back moment by moment first.
    const slider = document.querySelector("#transport input");
    if (slider !== null && slider.checkVisibility()) {
        slider.value = slider.min;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
    document.querySelector("[data-lesson=back]").click();
}"""
"""To the screen before, from wherever a film or the steps are."""


def wait_for_the_network(lab: Lab, link: str) -> None:
    named = re.search(r"network=(\w+)", link)
    network = named[1] if named else "lenet5"
    expect(lab.page.locator("[data-network]").first).to_have_attribute("data-network", network)
    lab.settle()


def forget(lab: Lab) -> None:
    """What the step before has left in the browser: each begins as on a screen of its own."""
    lab.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    lab.page.evaluate(VISITED)


SHOWN = """() => {
    const isVisible = selector => {
        const found = [...document.querySelectorAll(selector)];
        return found.some(each => each.checkVisibility({ visibilityProperty: true }));
    };
    return {
        notice: isVisible("#notice"),
        lecture: document.documentElement.hasAttribute("data-lecture"),
        off: isVisible('#chips [data-change="off"]'),
        down: document.querySelector("#stage").classList.contains("down"),
        mask: isVisible("#stage .finished canvas"),
        guess: document.querySelector("#first-guess .digit").textContent,
    };
}"""


def assert_lab_is_as_told(lab: Lab, link: str, item: str) -> None:
    """The lab of the link has the numbers that the guide tells, its mask, chip, row and guess."""
    now = lab.page.evaluate(SHOWN)
    assert not now["notice"]
    assert now["lecture"] == ("lecture=on" in link)
    if "film=" in link:
        assert_run_is_as_told(lab, item.replace(link, ""))
        return
    value = lab.page.locator("#opened .result" if now["lecture"] else "#inspector .value")
    for number in NUMBER.findall(item.replace(link, "")):
        expect(value).to_contain_text(number)
    if "network=unet_style" in link:
        assert now["mask"]
    if "off=" in link:
        assert now["off"]
    if "focus=all" in link:
        assert not now["down"]
    if "network=detector" in link:
        assert_boxes_are_as_told(lab, link)
        return
    if "network=unet_style" in link or link.count("shortcut") > 1:
        return
    if "corner" in item.split("]")[0] or "step=0" in link:
        return
    if "without=" in link:
        assert now["guess"] not in ("", "4")
    elif "cover=guesses" in link:
        assert now["guess"] == ""
    elif "moment=" not in link:
        assert now["guess"] == ("3" if "trace=on" in link else "4")


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
