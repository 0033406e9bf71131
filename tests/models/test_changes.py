"""What a recipe changes in a run: start, activation, dropout, labels, optimiser, images."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from app.__main__ import main
from models._film import read_film
from models._registry import ArchitectureError, create_model
from models.training.changes import change
from models.training.recipe import Recipe
from models.training.train import StepDone, TrainingStarted, _with_noise, train
from models.training.training_data import TrainingData, read_training_data

ONE_STEP = Recipe(
    epochs=1,
    batch_size=200,
    generated=0,
    not_digits=0,
    variants=0,
    warp=0,
    mnist_validation=10,
    validation_writers=1,
    weight_decay=0,
    learning_rate=1,
    optimizer="sgd",
    momentum=0,
)


@pytest.fixture(scope="module")
def data(folder: Path) -> TrainingData:
    return read_training_data(folder, ONE_STEP)


def state(network: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def one_step(
    data: TrainingData, recipe: Recipe
) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """The weights before and after the first step."""
    begun: dict[str, torch.Tensor] = {}
    for event in train("lenet5", data, recipe):
        if isinstance(event, TrainingStarted):
            begun = state(event.network)
        if isinstance(event, StepDone):
            return begun, state(event.network)
    raise AssertionError("no step")


def test_sgd_moves_weights_against_the_slope_of_all_images(data: TrainingData) -> None:
    begun, after = one_step(data, ONE_STEP)
    network = create_model("lenet5")
    network.load_state_dict(begun)
    nn.functional.cross_entropy(network(data.images), data.labels).backward()
    rate = 0.05  # where the climb of the first steps begins
    for name, value in network.named_parameters():
        assert value.grad is not None
        assert torch.allclose(begun[name] - rate * value.grad, after[name], atol=1e-6), name


def test_from_zeros_only_the_last_biases_move(data: TrainingData) -> None:
    begun, after = one_step(data, replace(ONE_STEP, start=0))
    assert all(bool((value == 0).all()) for value in begun.values())
    moved = [name for name, value in after.items() if bool((value != 0).any())]
    assert moved == ["fc3.bias"]


def test_dropout_keeps_names_and_is_for_training_alone(data: TrainingData) -> None:
    plain = create_model("lenet5").eval()
    dropped = create_model("lenet5")
    dropped.load_state_dict(plain.state_dict())
    change(dropped, Recipe(dropout=0.5))
    images = data.images[:4]
    with torch.no_grad():
        once, twice = dropped.train()(images), dropped(images)
        assert not torch.equal(once, twice)
        assert torch.equal(dropped.eval()(images), plain(images))
    assert dropped.state_dict().keys() == plain.state_dict().keys()


def test_an_activation_takes_the_place_of_every_relu() -> None:
    network = create_model("lenet5").eval()
    change(network, Recipe(activation="sigmoid"))
    assert not [each for each in network.modules() if isinstance(each, nn.ReLU)]
    assert len([each for each in network.modules() if isinstance(each, nn.Sigmoid)]) == 4
    with pytest.raises(ArchitectureError, match="0 layers of kind Linear"):
        change(create_model("unet_style"), Recipe(dropout=0.1))


def test_labels_by_chance_are_the_same_in_each_epoch() -> None:
    labels = torch.arange(10).repeat(200)
    one = _with_noise(labels, Recipe(label_noise=1))
    assert torch.equal(one, _with_noise(labels, Recipe(label_noise=1)))
    assert float((one == labels).float().mean()) == pytest.approx(0.1, abs=0.03)
    some = _with_noise(labels, Recipe(label_noise=0.3))
    assert float((some == labels).float().mean()) == pytest.approx(0.73, abs=0.03)
    none = torch.full((50,), -1)
    assert torch.equal(_with_noise(none, Recipe(label_noise=1)), none)


def test_so_many_images_are_learned_from_and_the_same_are_kept_aside(
    folder: Path, data: TrainingData
) -> None:
    few = read_training_data(folder, replace(ONE_STEP, images=7))
    assert (len(few.images), len(data.images)) == (7, 50)
    assert torch.equal(few.images, data.images[:7])
    assert np.array_equal(few.validation[0].images, data.validation[0].images)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dropout": 1.0},
        {"dropout": float("nan")},
        {"label_noise": -0.1},
        {"start": -1.0},
        {"optimizer": "luck"},
        {"activation": "gelu"},
        {"images": -1},
        {"epochs": 0},
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError, match=next(iter(wrong))):
        Recipe(**wrong)


@pytest.mark.slow
def test_the_command_records_without_weights(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "run.film"
    few = ["--epochs", "2", "--generated", "0", "--not-digits", "0", "--validation-writers", "1"]
    command = ["train", "lenet5", "--data", str(folder), "--out", str(tmp_path), *few]
    record = ["--record", str(film), "--no-weights"]
    assert main([*command, *record, "--activation", "sigmoid", "--moments", "2"]) == 0
    assert not list(tmp_path.glob("*.safetensors"))
    told = read_film(film)
    assert told.settings["activation"] == "sigmoid"
    assert told.steps[0] == 0
    assert told.weights
    assert main([*command, *record, "--curves-only"]) == 0
    curves = read_film(film)
    assert curves.weights == {}
    assert len(curves.validation_loss) == len(curves.steps)
    capsys.readouterr()
    assert main(["film", str(film)]) == 0
    assert "It has no weights" in capsys.readouterr().out
    for wrong, says in (
        (["--no-weights"], "give --record FILE too"),
        (["--activation", "sigmoid"], "read wrongly"),
        ([*record, "--moments", "1"], "2 to 64 moments"),
        ([*record, "--dropout", "2"], "dropout is 2"),
        ([*record, "--optimizer", "luck"], "optimizer is 'luck'"),
    ):
        assert main([*command, *wrong]) == 1
        assert says in capsys.readouterr().err
