"""The page about a network: what its card tells, and a network without one."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from models._checkpoint import read_card
from models._registry import model_entry
from models.training.recipe import OF_DIGITS
from models.training.tasks import task_of


@pytest.mark.parametrize(
    "card",
    [None, {}, {"accuracy": {"mine": {"count": 3, "first_guess": 1.0, "per_class": {}}}}],
    ids=["none", "empty", "another's"],
)
def test_a_network_with_another_model_card_or_none_has_its_page_too(
    new_client: TestClient, card: object
) -> None:
    new_client.app.state.zoo.get("lenet5").card = card
    page = new_client.get("/about", params={"network": "nonsense"})
    assert page.status_code == 200
    assert "About this network: LeNet-5" in page.text


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_year_on_a_card_is_written_as_a_year(client: TestClient, language: str) -> None:
    page = client.get("/about", params={"network": "alexnet_style", "lang": language})
    assert "2012. " in page.text
    assert not re.search(r"2[.,]012", page.text)


def test_the_card_of_a_network_of_pixels_has_each_skip_cut_by_its_title(client: TestClient) -> None:
    page = client.get("/about", params={"network": "unet_style"}).text
    cut = read_card("unet_style")["answers"]["pixels"]["overlap"]["strokes-validation"]["without"]
    for level, parts in ((2, cut["skip2"]), (1, cut["skip1"])):
        row = page.split(f"without: Skip to decoder level {level}")[1].split("</tr>")[0]
        assert f"{100 * parts['digit']:.2f}" in row
    assert "without any skip" in page
    assert "left out of 25" in page


def test_the_card_lists_gradients_before_training_of_each_operation(client: TestClient) -> None:
    page = client.get("/about", params={"network": "residual_8", "lang": "nl"}).text
    gradients = read_card("residual_8")["gradients"]
    rows = dict(re.findall(r'<th scope="row">(\w+)</th><td>([^<]*)</td>', page))
    assert {name: rows[name] for name in gradients} == {
        name: "0" if size == 0 else f"{size:.1e}".replace(".", ",").replace("e-0", "e−")
        for name, size in gradients.items()
    }
    assert rows["block1_conv1"] == "0"
    assert "Gradients before" not in client.get("/about?network=unet_style").text


COMPOSED = ("detector", "fine_classes", "several_digits", "stroke_measures", "unet_style")


@pytest.mark.parametrize("network", COMPOSED)
def test_a_card_tells_nothing_that_its_network_did_not_learn_from(
    client: TestClient, network: str
) -> None:
    page = unescape(client.get("/about", params={"network": network}).text)
    training = page.split("How it was trained")[1]
    for nothing in ("mnist", "MNIST", "warp", "not digits", "doubt weight", "variants"):
        assert nothing not in training
    learned, *measured = training.split("Data:")[1].split("Not learned from, but measured by:")
    assert "made up by the project's own generator" in learned
    pens = measured[0] if network == "fine_classes" else learned
    assert ("strokes: CC BY" in learned) == (network != "fine_classes")
    assert "unipen: CC BY" in pens
    assert set(read_card(network)["recipe"]).isdisjoint(OF_DIGITS)


@pytest.mark.parametrize("network", COMPOSED)
def test_a_cards_limits_are_those_of_its_task(network: str) -> None:
    task = task_of(model_entry(network))
    assert task is not None
    assert read_card(network)["limits"] == list(task.limits)
    assert ("measured_by" in read_card(network)) == (not task.recorded)
