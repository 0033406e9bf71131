"""Two networks under one pad, block by block."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.hands.axe import serious_in_both_themes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import open_as_elsewhere, share
from tests.browser.hands.networks import choose_network, expect_network, open_networks
from tests.browser.hands.pictures import ExpectPicture
from tests.drawings import EIGHT, FOUR
from tests.serving import ROOT, Server

TWINS = "?network=plain_44&compare=residual_44"
PRESSED = ".compare .pictures [aria-pressed=true]"
BOTH = ("one", "other")


PLACES = """() => ({
    columns: [...document.querySelectorAll(".compare .row")].map(row =>
        [...row.querySelectorAll(".pictures button")]
            .map(each => each.getBoundingClientRect().toJSON())),
    maps: [...document.querySelectorAll(".compare .row canvas")]
        .map(each => each.getBoundingClientRect().bottom),
    rows: [...document.querySelectorAll(".compare .row")]
        .map(each => each.getBoundingClientRect().toJSON()),
    bar: document.querySelector(".transport").getBoundingClientRect().top,
    scrolls: document.scrollingElement.scrollHeight > innerHeight,
})"""
"""Where columns, maps, rows and the bar below them stand, and whether the page is longer."""


def open_compared(
    open_lab: OpenLab, server: Server, query: str = TWINS, width: int = 1440, height: int = 900
) -> Lab:
    """The lab with a comparison open, and a 4 on the pad."""
    lab = open_lab(width, height, address=f"{server.address}/{query}", reduced_motion="reduce")
    have_four_compared(lab)
    return lab


def go(lab: Lab, server: Server, query: str) -> None:
    """The lab as another link opens it on another device, with a 4 on the pad."""
    open_as_elsewhere(lab, f"{server.address}/{query}")
    lab.ink(FOUR)


def have_four_compared(lab: Lab) -> None:
    lab.ink(FOUR)
    expect(lab.page.locator(".compare .row")).to_have_count(2)


def guess(lab: Lab, which: str) -> str:
    """The first guess of one of the two."""
    return lab.page.locator(f".row[data-which={which}] .guesses .first b").inner_text()


def wait_for_guesses(lab: Lab, label: str) -> None:
    """Wait until both networks' first guess is this."""
    lab.wait_for(lambda: all(guess(lab, which) == label for which in BOTH))


def picture_of(which: str, pair: str) -> str:
    """The canvas of a layer or block of one of the two."""
    return f'.row[data-which={which}] [data-pair="{pair}"] canvas'


def test_two_networks_of_44_layers(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_compared(open_lab, server)
    wait_for_guesses(lab, "4")
    with subtests.test("what differs is told with the numbers of these networks' cards"):
        what_differs_is_told(lab)
        assert serious_in_both_themes(lab.page) == []
        lab.page.emulate_media(color_scheme="light")
    with subtests.test("the comparison is what the link to the network leads to"):
        lab.page.locator('.skip[href="#middle"]').press("Enter")
        expect(lab.page.locator("#compare")).to_be_focused()
    for width, height in ((1440, 900), (1024, 768)):
        with subtests.test("they fit the screen", width=width):
            lab.page.set_viewport_size({"width": width, "height": height})
            lab.settle()
            fit(lab, width, height)
    with subtests.test("maps are whole, and how many are not shown is said"):
        maps_are_whole(lab)
    with subtests.test("on a phone one network stands there at a time"):
        lab.page.set_viewport_size({"width": 390, "height": 844})
        stand_there_one_at_a_time(lab)
    with subtests.test("they read what is drawn"):
        lab.page.set_viewport_size({"width": 1440, "height": 900})
        lab.ink(EIGHT)
        wait_for_guesses(lab, "8")
        assert all(lab.ink_on(picture_of(which, "block5")) > 0 for which in BOTH)
    with subtests.test("a block is chosen in both by keyboard, and stays in the link"):
        a_block_stays_in_the_link(lab)


def fit(lab: Lab, width: int, height: int) -> None:
    places = lab.page.evaluate(PLACES)
    assert [len(columns) for columns in places["columns"]] == [26, 26]
    for box in [each for columns in places["columns"] for each in columns]:
        assert box["width"] >= 24
        assert box["right"] <= width
        assert box["bottom"] <= height
    assert not places["scrolls"]


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


def maps_are_whole(lab: Lab) -> None:
    assert lab.page.evaluate(LAST_ROWS) == []
    expect(lab.page.locator(".compare .row .maps")).to_have_text(
        [re.compile(r"\d of 8\b.* maps$")] * 2
    )
    places = lab.page.evaluate(PLACES)
    assert len(places["maps"]) > 26
    assert max(places["maps"]) < places["bar"]


def stand_there_one_at_a_time(lab: Lab) -> None:
    one, other = (lab.page.locator(f".row[data-which={which}]") for which in BOTH)
    expect(one).to_be_visible()
    expect(other).to_be_hidden()
    lab.page.locator(".compare .which [data-which=other]").click()
    expect(one).to_be_hidden()
    expect(other.locator(".pictures button")).to_have_count(26)
    lab.wait_for(lambda: lab.ink_on(picture_of("other", "block5")) > 0)
    assert lab.page.evaluate("document.scrollingElement.scrollWidth") == 390


def what_differs_is_told(lab: Lab) -> None:
    cards = [
        json.loads((ROOT / "models" / "weights" / f"{name}.json").read_text("utf-8"))
        for name in ("plain_44", "residual_44")
    ]
    plain, residual = (card["gradients"]["fc"] for card in cards)
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


def a_block_stays_in_the_link(lab: Lab) -> None:
    lab.page.locator(".row[data-which=other] .pictures button").first.focus()
    for _ in range(5):
        lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator(PRESSED)).to_have_count(2)
    title = lab.page.locator(".differences .chosen h2")
    expect(title).to_have_text("Plain block 3 · Residual block 3")
    link = share(lab)
    assert "compare=residual_44" in link
    open_as_elsewhere(lab, link)
    expect(lab.page.locator(PRESSED)).to_have_count(2)
    expect(lab.page.locator(".differences .chosen figure")).to_have_count(2)
    wait_for_guesses(lab, "8")


def test_into_a_comparison_and_out_of_it(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_compared(open_lab, server, "?network=lenet5&compare=dense&step=1")
    with subtests.test("steps, covers and the scale hold for both"):
        steps_covers_and_the_scale_hold(lab)
    with subtests.test("the cost leads to two networks, Escape back, the list to them again"):
        go(lab, server, "?network=residual_8&block=block2&open=about")
        the_cost_leads_there(lab)
    with subtests.test("going back leaves the comparison, and nothing else"):
        go(lab, server, "")
        going_back_leaves_it(lab)


def the_cost_leads_there(lab: Lab) -> None:
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
    lab.page.locator("[data-part=network]").click()
    lab.page.get_by_role("button", name="Compare two side by side").click()
    expect(lab.page.locator(".compare select")).to_have_value("plain_8")
    expect(lab.page.locator("#networks-title")).to_be_hidden()
    wait_for_guesses(lab, "4")


def steps_covers_and_the_scale_hold(lab: Lab) -> None:
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


def going_back_leaves_it(lab: Lab) -> None:
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


def test_networks_that_are_not_there_that_are_slow_and_that_fail_are_told(
    open_lab: OpenLab, server: Server
) -> None:
    """The missing one with those that there are; the others leave the way back, or another try."""
    lab = open_lab(address=f"{server.address}/?compare=foo", reduced_motion="reduce")
    said = lab.page.locator(".compare .said")
    expect(said).to_contain_text("no network “foo”")
    expect(said).to_contain_text("Residual 44")
    waiting: list[Route] = []
    lab.page.route("**/api/models/dense", lambda route: waiting.append(route))
    lab.page.locator(".compare select").select_option("dense")
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
    assert len(lab.complaints) > 0
    assert all("500" in each for each in lab.complaints)
    lab.complaints.clear()


def test_a_lecture_and_dutch_have_it_too(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_compared(open_lab, server, TWINS + "&lecture=on", 1024, 768)
    for more in ("&lecture=on", "&lang=nl"):
        if more not in lab.page.url:
            open_as_elsewhere(lab, f"{server.address}/{TWINS}{more}")
            have_four_compared(lab)
        wait_for_guesses(lab, "4")
        with subtests.test(more):
            caption = lab.page.locator(".compare .caption")
            expect(caption).to_have_text(re.compile("the signal dies|sterft het signaal"))
            rows = lab.page.evaluate(PLACES)["rows"]
            assert len(rows) == 2
            for box in rows:
                assert box["right"] <= 1024
                assert box["bottom"] <= 768
        if "lecture" in more:
            with subtests.test("maps are whole, and how many are not shown is said"):
                lab.settle()
                maps_are_whole(lab)


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
