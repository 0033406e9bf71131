"""Training on a handful of made digits: it learns, reports, resumes, and keeps some aside."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from models._answers import DIGITS, Classes, digits
from models._checkpoint import WeightsError, load_weights
from models._registry import ArchitectureError, model_entry
from models.data.augment import vary_drawing, vary_points, warp_images, with_habit
from models.data.datasets import DatasetError, Digits
from models.data.forms import FORMS
from models.data.styles import STYLES
from models.data.variety import NOT_A_DIGIT, Variety, spread, varied_by
from models.training.card import licences, measure_doubt
from models.training.evaluate import evaluate, read_images
from models.training.losses import answer_loss, digit_loss, loss_of
from models.training.recipe import Recipe, recipe_of
from models.training.train import EpochDone, StepDone, TrainingDone, gradients, train
from models.training.training_data import TrainingData, read_training_data
from tests.drawings import drawing_of, golden_drawings
from tests.models.idx_files import golden_images, write_data

SMALL = {"batch_size": 16, "mnist_validation": 10, "variants": 1, "validation_writers": 1}
TINY = Recipe(epochs=2, generated=12, not_digits=6, seed=7, **SMALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


def fill(tmp_path: Path) -> Path:
    """A data folder like the real one: 60 images, 48 drawings by 6 writers."""
    write_data(tmp_path)
    return tmp_path


@pytest.fixture
def data(folder: Path) -> TrainingData:
    return read_training_data(folder, TINY)


def test_validation_writers_and_images_are_kept_out_of_training(data: TrainingData) -> None:
    mnist, strokes = data.validation
    assert (len(mnist), len(data.images)) == (10, 50)
    assert strokes.writers is not None
    aside = data.sources["strokes"]["validation_writers"]
    assert aside == {"strokes-validation": sorted(set(strokes.writers))}
    assert len(data.drawings) == 48 - len(strokes)
    assert len(set(strokes.writers)) == 1


def test_each_fold_keeps_other_writers_aside(folder: Path) -> None:
    data = [read_training_data(folder, replace(TINY, fold=fold)) for fold in range(6)]
    aside = [each.validation[1].writers or [] for each in data]
    assert len({writer for writers in aside for writer in writers}) == 6


def with_a_second_set(folder: Path, name: str = "more") -> None:
    """Beside the first set: 36 drawings by nine writers of three contributors."""
    drawings = golden_drawings() * 3
    lines = [
        json.dumps(
            {"label": d.label, "writer": f"more-{'abc'[n % 3]}-{n % 9}", "strokes": d.strokes}
        )
        for n, d in enumerate(drawings)
    ]
    (folder / "strokes" / f"{name}.jsonl").write_text("\n".join(lines))


def test_each_file_of_strokes_keeps_writers_of_its_own_aside(folder: Path) -> None:
    with_a_second_set(folder)
    data = read_training_data(folder, TINY)
    names = [digits.name for digits in data.validation]
    assert names == ["mnist-validation", "more-validation", "strokes-validation"]
    assert [len(set(digits.writers or [])) for digits in data.validation] == [0, 1, 1]
    assert data.left_out == ()


def test_a_set_that_asks_for_it_has_its_writers_counted_and_not_named(folder: Path) -> None:
    with_a_second_set(folder, "unipen")
    aside = read_training_data(folder, TINY).sources["strokes"]["validation_writers"]
    assert aside["unipen-validation"] == 1
    assert len(aside["strokes-validation"]) == 1
    assert "unipen" in licences(["train.jsonl.gz", "unipen.jsonl.gz"])
    assert set(licences(["train.jsonl"])) == {"mnist", "strokes"}


def test_contributors_left_out_are_scored_and_nothing_else(folder: Path) -> None:
    with_a_second_set(folder)
    whole = read_training_data(folder, TINY)
    data = read_training_data(folder, replace(TINY, left_out="more-b-*,more-c-*"))
    (left_out,) = data.left_out
    writers = left_out.writers or []
    assert {writer[:6] for writer in writers} == {"more-b", "more-c"}
    assert not {w for d in data.validation for w in d.writers or []} & set(writers)
    kept = sum(len(digits) for digits in data.validation[1:])
    every = len(golden_drawings()) * 7
    assert len(data.drawings) + kept + len(left_out) == every
    assert data.sources["strokes"]["left_out_drawings"] == len(left_out)
    # The first set keeps the same writers aside as a run in which nobody is left out.
    assert data.validation[2].writers == whole.validation[2].writers
    (first, *_) = [e for e in train("lenet5", data, TINY) if isinstance(e, EpochDone)]
    assert "left-out" in first.validation_accuracy


@pytest.mark.slow
def test_doubt_is_not_chosen_by_who_is_left_out() -> None:
    images = golden_images()
    known = Digits("known", images[:6], np.arange(6))
    stranger = Digits("stranger", 255 - images, np.arange(len(images)))
    network = load_weights("lenet5")
    alone, beside = measure_doubt(network, [known]), measure_doubt(network, [known], [stranger])
    assert alone["threshold"] == beside["threshold"]
    assert beside["chosen_on"] == ["known"]
    assert set(beside["false_alarms"]) == {"known", "stranger"}


def test_mnist_alone_is_enough(folder: Path) -> None:
    (folder / "strokes" / "train.jsonl").unlink()
    data = read_training_data(folder, TINY)
    assert [digits.name for digits in data.validation] == ["mnist-validation"]
    events = list(train("lenet5", data, TINY))
    assert isinstance(events[-1], TrainingDone)


def test_no_data_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="train-images-idx3-ubyte does not exist"):
        read_training_data(tmp_path, TINY)


def test_events_count_steps_and_epochs(data: TrainingData) -> None:
    events = list(train("lenet5", data, TINY))
    steps = [event for event in events if isinstance(event, StepDone)]
    epochs = [event for event in events if isinstance(event, EpochDone)]
    assert [(step.epoch, step.step) for step in steps[:2]] == [(1, 1), (1, 2)]
    assert len(steps) == 2 * steps[0].steps
    assert [epoch.epoch for epoch in epochs] == [1, 2]
    assert set(epochs[0].validation_accuracy) == {"mnist-validation", "strokes-validation"}


def weights(events: list[object]) -> dict[str, torch.Tensor]:
    (done,) = [event for event in events if isinstance(event, TrainingDone)]
    return dict(done.network.state_dict())


def assert_same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> None:
    assert len(one) > 0
    assert one.keys() == other.keys()
    for name, value in one.items():
        assert torch.equal(value, other[name]), name


def test_the_same_seed_gives_the_same_network(data: TrainingData) -> None:
    assert_same(*(weights(list(train("lenet5", data, TINY))) for _ in range(2)))


@pytest.mark.parametrize("name", ["lenet5", "alexnet_style"])
def test_a_resumed_run_ends_where_an_uninterrupted_one_does(
    data: TrainingData, tmp_path: Path, name: str
) -> None:
    """AlexNet-style has dropout, which is by chance."""
    state = tmp_path / "runs" / "state.pt"
    for event in train(name, data, TINY, state):
        if isinstance(event, StepDone) and event.epoch == 2:
            break  # cut off in the middle of the second epoch
    resumed = list(train(name, data, TINY, state))
    assert {event.epoch for event in resumed if isinstance(event, StepDone)} == {2}
    assert_same(weights(resumed), weights(list(train(name, data, TINY))))


def test_a_run_of_another_recipe_is_not_resumed(data: TrainingData, tmp_path: Path) -> None:
    state = tmp_path / "state.pt"
    list(train("lenet5", data, TINY, state))
    with pytest.raises(WeightsError, match="of another run"):
        next(train("lenet5", data, Recipe(epochs=3), state))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[nn.Module, TrainingData]:
    """A network that has learned from made digits, and from what is no digit, and its data."""
    recipe = Recipe(epochs=25, generated=0, not_digits=60, average_decay=0.9, **SMALL)
    data = read_training_data(fill(tmp_path_factory.mktemp("data")), recipe)
    *_, done = train("lenet5", data, recipe)
    assert isinstance(done, TrainingDone)
    return done.network, data


@pytest.mark.slow
def test_it_learns(trained: tuple[nn.Module, TrainingData]) -> None:
    network, data = trained
    score = evaluate(network, data.validation[0])
    assert score.first_guess is not None
    assert score.first_guess >= 0.9


def test_varied_drawings_stay_in_the_frame_and_differ() -> None:
    rng = np.random.default_rng(0)
    strokes = [np.array(stroke) for stroke in golden_drawings()[8].strokes]
    images = [vary_drawing(strokes, rng) for _ in range(20)]
    assert len({image.tobytes() for image in images}) == 20
    for image in images:
        assert image.shape == (1, 28, 28)
        assert 20 <= np.ptp(np.nonzero(image[0].max(axis=1) > 0.02)[0]) + 1 <= 22 or (
            20 <= np.ptp(np.nonzero(image[0].max(axis=0) > 0.02)[0]) + 1 <= 22
        )


@pytest.mark.slow
def test_a_process_beside_gives_the_same_images() -> None:
    strokes = [np.array(stroke) for stroke in golden_drawings()[3].strokes]
    variety = Variety([strokes], [3], variants=3, generated=4, not_digits=5)
    seeds = [(1, 0), (1, 1), (1, 0)]
    here, beside = (list(varied_by(variety, seeds, aside)) for aside in (False, True))
    assert len(here) == 3
    for (images, labels), (same_images, same_labels) in zip(here, beside, strict=True):
        np.testing.assert_array_equal(images, same_images)
        np.testing.assert_array_equal(labels, same_labels)
        assert labels.tolist()[:3] == [3, 3, 3]
        assert (labels == NOT_A_DIGIT).sum() == 5
        assert images.any(axis=(1, 2)).all()
    assert not np.array_equal(here[0][0], here[1][0])
    np.testing.assert_array_equal(here[0][0], here[2][0])


@pytest.mark.slow
def test_what_is_no_digit_is_taught_as_doubt(trained: tuple[nn.Module, TrainingData]) -> None:
    network, data = trained
    variety = Variety([], [], variants=0, generated=0, not_digits=40)
    images, _ = variety.images((9,))
    doubted = read_images(network, images).max(axis=1).mean()
    digits = read_images(network, data.validation[0].images).max(axis=1).mean()
    assert doubted < digits - 0.2


def test_a_recorded_0_is_slashed_and_a_7_crossed_now_and_then() -> None:
    rng = np.random.default_rng(0)
    for label in (0, 7):
        strokes = [np.array(drawing_of(label).strokes[0])]
        drawn = [with_habit(strokes, label, rng) for _ in range(300)]
        lines = [stroke for _, *more in drawn for stroke in more]
        assert 20 <= len(lines) <= 80
        assert all(d[0] is strokes[0] for d in drawn)
        low, high = strokes[0].min(axis=0), strokes[0].max(axis=0)
        middles = np.array([line.mean(axis=0) for line in lines])
        size = (high - low).max()
        assert (middles > low - 0.3 * size).all()
        assert (middles < high + 0.3 * size).all()
        assert len({line.tobytes() for line in lines}) == len(lines)
        # Other digits, and those of two strokes, are left alone.
        assert all(len(with_habit(strokes, 3, rng)) == 1 for _ in range(50))
        assert all(len(with_habit(strokes * 2, label, rng)) == 2 for _ in range(50))


def test_some_strokes_are_sampled_so_coarsely_that_curves_are_polygons() -> None:
    rng = np.random.default_rng(0)
    along = np.linspace(0, 2 * np.pi, 200)
    ring = 0.5 + 0.3 * np.stack([np.cos(along), np.sin(along)], axis=1)
    points = np.array([len(vary_points([ring], rng)[0]) for _ in range(400)])
    few = points[points <= 10]
    assert 0.08 <= len(few) / len(points) <= 0.25
    assert few.min() == 5


def test_styles_and_forms_are_drawn_as_often_as_they_weigh() -> None:
    times = Counter(style.key for style in spread(20_000))
    every = [*STYLES, *FORMS]
    whole = 20_000 / sum(style.weight for style in every)
    assert all(abs(times[style.key] - style.weight * whole) <= 1 for style in every)
    assert spread(0) == []


def test_a_dot_can_be_varied() -> None:
    assert vary_drawing([np.array([[0.5, 0.5]])], np.random.default_rng(0)).any()


def test_warped_images_keep_most_of_their_ink() -> None:
    images = torch.from_numpy(golden_images()).float()[:, None] / 255
    warped = warp_images(images, torch.Generator().manual_seed(0))
    assert warped.shape == images.shape
    assert not torch.equal(warped, images)
    ratio = warped.sum(dim=(1, 2, 3)) / images.sum(dim=(1, 2, 3))
    assert (ratio > 0.6).all()
    assert (ratio < 1.6).all()


def test_a_network_may_have_a_recipe_of_its_own() -> None:
    entry = model_entry("lenet5")
    assert recipe_of(entry) == Recipe()
    own = replace(entry, recipe={"epochs": 3, "learning_rate": 1e-3})
    assert recipe_of(own, epochs=5) == Recipe(epochs=5, learning_rate=1e-3)
    with pytest.raises(ArchitectureError, match="the recipe of 'lenet5' has no 'epoch'"):
        recipe_of(replace(entry, recipe={"epoch": 3}))


def test_further_answers_count_as_much_as_the_recipe_says() -> None:
    torch.manual_seed(0)
    images, labels = torch.rand(6, 1, 28, 28), torch.arange(6)
    further = Classes("further", "Further", "head", DIGITS)
    entry = replace(
        model_entry("lenet5"),
        answers=(digits("fc3"), further),
        targets={"further": lambda _, labels: labels},
    )
    outputs = {"digit": torch.randn(6, 10), "further": torch.randn(6, 10)}
    alone = digit_loss(outputs["digit"], labels, 0.7)
    second = answer_loss(further, outputs["further"], labels)
    for weight in (0.3, 1.0):
        loss = loss_of(entry, outputs, images, labels, 0.7, weight)
        torch.testing.assert_close(loss, alone + weight * second)


def test_gradients_are_of_every_layer_with_weights(data: TrainingData) -> None:
    found = gradients("lenet5", data, seed=3, count=20)
    assert list(found) == ["conv1", "conv2", "fc1", "fc2", "fc3"]
    assert all(value > 0 for value in found.values())
    assert gradients("lenet5", data, seed=3, count=20) == found
