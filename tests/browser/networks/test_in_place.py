"""Another network takes the place of the one on the stage: no page is loaded, all else stays."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Route, expect

from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.browser.hands.cells import choose, pin
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.lesson import act, lesson_position, load_lesson
from tests.browser.hands.networks import choose_network, expect_network, open_networks
from tests.browser.hands.popovers import press_folded
from tests.drawings import EIGHT, FOUR
from tests.serving import Server

STAY = "address => { window.stayed = address; }"
STAYED = "window.stayed !== undefined"


def name_on_the_stage(lab: Lab) -> str:
    return lab.page.locator("[data-part=network]").inner_text()


def test_networks_take_each_others_place(lab: Lab, subtests: pytest.Subtests) -> None:
    lab.ink(EIGHT)
    for go_on in ONE_AFTER_THE_OTHER:
        go_on(lab, subtests)


def a_network_is_chosen_by_hand_and_another_by_key(lab: Lab, subtests: pytest.Subtests) -> None:
    choose(lab, "[data-palette=safe]")
    press_folded(lab.page, '[data-toggle="conv2"]')
    assert pin(lab, "conv1", 0.93, 0.05)
    lab.page.evaluate(STAY, lab.page.url)
    before = drawn_strokes(lab)
    choose_network(lab, "alexnet_style")
    with subtests.test("a network is chosen and the page stays"):
        assert lab.page.evaluate(STAYED)
        assert drawn_strokes(lab) == before
        assert name_on_the_stage(lab) == "AlexNet-style"
        expect(lab.page.locator("[data-says=size]")).to_have_text("2012 · 56,434 parameters")
        expect(lab.page.locator("html")).to_have_attribute("data-palette", "safe")
        lab.expect_first_guess(8)
        assert "conv5" in lab.shown_layers()
        expect(lab.page.locator("[data-part=network]")).to_be_focused()
        assert not lab.page.locator("#notice").is_visible()
    with subtests.test("layers and cells stay with the network before"):
        assert lab.page.url.endswith("/?network=alexnet_style&colours=safe")
        expect(lab.page.locator(".chips li")).to_have_count(1)
        expect(lab.page.locator(".chips [data-change=colours]")).to_have_count(1)
    with subtests.test("after a choice by key the keyboard is on the network's name"):
        lab.page.evaluate("document.activeElement?.blur()")
        lab.page.keyboard.press("m")
        expect(lab.page.locator(".lineage .on-stage .choose")).to_be_focused()
        lab.page.keyboard.press("ArrowLeft")
        lab.page.keyboard.press("Enter")
        expect_network(lab, "lenet5")
        expect(lab.page.locator("[data-part=network]")).to_be_focused()
    with subtests.test("whoever chooses the network again sees all of its layers"):
        assert lab.shown_layers() == LAYERS


def expect_its_own_guess(lab: Lab, name: str) -> None:
    """What PyTorch makes of the drawing with this network's weights."""
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    with torch.inference_mode():
        answers = load_weights(name)(image)
    logits = answers[0] if isinstance(answers, tuple) else answers
    lab.expect_first_guess(int(logits[0].argmax()))


def another_one_follows_with_its_own_guess(lab: Lab, subtests: pytest.Subtests) -> None:
    choose_network(lab, "inception_style")
    with subtests.test("what is shown is the new network's own", network="inception_style"):
        expect_its_own_guess(lab, "inception_style")


def back_and_forward_go_from_network_to_network(lab: Lab, subtests: pytest.Subtests) -> None:
    with subtests.test("back, to layers as they were left"):
        for name in ("lenet5", "alexnet_style", "lenet5"):
            lab.page.go_back()
            expect_network(lab, name)
        assert "conv2" not in lab.shown_layers()
        assert "/?hide=conv2&" in lab.page.url
        assert lab.page.url == lab.page.evaluate("window.stayed")
    with subtests.test("and forward"):
        for _ in range(3):
            lab.page.go_forward()
        expect_network(lab, "inception_style")
        assert lab.page.evaluate(STAYED)
        assert len(drawn_strokes(lab)) == len(EIGHT.strokes)
    with subtests.test("a page that is loaded again goes on from there"):
        lab.page.reload()
        lab.wait_until_live()
        expect(lab.page.locator("body")).to_have_attribute("data-network", "inception_style")
        lab.page.go_back()
        expect_network(lab, "lenet5")


def networks_that_do_not_come(lab: Lab, subtests: pytest.Subtests) -> None:
    with subtests.test("a slow network leaves the old one at work and can be given up"):
        a_slow_one_leaves_the_old_one_at_work(lab)
    lab.ink(EIGHT)
    for status, name, title, stays in (
        (404, "dense", "Dense", "LeNet-5"),
        (500, "plain_20", "Plain 20", "Dense"),
    ):
        with subtests.test("a refused one leaves the old one, to be tried again", status=status):
            a_refused_one_leaves_the_old_one(lab, status, name, f"{title} did not come, so {stays}")
        with subtests.test("what is shown is the new network's own", network=name):
            expect_its_own_guess(lab, name)
    with subtests.test("its weights come after it, and a cell's arithmetic needs them"):
        assert pin(lab, "conv", 0.93, 0.05)
        expect(lab.page.locator("#inspector .value")).to_have_text(re.compile(r"\d"))


def a_slow_one_leaves_the_old_one_at_work(lab: Lab) -> None:
    held: list[Route] = []
    lab.page.route("**/api/models/alexnet_style/predictions?*", lambda route: held.append(route))
    open_networks(lab.page).locator("[data-network=alexnet_style] .choose").click()
    line = lab.page.locator(".outlook")
    expect(line).to_contain_text("AlexNet-style is on its way. LeNet-5 stays until it is here.")
    lab.ink(FOUR)
    lab.expect_first_guess(4)
    line.get_by_role("button", name="Stay here").click()
    expect(line).to_be_hidden()
    for route in held:
        route.abort()
    lab.page.unroute_all()
    lab.settle()
    assert lab.shown_layers() == LAYERS
    assert "network=" not in lab.page.url
    lab.complaints.clear()  # the browser names the request that was given up


def a_refused_one_leaves_the_old_one(lab: Lab, status: int, name: str, sentence: str) -> None:
    before = lab.shown_layers(), lab.page.url
    panel = open_networks(lab.page)
    refusal = {"error": "not_ready", "detail": f"{name} cannot answer: its weights are gone"}
    lab.page.route(
        f"**/api/models/{name}/predictions?*",
        lambda route: route.fulfill(status=status, json=refusal),
    )
    panel.locator(f"[data-network={name}] .choose").click()
    line = lab.page.locator(".outlook")
    expect(line).to_contain_text(f"{sentence} stays.")
    assert (lab.shown_layers(), lab.page.url) == before
    lab.expect_first_guess(8)
    lab.page.unroute_all()
    line.get_by_role("button", name="Try again").click()
    expect_network(lab, name)
    expect(line).to_be_hidden()
    lab.complaints.clear()  # the browser names the refused request


ONE_AFTER_THE_OTHER = [
    a_network_is_chosen_by_hand_and_another_by_key,
    another_one_follows_with_its_own_guess,
    back_and_forward_go_from_network_to_network,
    networks_that_do_not_come,
]


def test_two_tabs_have_a_network_each_and_one_changes_it_in_3d(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    one = open_lab(reduced_motion="reduce")
    one.ink(EIGHT)
    other = open_lab(address=f"{server.address}/?network=dense", reduced_motion="reduce")
    html = one.page.locator("html")
    with subtests.test("the network is changed in 3D"):
        one.page.locator("#views [data-view='3d']").click()
        choose_network(one, "residual_8")
        expect(html).to_have_attribute("data-view", "3d")
        one.expect_first_guess(8)
        one.page.locator("#views [data-view='2d']").click()
        expect(html).to_have_attribute("data-view", "2d")
    with subtests.test("two tabs have a network each"):
        expect(other.page.locator("body")).to_have_attribute("data-network", "dense")
        other.ink(FOUR)
        other.expect_first_guess(4)
        one.expect_first_guess(8)
        assert one.page.url.endswith("?network=residual_8")
        assert other.page.url.endswith("?network=dense")
    with subtests.test("a network that answers otherwise takes its place, and goes again"):
        choose_network(one, "unet_style")
        expect(one.page.locator(".answers dd").first).to_contain_text("%")
        choose_network(one, "lenet5")
        one.expect_first_guess(8)
        expect(one.page.locator(".answers")).to_have_count(0)


LESSON = """1. [Convolutions](http://a/?lecture=on)
2. [Branches](http://a/?network=inception_style&lecture=on&block=module2)
3. [Shortcuts](http://a/?network=residual_20&lecture=on)
4. [Nothing like it](http://a/?network=made-up&lecture=on)
5. [And back](http://a/?lecture=on&hide=output)
"""


def test_a_lesson_goes_from_network_to_network_in_full_screen(open_lab: OpenLab) -> None:
    lab = open_lab(1024, 768, reduced_motion="reduce")
    lab.page.evaluate(STAY, lab.page.url)
    load_lesson(lab, LESSON)
    act(lab, "begin")
    lab.wait_until("document.fullscreenElement !== null")
    pages = lab.page.evaluate("history.length")
    for screen, name in ((2, "inception_style"), (3, "residual_20"), (5, "lenet5")):
        while not lesson_position(lab).startswith(f"{screen} / "):
            lab.page.locator('#lesson [data-lesson="on"]').click()
        expect_network(lab, name)
    assert "output" not in lab.shown_layers()
    while not lesson_position(lab).startswith("2 / "):
        lab.page.locator('#lesson [data-lesson="back"]').click()
    expect_network(lab, "inception_style")
    assert "block=module2" in lab.page.url
    state = f"[{STAYED}, document.fullscreenElement !== null, history.length]"
    assert lab.page.evaluate(state) == [True, True, pages]
    lab.complaints.clear()  # the browser names the request for a network that there is not
