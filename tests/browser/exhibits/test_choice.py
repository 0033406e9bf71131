"""Choose an approach: chips by mouse, finger and keys, the course's answers, cases of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from tests import historic_networks as historic
from tests.browser.hands.chromium import FORGET
from tests.browser.hands.exhibits import assert_links_are_for_everyone, go, show, visit
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.texts import SMALLEST
from tests.serving import Server

ALL = "case1=problem.number_output.number_activation.softmax_model.vgg_metric.accuracy.~eigen"


def row(page: Page, slot: str) -> Locator:
    return page.locator(f"[data-slot={slot}]")


def chosen(page: Page, slot: str) -> list[str]:
    return row(page, slot).locator(".chosen .chip").all_text_contents()


def offered(page: Page, name: str) -> Locator:
    return page.locator(f".tray [data-chip={name}]")


def middle(part: Locator) -> tuple[float, float]:
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, chip: Locator, place: Locator) -> None:
    middle(place)  # in sight before it is known where the chip is
    page.mouse.move(*middle(chip))
    page.mouse.down()
    page.mouse.move(*middle(place), steps=5)
    page.mouse.up()


def test_chips_by_hand(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    page = show(open_lab, server, "choice", "slot=output")
    with subtests.test("they are dragged into their slot and out of it"):
        assert_chips_are_dragged(page)
    with subtests.test("Escape gives a drag up, and a click is none"):
        go(page, "")
        assert_escape_gives_a_drag_up(page)
    with subtests.test("all of it by keys"):
        go(page, "said=kappa")
        assert_keys_do_all_of_it(page)


def assert_chips_are_dragged(page: Page) -> None:
    drag(page, offered(page, "map"), row(page, "output"))
    assert chosen(page, "output") == ["A value for each pixel"]
    drag(page, offered(page, "number"), row(page, "metric").locator(".asked"))
    expect(page.locator("[data-part=tray-told]")).to_have_text("“One number” belongs to “Output”.")
    assert chosen(page, "metric") == []
    assert "output.map" in page.url
    page.locator(".tray input").fill("  a row of\tvalues ")
    page.keyboard.press("Enter")
    assert chosen(page, "output") == ["a row of values"]  # one output
    drag(page, row(page, "output").locator(".chip").first, row(page, "other"))
    assert (chosen(page, "output"), chosen(page, "other")) == ([], ["a row of values"])
    page.reload()
    expect(row(page, "other").locator(".chosen .chip")).to_have_count(1)
    assert chosen(page, "other") == ["a row of values"]
    title = page.locator("h1")
    drag(page, row(page, "other").locator(".chosen .chip"), title)
    assert chosen(page, "other") == []


def assert_escape_gives_a_drag_up(page: Page) -> None:
    page.mouse.move(*middle(offered(page, "pixels")))
    page.mouse.down()
    page.mouse.move(*middle(row(page, "problem")), steps=4)
    expect(page.locator(".carried")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".carried")).to_have_count(0)
    page.mouse.up()
    assert chosen(page, "problem") == []
    offered(page, "pixels").click()
    assert chosen(page, "problem") == ["Which pixels (segmentation)"]
    offered(page, "pixels").click()
    assert chosen(page, "problem") == []


def test_a_finger_that_rests_carries_and_one_that_moves_scrolls(
    open_lab: OpenLab, server: Server
) -> None:
    lab = visit(open_lab, server, "choice", "", "phone")
    page = lab.page
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        hand.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    chip, place = middle(offered(page, "stages")), middle(row(page, "problem").locator(".asked"))
    finger("Start", *chip)
    expect(page.locator(".carried")).to_have_count(1)  # it rests until then
    finger("Move", *place)
    finger("End")
    assert chosen(page, "problem") == ["Ordered stages"]
    before = page.evaluate("scrollY")
    chip = middle(offered(page, "number"))
    finger("Start", *chip)
    for step in range(1, 8):
        finger("Move", chip[0], chip[1] - 30 * step)
    finger("End")
    lab.wait_until(f"scrollY > {before}")
    assert chosen(page, "problem") == ["Ordered stages"]


def assert_keys_do_all_of_it(page: Page) -> None:
    row(page, "problem").locator("[data-act=open]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row(page, "preprocessing").locator(".tray")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(offered(page, "scale")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert chosen(page, "preprocessing") == ["Scale to the input", "Normalise"]
    expect(page.locator("[data-part=tray-told]")).to_have_text("“Normalise” is in “Preprocessing”.")
    page.keyboard.press("Tab")
    page.keyboard.type("remove hairs")
    page.keyboard.press("Enter")
    assert chosen(page, "preprocessing")[2:] == ["remove hairs"]
    row(page, "preprocessing").locator(".chosen .chip").first.focus()
    page.keyboard.press("Enter")
    expect(row(page, "preprocessing").locator("[data-act=open]")).to_be_focused()
    assert chosen(page, "preprocessing") == ["Normalise", "remove hairs"]
    page.locator("[data-act=clear]").press("Enter")
    assert chosen(page, "preprocessing") == []


def test_what_is_chosen_is_answered(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "choice", ALL)
    with subtests.test("what does not go together is said with a counted number"):
        assert_clashes_are_said(page)
    with subtests.test("the course answers when it is asked"):
        go(page, f"{ALL}&case=1")
        assert_the_course_answers(page)
    with subtests.test("the question is computed"):
        go(page, "")
        assert_the_question_is_computed(page)
    with subtests.test("nonsense in a link is as at the beginning"):
        go(page, "case=99&slot=nothing&case1=problem.<b>_metric.~%E0%A4&compared=7.x&cases=4")
        expect(page.locator("#case-title")).to_have_text("Vessels in live angiography")
        expect(page.locator(".course-has").first).to_be_hidden()
        assert page.locator(".chosen .chip").count() == 0


def assert_clashes_are_said(page: Page) -> None:
    told = row(page, "activation").locator(".clashes")
    expect(told).to_contain_text("“One number” and “Softmax”. Softmax of one number is always 1.")
    with torch.device("meta"):
        count = historic.parameters(historic.vgg16())
    told = row(page, "model").locator(".clashes").inner_text()
    assert f"{count:,}" in told
    assert f"{round(count * 4 / 1e6)} MB" in told
    expect(row(page, "metric").locator(".clashes")).to_contain_text("hardly ever exactly right")
    row(page, "activation").locator(".chosen .chip").click()
    expect(row(page, "activation").locator(".clashes")).to_be_empty()
    page.locator("[data-case='1']").click()  # on a server
    assert chosen(page, "model") == []


def assert_the_course_answers(page: Page) -> None:
    expect(page.locator(".course-has").first).to_be_hidden()
    page.locator("[data-act=compare]").click()
    expect(row(page, "problem").locator(".course-has")).to_contain_text(
        "The course: One of several classes."
    )
    expect(page.locator("[data-part=shared]")).to_have_text(
        "In 1 of 8 slots you share a choice with the course."
    )
    expect(row(page, "activation").locator(".chip[data-shared]")).to_have_text("Softmax")
    page.locator("[data-case='3']").click()
    expect(page.locator(".course-has").first).to_be_hidden()
    page.locator("[data-case='0']").click()
    page.reload()
    expect(page.locator(".course-has").first).to_be_visible()


def assert_the_question_is_computed(page: Page) -> None:
    page.locator("[data-answer=accuracy]").click()
    told = page.locator("[data-part=told]").inner_text()
    asked = page.locator(".question .asked").inner_text()
    stages, doctor, one, other = (
        int(each) for each in re.findall(r"4|(?<=says )\d", asked) if each
    )
    weights = [(doctor - each) ** 2 / stages**2 for each in (one, other)]
    counts = [int(each) for each in re.findall(r"\d+", told)]
    assert counts[1] / counts[0] == weights[1] / weights[0]


def test_cases_of_ones_own_take_the_place_of_the_four(
    open_lab: OpenLab, server: Server, tmp_path: Path
) -> None:
    page = show(open_lab, server, "choice", ALL)
    page.locator(".own summary").click()
    field, told = page.locator(".own input"), page.locator("[data-part=own-told]")
    wrong, right = tmp_path / "wrong.txt", tmp_path / "mine.txt"
    wrong.write_text("# Rust on bridges\n- Metrics: Dice\n", "utf-8")
    field.set_input_files(wrong)
    expect(told).to_have_text(
        "Line 2: “Metrics” is no slot. The slots are Problem, Preprocessing, Labels, Output, "
        "Activation, Model, Metric, Other."
    )
    expect(page.locator("[data-case]")).to_have_count(4)
    right.write_text("# Rust on bridges\nDrones.\n- Metric: Dice; miss <b>none</b>\n", "utf-8")
    field.set_input_files(right)
    expect(page.locator("#case-title")).to_have_text("Rust on bridges")
    assert "cases=own" in page.url
    assert chosen(page, "problem") == []
    page.locator("[data-act=compare]").click()
    expect(row(page, "metric").locator(".course-has")).to_contain_text("Dice · miss <b>none</b>")
    expect(row(page, "model").locator(".course-has")).to_contain_text("leaves this open")
    page.reload()
    expect(page.locator("#case-title")).to_have_text("Rust on bridges")
    page.locator(".own summary").click()
    with page.expect_download() as given:
        page.locator("[data-act=example]").click()
    page.locator("[data-act=back]").click()
    expect(page.locator("[data-case]")).to_have_count(4)
    field.set_input_files(given.value.path())  # what is given to begin with can be read
    expect(told).to_have_text("4 cases from your file.")
    page.evaluate(FORGET)  # as elsewhere
    go(page, "cases=own&case1=problem.pixels")
    expect(told).to_contain_text("Load that file first")


def test_a_remote_goes_through_the_cases(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "choice", "lecture=on", "projector")
    assert page.evaluate(SMALLEST, 16) == []
    title = page.locator("#case-title")
    page.keyboard.press("PageDown")
    expect(page.locator("[data-part=told]")).to_contain_text("Weighted kappa")
    page.keyboard.press("PageDown")
    assert page.evaluate("scrollY") > 0
    for case in ("skin", "Retinopathy", "Age", "Vessels"):
        expect(title).to_contain_text(case)
        expect(page.locator(".course-has").first).to_be_hidden()
        page.keyboard.press("PageDown")
        expect(page.locator(".course-has").first).to_be_visible()
        if case != "Vessels":
            page.keyboard.press("PageDown")
    for _ in range(7):
        page.keyboard.press("PageUp")
    expect(title).to_contain_text("skin")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(page.locator("[data-part=told]")).to_be_empty()


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    links = ("choice", (f"{ALL}&said=dice&compared=1", f"{ALL}&lang=nl&slot=other"))
    assert_links_are_for_everyone(open_lab, server, subtests, links)
