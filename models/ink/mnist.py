"""MNIST's frame: the lengths that every drawing is brought to, in pixels of an image of 28.

A network with another side than 28 gets the same picture, larger or smaller as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]

SIDE = 28
"""Pixels along MNIST's images."""

BOX = 20.0
"""Pixels along the longest side of the ink, pen width included."""

PEN_WIDTH = 2.25
"""Pixels across a line of MNIST's ink: its median (see `tests/models/test_preprocess.py`)."""

FINE = 8
"""Sub-pixels along a pixel: 64 grey levels, and the centre of mass is met to 1/16 pixel."""

MASS_AT = 14.5
"""Where MNIST has its centre of mass, in pixels from the image's edge: the middle of pixel 14.
(28 pixels have no middle one; its training images' mean is 14.00 across, 13.99 down.)"""


@dataclass(frozen=True)
class Frame:
    """The image to fill: MNIST's, or one of another side. Lengths are its own pixels."""

    side: int = SIDE

    @cached_property
    def factor(self) -> float:
        """How many times larger than MNIST's image."""
        return self.side / SIDE

    @cached_property
    def box(self) -> float:
        """See `BOX`."""
        return BOX * self.factor

    @cached_property
    def mass_at(self) -> float:
        """See `MASS_AT`."""
        return MASS_AT * self.factor

    @cached_property
    def fine(self) -> int:
        """Sub-pixels along the image."""
        return self.side * FINE

    def blank(self) -> Image:
        """An image without ink, (1, side, side)."""
        return np.zeros((1, self.side, self.side), np.float32)


@cache
def frame_of(side: int = SIDE) -> Frame:
    """The image with `side` pixels along it, whose lengths are worked out once."""
    return Frame(side)
