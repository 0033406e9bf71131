"""Files of networks that were changed or damaged: named at that network, and the server starts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from app.services import engines
from app.services import zoo as zoo_module
from app.services.engines import OnnxEngine, TorchEngine
from app.services.zoo import Network, Zoo
from models import create_model
from models._checkpoint import WEIGHTS, load_weights, save_weights
from models.forward.exported import ExportedNetwork, Stamp, hash_of, paths_of
from tests.app.conftest import MakeClient
from tests.drawings import golden_drawings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The checkpoint and its export, to be damaged."""
    copy = tmp_path / "weights"
    (copy / "exported").mkdir(parents=True)
    for file in WEIGHTS.rglob("lenet5.*"):
        shutil.copy(file, copy / file.relative_to(WEIGHTS))
    return copy


def loaded(folder: Path) -> Network:
    zoo = Zoo(folder)
    zoo.load()
    return zoo.get("lenet5")


def tamper(folder: Path) -> None:
    """Turn the classes round in both graphs; all else, what they say of themselves too, stays."""
    for path in paths_of("lenet5", folder):
        model = onnx.load(path)
        for kept in model.graph.initializer:
            if list(kept.dims)[:1] == [10]:
                turned = numpy_helper.to_array(kept)[::-1].copy()
                kept.CopyFrom(numpy_helper.from_array(turned, kept.name))
        onnx.save(model, path)


def stamp_as_it_is(folder: Path) -> None:
    """As if the graphs were those that were exported."""
    stamp = Stamp.read("lenet5", folder)
    hashes = [hash_of(path.read_bytes()) for path in paths_of("lenet5", folder)]
    Stamp(hashes, stamp.source, stamp.description, stamp.golden).write("lenet5", folder)


def test_an_export_is_used_as_it_was_made(folder: Path) -> None:
    assert isinstance(loaded(folder).engine, OnnxEngine)


def test_a_changed_export_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tamper(folder)
    network = loaded(folder)
    assert isinstance(network.engine, TorchEngine)
    assert "is not the one that was made" in caplog.text

    stamp_as_it_is(folder)  # the hashes fit: only the golden forward pass finds it
    network = loaded(folder)
    assert isinstance(network.engine, TorchEngine)
    assert "reads otherwise" in caplog.text

    monkeypatch.setattr(ExportedNetwork, "check", lambda _: None)
    network = loaded(folder)
    assert isinstance(network.engine, OnnxEngine)  # without both checks it would have been used
    right = load_weights("lenet5", folder)
    images = np.random.default_rng(0).uniform(0, 1, (8, 1, 28, 28)).astype(np.float32)
    read = network.engine.run(images, False).outcomes["digit"].argmax(axis=1)
    expected = right(torch.from_numpy(images)).argmax(dim=1).numpy()
    assert (read != expected).any()


@pytest.mark.parametrize("part", ["live", "exact", "stamp"])
def test_without_pytorch_a_damaged_export_is_told_and_all_else_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, make_client: MakeClient, part: str
) -> None:
    live, exact = paths_of("lenet5", folder)
    if part == "stamp":
        stamp = Stamp.read("lenet5", folder)
        Stamp(["no", "hash"], stamp.source, stamp.description, stamp.golden).write("lenet5", folder)
    else:
        (live if part == "live" else exact).write_bytes(b"not a graph")
    for module in (engines, zoo_module):
        monkeypatch.setattr(module, "has_torch", lambda: False)
    client = make_client(wait=False, weights=folder)
    problem = wait_for_problem(client)
    assert "inkling export" in problem
    assert client.get("/api/models/lenet5").json()["description"]["name"] == "lenet5"
    assert client.get("/").status_code == 200


def wait_for_problem(client: Any) -> str:
    network = client.app.state.zoo.get("lenet5")
    for _ in range(2000):
        if network.problem != zoo_module.LOADING:
            break
        client.get("/healthz")
    assert client.get("/readyz").status_code == 503
    assert network.problem is not None
    return str(network.problem)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_weights_that_are_not_finite_are_told(tmp_path: Path, value: float) -> None:
    network = create_model("lenet5")
    with torch.no_grad():
        next(network.parameters()).view(-1)[7] = value
    save_weights(network, {}, "lenet5", tmp_path)
    found = loaded(tmp_path)
    assert found.engine is None
    assert "not finite" in str(found.problem)


def changed(**fields: object) -> Callable[[bytes], bytes]:
    return lambda card: json.dumps({**json.loads(card), **fields}).encode()


def score(**fields: object) -> Callable[[bytes], bytes]:
    def change(card: bytes) -> bytes:
        accuracy = json.loads(card)["accuracy"]
        accuracy["mnist-test"] |= fields
        return changed(accuracy=accuracy)(card)

    return change


CARDS: dict[str, Callable[[bytes], bytes]] = {
    "brackets": lambda _: b"[" * 100_000,
    "brackets in a field": lambda card: card[:-2] + b',"x":' + b"[" * 100_000,
    "NaN": changed(minutes=float("nan")),
    "too large a number": lambda card: card.replace(b'"minutes": ', b'"minutes": 1e999, "x": '),
    "half a pair of letters": changed(command="\ud800"),
    "a list": lambda _: b"[]",
    "no text": lambda _: b"\xff\xfe\x00",
    "sha256": changed(sha256=5),
    "accuracy": changed(accuracy=[1, 2]),
    "confusion": score(confusion="9"),
    "a part over one": score(first_guess=7),
    "reliability": score(reliability=[[1, 2]]),
    "threshold": changed(not_a_digit={"threshold": "high"}),
    "false alarms": changed(not_a_digit={"threshold": 1.0, "false_alarms": 3}),
    "misread": changed(misread=[{"label": "x"}]),
    "recipe": changed(recipe="fast"),
    "data": changed(data={"mnist": 5}),
    "limits": changed(limits=7),
    "licences": changed(licences=["CC"]),
    "calibration": changed(calibration=[]),
}


@pytest.mark.parametrize("damage", CARDS.values(), ids=CARDS)
def test_a_damaged_card_is_told_and_nothing_of_it_is_kept(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = folder / "lenet5.json"
    path.write_bytes(damage(path.read_bytes()))
    found = loaded(folder)
    problem = str(found.problem)
    assert "lenet5.json" in problem or "not the file that its card describes" in problem
    assert str(folder) not in problem
    assert "log says" not in problem
    assert (found.card, found.weights) == (None, b"")


# Pages show nothing of a damaged card, before and after the network's engine is made.
@pytest.mark.parametrize("damage", ["no text", "sha256", "recipe"])
def test_with_a_damaged_card_the_server_starts(
    folder: Path, make_client: MakeClient, damage: str
) -> None:
    path = folder / "lenet5.json"
    path.write_bytes(CARDS[damage](path.read_bytes()))
    client = make_client(wait=False, weights=folder)
    wait_for_problem(client)
    for page in ("/", "/about", "/api/models", "/api/models/lenet5"):
        assert client.get(page).status_code == 200
    drawing = {"strokes": golden_drawings()[0].strokes}
    refused = client.post("/api/models/lenet5/predictions", json=drawing)
    assert (refused.status_code, refused.json()["error"]) == (503, "not_ready")
