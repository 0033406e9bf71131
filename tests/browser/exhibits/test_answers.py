"""What should come out? Two activations against PyTorch, and the networks that answer otherwise."""

from __future__ import annotations

import pytest
import torch
from playwright.sync_api import Page, expect

from tests.browser.hands.exhibits import assert_for_everyone, show
from tests.browser.hands.lab import OpenLab
from tests.serving import Server


def told(page: Page, selector: str) -> list[float]:
    texts = page.locator(selector).all_text_contents()
    return [float(text.replace("−", "-").replace(",", ".")) for text in texts]


def assert_true(page: Page) -> None:
    """What is shown is what PyTorch makes of the scores."""
    scores = torch.tensor(told(page, "[data-score]"), dtype=torch.float64)
    softmax, sigmoid = scores.softmax(0), scores.sigmoid()
    for way, values in (("softmax", softmax), ("sigmoid", sigmoid)):
        shown = told(page, f"[data-{way}] [data-part=value]")
        assert shown == pytest.approx(values.tolist(), abs=0.00051)
        assert told(page, f"[data-sum={way}]") == pytest.approx([values.sum().item()], abs=0.00051)
    two = [scores[:2].softmax(0)[0].item(), (scores[0] - scores[1]).sigmoid().item()]
    assert told(page, "[data-two]") == pytest.approx(two, abs=0.00051)


def test_both_activations_are_pytorchs_however_scores_are_moved(
    open_lab: OpenLab, server: Server
) -> None:
    page = show(open_lab, server, "answers")
    assert_true(page)
    first = page.locator("[data-part=scores] input").first
    first.focus()
    for key, score in (("ArrowDown", 2.5), ("End", 6), ("Home", -6), ("ArrowUp", -5.5)):
        page.keyboard.press(key)
        assert told(page, "[data-score]")[0] == score
        assert_true(page)
    assert "x=-5.5_2.5_-4" in page.url
    page.reload()
    expect(page.locator("[data-score]").first).not_to_be_empty()  # its script has come
    assert told(page, "[data-score]") == [-5.5, 2.5, -4]
    assert_true(page)


def test_the_question_comes_before_the_table_of_answers(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "answers")
    expect(page.locator(".doors")).to_be_hidden()
    page.locator("[data-answer=sigmoid-softmax]").click()
    expect(page.locator("[data-part=told]")).to_contain_text("Softmax of one number is always 1.")
    expect(page.locator(".doors")).to_be_visible()


def test_each_answer_leads_to_a_network_that_gives_it(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "answers", "said=?")
    assert page.locator(".doors tbody tr").count() == 6
    offered = {
        each["name"] for each in page.request.get(f"{server.address}/api/models").json()["models"]
    }
    links = [link.get_attribute("href") or "" for link in page.locator(".doors [data-lab]").all()]
    names = [link.rpartition("network=")[2] for link in links]
    assert {"lenet5", "unet_style"} <= set(names) <= offered


def test_nonsense_in_a_link_is_as_at_the_beginning(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "answers", "x=NaN_99_&said=<b>")
    assert told(page, "[data-score]") == [3, 6, -4]
    assert_true(page)


@pytest.mark.parametrize("query", ["said=sigmoid-none", "said=?&lang=nl", "said=?&lecture=on"])
def test_for_everyone(open_lab: OpenLab, server: Server, query: str) -> None:
    page = show(open_lab, server, "answers", query, "phone")
    assert_for_everyone(page, "lecture" in query)
