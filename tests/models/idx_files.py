"""The golden drawings as MNIST's files have digits: images and labels in IDX."""

from __future__ import annotations

import struct

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
