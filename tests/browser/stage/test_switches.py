"""Shortcuts, skips and branches that are switched off: on the stage, beside it and in links."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, expect

from models import model_entry
from models._checkpoint import load_weights
from models.forward.tracing import without_edges
from models.ink.preprocess import preprocess
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import opened, share
from tests.drawings import EIGHT
from tests.serving import Server

COLUMN = '[data-room="inspector/switches"]'


def switch(lab: Lab, name: str) -> Locator:
    """In the right column."""
    return lab.page.locator(f'{COLUMN} [data-switch="{name}"]')


def on_line(lab: Lab, name: str) -> Locator:
    """On the stage."""
    return lab.page.locator(f'.line-switches [data-switch="{name}"]')


def expected(name: str, off: list[str]) -> np.ndarray:
    """The chances that PyTorch gives to the eight with these edges taken out of the network."""
    switches = [s for block in model_entry(name).blocks for s in block.switches if s.name in off]
    network = without_edges(load_weights(name), switches).eval()
    with torch.inference_mode():
        logits = network(torch.from_numpy(preprocess(EIGHT.strokes))[None])
    logits = logits[0] if isinstance(logits, tuple) else logits
    return torch.softmax(logits[0], dim=0).numpy()


def expect_guess(lab: Lab, off: list[str], name: str = "residual_8") -> None:
    """The page's first guess is the one of the network without these edges."""
    lab.expect_first_guess(int(expected(name, off).argmax()))
    lab.settle()


def test_a_shortcut_is_switched_off_on_its_line_and_back_by_its_chip(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_8&block=block2")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    line = on_line(lab, "shortcut2")
    expect(line).to_have_attribute("aria-checked", "true")
    line.focus()
    lab.page.keyboard.press("Space")
    expect(line).to_have_attribute("aria-checked", "false")
    expect(line).to_be_focused()
    expect(switch(lab, "shortcut2")).to_have_attribute("aria-checked", "false")
    expect(lab.page).to_have_url(re.compile("off=shortcut2"))
    expect_guess(lab, ["shortcut2"])
    chip = lab.page.locator('[data-change="off"]')
    expect(chip).to_contain_text("1 shortcut off")
    chip.click()
    expect(line).to_have_attribute("aria-checked", "true")
    assert "off=" not in lab.page.url
    lab.expect_first_guess(8)


def test_all_shortcuts_go_off_together_and_a_link_and_going_back_keep_them(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?network=residual_8")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    everything = lab.page.locator(f"{COLUMN} [data-all=off]")
    everything.focus()
    lab.page.keyboard.press("Enter")
    expect(everything).to_be_focused()
    names = ["shortcut1", "shortcut2", "shortcut3"]
    expect_guess(lab, names)
    expect(lab.page.locator('[data-change="off"]')).to_contain_text("3 shortcuts off")
    expect(lab.page.locator(".guide .try")).to_contain_text("With 3 shortcuts off")
    other = opened(open_lab, share(lab))
    expect_guess(other, names)
    expect(switch(other, "shortcut3")).to_have_attribute("aria-checked", "false")
    other.page.reload()
    expect(switch(other, "shortcut3")).to_have_attribute("aria-checked", "false")


def test_two_visitors_with_different_switches_see_their_own_answers(
    open_lab: OpenLab, server: Server
) -> None:
    address = f"{server.address}/?network=residual_8&off="
    labs = {off: open_lab(address=address + off) for off in ("shortcut1,shortcut2,shortcut3", "")}
    for lab in labs.values():
        lab.ink(EIGHT)
    for off, lab in labs.items():
        expect_guess(lab, off.split(","))


def test_a_sum_without_its_shortcut_says_so_and_is_true(open_lab: OpenLab, server: Server) -> None:
    query = "network=residual_8&block=block2&off=shortcut2&cell=block2-sum.60"
    lab = open_lab(address=f"{server.address}/?{query}")
    lab.ink(EIGHT)
    line = lab.page.locator("#inspector .sum .formula, #inspector .sum").first
    expect(line).to_contain_text("0 (switched off)")
    term, total = re.findall(r"−?\d+\.\d\d", line.inner_text())[:2]
    assert term == total


def test_a_branch_that_is_off_leaves_its_maps_in_the_join_blank_and_its_line_dashed(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?network=inception_style&block=module1")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    switch(lab, "module1-one").click()
    expect(switch(lab, "module1-one")).to_have_attribute("aria-checked", "false")
    expect(on_line(lab, "module1-one")).to_have_attribute("aria-checked", "false")
    lab.settle()
    label = lab.page.locator('[data-layer="module1-join"] canvas').get_attribute("aria-label")
    blank = re.search(r"maps ([\d, ]+) blank", label or "")
    assert blank is not None
    assert set(range(1, 9)) <= set(map(int, blank[1].split(", ")))
    expect_guess(lab, ["module1-one"], "inception_style")


def test_skips_are_cut_on_their_lines_and_unknown_switches_of_a_link_change_nothing(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?network=unet_style")
    lab.ink(EIGHT)
    with subtests.test("skips are cut on their lines while all blocks are closed"):
        lab.settle()
        mask = lab.page.locator('[data-layer="output"] canvas')
        before = mask.get_attribute("aria-label")
        for name in ("skip1", "skip2"):
            on_line(lab, name).click()
        expect(lab.page.locator('[data-change="off"]')).to_contain_text("2 skips cut")
        lab.settle()
        assert mask.get_attribute("aria-label") != before
    for name in ("skip9", "shortcut1,<b>"):
        with subtests.test("a link with unknown switches opens the network", name=name):
            lab.page.goto(f"{server.address}/?network=unet_style&off={name}")
            lab.wait_until_live()
            lab.settle()
            expect(lab.page.locator('[data-change="off"]')).to_have_count(0)
            expect(switch(lab, "skip1")).to_have_attribute("aria-checked", "true")


def test_on_a_phone_switches_stand_in_the_sheet(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(390, 844, address=f"{server.address}/?network=residual_8")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    lab.page.locator("[data-part=grip]").click()
    switch(lab, "shortcut1").scroll_into_view_if_needed()
    switch(lab, "shortcut1").click()
    expect(switch(lab, "shortcut1")).to_have_attribute("aria-checked", "false")
    expect_guess(lab, ["shortcut1"])
    expect(lab.page.locator(".line-switch").first).to_be_hidden()
