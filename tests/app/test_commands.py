"""The command line, as people type it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest

from app.__main__ import COMMANDS, main
from models._checkpoint import read_card
from models.data.fetch import MNIST
from tests.drawings import FILE, drawing_of, golden_drawings, recorded_data
from tests.models.idx_files import LABELS, golden_images, idx

EIGHT = drawing_of(8)


def test_predict_writes_a_json_line_a_drawing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "drawings.jsonl.gz"
    blank = json.dumps({"label": None, "strokes": []}) + "\n"
    path.write_bytes(gzip.compress(FILE.read_bytes() + blank.encode()))
    assert main(["predict", "lenet5", str(path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == len(golden_drawings()) + 1
    for line, drawing in zip(lines[:-1], golden_drawings(), strict=True):
        assert set(line) == {
            "label",
            "first_guess",
            "second_guess",
            "probability",
            "looks_like_digit",
            "answers",
            "outcomes",
        }
        assert line["label"] == line["first_guess"] == drawing.label
        assert len(line["outcomes"]["digit"]) == 10
    assert lines[-1] == {
        "label": None,
        "first_guess": None,
        "second_guess": None,
        "probability": None,
        "looks_like_digit": False,
        "answers": [],
        "outcomes": {},
    }


def test_predict_says_the_digit_whose_ways_add_up_to_most(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["predict", "fine_classes", str(FILE)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for line, drawing in zip(lines, golden_drawings(), strict=True):
        (said,) = line["answers"]
        digit, sure = max(said["sums"].items(), key=lambda each: each[1])
        assert (str(line["first_guess"]), line["probability"]) == (digit, sure)
        assert line["first_guess"] == drawing.label


def test_predict_says_what_each_kind_of_answer_comes_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "seven.json"
    path.write_text(json.dumps({"strokes": drawing_of(7).strokes}))
    kinds = {}
    for name in ("several_digits", "stroke_measures", "unet_style", "detector"):
        assert main(["predict", name, str(path)]) == 0
        line = json.loads(capsys.readouterr().out)
        assert (line["first_guess"], line["second_guess"]) == (None, None)
        (kinds[name],) = line["answers"]
    assert kinds["several_digits"]["probabilities"]["7"] > 0.5
    slants = [kinds["stroke_measures"][each][0]["value"] for each in ("values", "by_strokes")]
    assert slants[0] == pytest.approx(slants[1], abs=8)
    assert any(1 in row for row in kinds["unet_style"]["places"])
    assert kinds["detector"]["kind"] == "boxes"


def test_evaluate_prints_a_table_with_a_column_a_set(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    np.savez(tmp_path / "mine.npz", images=golden_images(), labels=LABELS)
    assert main(["evaluate", "lenet5", str(FILE), str(tmp_path / "mine.npz")]) == 0
    text = capsys.readouterr().out
    for words in ("drawings.jsonl", "mine.npz", "first guess", "first or second", "class 9"):
        assert words in text
    assert "100.00" in text


def test_evaluate_measures_made_up_drawings_as_the_card_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evaluate", "fine_classes", "--json"]) == 0
    anew = json.loads(capsys.readouterr().out)["ways"]["ways"]["made-up"]
    told = read_card("fine_classes")["answers"]["ways"]["ways"]["made-up"]
    assert anew == pytest.approx(told, abs=2e-3)


def test_evaluate_composes_drawings_of_a_files_digits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "stroke_measures", str(FILE)]) == 0
    table = capsys.readouterr().out
    assert FILE.name in table
    for row in ("count", "measures slant icc", "measures length limits"):
        assert row in table


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["unet_style"], "is measured by people's pens"),
        (["lenet5"], "give a labelled set"),
        (["detector", str(FILE), "--writers", "nobody"], "has no labelled drawings"),
    ],
)
def test_evaluate_says_what_it_measures_by(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert main(["evaluate", *arguments]) == 1
    assert expected in capsys.readouterr().err


@pytest.mark.slow
def test_evaluate_gives_the_cards_figures_anew(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "stroke_measures", str(recorded_data()), "--json"]) == 0
    anew = json.loads(capsys.readouterr().out)["measures"]["agreement"]
    told = read_card("stroke_measures")["answers"]["measures"]["agreement"]
    assert {"strokes-validation", "made-up"} <= set(anew) <= set(told)
    for name, each in anew.items():
        for measure, figures in each["measures"].items():
            expected = told[name]["measures"][measure]["icc"]
            assert figures["icc"] == pytest.approx(expected, abs=1e-3)


def test_evaluate_prints_the_same_as_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "written.jsonl"
    lines = [json.loads(line) for line in FILE.read_text().splitlines()]
    path.write_text("\n".join(json.dumps({**line, "writer": "me"}) for line in lines))
    assert main(["evaluate", "lenet5", str(path), "--json"]) == 0
    (score,) = json.loads(capsys.readouterr().out)
    assert score["count"] == 12
    assert score["first_guess"] == 1
    assert (score["worst_writer"], score["worst_writer_accuracy"]) == ("me", 1)
    path.write_text(
        "\n".join(json.dumps({**line, "writer": f"w-{n % 3}"}) for n, line in enumerate(lines))
    )
    assert main(["evaluate", "lenet5", str(path), "--json", "--writers", "w-0,*-2"]) == 0
    (score,) = json.loads(capsys.readouterr().out)
    assert score["count"] == 8
    assert main(["evaluate", "lenet5", str(path), "--writers", "nobody"]) == 1
    assert "no drawings by nobody" in capsys.readouterr().err


def test_predict_leaves_steps_out_and_explains_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    drawing = EIGHT
    corner = [[(0.25 * x, 0.25 * y) for x, y in stroke] for stroke in drawing.strokes]
    path = tmp_path / "corner.jsonl"
    path.write_text(json.dumps({"label": 8, "strokes": corner}))
    arguments = ["predict", "lenet5", str(path), "--explain", "--without"]
    assert main([*arguments, "centre", "downsample"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert steps["switched"]["centre"]["on"] is False
    assert steps["switched"]["crop"]["on"] is True
    assert steps["cut"] > 0.2
    with pytest.raises(SystemExit):
        main([*arguments, "sharpen"])


def test_predict_reads_a_picture(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = np.full((300, 300), 255, np.uint8)
    for stroke in EIGHT.strokes:
        points = np.rint(np.array(stroke) * 300).astype(np.int32)
        cv2.polylines(picture, [points], False, 30, 10, cv2.LINE_AA)
    path = tmp_path / "eight.png"
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    assert main(["predict", "lenet5", str(path), "--explain"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["first_guess"] == 8
    assert answer["steps"]["cut"] == 0
    path.write_bytes(b"no picture")
    assert main(["predict", "lenet5", str(path)]) == 1
    assert "not a PNG, JPEG or WebP" in capsys.readouterr().err


@pytest.mark.slow
def test_stress_is_a_table_json_and_a_plot(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plot = tmp_path / "stress.svg"
    assert main(["evaluate", "lenet5", str(FILE), "--stress", "--plot", str(plot)]) == 0
    text = capsys.readouterr().out
    for words in ("rotation", "pen width", "points a stroke", "a stray dot", "lost"):
        assert words in text
    root = ElementTree.fromstring(plot.read_text())
    assert "no strain" in [node.text for node in root.iter() if node.tag.endswith("text")]
    assert main(["evaluate", "lenet5", str(FILE), "--stress", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results[0]["accuracy"] == 1
    assert results[0]["lost"] == 0
    assert main(["evaluate", "lenet5", str(FILE), "--stress", "--writers", "nobody"]) == 1
    assert "no labelled drawings" in capsys.readouterr().err


@pytest.mark.slow
def test_train_writes_weights_and_a_card_that_can_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mnist = tmp_path / "data" / "mnist"
    mnist.mkdir(parents=True)
    images, labels = np.tile(golden_images(), (450, 1, 1)), np.tile(LABELS, 450)
    for name, content in (("images-idx3", images), ("labels-idx1", labels)):
        (mnist / f"train-{name}-ubyte.gz").write_bytes(gzip.compress(idx(content)))
        (mnist / f"t10k-{name}-ubyte").write_bytes(idx(content[:24]))
    out = tmp_path / "weights"
    arguments = ["train", "lenet5", "--data", str(tmp_path / "data"), "--out", str(out)]
    made_up = ["--generated", "200", "--not-digits", "100"]
    assert main([*arguments, "--epochs", "1", "--seed", "3", *made_up]) == 0
    text = capsys.readouterr().out
    assert "epoch 1/1: loss" in text
    card = json.loads((out / "lenet5.json").read_text())
    assert card["command"] == (
        "inkling train lenet5 --data DIR --epochs 1 --generated 200 --not-digits 100 --seed 3"
    )
    assert card["recipe"]["seed"] == 3
    assert card["story"]["year"] == 1998
    assert [epoch["training"] for epoch in card["epochs"]] == [pytest.approx(0.5, abs=0.5)]
    assert list(card["gradients"]) == ["conv1", "conv2", "fc1", "fc2", "fc3"]
    tested = card["accuracy"]["mnist-test"]
    assert tested["count"] == 24
    assert np.sum(tested["confusion"]) == 24
    assert 0.2 <= card["calibration"]["temperature"] <= 5
    assert set(card["not_a_digit"]["detected"]) >= {"letters of fonts", "scribbles", "a dot"}
    assert card["misread"]
    assert card["limits"]
    assert main(["predict", "lenet5", str(FILE), "--weights", str(out)]) == 0


def test_fetch_data_says_why_it_failed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ["fetch-data", "--data", str(tmp_path), "--mirror", "http://127.0.0.1:9/"]
    assert main(arguments) == 1
    assert f"could not download {MNIST[0].name}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["evaluate", "lenet6", str(FILE)], "there is no network 'lenet6'; choose one of: "),
        (["evaluate", "lenet5", "/nowhere"], "/nowhere does not exist"),
        (["predict", "lenet5", "/nowhere.jsonl"], "/nowhere.jsonl does not exist"),
        (["predict", "lenet5", str(FILE), "--weights", "/nowhere"], "is missing"),
        (["train", "lenet5", "--data", "/nowhere"], "does not exist"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert main(arguments) == 1
    errors = capsys.readouterr().err
    assert errors.startswith("inkling: ")
    assert complaint in errors
    assert errors.count("\n") == 1


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)
