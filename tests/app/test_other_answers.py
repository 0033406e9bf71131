"""Networks whose first answer is not the digit, that have none, or that cannot be described."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from app.__main__ import main
from app.commands import serve
from app.main import create_app
from models import _registry, create_model
from models._answers import Answer, Classes, digits
from models._checkpoint import WEIGHTS, save_weights
from models._registry import Layer, register_model
from models.forward.exported import paths_of
from models.training.evaluate import as_input, outputs_of
from models.training.recipe import Recipe
from models.training.train import TrainingDone, train
from models.training.training_data import read_training_data
from tests.drawings import FILE, golden_drawings
from tests.models.idx_files import write_data

LAYERS = (
    Layer("input", "Input layer", "input", ("image",)),
    Layer("output", "Output layer", "output", ("flatten", "head")),
)
PARITY = Classes("parity", "Even or odd", "parity", ("even", "odd"))


class OneAnswer(nn.Module):
    """One linear layer."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.head = nn.Linear(28 * 28, size)

    def forward(self, image: Tensor) -> Tensor:
        return self.head(self.flatten(image))


def of_size(size: int) -> Callable[[], OneAnswer]:
    def build() -> OneAnswer:
        return OneAnswer(size)

    return build


class ParityFirst(OneAnswer):
    """Whether the digit is even, and then which it is."""

    def __init__(self) -> None:
        super().__init__(10)
        self.parity = nn.Linear(28 * 28, 2)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        row = self.flatten(image)
        return self.parity(row), self.head(row)


class Unknown(OneAnswer):
    """It has an operation that the page cannot explain."""

    def forward(self, image: Tensor) -> Tensor:
        return super().forward(nn.functional.hardswish(image))


def classes(*labels: str, activation: str = "softmax") -> Classes:
    return Classes("which", "Which", "head", labels, activation)  # type: ignore[arg-type]


WITHOUT_DIGIT = {
    "even-odd": classes("even", "odd"),
    "any-digit": classes(*"0123456789", activation="sigmoid"),
    "one-label": classes("ink", activation="sigmoid"),
}


def register(name: str, answers: tuple[Answer, ...], build: object, **more: object) -> None:
    layers = more.pop("layers", LAYERS)
    register_model(name=name, title=name, layers=layers, answers=answers, **more)(build)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zoo has these networks beside LeNet-5."""
    monkeypatch.setattr(_registry, "_zoo", dict(_registry._known()))
    for name, answer in WITHOUT_DIGIT.items():
        register(name, (answer,), of_size(len(answer.labels)))
    register(
        "parity-first",
        (PARITY, digits("head")),
        ParityFirst,
        layers=(*LAYERS, Layer("parity", "Parity", "output", ("parity",))),
        targets={"parity": lambda _images, labels: labels % 2},
    )


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder with weights of all of them."""
    torch.manual_seed(6)
    for name in ("parity-first", *WITHOUT_DIGIT):
        save_weights(create_model(name), {}, name, tmp_path)
    for each in WEIGHTS.glob("lenet5.*"):
        shutil.copy(each, tmp_path)
    return tmp_path


def sentence_of(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    """What a command that fails says in its one sentence."""
    assert main(arguments) == 1
    errors = capsys.readouterr().err
    assert errors.startswith("inkling: ")
    assert errors.count("\n") == 1
    return errors


@pytest.mark.parametrize("name", ["parity-first", *WITHOUT_DIGIT])
def test_predict_guesses_where_one_label_alone_is_right(
    capsys: pytest.CaptureFixture[str], weights: Path, name: str
) -> None:
    assert main(["predict", name, str(FILE), "--weights", str(weights)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == len(golden_drawings())
    labels = WITHOUT_DIGIT.get(name, PARITY).labels
    for line in lines:
        guesses = [line["first_guess"], line["second_guess"]]
        outcome = next(iter(line["outcomes"].values()))
        ranked = sorted(range(len(labels)), key=lambda index: -outcome[index])
        # Where several may be true at once, none has to win.
        several = name in WITHOUT_DIGIT and WITHOUT_DIGIT[name].activation == "sigmoid"
        assert guesses == ([None, None] if several else ranked[:2])
        assert (line["looks_like_digit"] is None) == (name in WITHOUT_DIGIT)


@pytest.mark.parametrize("name", WITHOUT_DIGIT)
def test_a_network_that_does_not_name_the_digit_is_neither_scored_nor_taught(
    capsys: pytest.CaptureFixture[str], weights: Path, tmp_path: Path, name: str
) -> None:
    expected = f"'{name}' does not name the digit"
    evaluate = ["evaluate", name, str(FILE), "--weights", str(weights)]
    assert expected in sentence_of(capsys, evaluate)
    assert expected in sentence_of(capsys, [*evaluate, "--stress"])
    write_data(tmp_path)
    train = ["train", name, "--data", str(tmp_path), "--out", str(weights)]
    assert expected in sentence_of(capsys, train)


def test_the_digit_is_scored_where_another_answer_with_softmax_comes_first(
    capsys: pytest.CaptureFixture[str], weights: Path
) -> None:
    assert main(["evaluate", "parity-first", str(FILE), "--weights", str(weights), "--json"]) == 0
    (score,) = json.loads(capsys.readouterr().out)
    assert list(score["per_class"]) == list("0123456789")
    assert [len(row) for row in score["confusion"]] == [10] * 10


@pytest.mark.slow
def test_an_answer_before_the_digit_is_taught_by_its_target(tmp_path: Path) -> None:
    write_data(tmp_path)
    recipe = Recipe(
        epochs=8,
        batch_size=16,
        generated=0,
        not_digits=0,
        mnist_validation=10,
        variants=1,
        validation_writers=1,
        average_decay=0.9,
    )
    data = read_training_data(tmp_path, recipe)
    *_, done = train("parity-first", data, recipe)
    assert isinstance(done, TrainingDone)
    kept = data.validation[0]
    outputs = outputs_of(done.network, as_input(kept.images))
    guessed = {name: logits.argmax(1).numpy() for name, logits in outputs.items()}
    assert (guessed["parity"] == kept.labels % 2).mean() >= 0.8
    assert (guessed["digit"] == kept.labels).mean() >= 0.8


@pytest.mark.slow
def test_one_network_that_cannot_be_described_stops_no_other_export(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register("a-first", (classes("a", "b"),), lambda: Unknown(2))
    for name in ("a-first", "one-label"):
        save_weights(create_model(name), {}, name, tmp_path)
    assert main(["export", "--weights", str(tmp_path)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("inkling: a-first was not exported: ")
    assert "hardswish" in line
    assert all(path.exists() for path in paths_of("one-label", tmp_path))


def test_a_server_with_a_network_that_cannot_be_described_says_so_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    register("a-first", (classes("a", "b"),), lambda: Unknown(2))
    save_weights(Unknown(2), {}, "a-first", tmp_path)
    monkeypatch.setenv("INKLING_WEIGHTS", str(tmp_path))
    monkeypatch.setattr(serve, "serve", create_app)  # should it begin, it would not end
    assert "hardswish" in sentence_of(capsys, ["serve"])
