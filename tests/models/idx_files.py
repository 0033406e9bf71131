"""The golden drawings as MNIST's files have digits: images and labels in IDX."""

from __future__ import annotations

import gzip
import json
import struct
from pathlib import Path

import numpy as np

from models.ink.preprocess import preprocess
from tests.drawings import golden_drawings


def idx(array: np.ndarray) -> bytes:
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(np.uint8).tobytes()


def golden_images() -> np.ndarray:
    images = [preprocess(drawing.strokes)[0] for drawing in golden_drawings()]
    return np.rint(np.stack(images) * 255).astype(np.uint8)


LABELS = np.array([drawing.label for drawing in golden_drawings()], np.uint8)


def write_data(folder: Path) -> None:
    """A data folder like the real one: 60 images to train with, 48 drawings by 6 writers."""
    (folder / "mnist").mkdir()
    images, labels = np.tile(golden_images(), (5, 1, 1)), np.tile(LABELS, 5)
    (folder / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(images)))
    (folder / "mnist" / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(labels)))
    (folder / "strokes").mkdir()
    lines = [
        json.dumps({"label": d.label, "writer": f"writer-{n % 6}", "strokes": d.strokes})
        for n, d in enumerate(golden_drawings() * 4)
    ]
    (folder / "strokes" / "train.jsonl").write_text("\n".join(lines))
