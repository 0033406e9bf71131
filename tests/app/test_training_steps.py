"""A training step over HTTP: PyTorch's own gradients and optimiser are the judges."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from starlette.testclient import TestClient
from torch import nn
from torch.nn import functional as F  # noqa: N812  (its usual name)

from app.services import training_steps
from models._checkpoint import load_weights
from models._film import FILMS, read_film
from models._registry import create_model
from models.ink.preprocess import preprocess
from tests.app.conftest import MakeClient, client_of
from tests.drawings import EIGHT

ADDRESS = "/api/models/lenet5/training-steps"
CONV2 = {"operation": "conv2", "index": 1_000}
START = {"name": "good", "moment": 0}
STEP = 0.1
STEP_SECONDS = 300
"""On a busy machine: a step gives way to all else."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """One for these tests: its process takes seconds to begin, and holds all of PyTorch."""
    with ExitStack() as stack:
        yield client_of(stack, step_seconds=STEP_SECONDS)


def take(client: TestClient, **asked: Any) -> dict[str, Any]:
    body = {"strokes": EIGHT.strokes, "label": 8, "weight": CONV2, "step_size": STEP, **asked}
    answer = client.post(ADDRESS, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def image() -> torch.Tensor:
    return torch.from_numpy(preprocess(EIGHT.strokes))[None].double()


def at_the_start() -> nn.Module:
    network = create_model("lenet5").double()
    weights = read_film(FILMS / "good.film").weights_at(0)
    network.load_state_dict({name: torch.from_numpy(each) for name, each in weights.items()})
    return network


def moved(network: nn.Module, times: int) -> list[float]:
    """The losses before and after so many steps of all weights."""
    optimizer = torch.optim.SGD(network.parameters(), lr=STEP)
    losses = []
    for _ in range(times + 1):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(image()), torch.tensor([8]))
        loss.backward()
        losses.append(float(loss.detach()))
        optimizer.step()
    return losses


def exact(sent: dict[str, Any]) -> NDArray[np.float64]:
    return np.frombuffer(base64.b64decode(sent["values"]), "<f8").reshape(sent["shape"])


def test_a_step_has_pytorchs_numbers(client: TestClient) -> None:
    found, network = take(client, film=START), at_the_start()
    weight = network.get_parameter("conv2.weight")
    before = weight.detach().clone()
    now, after = moved(network, 1)
    assert found["loss"] == pytest.approx(now)
    assert found["losses"] == [pytest.approx(now)]
    assert found["loss_of_all"] == pytest.approx(after)
    assert found["loss_of_one"] < found["loss"]
    assert found["value"] == pytest.approx(float(before.flatten()[1_000]))
    assert found["updated"] == pytest.approx(found["value"] - STEP * found["slope"])
    assert (found["made"], found["source"], found["source_map"]) == (6, "pool1", 4)
    np.testing.assert_allclose(exact(found["kernel"]), before[6])
    assert exact(found["kernel_slopes"]).flatten()[100] == pytest.approx(found["slope"])
    products = exact(found["gradient"]) * exact(found["source_values"])[:10, :10]
    assert products.sum() == pytest.approx(found["slope"])
    said = found["difference"]
    assert said["verdict"] == "equal"
    assert said["slope"] == pytest.approx(found["slope"], rel=5e-4)
    assert said["slope"] == pytest.approx((said["above"] - said["below"]) / 2 / said["distance"])
    assert set(found["sizes"]) == {"conv1", "conv2", "fc1", "fc2", "fc3"}


def test_maps_and_gradients_are_those_of_the_pass_in_8_bits(client: TestClient) -> None:
    found = take(client)
    network = load_weights("lenet5").double()
    shown: dict[str, torch.Tensor] = {}
    handles = [
        module.register_forward_hook(lambda _m, _i, out, name=name: shown.update({name: out}))
        for name, module in network.named_children()
    ]
    given = image().requires_grad_(True)
    loss = F.cross_entropy(network(given), torch.tensor([8]))
    for handle in handles:
        handle.remove()
    shown = {"image": given, **shown}
    gradients = torch.autograd.grad(loss, list(shown.values()))
    by_name = dict(zip(shown, gradients, strict=True))
    assert [each["operation"] for each in found["layers"]] == [
        *("image", "relu1", "pool1", "relu2", "pool2", "relu3", "relu4", "fc3")
    ]
    for layer in found["layers"]:
        for key, true in (("values", shown), ("gradients", by_name)):
            expected = true[layer["operation"]][0].detach().numpy().flatten()
            sent = layer[key]
            low, high = sent["low"], sent["high"]
            codes = np.frombuffer(base64.b64decode(sent["codes"]), np.uint8).astype(np.float64)
            step = high / 255 if low >= 0 else max(high, -low) / 127
            values = codes * step if low >= 0 else (codes - 128) * step
            np.testing.assert_allclose(values, expected, atol=step * 0.501 + 1e-12)


def test_moves_are_made_before_the_step_and_kept_from_the_next(client: TestClient) -> None:
    drawing = {"move": "drawing"}
    found = take(client, film=START, done=[drawing] * 3)
    assert found["losses"] == pytest.approx(moved(at_the_start(), 3))
    assert found["loss"] == found["losses"][-1]
    first = take(client, film=START)
    one = take(client, film=START, done=[{"move": "weight", "weight": CONV2}])
    assert one["value"] == pytest.approx(first["updated"])
    assert one["losses"] == pytest.approx([first["loss"], first["loss_of_one"]])
    batches = take(client, film=START, done=[{"move": "batch"}] * 2)
    assert batches == take(client, film=START, done=[{"move": "batch"}] * 2)
    assert batches["losses"][0] == pytest.approx(first["loss"])
    assert len({*batches["losses"]}) == 3


def test_moments_of_a_film_are_the_network_of_then(client: TestClient) -> None:
    end = take(client, film={"name": "good", "moment": 23})
    assert end["loss"] < 0.5 < take(client, film=START)["loss"]


BIG = {"move": "batch"}


@pytest.mark.parametrize(
    ("name", "asked", "status", "why"),
    [
        ("lenet5", {"label": 10}, 409, "the labels are 0 to 9"),
        ("lenet5", {"weight": {"operation": "pool1", "index": 0}}, 409, "these have: conv1"),
        ("lenet5", {"weight": {**CONV2, "index": 2_400}}, 409, "2400 is none of them"),
        ("lenet5", {"step_size": 0}, 400, "step_size"),
        ("lenet5", {"done": [{"move": "far"}]}, 400, "done"),
        ("lenet5", {"done": [BIG] * 41}, 400, "at most 40"),
        ("lenet5", {"film": {"name": "good", "moment": 99}}, 409, "moments 0 to"),
        ("lenet5", {"film": {"name": "sigmoid", "moment": 0}}, 409, "sigmoid in the place"),
        ("lenet5", {"film": {"name": "nobody", "moment": 0}}, 404, "no film"),
        ("residual_8", {"off": ["shortcut1"]}, 409, "cuts no edges"),
        ("lenet5", {"explain": True}, 409, "no preprocessing"),
        ("several_digits", {}, 409, "one class of several"),
        ("residual_44", {"done": [BIG] * 40}, 409, "take too long"),
        ("nobody", {}, 404, "nobody"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: TestClient, name: str, asked: dict[str, Any], status: int, why: str
) -> None:
    body = {"strokes": EIGHT.strokes, "label": 8, "weight": CONV2, **asked}
    answer = client.post(f"/api/models/{name}/training-steps", json=body)
    assert (answer.status_code, why in answer.json()["detail"]) == (status, True), answer.text


def test_a_residual_network_is_taken_apart_too(client: TestClient) -> None:
    weight = {"operation": "conv", "index": 4}
    body = {"strokes": EIGHT.strokes, "label": 3, "weight": weight}
    found = client.post("/api/models/residual_8/training-steps", json=body).json()
    assert found["difference"]["verdict"] == "equal"
    assert found["loss_of_all"] < found["loss"]


def test_without_pytorch_it_is_said(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(training_steps, "has_torch", lambda: False)
    body = {"strokes": EIGHT.strokes, "label": 8, "weight": CONV2}
    answer = make_client(films=tmp_path).post(ADDRESS, json=body)
    assert (answer.status_code, answer.json()["error"]) == (503, "not_ready")
    assert "PyTorch" in answer.json()["detail"]


def test_too_many_that_wait_are_refused(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_steps, "MOST_WAITING", 0)
    body = {"strokes": EIGHT.strokes, "label": 8, "weight": CONV2}
    answer = make_client().post(ADDRESS, json=body)
    assert (answer.status_code, answer.json()["error"]) == (503, "overloaded")
