"""What can come out is chosen at the last title: the drawing stays, and the answer is explained."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import INK, Lab, OpenLab
from tests.browser.hands.networks import expect_network
from tests.drawings import EIGHT, FOUR, drawing_of
from tests.serving import Server

KINDS = ["one", "several", "numbers", "boxes", "mask", "ways"]


def four_and_nine() -> str:
    """Both digits side by side, as a dropped file."""
    strokes = []
    for label, left in ((4, 0.05), (9, 0.55)):
        drawing = drawing_of(label).strokes
        xs = [x for stroke in drawing for x, *_ in stroke]
        ys = [y for stroke in drawing for _, y, *_ in stroke]
        scale = min(0.38 / (max(xs) - min(xs)), 0.6 / (max(ys) - min(ys)))
        strokes += [
            [(left + (x - min(xs)) * scale, 0.2 + (y - min(ys)) * scale) for x, y, *_ in stroke]
            for stroke in drawing
        ]
    return json.dumps({"strokes": strokes})


def open_answers(lab: Lab) -> Locator:
    """The list at the last title, once each network has answered."""
    lab.page.locator("#stage [data-part=answers]").click()
    panel = lab.page.locator("#answers")
    for kind in KINDS:
        expect(panel.locator(f"[data-kind={kind}] .here")).not_to_have_text("")
    return panel


def temperature_moves_how_sure_it_looks_and_not_the_order(lab: Lab) -> None:
    lab.ink(EIGHT)
    answer = lab.page.locator("#answer")
    part = answer.locator("tbody tr").nth(8).locator(".part")
    expect(part).to_have_text(lab.page.locator("#first-guess .sure").inner_text())
    sure = part.inner_text()
    temperature = answer.locator("input[type=range]")
    as_usual = temperature.input_value()
    temperature.fill("2")
    expect(part).not_to_have_text(sure)
    expect(answer.locator("tfoot .part")).to_have_text(re.compile(r"^100"))
    temperature.fill(as_usual)
    expect(part).to_have_text(sure)
    answer.locator(".close").click()


def the_answer_is_chosen_by_keyboard_alone(lab: Lab) -> None:
    press = lab.page.keyboard.press
    press("o")
    panel = lab.page.locator("#answers")
    expect(panel.locator("[data-kind=one] .choose")).to_be_focused()
    expect(panel.locator("[data-kind=ways] .here")).to_have_text(re.compile("8"))
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect_network(lab, "stroke_measures")
    expect(lab.page.locator("#answer h2")).to_have_text("How much")
    expect(lab.page.locator("#stage [data-part=answers]")).to_be_focused()
    press("Enter")
    expect(panel.locator("[data-kind=numbers] .choose")).to_be_focused()
    press("Escape")
    expect(panel).to_be_hidden()
    expect(lab.page.locator("#stage [data-part=answers]")).to_be_focused()


def the_slant_of_a_drawing_is_read_off_the_plot_of_agreement(lab: Lab) -> None:
    lab.ink(FOUR)
    answer = lab.page.locator("#answer")
    row = answer.locator(".rows-of-numbers tbody tr").first.locator("td")
    expect(row.nth(1)).to_have_text(re.compile(r"\d°$"))
    expect(answer.locator(".dots circle")).to_have_count(300)
    expect(answer.locator("circle.here")).to_have_count(1)
    expect(answer.locator("figcaption")).to_contain_text("ICC(A,1) is 0.992 on 1,000 drawings")
    answer.get_by_role("button", name="length of ink").click()
    expect(answer.locator("figcaption")).to_contain_text("0.935")
    answer.locator(".close").click()


def softmax_is_torn_between_two_digits_and_sigmoid_says_both(lab: Lab) -> None:
    lab.page.evaluate(INK, four_and_nine())
    lab.page.evaluate("window.stayed = true")
    before = drawn_strokes(lab)
    panel = open_answers(lab)
    expect(panel.locator("[data-kind=several] .here")).to_have_text("4, 9")
    panel.locator("[data-kind=several] .choose").click()
    expect_network(lab, "several_digits")
    assert lab.page.evaluate("window.stayed === true")
    assert drawn_strokes(lab) == before
    assert lab.page.url.endswith("/?network=several_digits&open=answer")
    answer = lab.page.locator("#answer")
    expect(answer.locator("tr.yes th")).to_have_text(["4", "9"])
    sums = answer.locator("tfoot td.with-bar")
    expect(sums.nth(1)).to_have_text("1.00")
    assert float(sums.nth(0).inner_text()) == pytest.approx(2, abs=0.1)
    expect(answer.locator(".six dd")).to_have_count(6)
    expect(lab.page.locator(".answers .said .digit")).to_have_text(["4", "9"])
    lab.page.go_back()
    expect_network(lab, "stroke_measures")


ONE_AFTER_THE_OTHER = [
    temperature_moves_how_sure_it_looks_and_not_the_order,
    the_answer_is_chosen_by_keyboard_alone,
    the_slant_of_a_drawing_is_read_off_the_plot_of_agreement,
    softmax_is_torn_between_two_digits_and_sigmoid_says_both,
]


def test_an_answer_is_chosen_and_explained(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?open=answer")
    for act in ONE_AFTER_THE_OTHER:
        with subtests.test(act.__name__):
            act(lab)


WIDTHS = (1440, 1024, 390)


def test_no_list_or_panel_is_cut_off(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    address = f"{server.address}/?network=several_digits"
    lab = open_lab(WIDTHS[0], 844, f"{address}&lang=en")
    for language in ("en", "nl"):
        lab.page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        if language != "en":
            lab.page.goto(f"{address}&lang={language}")
            lab.wait_until_live()
        lab.ink(EIGHT)
        for width in WIDTHS:
            with subtests.test(language=language, width=width):
                lab.page.set_viewport_size({"width": width, "height": 844})
                lab.settle()
                assert_nothing_is_cut_off(lab, width)


def assert_nothing_is_cut_off(lab: Lab, width: int) -> None:
    """The list, and the panel of the answer that is chosen in it."""
    lab.page.keyboard.press("o")
    expect(lab.page.locator("[data-kind=ways] .here")).not_to_have_text("")
    sizes = "e => [e.scrollWidth - e.clientWidth, document.documentElement.scrollWidth]"
    beyond, wide = lab.page.locator("#answers").evaluate(sizes)
    assert beyond <= 0
    assert wide <= width
    lab.page.locator("[data-kind=several] .choose").click()
    expect(lab.page.locator("#answer .six dd")).to_have_count(6)
    beyond, wide = lab.page.locator("#answer").evaluate(sizes)
    assert beyond <= 0
    assert wide <= width
