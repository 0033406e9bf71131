"""A run's film: what is recorded is what the run was, and files that are no film are refused."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.__main__ import main
from models._checkpoint import WeightsError
from models._film import FILMS, SUFFIX, Film, in_moments, read_film, read_head, write_film
from models._registry import ArchitectureError, create_model
from models.data.variety import Variety
from models.training.evaluate import as_input, evaluate, logits_of
from models.training.made_up import data_made_anew
from models.training.recipe import Recipe
from models.training.recording import NEAR, REACHES, Recorder, load, moments_of
from models.training.train import Event, TrainingDone, TrainingStarted, train
from models.training.training_data import TrainingData, read_training_data

TINY = Recipe(
    epochs=2,
    generated=12,
    not_digits=6,
    seed=7,
    batch_size=16,
    mnist_validation=10,
    variants=1,
    validation_writers=1,
)


@pytest.fixture(scope="module")
def data(folder: Path) -> TrainingData:
    return read_training_data(folder, TINY)


@pytest.fixture(scope="module")
def run(data: TrainingData) -> tuple[Film, list[Event]]:
    recorder = Recorder("lenet5", TINY, data.validation[0])
    events = list(recorder.record(train("lenet5", data, TINY)))
    return recorder.film(), events


def test_a_film_is_dense_at_first_and_ends_with_the_run() -> None:
    moments = moments_of(26_000)
    assert moments[:10] == [0, 1, 2, 5, 10, 20, 50, 100, 200, 500]
    assert (len(moments), moments[-1]) == (24, 26_000)
    gaps = np.diff(moments[12:])
    assert gaps.max() - gaps.min() <= 1
    for steps in (1, 7, 23, 24, 60, 300, 2_345):
        some = moments_of(steps)
        assert some == sorted({*some})
        assert (some[0], some[-1]) == (0, steps)
        assert len(some) <= 24


def test_recording_changes_nothing_in_the_run(
    data: TrainingData, run: tuple[Film, list[Event]]
) -> None:
    *_, recorded = run[1]
    *_, alone = train("lenet5", data, TINY)
    assert isinstance(recorded, TrainingDone)
    assert isinstance(alone, TrainingDone)
    for one, other in zip(recorded.network.parameters(), alone.network.parameters(), strict=True):
        assert torch.equal(one, other)


def test_the_first_moment_is_the_untaught_network_and_each_is_scored(
    data: TrainingData, run: tuple[Film, list[Event]]
) -> None:
    film, _ = run
    torch.manual_seed(TINY.seed)
    begun = create_model("lenet5").state_dict()
    for name, values in film.weights_at(0).items():
        largest = np.abs(begun[name].numpy()).max()
        off = max(1 - min(REACHES), max(REACHES) / 127 / 2)
        assert np.abs(values - begun[name].numpy()).max() <= largest * off + 1e-7
    held_out, network = data.validation[0], create_model("lenet5")
    images, labels = as_input(held_out.images), torch.from_numpy(held_out.labels)
    for at in range(len(film.steps)):
        load(network, film.weights_at(at))
        loss = torch.nn.functional.cross_entropy(
            torch.from_numpy(logits_of(network, images)), labels
        )
        assert float(loss) == pytest.approx(film.validation_loss[at], abs=0.02)
        score = evaluate(network, held_out)
        assert abs((score.first_guess or 0) - film.validation_accuracy[at]) <= film.rounding + 1e-6
        assert film.confusion[at].sum() == len(held_out)
        assert film.confusion[at].trace() == round(film.validation_accuracy[at] * len(held_out))


def test_gradients_are_autograds_at_every_moment(
    data: TrainingData, run: tuple[Film, list[Event]]
) -> None:
    film, _ = run
    digits = data.validation[0]
    images, labels = as_input(digits.images[:512]), torch.from_numpy(digits.labels[:512]).long()
    assert list(film.gradients) == ["conv1", "conv2", "fc1", "fc2", "fc3"]
    for at in range(len(film.steps)):
        network = create_model("lenet5")
        load(network, film.weights_at(at))
        network.eval()
        logits = network(images)
        torch.nn.functional.cross_entropy(
            logits[0] if isinstance(logits, tuple) else logits, labels
        ).backward()
        for name in film.gradients:
            slope = network.get_submodule(name).weight.grad
            assert isinstance(slope, torch.Tensor)
            size = float(slope.square().mean().sqrt())
            assert film.gradients[name][at] == pytest.approx(size, rel=0.1)  # weights in 8 bits


def test_a_film_is_read_as_it_was_written(tmp_path: Path, run: tuple[Film, list[Event]]) -> None:
    film, _ = run
    size = write_film(film, tmp_path / "a.film")
    assert (tmp_path / "a.film").stat().st_size == size
    again = read_film(tmp_path / "a.film")
    assert (again.network, again.settings, again.of_steps) == (
        "lenet5",
        film.settings,
        film.of_steps,
    )
    assert again.diverged is None
    assert np.array_equal(again.losses, film.losses)
    assert again.gradients.keys() == film.gradients.keys()
    assert all(
        np.array_equal(again.gradients[each], film.gradients[each]) for each in film.gradients
    )
    assert np.array_equal(again.confusion, film.confusion)
    for name, moments in film.weights.items():
        for at in range(len(film.steps)):
            assert np.array_equal(again.weights[name].at(at), moments.at(at))


def test_weights_in_8_bits_are_half_a_step_off_at_most_channel_by_channel() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(4, 6, 2, 5, 5)).astype(np.float32) * np.array([1, 9, 0, 1e-6, 50, 2])[
        :, np.newaxis, np.newaxis, np.newaxis
    ].astype(np.float32)
    moments = in_moments(list(values))
    for at, each in enumerate(values):
        step = np.abs(each).max(axis=(1, 2, 3), keepdims=True) / 127
        assert (np.abs(moments.at(at) - each) <= step * 0.5001).all()
    bias = rng.normal(size=(4, 6)).astype(np.float32)
    assert np.array_equal(in_moments(list(bias)).at(2), bias[2])


def test_8_bits_that_reach_less_far_hold_the_largest_there_is() -> None:
    values = np.array([[[0.5, -2.0, 1.0]], [[0.5, -2.0, 1.0]]], np.float32)
    moments = in_moments(list(values[:, None]), [1, 0.5])
    assert moments.at(0)[0, 0] == pytest.approx([0.5, -2, 1], abs=1 / 127)
    assert moments.at(1)[0, 0] == pytest.approx([0.5, -1, 1], abs=1 / 254)


@pytest.mark.parametrize("film", sorted(FILMS.glob(f"*{SUFFIX}")), ids=lambda film: film.stem)
def test_a_film_that_comes_with_inkling_reads_within_a_tenth_of_a_point(film: Path) -> None:
    assert read_head(film).rounding <= NEAR + 1e-6
    assert film.stat().st_size <= 1.5e6


def test_a_run_that_diverges_ends_with_the_step_at_which_it_did(data: TrainingData) -> None:
    recorder = Recorder("lenet5", replace(TINY, learning_rate=1e30), data.validation[0])
    events = list(recorder.record(train("lenet5", data, recorder.recipe)))
    film = recorder.film()
    assert film.diverged is not None
    assert not any(isinstance(event, TrainingDone) for event in events)
    assert film.steps[-1] < film.diverged <= film.of_steps
    assert len(film.weights) == 10  # weights and biases of five layers
    for name in film.weights:
        assert np.isfinite(film.weights[name].at(len(film.steps) - 1)).all()


def test_a_network_that_names_no_digit_has_no_film(data: TrainingData) -> None:
    recorder = Recorder("unet_style", TINY, data.validation[0])
    with pytest.raises(ArchitectureError):
        recorder.record(iter([TrainingStarted(create_model("unet_style"), 10)])).__next__()


def damaged(content: bytes) -> dict[str, bytes]:
    plain = gzip.decompress(content)
    return {
        "empty": b"",
        "not gzip": b"once upon a time",
        "cut": content[: len(content) // 2],
        "another format": gzip.compress(
            plain.replace(b'"inkling-film":"1"', b'"inkling-film":"9"')
        ),
        "no words": gzip.compress(plain.replace(b'"told"', b'"tald"')),
        "a part less": gzip.compress(plain[:-4]),
        "no head": gzip.compress(b"\xff" * 40),
        "many brackets": gzip.compress((99_999).to_bytes(8, "little") + b"[" * 99_999),
        "a changed byte": content[:-20] + bytes([content[-20] ^ 255]) + content[-19:],
        "a list": gzip.compress((2).to_bytes(8, "little") + b"[]"),
    }


@pytest.mark.parametrize("how", list(damaged(gzip.compress(bytes(99)))))
def test_what_is_no_film_is_refused_in_a_sentence(
    tmp_path: Path, run: tuple[Film, list[Event]], how: str
) -> None:
    write_film(run[0], tmp_path / "good.film")
    bad = tmp_path / "bad.film"
    bad.write_bytes(damaged((tmp_path / "good.film").read_bytes())[how])
    with pytest.raises(WeightsError, match=r"bad\.film"):
        read_film(bad)


def test_moments_that_do_not_fit_are_refused(tmp_path: Path, run: tuple[Film, list[Event]]) -> None:
    write_film(replace(run[0], steps=run[0].steps[:-1]), tmp_path / "short.film")
    with pytest.raises(WeightsError, match="for each moment"):
        read_film(tmp_path / "short.film")
    write_film(replace(run[0], steps=run[0].steps[::-1]), tmp_path / "back.film")
    with pytest.raises(WeightsError, match="not in order"):
        read_film(tmp_path / "back.film")


@pytest.mark.slow
def test_the_command_records_a_run_and_tells_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, state = tmp_path / "run.film", tmp_path / "state.pt"
    options = [
        "--epochs",
        "1",
        "--generated",
        "8",
        "--not-digits",
        "4",
        "--validation-writers",
        "1",
    ]
    command = ["train", "dense", "--data", str(folder), "--out", str(tmp_path), *options]
    assert main([*command, "--record", str(film), "--state", str(state)]) == 0
    capsys.readouterr()
    assert main(["film", str(film)]) == 0
    told = capsys.readouterr().out
    assert "dense, seed" in told
    assert "points better or worse" in told
    assert main([*command, "--record", str(film), "--state", str(state)]) == 1
    assert "has begun already" in capsys.readouterr().err
    assert main(["film", str(tmp_path / "none.film")]) == 1
    assert "--record" in capsys.readouterr().err


@pytest.mark.slow
def test_without_data_made_up_digits_teach_and_only_a_film_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, out = tmp_path / "run.film", tmp_path / "weights"
    few = ["--epochs", "1", "--generated", "40", "--not-digits", "0", "--moments", "3"]
    command = ["train", "lenet5", "--out", str(out), *few]
    assert main([*command, "--record", str(film), "--seed", "2"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "learns from 40 made-up digits an epoch, and is scored on 1,000 others" in said
    recorded = read_film(film)
    assert recorded.settings["validation"] == "made-up"
    assert recorded.confusion[0].sum() == 1000
    assert recorded.weights
    assert not out.exists()
    for arguments, says in (
        (command, "give --record FILE"),
        ([*command, "--record", str(film), "--generated", "0"], "nothing to learn from"),
        (["train", "detector", "--record", str(film)], "give --data DIR"),
    ):
        assert main(arguments) == 1
        assert says in capsys.readouterr().err


def test_made_up_digits_that_are_kept_aside_are_learned_in_no_run() -> None:
    kept = data_made_anew().validation[0].images[:20]
    learned = Variety([], [], variants=0, generated=1000, not_digits=0).images((2, 0))[0][:20]
    assert not np.array_equal(learned, kept)
