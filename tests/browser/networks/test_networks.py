"""The list of networks at the name of the one on the stage: a line of years, and live guesses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Request, expect

from tests.browser.hands.axe import serious_in_both_themes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.networks import choose_network, expect_network, open_networks
from tests.browser.hands.pictures import ExpectPicture
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.texts import CUT_OFF, SMALLEST
from tests.drawings import EIGHT, FOUR
from tests.serving import Server

COLUMNS = [
    "dense",
    "lenet5",
    "alexnet_style",
    "inception_style",
    "plain_20",
    "residual_20",
    "unet_style",
]
READERS = [name for name in COLUMNS if name != "unet_style"]


def columns(lab: Lab) -> list[str]:
    found = lab.page.locator("#networks [data-network]")
    return list(found.evaluate_all("all => all.map(each => each.dataset.network)"))


def expect_guesses(lab: Lab, digit: int) -> None:
    for name in READERS:
        guess = lab.page.locator(f"#networks [data-network={name}] .digit")
        expect(guess).to_have_text(str(digit))


def test_all_networks_stand_on_a_line_of_years_and_read_what_is_drawn(lab: Lab) -> None:
    lab.ink(EIGHT)
    panel = open_networks(lab.page)
    assert columns(lab) == COLUMNS
    years = panel.locator(".year").all_inner_texts()
    assert [re.findall(r"^\d*", year)[0] for year in years] == [
        *("1986", "1998", "2012", "2014", "2015"),
        *("", ""),
    ]
    expect_guesses(lab, 8)
    lab.draw(FOUR.strokes)  # over the 8
    lab.page.locator("#undo").click()
    expect(panel).to_be_visible()
    lab.page.locator("#clear").click()
    lab.draw(FOUR.strokes)
    expect_guesses(lab, 4)
    expect(panel.locator("[data-network=unet_style] .mask")).to_be_visible()
    # The first drawing that each read has told how long it takes.
    for name in COLUMNS:
        expect(panel.locator(f"[data-network={name}] .time .value")).to_contain_text("ms")
    assert panel.locator("[data-network] .form svg").count() == len(COLUMNS)


def test_one_request_is_in_flight_however_much_is_drawn(lab: Lab) -> None:
    in_flight, most, sent = 0, 0, 0

    def begin(request: Request) -> None:
        nonlocal in_flight, most, sent
        if request.url.endswith("/predictions"):
            in_flight, sent = in_flight + 1, sent + 1
            most = max(most, in_flight)

    def end(request: Request) -> None:
        nonlocal in_flight
        in_flight -= request.url.endswith("/predictions")

    lab.page.on("request", begin)
    for event in ("requestfinished", "requestfailed"):
        lab.page.on(event, end)
    open_networks(lab.page)
    lab.draw(EIGHT.strokes, whole=True)
    expect_guesses(lab, 8)
    assert most == 1
    assert sent > len(COLUMNS)
    lab.page.keyboard.press("Escape")
    lab.settle()
    before = sent
    lab.draw(FOUR.strokes)
    lab.settle()
    assert sent == before  # nobody looks


def test_by_keyboard_alone(lab: Lab) -> None:
    lab.ink(EIGHT)
    press = lab.page.keyboard.press
    lab.page.locator("[data-part=network]").focus()
    press("Enter")
    here = lab.page.locator("#networks [data-network=lenet5] .choose")
    expect(here).to_be_focused()
    press("ArrowRight")
    press("ArrowRight")
    expect(lab.page.locator("[data-network=inception_style] .choose")).to_be_focused()
    press("End")
    expect(lab.page.locator("[data-network=unet_style] .choose")).to_be_focused()
    press("Escape")
    expect(lab.page.locator("#networks")).to_be_hidden()
    expect(lab.page.locator("[data-part=network]")).to_be_focused()
    press("m")
    expect(here).to_be_focused()
    press("ArrowLeft")
    press("Enter")
    expect_network(lab, "dense")
    expect(lab.page.locator("[data-part=network]")).to_be_focused()


def test_a_form_in_several_depths_is_chosen_with_one(lab: Lab) -> None:
    lab.ink(EIGHT)
    panel = open_networks(lab.page)
    panel.locator("[data-name=residual_44]").click()
    column = panel.locator("[data-network=residual_44]")
    expect(column.locator(".parameters .value")).to_have_text("165,466")
    expect(column.locator(".digit")).to_have_text("8")
    column.locator(".form").click()
    expect_network(lab, "residual_44")
    open_networks(lab.page)
    expect(panel.locator("[data-network=residual_44] .choose")).to_have_attribute(
        "aria-current", "true"
    )


def test_covered_guesses_are_covered_in_the_list(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.page.keyboard.press("g")
    panel = open_networks(lab.page)
    expect(panel.locator("[data-network=dense] .says")).to_have_text("covered")
    assert panel.locator(".digit").count() == 0


def test_in_a_lecture_by_one_key(open_lab: OpenLab, server: Server) -> None:
    for size in ((1024, 768), (1920, 1080)):
        lab = open_lab(*size, address=f"{server.address}/?lecture=on")
        lab.ink(EIGHT)
        lab.page.keyboard.press("m")
        panel = lab.page.locator("#networks")
        expect_guesses(lab, 8)
        box, pad = panel.bounding_box(), lab.page.locator("#pad").bounding_box()
        assert box is not None
        assert pad is not None
        assert box["x"] >= pad["x"] + pad["width"]
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
        assert panel.evaluate("each => each.scrollHeight <= each.clientHeight")
        lab.page.keyboard.press("PageDown")
        lab.page.keyboard.press("Enter")
        expect_network(lab, "alexnet_style")
        expect(lab.page.locator("html")).to_have_attribute("data-lecture", "")
        expect(panel).to_be_hidden()


SIZES = [(1440, 900), (1366, 768), (1024, 768), (820, 1180), (390, 844), (360, 640), (844, 390)]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_is_cut_off_at_any_size(
    open_lab: OpenLab, server: Server, language: str, subtests: pytest.Subtests
) -> None:
    address = f"{server.address}/?lang={language}"
    lab = open_lab(*SIZES[0], address=address, reduced_motion="reduce")
    lab.ink(EIGHT)
    for width, height in SIZES:
        with subtests.test(f"{width} x {height}"):
            lab.page.set_viewport_size({"width": width, "height": height})
            lab.settle()
            panel = open_networks(lab.page)
            expect_guesses(lab, 8)
            box = panel.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
            assert panel.evaluate("each => each.scrollWidth <= each.clientWidth")
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
            assert lab.page.evaluate(CUT_OFF) == []
            assert lab.page.evaluate(SMALLEST, 13) == []
            if language == "en" and (width, height) in SCREENS.values():
                assert serious_in_both_themes(lab.page) == []
        lab.page.keyboard.press("Escape")
        expect(lab.page.locator("#networks")).to_be_hidden()


def test_a_lesson_may_leave_the_choice_out(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?less=networks")
    expect(lab.page.locator("[data-part=network]")).to_be_visible()
    lab.page.locator("[data-part=network]").click(force=True)
    lab.page.keyboard.press("m")
    lab.settle()
    expect(lab.page.locator("#networks")).to_be_hidden()


def test_a_list_that_does_not_come_says_why(lab: Lab) -> None:
    lab.page.route("**/api/models", lambda route: route.fulfill(status=500, body="{}"))
    lab.page.locator("[data-part=network]").click()
    expect(lab.page.locator("#networks")).to_contain_text("The list did not come")
    lab.page.keyboard.press("Escape")
    lab.page.unroute_all()
    choose_network(lab, "dense")
    lab.complaints.clear()  # the browser names the refused request


def test_the_list_looks_as_it_did(open_lab: OpenLab, expect_picture: ExpectPicture) -> None:
    lab = open_lab(in_blocks=True, reduced_motion="reduce")
    lab.ink(FOUR)
    panel = open_networks(lab.page)
    expect_guesses(lab, 4)
    for name in COLUMNS:  # how long it takes is the machine's
        time = panel.locator(f"[data-network={name}] .time .value")
        expect(time).to_contain_text("ms")
        time.evaluate("each => { each.style.visibility = 'hidden'; }")
    panel.locator("[data-network=lenet5] .choose").blur()
    lab.page.mouse.move(5, 5)
    expect_picture(panel, "networks")
