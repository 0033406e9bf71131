"""From every wire to three weights: each number against PyTorch, by hand, keys, link and remote."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Page, expect
from torch.nn import functional

from tests.browser.hands.exhibits import assert_links_are_for_everyone, go, show, visit
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.texts import SMALLEST
from tests.serving import Server

KINDS = ("every", "neighbours", "shared")


FIGURES = """kinds => kinds.map(kind => {
    const all = selector => [...document.querySelectorAll(`[data-kind=${kind}] ${selector}`)];
    const now = each => Number(each.getAttribute("aria-valuenow") ?? NaN);
    return {
        inputs: all(".input").map(now),
        wires: all(".wire").map(now),
        outputs: all(".output text").map(each => Number(each.textContent.replace("−", "-"))),
    };
})"""
"""The values of each figure's inputs and wires, as a screen reader is told them, and its sums."""

Figure = dict[str, list[float]]


def figures(page: Page) -> dict[str, Figure]:
    """Each figure by its kind, all of them seen at one moment."""
    return dict(zip(KINDS, page.evaluate(FIGURES, KINDS), strict=True))


def expected(figure: Figure, kind: str) -> torch.Tensor:
    """What PyTorch makes of a figure's inputs and weights."""
    inputs = torch.tensor(figure["inputs"], dtype=torch.float64)
    wires = torch.tensor(figure["wires"], dtype=torch.float64)
    if kind == "every":
        return functional.linear(inputs, wires.view(3, 5))
    if kind == "neighbours":
        return (inputs.unfold(0, 3, 1) * wires.view(3, 3)).sum(dim=1)
    windows = wires.view(3, 3)
    assert (windows == windows[0]).all()  # sisters
    return functional.conv1d(inputs.view(1, 1, 5), windows[0].view(1, 1, 3)).view(-1)


def assert_true(page: Page) -> dict[str, Figure]:
    """The three figures show what PyTorch makes of them; they are given back."""
    shown = figures(page)
    for kind, figure in shown.items():
        assert figure["outputs"] == pytest.approx(expected(figure, kind).tolist(), abs=0.0501)
    return shown


def test_from_every_wire_to_three_weights(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "weights")
    with subtests.test("outputs are PyTorch's, however they are moved"):
        assert_outputs_are_pytorchs(page)
    with subtests.test("alone a wire moves alone"):
        go(page, "")
        assert_a_wire_moves_alone(page)
    with subtests.test("the question comes before its answer"):
        go(page, "")
        assert_the_question_comes_first(page)
    with subtests.test("weights are counted as PyTorch has them"):
        go(page, "said=9")
        assert_weights_are_counted(page)
    with subtests.test("nonsense in a link is as at the beginning"):
        go(page, "x=a_9_-9&every=%00&shared=1e999&said=<b>&shown=../")
        assert assert_true(page)["every"]["inputs"] == [0.2, 1, 0, 0.4, 0]
        assert page.locator("[data-part=told] b").count() == 0


def assert_outputs_are_pytorchs(page: Page) -> None:
    assert_true(page)
    wire = page.locator("[data-kind=shared] .wire").nth(4)
    box = wire.locator(".seen").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 24, steps=4)
    page.mouse.up()
    expect(wire).to_have_attribute("aria-valuenow", "0.6")
    assert_true(page)
    told_sum = page.locator("[data-kind=shared] [data-part=sum]").inner_text()
    assert told_sum == "a₂ = 0.9 × (−0.6) + 1.0 × 0.6 + 0.4 × 0.4 = 0.22"
    page.locator("[data-kind=shared] [data-by='-1']").click()
    expect(wire).to_have_attribute("aria-valuenow", "0.5")
    page.locator("[data-kind=every] .input").first.focus()
    for key, value in (("ArrowUp", 0.3), ("End", 1), ("Home", 0), ("PageUp", 0.5)):
        page.keyboard.press(key)
        for figure in assert_true(page).values():  # one input in three pictures
            assert figure["inputs"][0] == value
    page.reload()
    expect(page.locator("[data-kind=shared] .wire").nth(4)).to_have_attribute(
        "aria-valuenow", "0.5"
    )
    assert_true(page)


def assert_a_wire_moves_alone(page: Page) -> None:
    for kind, moved in (("every", 1), ("neighbours", 1), ("shared", 3)):
        before = figures(page)[kind]["wires"]
        page.locator(f"[data-kind={kind}] .wire").nth(4).focus()
        page.keyboard.press("ArrowDown")
        after = figures(page)[kind]["wires"]
        assert sum(one != other for one, other in zip(before, after, strict=True)) == moved


def assert_the_question_comes_first(page: Page) -> None:
    count = page.locator("[data-kind=shared] .count").filter(visible=True)
    expect(count).to_have_text("?")
    expect(page.locator(".bars")).to_be_hidden()
    page.locator("[data-answer='15']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("Fifteen is a product for every wire")
    expect(count).to_have_text("3")
    expect(page.locator(".bars")).to_be_visible()
    assert {"said=15", "shown=shared"} <= set(re.split("[?&#]", page.url))
    page.locator("[data-act=again]").click()
    expect(count).to_have_text("?")
    expect(page.locator("[data-answer='15']")).to_be_focused()
    page.locator("[data-answer='9']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("Yes.")


def assert_weights_are_counted(page: Page) -> None:
    dense = sum(each.numel() for each in torch.nn.Linear(784, 4704, device="meta").parameters())
    shared = sum(each.numel() for each in torch.nn.Conv2d(1, 6, 5, padding=2).parameters())
    local = torch.nn.Unfold(5, padding=2)(torch.zeros(1, 1, 28, 28))[0].numel() * 6 + 6 * 28 * 28
    counts = page.locator("[data-count] [data-part=all]").all_text_contents()
    assert [int(text.replace(",", "")) for text in counts] == [dense, local, shared]
    figures = page.locator(".three [data-part=count]").all_text_contents()
    linear = torch.nn.Linear(5, 3, bias=False).weight.numel()
    convolution = torch.nn.Conv1d(1, 1, 3, bias=False).weight.numel()
    assert [int(text) for text in figures] == [linear, 3 * convolution, convolution]
    lengths = page.evaluate(
        "[...document.querySelectorAll('.bars path')].map(path =>"
        " [...path.getAttribute('d').matchAll(/h([\\d.]+)v/g)].reduce((s, m) => s + +m[1], 0))"
    )
    assert lengths == pytest.approx([dense / shared, local / shared, 1])


def test_an_exhibit_in_a_lecture(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = visit(open_lab, server, "weights", "said=9&lang=nl")
    with subtests.test("it has a way in and a way out"):
        assert_there_is_a_way_in_and_out(lab.page)
    with subtests.test("a remote tells the answer, and goes on"):
        width, height = SCREENS["projector"]
        lab.page.set_viewport_size({"width": width, "height": height})
        go(lab.page, "lecture=on")
        assert_a_remote_goes_on(lab)


def assert_there_is_a_way_in_and_out(page: Page) -> None:
    page.locator("[data-part=lecture]").click()
    page.wait_for_url("**/exhibits/weights?said=9&lang=nl&lecture=on")
    expect(page.locator("html[data-lecture][data-settled]")).to_have_count(1)
    page.keyboard.press("Escape")
    page.wait_for_url("**/exhibits/weights?said=9&lang=nl")
    expect(page.locator("html[data-lecture]")).to_have_count(0)


def assert_a_remote_goes_on(lab: Lab) -> None:
    page = lab.page
    assert page.evaluate(SMALLEST, 16) == []
    page.keyboard.press("PageDown")
    expect(page.locator(".bars")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.locator(".bars")).to_be_hidden()
    page.keyboard.press("PageDown")
    hidden = page.locator("html[data-blank]")
    page.keyboard.press(".")
    expect(hidden).to_have_count(1)
    page.keyboard.press("b")
    expect(hidden).to_have_count(0)
    page.keyboard.press("b")
    expect(page.locator("h1")).to_be_hidden()
    page.keyboard.press("PageDown")  # shows the page again, and goes nowhere
    expect(page.locator("h1")).to_be_visible()
    for filled in ("!==", "==="):
        page.keyboard.press("f")
        lab.wait_until(f"document.fullscreenElement {filled} null")
    page.keyboard.press("?")
    expect(page.locator("[data-part=keys] dl")).to_be_visible()
    page.keyboard.press("PageDown")
    page.wait_for_url("**/exhibits/sums?lecture=on")


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    def look(page: Page) -> None:
        for kind in KINDS:
            page.locator(f"[data-show={kind}]").click()
            shown = page.locator(".three section").filter(visible=True)
            expect(shown).to_have_attribute("data-kind", kind)

    links = ("weights", ("said=5", "lang=nl"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, look)
