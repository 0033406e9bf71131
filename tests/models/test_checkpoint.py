"""Weights on disk are the ones that the card describes, or are refused in words."""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path

import pytest
import safetensors.torch
import torch

from models import create_model, list_models, model_entry
from models._answers import digit_of
from models._checkpoint import WeightsError, load_weights, read_card, save_weights
from models.training.card import digit_limits


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    save_weights(create_model("lenet5"), {"note": "untrained"}, "lenet5", tmp_path)
    return tmp_path


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    network = create_model("lenet5")
    save_weights(network, {"note": "untrained"}, "lenet5", tmp_path)
    again = load_weights("lenet5", tmp_path)
    assert not again.training
    for name, value in network.state_dict().items():
        assert torch.equal(again.state_dict()[name], value)
    assert read_card("lenet5", tmp_path)["note"] == "untrained"


@pytest.mark.parametrize("name", list_models())
def test_every_network_comes_with_its_weights_and_card(name: str) -> None:
    load_weights(name)
    card = read_card(name)
    assert {"sha256", "recipe", "command", "limits"} <= set(card)
    assert ("story" in card) == (model_entry(name).year is not None)
    if digit_of(model_entry(name).answers) is not None:
        assert {"data", "accuracy", "calibration", "not_a_digit"} <= set(card)
        assert card["limits"] == digit_limits(card["not_a_digit"]["detected"])
    else:
        (said,) = card["answers"].values()
        assert said.keys() & {"overlap", "several", "agreement", "ways", "detection"}


def test_a_network_that_hardly_doubts_has_it_among_its_limits() -> None:
    sure = "It hardly notices that something is no digit"
    hardly = {
        name for name in list_models() if any(sure in text for text in read_card(name)["limits"])
    }
    assert hardly == {"dense", "plain_44"}


def test_a_missing_file_is_named_and_how_to_get_it(folder: Path) -> None:
    (folder / "lenet5.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"lenet5\.safetensors is missing; .* inkling train"):
        load_weights("lenet5", folder)


def test_a_missing_card_is_named(folder: Path) -> None:
    (folder / "lenet5.json").unlink()
    with pytest.raises(WeightsError, match=r"lenet5\.json is missing"):
        load_weights("lenet5", folder)


@pytest.mark.parametrize("content", ["{", "[]", '"text"'])
def test_a_damaged_card_is_named(folder: Path, content: str) -> None:
    (folder / "lenet5.json").write_text(content)
    with pytest.raises(WeightsError, match=r"lenet5\.json is not"):
        load_weights("lenet5", folder)


def test_one_changed_byte_is_noticed(folder: Path) -> None:
    path = folder / "lenet5.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="not the file that its card describes"):
        load_weights("lenet5", folder)


class Canary:
    """Unpickling this would leave a file behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return (Path.touch, (self.path,))


def with_matching_card(folder: Path, content: bytes) -> None:
    (folder / "lenet5.safetensors").write_bytes(content)
    card = {"sha256": hashlib.sha256(content).hexdigest()}
    (folder / "lenet5.json").write_text(json.dumps(card))


def test_a_pickle_is_never_opened(folder: Path) -> None:
    canary = folder / "canary"
    with_matching_card(folder, pickle.dumps(Canary(canary)))
    with pytest.raises(WeightsError, match="not a safetensors file"):
        load_weights("lenet5", folder)
    assert not canary.exists()


def test_a_header_that_claims_ten_gigabytes_is_refused(folder: Path) -> None:
    with_matching_card(folder, (10 * 2**30).to_bytes(8, "little") + b"{}")
    with pytest.raises(WeightsError, match="not a safetensors file"):
        load_weights("lenet5", folder)


def test_weights_of_another_shape_are_refused(folder: Path) -> None:
    state = create_model("lenet5").state_dict()
    state["fc3.weight"] = torch.zeros(26, 84)
    with_matching_card(folder, safetensors.torch.save(state))
    with pytest.raises(WeightsError, match="does not fit the network 'lenet5'"):
        load_weights("lenet5", folder)


def test_an_unreadable_path_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "lenet5.safetensors").mkdir()
    with pytest.raises(WeightsError, match="cannot be read"):
        load_weights("lenet5", tmp_path)
