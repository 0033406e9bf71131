"""What should come out? Two activations against PyTorch, and the networks that answer otherwise."""

from __future__ import annotations

import pytest
import torch
from playwright.sync_api import Page, expect

from tests.browser.hands.exhibits import (
    assert_links_are_for_everyone,
    go,
    show,
    texts_of,
)
from tests.browser.hands.lab import OpenLab
from tests.serving import Server

SHOWN = (
    "[data-score]",
    *(f"[data-{way}] [data-part=value]" for way in ("softmax", "sigmoid")),
    *(f"[data-sum={way}]" for way in ("softmax", "sigmoid")),
    "[data-two]",
)


def numbers_of(page: Page, *selectors: str) -> list[list[float]]:
    """The numbers in the parts of each selector, all of them seen at one moment."""
    return [
        [float(text.replace("−", "-").replace(",", ".")) for text in texts]
        for texts in texts_of(page, *selectors)
    ]


def assert_true(page: Page) -> list[float]:
    """What is shown is what PyTorch makes of the scores, which are given back."""
    told, *ways, of_softmax, of_sigmoid, two_ways = numbers_of(page, *SHOWN)
    scores = torch.tensor(told, dtype=torch.float64)
    softmax, sigmoid = scores.softmax(0), scores.sigmoid()
    for shown, sums, values in zip(ways, (of_softmax, of_sigmoid), (softmax, sigmoid), strict=True):
        assert shown == pytest.approx(values.tolist(), abs=0.00051)
        assert sums == pytest.approx([values.sum().item()], abs=0.00051)
    two = [scores[:2].softmax(0)[0].item(), (scores[0] - scores[1]).sigmoid().item()]
    assert two_ways == pytest.approx(two, abs=0.00051)
    return told


def test_scores_become_answers_as_pytorch_makes_them(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "answers")
    with subtests.test("both activations are PyTorch's, however scores are moved"):
        assert_true(page)
        page.locator("[data-part=scores] input").first.focus()
        for key, score in (("ArrowDown", 2.5), ("End", 6), ("Home", -6), ("ArrowUp", -5.5)):
            page.keyboard.press(key)
            assert assert_true(page)[0] == score
        assert "x=-5.5_2.5_-4" in page.url
        page.reload()
        expect(page.locator("[data-score]").first).not_to_be_empty()  # its script has come
        assert assert_true(page) == [-5.5, 2.5, -4]
    with subtests.test("the question comes before the table of answers"):
        expect(page.locator(".doors")).to_be_hidden()
        page.locator("[data-answer=sigmoid-softmax]").click()
        told = page.locator("[data-part=told]")
        expect(told).to_contain_text("Softmax of one number is always 1.")
        expect(page.locator(".doors")).to_be_visible()
    with subtests.test("each answer leads to a network that gives it"):
        models = page.request.get(f"{server.address}/api/models").json()["models"]
        assert page.locator(".doors tbody tr").count() == 6
        links = page.locator(".doors [data-lab]").evaluate_all(
            "links => links.map(link => link.getAttribute('href') ?? '')"
        )
        names = {link.rpartition("network=")[2] for link in links}
        assert {"lenet5", "unet_style"} <= names <= {each["name"] for each in models}
    with subtests.test("nonsense in a link is as at the beginning"):
        go(page, "x=NaN_99_&said=<b>")
        assert assert_true(page) == [3, 6, -4]


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    links = ("answers", ("said=sigmoid-none", "said=?&lang=nl", "said=?&lecture=on"))
    assert_links_are_for_everyone(open_lab, server, subtests, links)
