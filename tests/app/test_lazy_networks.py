"""The default network is loaded at the start, each other one by its first drawing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.errors import NotReadyError
from app.services.meters import Meters
from app.services.predictor import Predictor
from app.services.readings import Reading
from app.services.to_read import ToRead
from app.services.zoo import Zoo
from models import list_models
from models._checkpoint import WEIGHTS
from models.forward.exported import paths_of
from tests.app.conftest import MakeClient
from tests.drawings import golden_drawings
from tests.loops import run_coroutine

EIGHT = ToRead(golden_drawings()[0].strokes)
OTHER = next(name for name in list_models() if name != "lenet5")


def read(zoo: Zoo, name: str) -> Reading:
    async def scenario() -> Reading:
        predictor = Predictor(zoo, Meters(), forward_seconds=30)
        try:
            return await predictor.read(name, EIGHT)
        finally:
            await predictor.close()

    return run_coroutine(scenario())


def test_only_the_default_network_is_loaded_before_the_first_drawing() -> None:
    zoo = Zoo(None)
    zoo.load()
    assert zoo.problems() == {}
    assert [network.name for network in zoo if network.engine] == ["lenet5"]
    assert all(network.card and network.weights_name for network in zoo)
    assert zoo.get(OTHER).milliseconds is None
    assert read(zoo, OTHER).exact is not None
    assert (zoo.get(OTHER).milliseconds or 0) > 0


def test_another_default_is_loaded_in_its_place() -> None:
    zoo = Zoo(None, default=OTHER)
    zoo.load()
    assert [network.name for network in zoo if network.engine] == [OTHER]


def test_what_cannot_be_loaded_later_is_told_at_the_drawing_and_all_else_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))
    for path in paths_of(OTHER, folder):
        path.write_bytes(b"not a graph")
    monkeypatch.setattr("app.services.engines.has_torch", lambda: False)
    zoo = Zoo(folder)
    zoo.load()
    assert zoo.problems() == {}
    with pytest.raises(NotReadyError, match="run: inkling export"):
        read(zoo, OTHER)
    assert set(zoo.problems()) == {OTHER}
    assert read(zoo, "lenet5").exact is not None


def test_a_folder_with_some_weights_offers_those(tmp_path: Path, make_client: MakeClient) -> None:
    for file in WEIGHTS.glob("lenet5.*"):
        shutil.copy(file, tmp_path)
    client = make_client(weights=tmp_path)
    assert client.get("/readyz").json()["networks"] == ["lenet5"]
    assert client.get(f"/api/models/{OTHER}").status_code == 404
