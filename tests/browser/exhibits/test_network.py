"""A whole network: its layers counted as PyTorch has them, and the way into the lab's film."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from models import create_model
from tests.browser.hands.exhibits import SETTLED, assert_links_are_for_everyone, go, show, visit
from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.serving import Server


def counts(page: Page) -> list[int]:
    texts = page.locator(".layers .count").all_text_contents()
    return [int(text.replace(",", "")) for text in texts]


NETWORKS = ("dense", "lenet5", "alexnet_style")


def test_layers_are_counted_as_pytorch_has_them(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "network", f"said=?&network={NETWORKS[0]}")
    for network in NETWORKS:
        with subtests.test("parameters are those of PyTorch's modules", network=network):
            if network != NETWORKS[0]:
                go(page, f"said=?&network={network}")
            assert_parameters_are_pytorchs(page, network)
    with subtests.test("measures and networks change the rows, and stay in the link"):
        go(page, "said=fc1")
        assert_measures_stay_in_the_link(page)


def assert_parameters_are_pytorchs(page: Page, network: str) -> None:
    modules = create_model(network).modules()
    own = [sum(p.numel() for p in each.parameters(recurse=False)) for each in modules]
    assert [count for count in counts(page) if count] == [count for count in own if count]
    total = page.locator("[data-part=all]").inner_text()
    assert total == f"{sum(own):,} parameters"
    lengths = page.locator(".layers .length").evaluate_all(
        "bars => bars.map(bar => bar.style.width)"
    )
    parts = [float(length.rstrip("%")) / 100 for length in lengths]
    assert parts == pytest.approx([count / max(own) for count in counts(page)], abs=1e-4)


def assert_measures_stay_in_the_link(page: Page) -> None:
    expect(page.locator("[data-part=told]")).to_contain_text("Yes.")
    names = page.locator(".layers tbody th").all_text_contents()
    assert names[counts(page).index(max(counts(page)))] == "Fully-connected layer 1"
    page.locator("[data-measure=multiply_adds]").click()
    most = counts(page).index(max(counts(page)))
    assert names[most] == "Convolution layer 2"  # as the answer for it says
    page.locator("[data-measure=values]").click()
    assert counts(page)[:2] == [784, 4704]
    page.locator("[data-network=dense]").click()
    assert counts(page) == [784, 32, 10]
    page.reload()
    expect(page.locator(".layers .count").first).to_have_text("784")
    assert counts(page) == [784, 32, 10]
    assert "measure=values" in page.url
    onward = page.locator(".onward .primary").get_attribute("href") or ""
    assert "network=dense" in onward
    assert "step=" not in onward
    assert "#d=" in onward  # a sample, as nobody has drawn


def test_layers_lead_to_the_film(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = visit(open_lab, server, "network", "said=?")
    with subtests.test("each layer leads to its step of the film, with this drawing"):
        assert_each_layer_leads_to_its_step(lab)
    with subtests.test("the film begins with the visitor's drawing"):
        lab.page.goto(f"{server.address}/exhibits/network?lang=nl")
        lab.page.evaluate(SETTLED)
        assert_the_film_begins_with_the_visitors_drawing(lab)


def assert_each_layer_leads_to_its_step(lab: Lab) -> None:
    page = lab.page
    steps = page.locator(".layers a").evaluate_all(
        "links => links.map(link => Number(new URL(link.href).searchParams.get('step')))"
    )
    assert steps == [0, 2, 3, 5, 6, 8, 10, 11]
    assert steps[-1] + 2 == STEPS  # softmax is the last
    page.locator(".layers a").nth(4).click()
    lab.wait_until_live()
    expect(page.locator("#transport .count")).to_have_text(f"7 of {STEPS}")
    expect(page.locator("[data-part=caption]")).to_contain_text("the largest stays")
    assert "#d=" in page.url  # a sample, as nobody has drawn


def assert_the_film_begins_with_the_visitors_drawing(lab: Lab) -> None:
    lab.page.locator("[data-sample='8']").click()
    lab.page.locator("[data-part=film]").click()
    lab.wait_until_live()
    assert "#d=" not in lab.page.url
    expect(lab.page.locator("html")).to_have_attribute("lang", "nl")
    expect(lab.page.locator("#transport .count")).to_contain_text("1 ")


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    links = ("network", ("said=conv2", "said=?&lang=nl&network=alexnet_style"))
    assert_links_are_for_everyone(open_lab, server, subtests, links)
