"""Two networks under one pad, block by block."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.hands.axe import serious_in_both_themes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import opened, share
from tests.browser.hands.networks import choose_network, expect_network, open_networks
from tests.browser.hands.pictures import ExpectPicture
from tests.drawings import EIGHT, FOUR
from tests.serving import ROOT, Server

TWINS = "?network=plain_44&compare=residual_44"
PRESSED = ".compare .pictures [aria-pressed=true]"
BOTH = ("one", "other")


def open_compared(
    open_lab: OpenLab, server: Server, query: str = TWINS, width: int = 1440, height: int = 900
) -> Lab:
    """The lab with a comparison open, and a 4 on the pad."""
    lab = open_lab(width, height, address=f"{server.address}/{query}")
    lab.ink(FOUR)
    expect(lab.page.locator(".compare .row")).to_have_count(2)
    return lab


def guess(lab: Lab, which: str) -> str:
    """The first guess of one of the two."""
    return lab.page.locator(f".row[data-which={which}] .guesses .first b").inner_text()


def wait_for_guesses(lab: Lab, label: str) -> None:
    """Wait until both networks' first guess is this."""
    lab.wait_for(lambda: all(guess(lab, which) == label for which in BOTH))


def picture_of(which: str, pair: str) -> str:
    """The canvas of a layer or block of one of the two."""
    return f'.row[data-which={which}] [data-pair="{pair}"] canvas'


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)], ids=["laptop", "projector"])
def test_two_networks_of_44_layers_fit_a_screen_and_read_what_is_drawn(
    open_lab: OpenLab, server: Server, size: tuple[int, int]
) -> None:
    lab = open_compared(open_lab, server, TWINS, *size)
    wait_for_guesses(lab, "4")
    for which in BOTH:
        columns = lab.page.locator(f".row[data-which={which}] .pictures button")
        expect(columns).to_have_count(26)
        for each in columns.all():
            box = each.bounding_box()
            assert box is not None
            assert box["width"] >= 24
            assert box["x"] + box["width"] <= size[0]
            assert box["y"] + box["height"] <= size[1]
    assert not lab.page.evaluate("document.scrollingElement.scrollHeight > innerHeight")
    lab.ink(EIGHT)
    wait_for_guesses(lab, "8")
    assert all(lab.ink_on(picture_of(which, "block5")) > 0 for which in BOTH)


LAST_ROWS = """() => [...document.querySelectorAll(".compare .pictures button canvas")]
    .filter(canvas => canvas.height > 2 * canvas.width)
    .filter(canvas => !canvas.closest("button").dataset.pair.includes("output"))
    .map(canvas => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const rows = Array.from({ length: canvas.height }, (_, row) =>
            Array.from({ length: canvas.width }, (_, x) => {
                const at = 4 * (row * canvas.width + x);
                return data[at + 3] === 0 ? "" : data.slice(at, at + 3).join();
            }).filter(colour => colour !== ""));
        const last = rows.findLast(row => row.length > 0);
        return [canvas.closest("button").dataset.pair, new Set(last).size];
    })
    .filter(([, colours]) => colours !== 1)
    .map(([pair]) => pair)"""
"""Columns that end in anything but the line below a map."""


@pytest.mark.parametrize("more", ["", "&lecture=on"], ids=["lab", "lecture"])
def test_maps_are_whole_and_how_many_are_not_shown_is_said(
    open_lab: OpenLab, server: Server, more: str
) -> None:
    lab = open_compared(open_lab, server, TWINS + more, 1024, 768)
    wait_for_guesses(lab, "4")
    lab.settle()
    assert lab.page.evaluate(LAST_ROWS) == []
    bar = lab.page.locator(".transport").bounding_box()
    assert bar is not None
    for which in BOTH:
        row = lab.page.locator(f".row[data-which={which}]")
        expect(row.locator(".maps")).to_have_text(re.compile(r"\d of 8\b.* maps$"))
        for canvas in row.locator("canvas").all():
            box = canvas.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < bar["y"]


def test_what_differs_is_told_with_the_numbers_of_these_networks_cards(
    open_lab: OpenLab, server: Server
) -> None:
    cards = [
        json.loads((ROOT / "models" / "weights" / f"{name}.json").read_text("utf-8"))
        for name in ("plain_44", "residual_44")
    ]
    plain, residual = (card["gradients"]["fc"] for card in cards)
    lab = open_compared(open_lab, server)
    told = lab.page.locator(".differences")
    expect(told).to_contain_text("and 21 shortcuts. They add 688 parameters.")
    expect(told).to_contain_text(f"{residual / plain:,.0f} times smaller: the signal has died")
    expect(told).to_contain_text("overfitting is not why")
    expect(told).to_contain_text("vanishing gradients are unlikely to be why")
    for card in cards:
        expect(told).to_contain_text(f"{100 * card['epochs'][-1]['training']:.1f}")
    told.locator("summary").click()
    rows = told.locator("details tbody tr")
    expect(rows).to_have_count(1 + 21 + 1)  # what has no weights has no gradients
    expect(rows.last).to_contain_text(f"{plain:.1e}".replace("e-0", "e−"))
    expect(lab.page.locator(".compare polyline")).to_have_count(2)
    assert serious_in_both_themes(lab.page) == []


def test_a_block_is_chosen_in_both_by_keyboard_and_stays_in_the_link(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_compared(open_lab, server)
    wait_for_guesses(lab, "4")
    lab.page.locator(".row[data-which=other] .pictures button").first.focus()
    for _ in range(5):
        lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator(PRESSED)).to_have_count(2)
    title = lab.page.locator(".differences .chosen h2")
    expect(title).to_have_text("Plain block 3 · Residual block 3")
    link = share(lab)
    assert "compare=residual_44" in link
    other = opened(open_lab, link)
    expect(other.page.locator(PRESSED)).to_have_count(2)
    expect(other.page.locator(".differences .chosen figure")).to_have_count(2)
    wait_for_guesses(other, "4")


def test_escape_leads_back_to_where_one_was_and_the_keyboard_with_it(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_8&block=block2&open=about")
    lab.ink(FOUR)
    layers = lab.shown_layers()
    lab.page.locator(".cost [data-part=compare]").click()
    expect(lab.page.locator(".compare h2")).to_be_visible()
    expect(lab.page.locator(".compare select")).to_have_value("plain_8")
    assert "compare=plain_8" in lab.page.url
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator(".compare")).to_be_hidden()
    expect(lab.page.locator("#stage .layer").first).to_be_visible()
    assert lab.shown_layers() == layers
    assert "compare" not in lab.page.url
    assert "block=block2" in lab.page.url


def test_the_list_of_networks_leads_to_two_of_them(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_8")
    lab.ink(FOUR)
    lab.page.locator("[data-part=network]").click()
    lab.page.get_by_role("button", name="Compare two side by side").click()
    expect(lab.page.locator(".compare select")).to_have_value("plain_8")
    expect(lab.page.locator("#networks-title")).to_be_hidden()
    wait_for_guesses(lab, "4")


def test_steps_covers_and_the_scale_hold_for_both(open_lab: OpenLab, server: Server) -> None:
    lab = open_compared(open_lab, server, "?network=lenet5&compare=dense&step=1")
    lab.wait_for(lambda: all(lab.ink_on(picture_of(which, "input")) > 0 for which in BOTH))
    guessed = lab.page.locator(".row[data-which=other] .guesses .first b")
    expect(guessed).to_have_text("–")
    lab.page.keyboard.press("Escape")  # the steps first, then the comparison
    expect(lab.page.locator(".compare")).to_be_visible()
    wait_for_guesses(lab, "4")
    lab.page.keyboard.press("g")
    expect(guessed).to_have_text("–")
    units = picture_of("other", "fc1")
    before = lab.picture(units)
    lab.page.locator(".compare [data-scope=network]").click()
    lab.expect_another_picture(units, before)
    assert "scale=network" in lab.page.url


def test_going_back_leaves_the_comparison_and_nothing_else(lab: Lab) -> None:
    lab.ink(FOUR)
    for name in ("residual_20", "unet_style"):
        choose_network(lab, name)
    open_networks(lab.page)
    lab.page.locator("[data-part=compare-two]").click()
    expect(lab.page.locator(".compare .row")).to_have_count(2)
    lab.page.go_back()
    expect(lab.page.locator(".compare")).to_be_hidden()
    assert "network=unet_style" in lab.page.url
    assert "compare" not in lab.page.url
    lab.page.go_forward()
    expect(lab.page.locator(".compare .row")).to_have_count(2)
    lab.page.go_back()
    expect(lab.page.locator(".compare")).to_be_hidden()
    lab.page.go_back()
    expect_network(lab, "residual_20")


def test_a_comparison_is_what_the_link_to_the_network_leads_to(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_compared(open_lab, server)
    lab.page.locator('.skip[href="#middle"]').press("Enter")
    expect(lab.page.locator("#compare")).to_be_focused()


def test_a_network_that_is_not_there_is_named_with_those_that_are(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?compare=foo")
    said = lab.page.locator(".compare .said")
    expect(said).to_contain_text("no network “foo”")
    expect(said).to_contain_text("Residual 44")
    lab.page.locator(".compare select").select_option("dense")
    expect(lab.page.locator(".compare .row")).to_have_count(2)


def test_a_slow_network_leaves_the_way_back_and_one_that_fails_another_try(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab()
    waiting: list[Route] = []
    lab.page.route("**/api/models/dense", lambda route: waiting.append(route))
    lab.page.goto(f"{server.address}/?compare=dense")
    said = lab.page.locator(".compare .said")
    expect(said).to_contain_text("on its way")
    lab.wait_for(lambda: len(waiting) > 0)
    for route in waiting:
        route.fulfill(status=500, json={"error": "internal_error", "detail": "it failed"})
    lab.page.unroute("**/api/models/dense")
    expect(said).to_contain_text("has not come")
    lab.page.get_by_role("button", name="Try again").click()
    expect(lab.page.locator(".compare .row")).to_have_count(2)
    chooser = lab.page.locator(".compare select")
    chooser.select_option("plain_8")
    expect(lab.page.locator(".row[data-which=other]")).to_have_attribute("aria-label", "Plain 8")
    expect(chooser).to_be_focused()
    lab.page.locator("[data-part=close-comparison]").click()
    expect(lab.page.locator("#stage .layer").first).to_be_visible()
    assert all("500" in each for each in lab.complaints)
    lab.complaints.clear()


def test_on_a_phone_one_network_stands_there_at_a_time(open_lab: OpenLab, server: Server) -> None:
    lab = open_compared(open_lab, server, TWINS, 390, 844)
    one, other = (lab.page.locator(f".row[data-which={which}]") for which in BOTH)
    expect(one).to_be_visible()
    expect(other).to_be_hidden()
    lab.page.locator(".compare .which [data-which=other]").click()
    expect(one).to_be_hidden()
    expect(other.locator(".pictures button")).to_have_count(26)
    lab.wait_for(lambda: lab.ink_on(picture_of("other", "block5")) > 0)
    assert lab.page.evaluate("document.scrollingElement.scrollWidth") == 390


@pytest.mark.parametrize("more", ["&lecture=on", "&lang=nl"], ids=["lecture", "dutch"])
def test_a_lecture_and_dutch_have_it_too(open_lab: OpenLab, server: Server, more: str) -> None:
    lab = open_compared(open_lab, server, TWINS + more, 1024, 768)
    wait_for_guesses(lab, "4")
    caption = lab.page.locator(".compare .caption")
    expect(caption).to_have_text(re.compile("the signal dies|sterft het signaal"))
    for each in lab.page.locator(".compare .row").all():
        box = each.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1024
        assert box["y"] + box["height"] <= 768


def test_how_two_twins_look(
    open_lab: OpenLab, server: Server, expect_picture: ExpectPicture
) -> None:
    lab = open_lab(
        address=f"{server.address}/{TWINS}&layer=block12-conv2",
        in_blocks=True,
        reduced_motion="reduce",
    )
    lab.ink(FOUR)
    wait_for_guesses(lab, "4")
    lab.settle()
    expect_picture(lab.page, "compare-twins", whole=False)
