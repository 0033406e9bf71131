"""Exhibits as the server gives them, and what is told of networks of the past, counted anew."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import torch
from starlette.testclient import TestClient
from torch import nn

from app.pages.course import BESIDE, COURSE
from app.pages.rendering import STATIC, TEMPLATES
from models._film import FILMS, SUFFIX, read_film
from tests import golden_slopes, golden_windows
from tests import historic_networks as historic
from tests.app.conftest import MakeClient

HISTORY = json.loads((STATIC / "exhibits" / "history.json").read_text("utf-8"))
READY = [name for name in COURSE if (TEMPLATES / "exhibits" / f"{name}.html").exists()]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_course_leads_to_what_is_ready_and_one_exhibit_to_the_next(
    client: TestClient, language: str
) -> None:
    contents = client.get("/exhibits", params={"lang": language}).text
    assert contents.count("<li>") >= len(COURSE)
    for name in COURSE:
        link = f'href="exhibits/{name}?lang={language}"'
        assert (link in contents) == (name in READY)
    for name, following in zip(READY, [*READY[1:], None], strict=True):
        page = client.get(f"/exhibits/{name}", params={"lang": language})
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text
        onward = f'href="{following}?lang={language}"' if following else 'href="../exhibits?lang'
        assert f'rel="next" {onward}' in page.text
        assert (STATIC / "words" / "prose" / f"{name}.{language}.html").exists()


def test_what_stands_beside_an_exhibit_leads_back_to_it_and_on_in_the_course(
    client: TestClient,
) -> None:
    for name, exhibit in BESIDE.items():
        page = client.get(f"/exhibits/{name}").text
        assert f'rel="prev" href="{exhibit}"' in page
        assert f'rel="next" href="{READY[READY.index(exhibit) + 1]}"' in page
        assert f'href="{name}"' in client.get(f"/exhibits/{exhibit}").text


def test_an_exhibit_that_is_not_there_is_not_found(client: TestClient) -> None:
    for name in ("nothing", "exhibits", "question", "..%2Flab", "training"):
        assert client.get(f"/exhibits/{name}").status_code == (200 if name in READY else 404)


def test_without_a_network_with_a_kernel_the_page_is_there_all_the_same(
    make_client: MakeClient,
) -> None:
    client = make_client(wait=False, network="dense")
    assert client.get("/exhibits/weights").status_code == 200


def test_an_exhibit_begins_with_the_servers_network_unless_its_question_names_lenets_layers(
    make_client: MakeClient,
) -> None:
    client = make_client(wait=False, network="dense")
    assert _given(client, "framework", "framework")["usual"] == "dense"
    assert _given(client, "network", "usual") == "lenet5"


def _given(client: TestClient, exhibit: str, name: str) -> Any:
    page = client.get(f"/exhibits/{exhibit}").text
    found = re.search(f'data-given="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("name", "make", "shape"),
    [
        ("AlexNet", historic.alexnet, (3, 227, 227)),
        ("VGG-16", historic.vgg16, (3, 224, 224)),
        ("GoogLeNet", historic.googlenet, (3, 224, 224)),
        ("ResNet-152", historic.resnet152, (3, 224, 224)),
        ("34-layer plain network", historic.plain34, (3, 224, 224)),
        ("U-Net", historic.UNet, (1, 572, 572)),
    ],
)
def test_what_is_counted_is_what_the_papers_layers_have(
    name: str, make: type[nn.Module], shape: tuple[int, ...]
) -> None:
    told = next(each for each in HISTORY["networks"] + HISTORY["twins"] if each["name"] == name)
    with torch.device("meta"):
        network = make()
        assert told["counted"] == ["parameters", "multiply_adds"]
        assert told["parameters"] == historic.parameters(network)
        assert told["multiply_adds"] == historic.multiply_adds(network, *shape)
    if "side" in told:
        assert (told["colours"], told["side"], told["side"]) == shape


def test_lenets_parameters_are_the_sum_of_its_layers() -> None:
    told = HISTORY["networks"][0]
    assert (told["name"], told["parameters"]) == ("LeNet-5", historic.lenet5())


def test_the_slopes_that_the_page_adds_up_are_pytorchs() -> None:
    kept = json.loads(golden_slopes.FILE.read_text("utf-8"))
    for one, other in zip(kept, golden_slopes.cases(), strict=True):
        assert one.pop("slope") == pytest.approx(other.pop("slope"))
        assert one.keys() == other.keys()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_is_said_of_the_recorded_run_is_in_its_film(language: str) -> None:
    words = json.loads((STATIC / "words" / f"{language}.json").read_text("utf-8"))
    film = read_film(FILMS / f"good{SUFFIX}")
    steps = film.steps.tolist()
    right = {step: round(100 * film.validation_accuracy[at]) for at, step in enumerate(steps)}

    def numbers(key: str) -> list[int]:
        found = re.findall(r"\d[\d.,]*", words[f"exhibits.training.{key}"])
        return [int(each.rstrip(".,").replace(",", "").replace(".", "")) for each in found]

    assert sorted(numbers("question")) == [100, 100, film.of_steps]
    assert numbers("answer") == [100, right[100], 100, right[film.of_steps]]
    assert (right[10], right[20], right[50]) == (10, 26, 59)
    assert [numbers(f"said.{each}")[0] for each in (10, 26, 59)] == [10, 20, 50]
    assert numbers("batch.is") == [film.settings["batch_size"]]
    diverges = read_film(FILMS / f"diverges{SUFFIX}").settings
    sgd = read_film(FILMS / f"sgd{SUFFIX}").settings
    assert numbers("large.is") == [diverges["learning_rate"], 2]  # 0.02 without its point
    same = ("seed", "start", "optimizer", "momentum", "images", "batch_size")
    assert sgd["learning_rate"] == 0.02
    assert [diverges[each] for each in same] == [sgd[each] for each in same]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_answers_about_windows_and_wires_are_pytorchs(language: str) -> None:
    words = json.loads((STATIC / "words" / f"{language}.json").read_text("utf-8"))
    numbers = re.findall(r"\d+", words["exhibits.steps.question"])
    window, _, side, _, stride = (int(each) for each in numbers)
    row = torch.arange(float(side))[None, None]
    places = torch.nn.functional.max_pool1d(row, window, stride)[0, 0]
    assert words["exhibits.steps.answer"].startswith(f"{len(places)}:")
    assert side - 1 - places[-1] == 2  # columns that no window reaches
    for other, guess in ((2, 12), (1, 24)):
        assert torch.nn.functional.max_pool1d(row, window, other).shape[-1] == guess
    counts = torch.nn.functional.conv1d(torch.ones(1, 1, 5), torch.ones(1, 1, 3))
    assert counts.sum() == 9
    for page, right in (("steps", "8"), ("weights", "9")):
        template = (TEMPLATES / "exhibits" / f"{page}.html").read_text("utf-8")
        assert f', "{right}" %}}' in template


def test_what_the_page_makes_by_windows_is_compared_with_pytorch() -> None:
    kept = json.loads(golden_windows.FILE.read_text("utf-8"))
    for one, other in zip(kept, golden_windows.cases(), strict=True):
        assert torch.allclose(torch.tensor(one.pop("out")), torch.tensor(other.pop("out")))
        assert one == other
