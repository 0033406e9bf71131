"""Files become digits in MNIST's frame, or an error that says what is wrong with them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.data.datasets import (
    DatasetError,
    Digits,
    is_framed,
    of_writers,
    read_digits,
    read_drawings,
    read_idx,
    read_npz,
)
from tests.drawings import FILE, recorded_data
from tests.models.idx_files import LABELS, golden_images, idx


def test_writers_are_chosen_by_name_or_by_pattern() -> None:
    digits = Digits("made", golden_images()[:3], LABELS[:3].astype(np.int64), ["a-1", "a-2", "b-1"])
    for patterns, expected in (("a-*", [0, 1]), ("a-2, b-1", [1, 2]), ("*", [0, 1, 2]), ("", [])):
        chosen = of_writers(digits, patterns)
        assert chosen.labels.tolist() == LABELS[expected].tolist()
        np.testing.assert_array_equal(chosen.images, golden_images()[expected])
        assert chosen.writers == [["a-1", "a-2", "b-1"][index] for index in expected]
    assert len(of_writers(replace(digits, writers=None), "*")) == 0


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_an_idx_folder_plain_or_compressed_is_read(tmp_path: Path, suffix: str) -> None:
    pack = gzip.compress if suffix else bytes
    (tmp_path / f"t10k-images-idx3-ubyte{suffix}").write_bytes(pack(idx(golden_images())))
    (tmp_path / f"t10k-labels-idx1-ubyte{suffix}").write_bytes(pack(idx(LABELS)))
    (digits,) = read_digits(tmp_path)
    assert digits.name == "t10k"
    np.testing.assert_array_equal(digits.images, golden_images())
    np.testing.assert_array_equal(digits.labels, LABELS)


def test_a_stroke_file_is_rendered_as_the_server_does(tmp_path: Path) -> None:
    packed = tmp_path / "drawings.jsonl.gz"
    packed.write_bytes(gzip.compress(FILE.read_bytes()))
    for path in (FILE, packed):
        (digits,) = read_digits(path)
        np.testing.assert_array_equal(digits.images, golden_images())
        np.testing.assert_array_equal(digits.labels, LABELS)
        assert digits.writers is None


@pytest.mark.parametrize("as_floats", [False, True])
def test_framed_images_in_an_npz_are_taken_as_they_are(tmp_path: Path, as_floats: bool) -> None:
    images = golden_images() / 255 if as_floats else golden_images()[:, np.newaxis]
    np.savez(tmp_path / "a.npz", images=images, labels=LABELS)
    np.testing.assert_array_equal(read_npz(tmp_path / "a.npz").images, golden_images())


def test_images_that_are_not_framed_are_put_into_the_frame(tmp_path: Path) -> None:
    wide = np.zeros((len(LABELS), 64, 80))
    wide[:, 5:33, 40:68] = golden_images()
    np.savez(tmp_path / "a.npz", images=wide, labels=LABELS)
    digits = read_npz(tmp_path / "a.npz")
    assert digits.images.shape == (len(LABELS), 28, 28)
    assert is_framed(digits.images)
    for image, original in zip(digits.images, golden_images(), strict=True):
        # Resampled, and in a box of 20 or 21 pixels: alike, not equal.
        assert np.corrcoef(image.ravel(), original.ravel())[0, 1] > 0.93


def test_an_off_centre_set_of_28_by_28_is_not_framed() -> None:
    assert is_framed(golden_images())
    assert not is_framed(np.roll(golden_images(), 3, axis=2))
    assert not is_framed(255 - golden_images())


def test_mnist_is_framed_already() -> None:
    kept = read_digits(recorded_data() / "mnist")
    assert len(kept) == 2  # to learn from, and to test
    for digits in kept:
        assert is_framed(digits.images)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("not json", "line 1: it is not JSON"),
        ("[]", "line 1"),
        ('{"label": 3}', "line 1: 'strokes'"),
        ('{"label": 12, "strokes": []}', "label 12 is not a digit"),
        ('{"label": 3, "strokes": [[[0.1, NaN]]]}', "not a finite number"),
        ('{"label": 3, "strokes": [[[0.1]]]}', "line 1"),
        ('{"label": 3, "strokes": ' + "[" * 100_000 + "}", "line 1"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(DatasetError, match=complaint):
        list(read_drawings(path))


def test_unlabelled_drawings_cannot_be_scored(tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    path.write_text('{"label": null, "strokes": [[[0.1, 0.2]]]}\n')
    assert [drawing.label for drawing in read_drawings(path)] == [None]
    with pytest.raises(DatasetError, match="without a label"):
        read_digits(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "not an IDX file"),
        (b"\x00\x00\x0d\x01\x00\x00\x00\x01\x00\x00\x00\x00", "not an IDX file of unsigned bytes"),
        (b"\x00\x00\x08\x03\x00\x00", "cut off in its header"),
        (idx(np.zeros((2, 3, 3)))[:-1], "should hold 18 values"),
    ],
)
def test_a_broken_idx_file_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "t10k-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=complaint):
        read_idx(path)


def test_a_cut_gzip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t10k-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(idx(golden_images()))[:200])
    with pytest.raises(DatasetError, match="cannot be read"):
        read_idx(path)


def test_an_npz_without_the_arrays_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", pictures=np.zeros((1, 28, 28)))
    with pytest.raises(DatasetError, match="expected arrays `images` and `labels`"):
        read_npz(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", images=np.zeros((2, 28, 28)), labels=np.array([1]))
    with pytest.raises(DatasetError, match="expected images"):
        read_npz(tmp_path / "b.npz")
    np.savez(tmp_path / "c.npz", images=np.zeros((1, 28, 28)), labels=np.array([11]))
    with pytest.raises(DatasetError, match="whole numbers from 0 to 9"):
        read_npz(tmp_path / "c.npz")
    (tmp_path / "d.npz").write_bytes(b"nothing of the kind")
    with pytest.raises(DatasetError, match=r"d\.npz"):
        read_npz(tmp_path / "d.npz")


def test_a_pickled_npz_is_never_unpickled(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", images=np.array([object()]), labels=np.array([1]))
    with pytest.raises(DatasetError, match="allow_pickle"):
        read_npz(tmp_path / "a.npz")


def test_a_path_of_no_known_kind_says_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for path in (tmp_path / "notes.txt", tmp_path / "absent"):
        with pytest.raises(DatasetError, match="expected an IDX folder"):
            read_digits(path)
    with pytest.raises(DatasetError, match="no IDX images"):
        read_digits(tmp_path)


def test_an_npz_may_be_black_on_white_or_of_booleans(tmp_path: Path) -> None:
    bright = golden_images()
    for name, images in (("white", 255 - bright), ("part", 1 - bright / 255), ("turned", bright)):
        np.savez(tmp_path / f"{name}.npz", images=images, labels=LABELS)
        (digits,) = read_digits(tmp_path / f"{name}.npz")
        assert np.abs(digits.images.astype(int) - bright).max() <= 1
    np.savez(tmp_path / "booleans.npz", images=bright > 127, labels=LABELS)
    (digits,) = read_digits(tmp_path / "booleans.npz")
    assert set(np.unique(digits.images[:, 4:24, 4:24])) >= {0, 255}


def test_a_drawing_may_stand_over_several_lines_and_under_any_name(tmp_path: Path) -> None:
    record = {"label": 7, "strokes": [[[0.2, 0.1], [0.8, 0.1], [0.4, 0.9]]], "widths": [0.07]}
    for name, text in (
        ("pretty.json", json.dumps(record, indent=2)),
        ("marked.json", "\ufeff" + json.dumps(record)),
        ("lines.txt", json.dumps(record) + "\n\n" + json.dumps(record)),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert {each.label for each in read_drawings(tmp_path / name)} == {7}
    shell = tmp_path / "shell.json"
    shell.write_text(json.dumps(record), encoding="utf-16")
    assert [each.label for each in read_drawings(shell)] == [7]
    packed = tmp_path / "packed.jsonl"
    packed.write_bytes(gzip.compress(json.dumps(record).encode()))
    assert [each.label for each in read_drawings(packed)] == [7]
