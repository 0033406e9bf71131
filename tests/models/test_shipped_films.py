"""The films that come with Inkling: small enough, readable, and made as docs/films.md says."""

from __future__ import annotations

import argparse
import re
import shlex
from dataclasses import asdict

import numpy as np
import pytest

from app.commands import train as command
from models._film import FILMS, SUFFIX, Film, read_film, read_head
from models._registry import model_entry
from models.training.recipe import recipe_of
from tests.serving import ROOT

NAMES = sorted(path.stem for path in FILMS.glob(f"*{SUFFIX}"))


def film(name: str) -> Film:
    return read_film(FILMS / f"{name}{SUFFIX}")


def documented() -> dict[str, list[str]]:
    """Name of each film -> the options that docs/films.md gives for it."""
    text = (ROOT / "docs" / "films.md").read_text()
    lines = re.findall(r"^    inkling (train .*)$", text, re.M)
    return {re.findall(r"models/films/(\w+)\.film", line)[0]: shlex.split(line) for line in lines}


def test_they_are_small() -> None:
    sizes = [(FILMS / f"{name}{SUFFIX}").stat().st_size for name in NAMES]
    assert len(NAMES) >= 9
    assert max(sizes) <= 1.5e6
    assert sum(sizes) <= 8e6


@pytest.mark.parametrize("name", NAMES)
def test_each_is_what_its_command_makes(name: str) -> None:
    program, *options = documented()[name]
    assert program == "train"
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    arguments = parser.parse_args(options)
    given = {key: value for key, value in vars(arguments).items() if key in command.OPTIONS}
    recipe = asdict(recipe_of(model_entry(arguments.network), **given))
    told = film(name)
    assert (told.network, told.settings) == (
        arguments.network,
        {**recipe, "validation": "mnist-validation"},
    )
    assert len(told.steps) == arguments.moments
    head = read_head(FILMS / f"{name}{SUFFIX}")
    assert (head.moments, head.has_weights, head.settings) == (
        len(told.steps),
        bool(told.weights),
        told.settings,
    )
    assert np.isfinite(told.validation_loss).all()


def test_what_each_shows_is_what_it_is_called() -> None:
    good, fifty, random = film("good"), film("fifty"), film("random_labels")
    assert good.validation_accuracy[-1] > 0.98
    assert fifty.validation_loss[-1] > 1.15 * fifty.validation_loss.min()
    assert fifty.losses[-20:, 1].mean() < 0.01
    for remedy in ("fifty_augmented", "fifty_dropout"):
        assert film(remedy).validation_accuracy[-1] > fifty.validation_accuracy[-1] + 0.03
    assert film("diverges").losses[:, 1].max() > 1e3
    assert film("diverges").validation_accuracy[-1] < 0.15
    small = film("small_step")
    assert small.validation_loss[0] - small.validation_loss[-1] < 0.05
    assert random.losses[-10:, 1].mean() < 0.05
    assert random.validation_accuracy[-1] < 0.15
    zero = film("zero_start").weights_at(-1)
    assert len(zero) == 10  # weights and biases of five layers
    assert all(not value.any() for key, value in zero.items() if key != "fc3.bias")
    assert film("sgd").validation_accuracy[-1] > 0.9
    assert film("sigmoid").validation_accuracy[-1] < 0.2
    moved = {
        name: np.abs(
            film(name).weights_at(-1)["conv1.weight"] - film(name).weights_at(0)["conv1.weight"]
        ).mean()
        for name in ("sgd", "sigmoid")
    }
    assert moved["sigmoid"] < moved["sgd"] / 10
