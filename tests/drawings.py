"""A dozen drawings made for the tests, all ten digits; and recorded data, where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.data.datasets import Drawing, read_drawings

FILE = Path(__file__).parent / "golden" / "drawings.jsonl"


def golden_drawings() -> list[Drawing]:
    """The drawings that the browser tests draw and the golden images show."""
    return list(read_drawings(FILE))


def drawing_of(label: int) -> Drawing:
    """The first of them of this digit."""
    return next(drawing for drawing in golden_drawings() if drawing.label == label)


def recorded_data() -> Path:
    """Folder with `mnist` and `strokes`; skips the test, and says so, where there is none."""
    root = Path(__file__).parents[1]
    folder = Path(os.environ.get("INKLING_TEST_DATA", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"needs MNIST and recorded strokes in {folder} (INKLING_TEST_DATA)")
    return folder


THREE, FOUR, FIVE, EIGHT = (drawing_of(label) for label in (3, 4, 5, 8))
