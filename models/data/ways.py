"""24 ways of writing the ten digits: finer classes than digits, of the generator's styles.

A way is a few styles that somebody would call by one name. Nobody has said of the recorded drawings
in which way they are written: of those only the digit is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.data.augment import Stroke, vary_drawing
from models.data.forms import FORMS
from models.data.handwriting import draw_style
from models.data.pens import Pens
from models.data.styles import STYLES
from models.ink.mnist import SIDE, Image
from models.ink.preprocess import preprocess

WAYS: dict[str, tuple[str, ...]] = {
    "0-closed": ("0-oval", "0-round", "0-narrow", "0-clockwise"),
    "0-slashed": ("0-slashed", "0-slash-long", "0-slash-flat", "0-slash-upright", "0-slash-wide"),
    "0-open": ("0-open", "0-gap"),
    "1-stroke": ("1-stick", "1-slanted"),
    "1-flag": ("1-flag", "1-curved-flag", "1-upstroke", "1-steep", "1-swing"),
    "1-foot": ("1-foot", "1-long-foot", "1-foot-slanted"),
    "2-plain": ("2-plain", "2-sharp", "2-hook"),
    "2-looped": ("2-looped", "2-loop-up", "2-loop-flat"),
    "3-round": ("3-round", "3-shallow", "3-small-top"),
    "3-flat": ("3-flat", "3-pointed", "3-bar", "3-z"),
    "4-open": ("4-open", "4-cup", "4-tall", "4-one"),
    "4-closed": ("4-closed", "4-two"),
    "4-short": ("4-lightning", "4-low", "4-narrow", "4-short-stem"),
    "5-one": ("5-one", "5-snake", "5-low"),
    "5-apart": ("5-apart", "5-stroke", "5-stroke-high", "5-stroke-right"),
    "6-curled": ("6-curl", "6-wide", "6-far-in"),
    "6-straight": ("6-straight", "6-long"),
    "7-plain": ("7-plain", "7-hooked", "7-curved"),
    "7-crossed": ("7-crossed", "7-hooked-crossed", "7-wave", "7-low-bar", "7-round"),
    "8-one": ("8-snake", "8-from-middle", "8-small-top", "8-big-top"),
    "8-two": ("8-circles", "8-gap"),
    "8-open": ("8-open", "8-slim"),
    "9-straight": ("9-straight", "9-slanted", "9-two"),
    "9-hooked": ("9-hook", "9-curl", "9-flat", "9-swing", "9-g"),
}
"""Name of each way -> keys of its styles; the name begins with the digit."""

UNKNOWN = -1
"""The way of a drawing of which only the digit is known."""

Written = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True)
class Ways:
    """An epoch of `count` drawings, of each digit as many, and of each of its ways as many.

    Where `pens` have drawings, those are taken, as they were written.
    """

    pens: Pens
    count: int
    side: int = SIDE

    def images(self, seed: tuple[int, ...]) -> Written:
        """Images (N, side, side), 255 is ink, and of each its way and its digit: (N, 2)."""
        rng = np.random.default_rng(seed)
        drawn = [
            self._recorded(rng) if self.pens.drawings else _made(self.side, rng)
            for _ in range(self.count)
        ]
        images = np.stack([np.rint(image[0] * 255).astype(np.uint8) for image, *_ in drawn])
        return images, np.array([labels for _, *labels in drawn], np.int64)

    def _recorded(self, rng: np.random.Generator) -> tuple[Image, int, int]:
        at = int(rng.integers(len(self.pens.drawings)))
        image = preprocess(list(self.pens.drawings[at]), side=self.side)
        return image, UNKNOWN, self.pens.labels[at]


def _made(side: int, rng: np.random.Generator) -> tuple[Image, int, int]:
    digit = int(rng.integers(10))
    names = list(WAYS)
    of_digit = [name for name in names if name[0] == str(digit)]
    name = of_digit[rng.integers(len(of_digit))]
    key = WAYS[name][rng.integers(len(WAYS[name]))]
    image = vary_drawing(_drawn(key, rng), rng, side)
    return image, names.index(name), digit


def _drawn(key: str, rng: np.random.Generator) -> Sequence[Stroke]:
    style = next(each for each in (*STYLES, *FORMS) if each.key == key)
    return draw_style(style, rng, rng.uniform(0.3, 1.5))
