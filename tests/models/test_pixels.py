"""A digit's ink told from clutter: what is composed, what is taught, how it is measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from app.__main__ import main
from models import model_entry
from models._answers import PIXELS, digits, pixels_of
from models.data.augment import Stroke
from models.data.clutter import CLUTTER, DIGIT, INK, PAPER, Clutter, composed
from models.training import training_data
from models.training.losses import pixel_loss
from models.training.pixels import overlaps
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


def test_overlaps_are_intersection_over_union() -> None:
    pixels = np.array([[[0, 1, 1, 2]]])
    said = np.array([[[0, 1, 2, 2]]])
    assert overlaps(said, pixels) == {"paper": 1.0, "digit": 0.5, "clutter": 0.5}
    assert overlaps(pixels, pixels) == dict.fromkeys(PIXELS, 1.0)


def test_paper_counts_less_than_ink() -> None:
    pixels = torch.tensor([[[0, 1]]])
    paper_wrong = torch.tensor([[[[-9.0, -9.0]], [[9.0, 9.0]], [[-9.0, -9.0]]]])
    ink_wrong = torch.tensor([[[[9.0, 9.0]], [[-9.0, -9.0]], [[-9.0, -9.0]]]])
    assert pixel_loss(paper_wrong, pixels) < pixel_loss(ink_wrong, pixels)


def test_an_answer_to_the_digit_is_taught_before_one_to_pixels() -> None:
    entry = model_entry("unet_style")
    assert entry.taught is pixels_of(entry.answers)
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

    monkeypatch.setattr(training_data, "Clutter", note)
    data = training_data.read_composed_data(
        tmp_path, Recipe(mnist_validation=10, validation_writers=1)
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
    assert "accuracy" not in card
    assert (
        main(["predict", "unet_style", "tests/golden/drawings.jsonl", "--weights", str(out)]) == 0
    )
