"""The list of networks at the name of the one on the stage: a line of years, and live guesses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Request, expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.networks import expect_network, open_networks
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
GUESSES = "#networks [data-network]:not([data-network=unet_style]) .digit"


def columns(lab: Lab) -> list[str]:
    found = lab.page.locator("#networks [data-network]")
    return list(found.evaluate_all("all => all.map(each => each.dataset.network)"))


def expect_guesses(lab: Lab, digit: int) -> None:
    """Of all that read digits, each in its column."""
    expect(lab.page.locator(GUESSES)).to_have_text([str(digit)] * len(READERS))


class Asked:
    """The list's requests for guesses: how many there were, and at most at one time."""

    def __init__(self, lab: Lab) -> None:
        self.sent = 0
        self.most = 0
        self._in_flight = 0
        lab.page.on("request", self._begin)
        for event in ("requestfinished", "requestfailed"):
            lab.page.on(event, self._end)

    def _begin(self, request: Request) -> None:
        if request.url.endswith("/predictions"):
            self._in_flight, self.sent = self._in_flight + 1, self.sent + 1
            self.most = max(self.most, self._in_flight)

    def _end(self, request: Request) -> None:
        self._in_flight -= request.url.endswith("/predictions")


def test_the_list_is_opened_read_and_chosen_from(lab: Lab, subtests: pytest.Subtests) -> None:
    asked = Asked(lab)
    for act in ONE_AFTER_THE_OTHER:
        with subtests.test(act.__name__):
            act(lab)
        if act is they_read_what_is_drawn:
            with subtests.test("one request is in flight however much is drawn"):
                assert asked.most == 1
                assert asked.sent > len(COLUMNS)
            with subtests.test("nothing is asked when nobody looks"):
                assert_nothing_is_asked_when_nobody_looks(lab, asked)


def assert_nothing_is_asked_when_nobody_looks(lab: Lab, asked: Asked) -> None:
    lab.page.keyboard.press("Escape")
    lab.settle()
    before = asked.sent
    lab.draw(FOUR.strokes[:1])
    lab.settle()
    assert asked.sent == before


def a_list_that_does_not_come_says_why(lab: Lab) -> None:
    lab.page.route("**/api/models", lambda route: route.fulfill(status=500, body="{}"))
    lab.page.locator("[data-part=network]").click()
    expect(lab.page.locator("#networks")).to_contain_text("The list did not come")
    lab.page.keyboard.press("Escape")
    lab.page.unroute_all()
    lab.complaints.clear()  # the browser names the refused request


def all_networks_stand_on_a_line_of_years(lab: Lab) -> None:
    lab.ink(EIGHT)
    panel = open_networks(lab.page)
    assert columns(lab) == COLUMNS
    years = panel.locator(".year").all_inner_texts()
    assert [re.findall(r"^\d*", year)[0] for year in years] == [
        *("1986", "1998", "2012", "2014", "2015"),
        *("", ""),
    ]
    expect_guesses(lab, 8)


def they_read_what_is_drawn(lab: Lab) -> None:
    panel = lab.page.locator("#networks")
    lab.draw(FOUR.strokes[:1])  # over the 8
    lab.page.locator("#undo").click()
    expect(panel).to_be_visible()
    lab.page.locator("#clear").click()
    lab.draw([[*stroke[:-1:5], stroke[-1]] for stroke in FOUR.strokes])
    expect_guesses(lab, 4)
    expect(panel.locator("[data-network=unet_style] .mask")).to_be_visible()
    # The first drawing that each read has told how long it takes.
    times = panel.locator("[data-network] .time .value")
    expect(times).to_have_text([re.compile("ms")] * len(COLUMNS))
    assert panel.locator("[data-network] .form svg").count() == len(COLUMNS)


def one_is_chosen_by_keyboard_alone(lab: Lab) -> None:
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


def a_form_in_several_depths_is_chosen_with_one(lab: Lab) -> None:
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
    lab.page.keyboard.press("Escape")


def covered_guesses_are_covered_in_the_list(lab: Lab) -> None:
    lab.page.keyboard.press("g")
    panel = open_networks(lab.page)
    expect(panel.locator("[data-network=dense] .says")).to_have_text("covered")
    assert panel.locator(".digit").count() == 0


ONE_AFTER_THE_OTHER = [
    a_list_that_does_not_come_says_why,
    all_networks_stand_on_a_line_of_years,
    they_read_what_is_drawn,
    one_is_chosen_by_keyboard_alone,
    a_form_in_several_depths_is_chosen_with_one,
    covered_guesses_are_covered_in_the_list,
]


def test_in_a_lecture_by_one_key(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(1024, 768, address=f"{server.address}/?lecture=on")
    lab.ink(EIGHT)
    for size, name in (((1024, 768), "alexnet_style"), ((1920, 1080), "inception_style")):
        with subtests.test(size=size):
            lab.page.set_viewport_size({"width": size[0], "height": size[1]})
            lab.settle()
            lab.page.keyboard.press("m")
            expect_guesses(lab, 8)
            assert_it_is_beside_the_pad(lab, size)
            lab.page.keyboard.press("PageDown")
            lab.page.keyboard.press("Enter")
            expect_network(lab, name)
            expect(lab.page.locator("html")).to_have_attribute("data-lecture", "")
            expect(lab.page.locator("#networks")).to_be_hidden()


def assert_it_is_beside_the_pad(lab: Lab, size: tuple[int, int]) -> None:
    panel = lab.page.locator("#networks")
    box, pad = panel.bounding_box(), lab.page.locator("#pad").bounding_box()
    assert box is not None
    assert pad is not None
    assert box["x"] >= pad["x"] + pad["width"]
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= size[1]
    assert panel.evaluate("each => each.scrollHeight <= each.clientHeight")


SIZES = [(1440, 900), (1366, 768), (1024, 768), (820, 1180), (390, 844), (360, 640), (844, 390)]

LOOKS = f"""least => {{
    const panel = document.querySelector("#networks");
    const {{ left, right, bottom }} = panel.getBoundingClientRect();
    const beyond = panel.scrollWidth - panel.clientWidth;
    const wide = document.documentElement.scrollWidth;
    return {{ left, right, bottom, beyond, wide, cut: ({CUT_OFF})(), small: ({SMALLEST})(least) }};
}}"""
"""Where the list is, how much wider it and the page are than what is seen, and their texts."""


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
            open_networks(lab.page)
            expect_guesses(lab, 8)
            looks = lab.page.evaluate(LOOKS, 13)
            assert looks["left"] >= 0
            assert max(looks["right"], looks["wide"]) <= width
            assert looks["bottom"] <= height
            assert looks["beyond"] <= 0
            assert looks["cut"] == []
            assert looks["small"] == []
        lab.page.keyboard.press("Escape")
        expect(lab.page.locator("#networks")).to_be_hidden()


def test_a_lesson_may_leave_the_choice_out(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?less=networks")
    expect(lab.page.locator("[data-part=network]")).to_be_visible()
    lab.page.locator("[data-part=network]").click(force=True)
    lab.page.keyboard.press("m")
    lab.settle()
    expect(lab.page.locator("#networks")).to_be_hidden()
