"""From every wire to three weights: each number against PyTorch, by hand, keys, link and remote."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from torch.nn import functional

from tests.browser.hands.exhibits import assert_for_everyone, show, visit
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.texts import SMALLEST
from tests.serving import Server

KINDS = ("every", "neighbours", "shared")


def values(parts: Locator) -> torch.Tensor:
    """The values of a figure's inputs or wires, as a screen reader is told them."""
    told = [float(each.get_attribute("aria-valuenow") or "nan") for each in parts.all()]
    return torch.tensor(told, dtype=torch.float64)


def told(parts: Locator) -> list[float]:
    return [float(text.replace("−", "-")) for text in parts.all_text_contents()]


def expected(figure: Locator, kind: str) -> torch.Tensor:
    """What PyTorch makes of a figure's inputs and weights."""
    inputs, wires = values(figure.locator(".input")), values(figure.locator(".wire"))
    if kind == "every":
        return functional.linear(inputs, wires.view(3, 5))
    if kind == "neighbours":
        return (inputs.unfold(0, 3, 1) * wires.view(3, 3)).sum(dim=1)
    windows = wires.view(3, 3)
    assert (windows == windows[0]).all()  # sisters
    return functional.conv1d(inputs.view(1, 1, 5), windows[0].view(1, 1, 3)).view(-1)


def assert_true(page: Page) -> None:
    """The three figures show what PyTorch makes of them."""
    for kind in KINDS:
        figure = page.locator(f"[data-kind={kind}]")
        outputs = told(figure.locator(".output text"))
        assert outputs == pytest.approx(expected(figure, kind).tolist(), abs=0.0501)


def test_outputs_are_pytorchs_however_they_are_moved(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "weights")
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
    for key, value in (("ArrowUp", "0.3"), ("End", "1"), ("Home", "0"), ("PageUp", "0.5")):
        page.keyboard.press(key)
        for kind in KINDS:  # one input in three pictures
            first = page.locator(f"[data-kind={kind}] .input").first
            expect(first).to_have_attribute("aria-valuenow", value)
        assert_true(page)
    page.reload()
    expect(page.locator("[data-kind=shared] .wire").nth(4)).to_have_attribute(
        "aria-valuenow", "0.5"
    )
    assert_true(page)


def test_alone_a_wire_moves_alone(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "weights")
    for kind, moved in (("every", 1), ("neighbours", 1), ("shared", 3)):
        wires = page.locator(f"[data-kind={kind}] .wire")
        before = values(wires)
        wires.nth(4).focus()
        page.keyboard.press("ArrowDown")
        assert int((values(wires) != before).sum()) == moved


def test_weights_are_counted_as_pytorch_has_them(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "weights", "said=9")
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


def test_the_question_comes_before_its_answer(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "weights")
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


def test_a_remote_tells_the_answer_and_goes_on(open_lab: OpenLab, server: Server) -> None:
    lab = visit(open_lab, server, "weights", "lecture=on", "projector")
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


def test_lecture_mode_has_a_way_in_and_a_way_out(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "weights", "said=9&lang=nl")
    page.locator("[data-part=lecture]").click()
    page.wait_for_url("**/exhibits/weights?said=9&lang=nl&lecture=on")
    expect(page.locator("html[data-lecture][data-settled]")).to_have_count(1)
    page.keyboard.press("Escape")
    page.wait_for_url("**/exhibits/weights?said=9&lang=nl")
    expect(page.locator("html[data-lecture]")).to_have_count(0)


def test_nonsense_in_a_link_is_as_at_the_beginning(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "weights", "x=a_9_-9&every=%00&shared=1e999&said=<b>&shown=../")
    assert values(page.locator("[data-kind=every] .input")).tolist() == [0.2, 1, 0, 0.4, 0]
    assert_true(page)
    assert page.locator("[data-part=told] b").count() == 0


@pytest.mark.parametrize("query", ["said=5", "lang=nl"])
def test_for_everyone(open_lab: OpenLab, server: Server, query: str) -> None:
    page = show(open_lab, server, "weights", query, "phone")
    for kind in KINDS:
        page.locator(f"[data-show={kind}]").click()
        shown = page.locator(".three section").filter(visible=True)
        expect(shown).to_have_attribute("data-kind", kind)
    assert_for_everyone(page)
