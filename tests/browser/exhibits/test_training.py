"""Training: a drawing at moments of two films, against PyTorch with their weights; their curves."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from models import create_model
from models._film import FILMS, SUFFIX, Film, read_film
from models.training.recording import load
from tests.browser.exhibits.test_sums import numbers_in
from tests.browser.hands.chromium import FORGET
from tests.browser.hands.exhibits import assert_links_are_for_everyone, go, visit
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.network import image_of
from tests.serving import Server


def film_of(name: str) -> Film:
    return read_film(FILMS / f"{name}{SUFFIX}")


def take(page: Page, digit: int) -> None:
    """A sample on the pad, read at all moments of both films."""
    readings = [page.expect_response(f"**/films/{name}/readings") for name in ("good", "diverges")]
    with page.expect_response("**/predictions"), readings[0], readings[1]:
        page.locator(f"[data-sample='{digit}']").click()


def read_by(film: Film, moment: int, image: torch.Tensor) -> list[float]:
    network = create_model("lenet5").eval()
    load(network, film.weights_at(moment))
    with torch.inference_mode():
        chances: list[float] = network(image).softmax(1)[0].tolist()
    return chances


LOOK = """list => {
    const { href } = list.querySelector("a").attributes;
    const bars = [...list.querySelectorAll("rect")];
    return [
        href.value,
        list.querySelector("a").innerText,
        list.querySelector(".guessed").innerText,
        bars.map(bar => Number(bar.getAttribute("height")) / 44),
    ];
}"""
"""What a moment shows: its address, its step, its guess, and its bars from 0 to 1."""


def test_a_drawing_at_moments_of_two_films(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = visit(open_lab, server, "training", "said=?")
    take(lab.page, 4)
    image = image_of(lab.page, server)
    for name, count in (("good", 10), ("diverges", 5)):
        assert_film_is_pytorchs(lab.page, name, count, image, subtests)
    with subtests.test("the question comes before the curves, and a moment leads into the lab"):
        lab.page.evaluate(FORGET)
        go(lab.page, "lang=nl")
        assert_a_moment_leads_into_the_lab(lab)


def assert_film_is_pytorchs(
    page: Page, name: str, count: int, image: torch.Tensor, subtests: pytest.Subtests
) -> None:
    """Bars and sentences are PyTorch's, with the film's weights."""
    film, section = film_of(name), page.locator(f"[data-film={name}]")
    moments = section.locator("[data-part=moments] li")
    expect(moments).to_have_count(count)
    guesses = []
    for address, step, guessed, shown in moments.evaluate_all(f"lists => lists.map({LOOK})"):
        found = re.search(rf"film={name}&epoch=(\d+)", address)
        assert found is not None, address
        moment = int(found[1])
        chances = read_by(film, moment, image)
        guesses.append(max(range(10), key=chances.__getitem__))
        with subtests.test(film=name, moment=moment):
            assert numbers_in(step.replace(",", "")) == [film.steps[moment]]
            assert shown == pytest.approx([max(each, 0.5 / 44) for each in chances], abs=0.002)
            assert guessed.startswith(f"{guesses[-1]} · ")
    with subtests.test(film=name, says="all"):
        told = section.locator("[data-part=told-run]").inner_text()
        assert f"{100 * film.validation_accuracy[-1]:.1f}" in told
        assert f"{film.of_steps:,} steps" in told
        kept = section.locator("[data-part=kept]").inner_text()
        assert re.search(rf"\b{guesses[-1]}\b", kept)


def assert_a_moment_leads_into_the_lab(lab: Lab) -> None:
    page = lab.page
    expect(page.locator("[data-film=diverges]")).to_be_hidden()
    expect(page.locator("[data-film=good] [data-part=curves]")).to_be_hidden()
    page.locator("[data-answer='59']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("na 50 stappen")
    expect(page.locator("[data-film=diverges] [data-part=curves] .line-of.kept")).to_be_visible()
    onward = page.locator(".onward .primary").get_attribute("href") or ""
    assert "film=good" in onward
    assert "#d=" in onward  # a sample, as nobody has drawn
    page.locator("[data-film=good] [data-part=moments] a").nth(4).click()
    lab.wait_until_live()
    assert {"film=good", "open=epochs", "epoch=6"} <= set(re.split("[?&#]", page.url))
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.go_back()
    lab.wait_until("document.documentElement.dataset.settled === ''")
    expect(page.locator("[data-answer='59']")).to_have_attribute("aria-pressed", "true")


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    def look(page: Page) -> None:
        expect(page.locator("[data-part=moments] li")).to_have_count(15)

    links = ("training", ("said=10", "said=?&lang=nl&lecture=on"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, look)
