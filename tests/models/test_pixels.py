"""A digit's ink told from clutter: what is composed, what is taught, how it is measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from app.__main__ import main
from bench.lines import drawn
from models import create_model, model_entry
from models._answers import PIXELS, composed_of, digits
from models._blocks import Concatenate
from models._checkpoint import load_weights, read_card
from models.data.augment import Stroke
from models.data.clutter import CLUTTER, DIGIT, INK, PAPER, Clutter, composed, mask_of
from models.data.datasets import Digits
from models.ink.preprocess import preprocess
from models.training import tasks, training_data
from models.training.losses import pixel_loss
from models.training.pixels import (
    describe_pixels,
    dice,
    dropped_in_training,
    overlap_of_digit,
    overlaps,
)
from models.training.recipe import Recipe
from tests.drawings import golden_drawings
from tests.models.idx_files import write_data


def test_the_same_seed_composes_the_same_drawings_with_every_pixel_told() -> None:
    images, pixels = Clutter([], 40).images((3, 1))
    again, told = Clutter([], 40).images((3, 1))
    assert (images == again).all()
    assert (pixels == told).all()
    assert images.shape == pixels.shape == (40, 28, 28)
    assert ((pixels != PAPER) == (images >= INK)).all()
    assert (pixels == DIGIT).any(axis=(1, 2)).mean() > 0.9
    assert 0.6 < (pixels == CLUTTER).any(axis=(1, 2)).mean() < 1


def test_half_of_the_digits_are_recorded_ones_where_there_are_any() -> None:
    recorded = [[np.array(stroke) for stroke in golden_drawings()[0].strokes]]
    mixed, _ = Clutter(recorded, 12).images((5,))
    made_up, _ = Clutter([], 12).images((5,))
    assert (mixed != made_up).any()


def test_a_pixel_belongs_to_the_nearer_line() -> None:
    class NoClutter(np.random.Generator):
        def random(self, *_: object) -> float:  # type: ignore[override]
            return 0.0

    stroke = np.array([[0.5, 0.1], [0.5, 0.9]])
    image, pixels = composed([stroke], NoClutter(np.random.PCG64(1)))
    assert set(np.unique(pixels)) == {PAPER, DIGIT}
    assert image.max() == 255


def test_clutter_may_be_long_lines_that_reach_beyond_the_digit() -> None:
    images, pixels = Clutter([], 300).images((4,))
    columns = (pixels == CLUTTER).any(axis=1).sum(axis=1)
    rows = (pixels == CLUTTER).any(axis=2).sum(axis=1)
    level = (columns >= 16) & (rows <= 4)
    upright = (rows >= 16) & (columns <= 4)
    assert 10 < level.sum() < 150
    assert 5 < upright.sum() < 150
    assert images[level].any()


def test_of_a_line_drawn_under_a_digit_every_pixel_is_clutter() -> None:
    digit = [np.array([[0.5, 0.2], [0.5, 0.6]])]
    line = [np.array([[0.3, 0.75], [0.7, 0.75]])]
    image = np.rint(preprocess([*digit, *line])[0] * 255).astype(np.uint8)
    mask = mask_of(image, digit, line)
    ink = np.nonzero(image.max(axis=1) >= INK)[0]
    assert (mask[ink[-1]][image[ink[-1]] >= INK] == CLUTTER).all()
    assert set(mask[ink[0]]) == {PAPER, DIGIT}
    assert (mask_of(image, [*digit, *line], []) != CLUTTER).all()


def test_in_training_a_join_goes_without_its_first_branch_now_and_then() -> None:
    torch.manual_seed(3)
    join, first, second = Concatenate(0.25), torch.ones(2000, 1, 2, 2), torch.ones(2000, 1, 2, 2)
    made = join(first, second)
    assert (made[:, 1] == 1).all()
    gone = (made[:, 0] == 0).all(dim=2).all(dim=1)
    assert ((made[:, 0] == 1).all(dim=2).all(dim=1) | gone).all()
    assert 0.2 < gone.float().mean() < 0.3
    assert (join.eval()(first, second) == 1).all()
    assert (Concatenate()(first, second) == 1).all()


def test_the_card_has_each_skip_cut_both_cut_and_how_they_were_taught() -> None:
    card = read_card("unet_style")
    assert card["dropped"] == {"skip2": 0.25, "skip1": 0.25}
    assert card["dropped"] == dropped_in_training(create_model("unet_style"))
    assert dropped_in_training(create_model("residual_8")) == {}
    overlap = card["answers"]["pixels"]["overlap"]
    assert set(overlap) == {"strokes-validation", "unipen-validation"}
    for found in overlap.values():
        digit = {off: parts["digit"] for off, parts in found["without"].items()}
        assert found["network"]["digit"] > digit["skip2"] > digit["skip1"] > digit["all"]
        assert found["network"]["digit"] > found["baseline"]["digit"] + 0.15
        assert digit["all"] < found["baseline"]["digit"] + 0.01


def test_what_is_measured_with_a_switch_off_is_of_the_same_drawings() -> None:
    network = create_model("unet_style").eval()
    kept = Digits("kept", *Clutter([], 6).images((2,)))
    described = describe_pixels(network, (kept,), {"same": network})["kept"]
    assert described["without"] == {"same": described["network"]}
    both = described["network"]["digit"]
    assert described["dice"]["network"]["digit"] == pytest.approx(2 * both / (1 + both))


def test_a_line_is_told_from_the_drawings_of_the_tests() -> None:
    """The shipped network, on strokes that it never learned from."""
    network = load_weights("unet_style").eval()
    for place in ("under", "above", "left", "right"):
        assert overlap_of_digit(network, drawn(place, 28)) > 0.8


def test_overlaps_are_intersection_over_union() -> None:
    pixels = np.array([[[0, 1, 1, 2]]])
    said = np.array([[[0, 1, 2, 2]]])
    assert overlaps(said, pixels) == {"paper": 1.0, "digit": 0.5, "clutter": 0.5}
    assert overlaps(pixels, pixels) == dict.fromkeys(PIXELS, 1.0)


def test_overlaps_are_those_of_scikit_learns_worked_example() -> None:
    """Its documentation of `jaccard_score`: 2/3, 1/2, and 3/5 of both rows together ("micro")."""
    true, said = np.array([[0, 1, 1], [1, 1, 0]]), np.array([[1, 1, 1], [1, 0, 0]])
    found = [overlaps(said[rows][None], true[rows][None])["digit"] for rows in ([0], [1], [0, 1])]
    assert found == pytest.approx([2 / 3, 1 / 2, 3 / 5])
    # By hand: 3 pixels are in both, 4 are predicted, 4 are true: Dice is 2 * 3 / (4 + 4).
    assert dice({"digit": found[2]})["digit"] == pytest.approx(3 / 4)


def test_paper_counts_less_than_ink() -> None:
    pixels = torch.tensor([[[0, 1]]])
    paper_wrong = torch.tensor([[[[-9.0, -9.0]], [[9.0, 9.0]], [[-9.0, -9.0]]]])
    ink_wrong = torch.tensor([[[[9.0, 9.0]], [[-9.0, -9.0]], [[-9.0, -9.0]]]])
    assert pixel_loss(paper_wrong, pixels) < pixel_loss(ink_wrong, pixels)


def test_an_answer_to_the_digit_is_taught_before_one_to_pixels() -> None:
    entry = model_entry("unet_style")
    assert entry.taught is composed_of(entry.answers)
    assert model_entry("lenet5").taught == digits("fc3")


def test_drawings_of_writers_kept_aside_are_composed_of_none_that_are_learned_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_data(tmp_path)
    lines = [
        {"strokes": [[[0.5, 0.1], [at / 100, 0.9]]], "label": 1, "writer": f"writer-{at % 6}"}
        for at in range(30)
    ]
    (tmp_path / "strokes" / "train.jsonl").write_text("\n".join(map(json.dumps, lines)))
    composed_of: list[list[Stroke]] = []

    def note(drawings: list[list[Stroke]], count: int, side: int) -> Clutter:
        composed_of.extend(drawings)
        return Clutter(drawings, min(count, 4), side)

    monkeypatch.setattr(tasks, "Clutter", note)
    data = training_data.read_composed_data(
        tmp_path, Recipe(mnist_validation=10, validation_writers=1), model_entry("unet_style")
    )
    aside = {str(strokes) for strokes in composed_of}
    assert len(aside) == data.sources["strokes"]["validation_drawings"] > 0
    assert not aside & {str(strokes) for strokes in data.drawings}


@pytest.mark.slow
def test_it_is_trained_by_the_same_command(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write_data(tmp_path / "data")
    out = tmp_path / "weights"
    arguments = ["train", "unet_style", "--data", str(tmp_path / "data"), "--out", str(out)]
    made = ["--epochs", "1", "--generated", "60", "--validation-writers", "1"]
    assert main([*arguments, *made]) == 0
    card = json.loads((out / "unet_style.json").read_text())
    overlap = card["answers"]["pixels"]["overlap"]["strokes-validation"]
    assert overlap["count"] == 1000
    assert 0.4 < overlap["baseline"]["digit"] < 0.9
    assert overlap["baseline"]["paper"] == 1
    assert 0 <= overlap["network"]["digit"] <= 1
    assert set(overlap["without"]) == {"skip2", "skip1", "all"}
    assert card["dropped"] == {"skip2": 0.25, "skip1": 0.25}
    assert "accuracy" not in card
    assert (
        main(["predict", "unet_style", "tests/golden/drawings.jsonl", "--weights", str(out)]) == 0
    )
