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

STAY = "window.stayed = true"
STAYED = "window.stayed === true"


def name_on_the_stage(lab: Lab) -> str:
    return lab.page.locator("[data-part=network]").inner_text()


def test_a_network_is_chosen_and_the_page_stays(lab: Lab) -> None:
    lab.ink(EIGHT)
    choose(lab, "[data-palette=safe]")
    lab.page.evaluate(STAY)
    before = drawn_strokes(lab)
    choose_network(lab, "alexnet_style")
    assert lab.page.evaluate(STAYED)
    assert drawn_strokes(lab) == before
    assert name_on_the_stage(lab) == "AlexNet-style"
    expect(lab.page.locator("[data-says=size]")).to_have_text("2012 · 56,434 parameters")
    expect(lab.page.locator("html")).to_have_attribute("data-palette", "safe")
    assert lab.page.url.endswith("/?network=alexnet_style&colours=safe")
    lab.expect_first_guess(8)
    assert "conv5" in lab.shown_layers()
    expect(lab.page.locator("[data-part=network]")).to_be_focused()
    assert not lab.page.locator("#notice").is_visible()


def test_after_a_choice_by_key_the_keyboard_is_on_the_networks_name(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.page.evaluate("document.activeElement?.blur()")
    lab.page.keyboard.press("m")
    expect(lab.page.locator(".lineage .on-stage .choose")).to_be_focused()
    lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("Enter")
    expect_network(lab, "alexnet_style")
    expect(lab.page.locator("[data-part=network]")).to_be_focused()


def test_what_is_shown_is_the_new_networks_own(lab: Lab) -> None:
    lab.ink(FOUR)
    for name in ("dense", "inception_style", "plain_20"):
        choose_network(lab, name)
        image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
        with torch.inference_mode():
            answers = load_weights(name)(image)
        logits = answers[0] if isinstance(answers, tuple) else answers
        lab.expect_first_guess(int(logits[0].argmax()))
    # Arithmetic needs the weights of this network, which come after it.
    assert pin(lab, "conv", 0.93, 0.05)
    expect(lab.page.locator("#inspector .value")).to_have_text(re.compile(r"\d"))


def test_layers_cells_and_steps_go_with_their_network(lab: Lab) -> None:
    lab.ink(EIGHT)
    press_folded(lab.page, '[data-toggle="conv2"]')
    assert pin(lab, "conv1", 0.93, 0.05)
    choose_network(lab, "dense")
    assert "hide=" not in lab.page.url
    assert "cell=" not in lab.page.url
    expect(lab.page.locator(".chips li")).to_have_count(0)
    choose_network(lab, "lenet5")
    assert lab.shown_layers() == LAYERS


def test_back_and_forward_go_from_network_to_network(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.page.evaluate(STAY)
    press_folded(lab.page, '[data-toggle="conv2"]')
    choose_network(lab, "alexnet_style")
    choose_network(lab, "residual_8")
    lab.page.go_back()
    expect_network(lab, "alexnet_style")
    lab.page.go_back()
    expect_network(lab, "lenet5")
    assert "conv2" not in lab.shown_layers()  # as it was left
    assert lab.page.url.endswith("/?hide=conv2")
    lab.page.go_forward()
    lab.page.go_forward()
    expect_network(lab, "residual_8")
    assert lab.page.evaluate(STAYED)
    assert len(drawn_strokes(lab)) == len(EIGHT.strokes)
    lab.page.reload()
    lab.wait_until_live()
    expect(lab.page.locator("body")).to_have_attribute("data-network", "residual_8")
    lab.page.go_back()
    expect_network(lab, "alexnet_style")


def test_a_slow_network_leaves_the_old_one_at_work_and_can_be_given_up(lab: Lab) -> None:
    lab.ink(EIGHT)
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


@pytest.mark.parametrize("status", [404, 500])
def test_a_network_that_does_not_come_leaves_the_old_one_and_can_be_tried_again(
    lab: Lab, status: int
) -> None:
    lab.ink(EIGHT)
    panel = open_networks(lab.page)
    refusal = {"error": "not_ready", "detail": "AlexNet-style cannot answer: its weights are gone"}
    lab.page.route(
        "**/api/models/alexnet_style/predictions?*",
        lambda route: route.fulfill(status=status, json=refusal),
    )
    panel.locator("[data-network=alexnet_style] .choose").click()
    line = lab.page.locator(".outlook")
    expect(line).to_contain_text("AlexNet-style did not come, so LeNet-5 stays.")
    assert lab.shown_layers() == LAYERS
    lab.expect_first_guess(8)
    assert "network=" not in lab.page.url
    lab.page.unroute_all()
    line.get_by_role("button", name="Try again").click()
    expect_network(lab, "alexnet_style")
    expect(line).to_be_hidden()
    lab.complaints.clear()  # the browser names the refused request


def test_two_tabs_have_a_network_each(open_lab: OpenLab, server: Server) -> None:
    one = open_lab()
    one.ink(EIGHT)
    other = open_lab(address=f"{server.address}/?network=dense")
    choose_network(one, "residual_8")
    expect(other.page.locator("body")).to_have_attribute("data-network", "dense")
    other.ink(FOUR)
    other.expect_first_guess(4)
    one.expect_first_guess(8)
    assert one.page.url.endswith("?network=residual_8")
    assert other.page.url.endswith("?network=dense")


LESSON = """1. [Convolutions](http://a/?lecture=on)
2. [Branches](http://a/?network=inception_style&lecture=on&block=module2)
3. [Shortcuts](http://a/?network=residual_20&lecture=on)
4. [Nothing like it](http://a/?network=made-up&lecture=on)
5. [And back](http://a/?lecture=on&hide=output)
"""


def test_a_lesson_goes_from_network_to_network_in_full_screen(open_lab: OpenLab) -> None:
    lab = open_lab(1024, 768, reduced_motion="reduce")
    lab.page.evaluate(STAY)
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
    state = "[window.stayed, document.fullscreenElement !== null, history.length]"
    assert lab.page.evaluate(state) == [True, True, pages]
    lab.complaints.clear()  # the browser names the request for a network that there is not


def test_it_works_in_3d_and_with_a_network_that_answers_otherwise(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.page.locator("#views [data-view='3d']").click()
    choose_network(lab, "residual_8")
    expect(lab.page.locator("html")).to_have_attribute("data-view", "3d")
    lab.expect_first_guess(8)
    lab.page.locator("#views [data-view='2d']").click()
    expect(lab.page.locator("html")).to_have_attribute("data-view", "2d")
    choose_network(lab, "unet_style")
    expect(lab.page.locator(".answers dd").first).to_contain_text("%")
    choose_network(lab, "lenet5")
    lab.expect_first_guess(8)
    expect(lab.page.locator(".answers")).to_have_count(0)
