"""Light and paper: how far each pixel of a picture stands out from the paper around it.

Light falls on paper and ink alike, so it is divided out: what is left of it is the part that ink
takes away, which is the same in full light and in shadow.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]

STRONGEST = 60
"""Pixels from which the strength of ink is taken. A thin digit in a large picture has no more."""

_DARK = 10.0
"""Added to both sides of a division: grain of the sensor that black paper has too."""

_COLOURED = 2.5
"""Contrast of colours is used where it is so many times that of lightness."""


def tone_of(colour: NDArray[np.uint8]) -> Grey:
    """One tone a pixel, 0..255, in which ink stands out from paper, from (H, W, 3).

    Lightness, as a rule. Where ink and paper are of nearly the same, as red on green: how far each
    pixel goes in the direction of the strongest difference from the paper's colour.
    """
    light = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY).astype(np.float32)
    size = (min(light.shape[1], 256), min(light.shape[0], 256))
    some = cv2.resize(colour, size, interpolation=cv2.INTER_AREA).astype(np.float32).reshape(-1, 3)
    apart = some - np.median(some, axis=0)
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    lengths = np.linalg.norm(apart, axis=1) / np.sqrt(3)
    far = np.argpartition(lengths, -_count(len(lengths)))[-_count(len(lengths)) :]
    if lengths[far].min() < _COLOURED * abs(float(np.median(apart[far] @ weights))):
        return light
    direction = np.median(apart[far], axis=0)
    direction = direction / max(float(np.abs(direction).sum()), 1e-6)
    tone = (colour.astype(np.float32) - np.median(some, axis=0)) @ direction.astype(np.float32)
    return np.asarray(np.clip(127.5 + tone / 2, 0, 255), np.float32)


def strongest(contrast: Grey) -> float:
    """How much the strongest pixels stand out, all of them: 0..1, 0 of an empty picture."""
    # Counted in steps of 1/1000: a fifth of the time of sorting.
    steps = np.bincount(np.clip(contrast * 1000, 0, 1000).astype(np.int32).ravel(), minlength=1)
    as_strong = np.cumsum(steps[::-1])[::-1]
    return float(np.nonzero(as_strong >= _count(contrast.size))[0].max(initial=0)) / 1000


def _count(pixels: int) -> int:
    return max(1, min(STRONGEST, pixels // 16))


def contrast_with(paper: Grey, tone: Grey) -> Grey:
    """Part of the light that each pixel lacks beside the paper around it, -1..1; light ink: < 0."""
    return np.asarray((paper - tone) / (np.maximum(paper, tone) + _DARK), np.float32)


def common_paper(tone: Grey) -> Grey:
    """The tone of the paper at each pixel: the median of a wide neighbourhood."""
    small = cv2.resize(tone, (128, 128), interpolation=cv2.INTER_AREA)
    bytes_ = np.rint(small).astype(np.uint8)
    framed = cv2.copyMakeBorder(bytes_, 40, 40, 40, 40, cv2.BORDER_REFLECT_101)
    median = cv2.medianBlur(framed, 81)[40:-40, 40:-40]
    height, width = tone.shape
    paper = cv2.resize(median, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, np.float32)


def near_paper(tone: Grey, dark: bool, reach: int) -> Grey:
    """The same where a shadow's edge is sharp: lines up to `reach` pixels wide are painted over.

    `dark`: the ink is darker than the paper. Mathematical closing, or opening for light ink: what
    is wider than the window, a shadow, keeps its tone and its edge.
    """
    window = np.ones((reach, reach), np.uint8)
    how = cv2.MORPH_CLOSE if dark else cv2.MORPH_OPEN
    return np.asarray(cv2.morphologyEx(tone, how, window), np.float32)
