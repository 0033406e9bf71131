"""One step of training on the visitor's drawing: what the page says is what PyTorch computes."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from models._film import FILMS, read_film
from models._registry import create_model
from models.ink.preprocess import preprocess
from tests.browser.hands.exhibits import assert_links_are_for_everyone, show
from tests.browser.hands.lab import OpenLab
from tests.drawings import drawing_of
from tests.serving import Server

PATIENCE = 300_000
"""Milliseconds for a step: it gives way to all else on a busy machine."""


def part(page: Page, name: str) -> str:
    return page.locator(f"[data-part={name}]").inner_text()


def numbers(text: str) -> list[float]:
    """All of a text, in its order."""
    found = re.findall(r"−?\d+(?:\.\d+)?", text)
    return [float(each.replace("−", "-")) for each in found]


def losses(page: Page, count: int) -> list[float]:
    """Once there are so many, and the page waits for no other step."""
    page.wait_for_selector("[data-room=exhibits]:not([data-waits])", timeout=PATIENCE)
    expect(page.locator("[data-part=losses] li")).to_have_count(count)
    return [numbers(each)[-1] for each in page.locator("[data-part=losses] li").all_inner_texts()]


def taught(steps: int) -> list[float]:
    """PyTorch's losses of the drawing before so many steps of all weights, and after each."""
    network = create_model("lenet5").double()
    weights = read_film(FILMS / "good.film").weights_at(0)
    network.load_state_dict({name: torch.from_numpy(each) for name, each in weights.items()})
    image = torch.from_numpy(preprocess(drawing_of(8).strokes))[None].double()
    parameters = list(network.parameters())
    found = []
    for _ in range(steps + 1):
        loss = torch.nn.functional.cross_entropy(network(image), torch.tensor([8]))
        found.append(float(loss.detach()))
        slopes = torch.autograd.grad(loss, parameters)
        with torch.no_grad():  # torch.optim would load PyTorch's compiler for this
            for each, slope in zip(parameters, slopes, strict=True):
                each -= 0.1 * slope
    return found


def test_a_step_is_told_in_numbers_and_made(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "slope", "said=?&label=8")
    expect(page.locator("[data-part=forward]")).not_to_be_empty(timeout=PATIENCE)

    with subtests.test("products add up to the slope, and the finite difference is the same"):
        *_, slope = numbers(part(page, "sum"))
        assert slope != 0
        assert numbers(part(page, "chosen"))[-1] == pytest.approx(slope, rel=0.01)
        assert numbers(part(page, "difference"))[-1] == pytest.approx(slope, rel=0.01)
        assert "agree" in part(page, "verdict")
        weight, size, by, updated = numbers(part(page, "update"))
        assert weight - size * by == pytest.approx(updated, abs=1e-6)

        above, below, twice, slope = [numbers(part(page, "difference"))[at] for at in (1, 3, 4, 5)]
        assert (above - below) / twice == pytest.approx(slope, rel=1e-3)

    with subtests.test("any weight is chosen by a press and by arrow keys, and is in the link"):
        kernel = page.locator("[data-part=tiles] .map").first
        kernel.press("ArrowRight")
        expect(page).to_have_url(re.compile(r"weight=conv1\.63"))
        expect(page.locator("[data-part=chosen]")).to_contain_text("row 3, column 4")
        page.locator("[data-operation=conv2]").click()
        expect(page.locator("[data-part=tiles] .tile")).to_have_count(6)
        page.locator(".of-layer").nth(3).locator("canvas").nth(6).click()
        expect(page.locator("[data-part=which]")).to_have_text("map 7 of 16")
        page.locator("[data-act=bias]").click()
        expect(page).to_have_url(re.compile(r"weight=conv2\.b6"))
        expect(page.locator("[data-part=chosen]")).to_contain_text("conv2, bias 7")
        page.locator("[data-operation=fc3]").click()
        expect(page.locator("[data-part=chosen]")).to_contain_text("fc3, unit 1, input 1:")
        expect(page.locator("[data-part=sum-maps]")).to_be_hidden()

    with subtests.test("a sample says what it is, and moves are those of PyTorch"):
        page.locator("[data-sample='3']").click()
        expect(page.locator("[data-label='3']")).to_have_attribute("aria-pressed", "true")
        before = losses(page, 1)
        page.locator("[data-act=weight]").click()
        page.locator("[data-act=drawing]").click()
        page.locator("[data-act=batch]").click()
        after = losses(page, 4)
        assert after[0] == before[0]
        assert after[2] < after[1] <= after[0]
        assert "done=fc3.0*d*n" in page.url
        page.reload()
        assert losses(page, 4) == after
        page.locator("[data-part=moves] [data-act=undo]").click()
        assert losses(page, 3) == after[:3]

    with subtests.test("the film goes on, and a trained network has hardly a slope left"):
        page.locator("[data-act=next]").click()
        expect(page.locator("[data-part=told-moment]")).to_have_text("after step 1 of 2,096")
        assert len(losses(page, 1)) == 1
        large = page.locator("[data-part=slope-sizes] .count").last.inner_text()
        page.locator("[data-act=trained]").click()
        expect(page.locator("[data-part=told-moment]")).to_have_text("the trained network")
        expect(page.locator("[data-part=slope-sizes] .count").last).not_to_have_text(large)
        small = page.locator("[data-part=slope-sizes] .count").last.inner_text()
        assert float(small.replace("−", "-")) < 0.1 * float(large.replace("−", "-"))


def test_a_drawing_of_the_lab_is_stepped_as_pytorch_steps_it(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab()
    lab.ink(drawing_of(8))
    page = lab.page
    page.goto(f"{server.address}/exhibits/slope?said=%3F")
    expect(page.locator("[data-label='8']")).to_have_attribute("aria-pressed", "true")
    for _ in range(3):
        page.locator("[data-act=drawing]").click()
    assert losses(page, 4) == pytest.approx(taught(3), abs=1e-3)
    assert "label=8" in page.url


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    def look(page: Page) -> None:
        expect(page.locator("[data-part=forward]")).not_to_be_empty(timeout=PATIENCE)

    links = ("slope", ("said=larger", "said=?&lang=nl&weight=conv2.1000&done=d"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, look)
