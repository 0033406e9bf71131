"""The views of fine classes, masks and wrong choices: by mouse, by keys, in links, on a wall."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.networks import expect_network
from tests.drawings import EIGHT, FOUR
from tests.serving import Server

NETWORKS = {
    "one": "lenet5",
    "several": "several_digits",
    "numbers": "stroke_measures",
    "boxes": "detector",
    "mask": "unet_style",
    "ways": "fine_classes",
}
BEYOND = "e => [e.scrollWidth - e.clientWidth, document.documentElement.scrollWidth - innerWidth]"


def choose(lab: Lab, kind: str) -> Locator:
    """Another answer, by its list; the panel that explains it."""
    lab.page.keyboard.press("o")
    lab.page.locator(f"#answers [data-kind={kind}] .choose").click()
    expect_network(lab, NETWORKS[kind])
    answer = lab.page.locator("#answer")
    expect(answer.locator(".head-view, .wrong").last).to_be_visible()
    return answer


def expect_nothing_cut_off(lab: Lab) -> None:
    assert max(lab.page.locator("#answer").evaluate(BEYOND)) <= 0


def shared(text: str) -> float:
    """A part of 1, as the page writes it; not a number where it is not known just now."""
    return float(re.sub(r"[^\d.]", "", text) or "nan") / 100


def test_what_comes_out_is_explained_by_hand(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?network=fine_classes&open=answer")
    lab.ink(FOUR)
    page = lab.page
    answer = page.locator("#answer")
    sums = answer.locator(".sums .group:not([data-group=next])")
    with subtests.test("a way is dragged to another group, and the link has it"):
        expect(sums).to_have_count(10)
        expect(answer.locator(".sums .best b")).to_have_text("4")
        answer.locator("[data-label='10']").drag_to(answer.locator("[data-group='9']"))
        expect(page).to_have_url(re.compile("groups=000111223394455"))
        expect(answer.locator(".tree [role=status]")).to_contain_text("4-open")
    with subtests.test("by keys it goes back, and on to a new group"):
        leaf = answer.locator("[data-label='23']")
        leaf.focus()
        page.keyboard.press("ArrowRight")
        expect(answer.locator("[data-group='10'] b")).to_have_text("9-hooked")
        expect(leaf).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(answer.locator("[data-label='22']")).to_be_focused()
    with subtests.test("a page that is loaded again has the groups, and a chip takes them back"):
        page.reload()
        lab.wait_until_live()
        expect(answer.locator("[data-group='10'] b")).to_have_text("9-hooked")
        page.locator("[data-change=groups]").click()
        expect(sums).to_have_count(10)
        assert "groups=" not in page.url
    with subtests.test("a line that is clutter gives the mask a truth, which a cut skip misses"):
        answer = choose(lab, "mask")
        answer.get_by_role("button", name="Draw a line under it").click()
        cells = answer.locator("tbody tr:first-child td")
        expect(cells.first).to_have_text(re.compile(r"\d"))
        lab.settle()
        expect(cells.first).to_have_text(re.compile(r"\d"))
        whole = shared(cells.first.inner_text())
        ink = shared(answer.locator("tbody tr:nth-child(2) td").first.inner_text())
        assert whole > ink
        switch = answer.locator("[data-skip=skip1]")
        switch.click()
        lab.wait_for(lambda: shared(cells.first.inner_text()) < whole, "a blurred mask")
        expect(switch).to_have_attribute("aria-checked", "false")
        expect(switch).to_be_focused()
        switch.click()
    with subtests.test("each kind has a wrong choice, and the link keeps the switch"):
        answer.locator("[data-part=wrong]").click()
        for kind in ("mask", "one", "several", "numbers", "boxes", "ways"):  # from where we are
            answer = choose(lab, kind)
            expect(answer.locator(".wrong section h3").first).to_be_visible()
            expect(answer.locator(".wrong .note").first).to_have_text(re.compile(r"\d"))
        expect(page).to_have_url(re.compile("wrong=on"))
    with subtests.test("nothing is cut off on a phone"):
        page.set_viewport_size({"width": 390, "height": 844})
        for kind in ("ways", "mask"):
            choose(lab, kind)
            expect_nothing_cut_off(lab)
    with subtests.test("on a phone another answer leaves pad and digits in sight"):
        page.locator("[data-room='stage/strip'] button").last.click()
        page.locator("#answer .close").click()
        page.evaluate("scrollTo(0, 0)")
        choose(lab, "several")
        expect(page.locator("#pad")).to_be_in_viewport(ratio=0.7)
        expect(page.locator(".answers .first-guess .digit").first).to_be_in_viewport()
        last = page.locator("[data-room='stage/strip'] button").last
        expect(last).to_have_attribute("aria-current", "true")


def test_who_chooses_an_answer_in_a_lecture_can_explain_it(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(1024, 768, f"{server.address}/?lecture=on&lang=nl")
    lab.ink(EIGHT)
    answer = choose(lab, "ways")
    expect(answer.locator(".sums .best b")).to_have_text("8")
    expect(answer.locator("[data-part=sum]")).to_contain_text("opgeteld uit")
    expect_nothing_cut_off(lab)
    lab.page.keyboard.press("Escape")
    expect(answer).to_be_hidden()
    choose(lab, "mask")
    expect_nothing_cut_off(lab)
    # By mouse, over the explanation; the preview is square, and its boxes lie on the drawing.
    word, answers = lab.page.locator("[data-part=answering]"), lab.page.locator("#answers")
    word.click()
    boxes = answers.locator("[data-kind=boxes]")
    expect(boxes.locator("svg")).to_have_count(2)
    image, over = boxes.locator("svg").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().toJSON())"
    )
    assert image == over
    assert image["width"] == pytest.approx(image["height"], abs=2)
    boxes.locator(".choose").click()
    expect_network(lab, "detector")
    expect(answers).to_be_hidden()
    word.click()
    lab.page.keyboard.press("Escape")
    expect(answers).to_be_hidden()
    expect(answer).to_be_visible()
    expect(word).to_be_focused()
