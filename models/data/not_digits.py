"""What is no digit, for measuring doubt: letters of fonts, made-up figures, scribbles, a dot."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke
from models.data.handwriting import draw_style, scribble
from models.data.styles import NOT_DIGITS
from models.ink.mnist import SIDE
from models.ink.preprocess import preprocess, preprocess_picture

LETTERS = "AEFHKMNPRTUVWXYadefhkmnprtuwxy"
"""Letters that nobody would take for a digit; B C D G I J L O Q S Z b c g i j l o q s v z are not
among them."""

_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
"""OpenCV's own; the network never learned from them."""

_SIDE = 160


def sets(side: int = SIDE, seed: int = 5) -> dict[str, NDArray[np.uint8]]:
    """Images (N, side, side), 255 is ink, by what they show."""
    rng = np.random.default_rng(seed)
    figures = [draw_style(style, rng) for style in NOT_DIGITS for _ in range(10)]
    scribbles = [scribble(rng) for _ in range(400)]
    return {
        "letters of fonts": _letters(side),
        "letters and figures drawn": _drawn(figures, side),
        "scribbles": _drawn(scribbles, side),
        "a dot": _drawn([[np.array([[0.5, 0.5]])]], side),
    }


def _letters(side: int) -> NDArray[np.uint8]:
    pictures = []
    for letter in LETTERS:
        for font in _FONTS:
            for slant in (0, cv2.FONT_ITALIC):
                picture = np.zeros((_SIDE, _SIDE), np.uint8)
                cv2.putText(picture, letter, (40, 110), font | slant, 3.0, 255, 7, cv2.LINE_AA)
                pictures.append(preprocess_picture(picture, side=side)[0])
    return _as_bytes(pictures)


def _drawn(drawings: Sequence[Sequence[Stroke]], side: int) -> NDArray[np.uint8]:
    on_pad = [[(0.2 + 0.6 * stroke).tolist() for stroke in strokes] for strokes in drawings]
    return _as_bytes([preprocess(strokes, side=side)[0] for strokes in on_pad])


def _as_bytes(images: Sequence[NDArray[np.float32]]) -> NDArray[np.uint8]:
    return np.rint(np.stack(images) * 255).astype(np.uint8)
