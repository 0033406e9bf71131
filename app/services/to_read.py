"""What a client wants read: strokes, a picture's ink, or the pixels themselves."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from app.errors import OutOfStepError
from models.ink.lines import Lines, on_pad, without_stray_dots
from models.ink.mnist import Image
from models.ink.photo import ink_of, things_on
from models.ink.preprocess import (
    PAD_PEN,
    STEPS,
    Explanation,
    ImageOnPad,
    Step,
    explain,
    image_on_pad,
    preprocess,
    preprocess_picture,
)

Strokes = Sequence[Sequence[Sequence[float]]] | Lines


@dataclass(frozen=True)
class ToRead:
    """One drawing to read. A picture or the input's pixels, (S, S) uint8, replace the strokes.

    A picture may have marks that are not the digit, as `models.ink.photo` leaves them out.

    `without`: preprocessing steps left out; `off`: switches of the network that are off; `pad_pen`:
    width of the pen, in pads.
    """

    strokes: Strokes = ()
    picture: NDArray[np.uint8] | None = None
    pixels: NDArray[np.uint8] | None = None
    without: frozenset[Step] = field(default_factory=frozenset)
    off: frozenset[str] = field(default_factory=frozenset)
    pad_pen: float = PAD_PEN

    @cached_property
    def _inked(self) -> tuple[NDArray[np.uint8], int]:
        """Of a picture: its ink, and how many marks are left out of it."""
        assert self.picture is not None
        return ink_of(self.picture)

    @property
    def lines(self) -> list[NDArray[np.float64]]:
        """The strokes on the pad, (N, 2) each; none of a picture or of pixels."""
        if self.picture is not None or self.pixels is not None:
            return []
        lines = without_stray_dots(self._on_pad)
        return lines.split(lines.points) if len(lines) else []

    def leaving_out(self, steps: frozenset[Step]) -> ToRead:
        """The same drawing, for a network whose drawings do not go through these steps."""
        return self if steps <= self.without else replace(self, without=self.without | steps)

    @property
    def points(self) -> int:
        """Of all strokes."""
        if isinstance(self.strokes, Lines):
            return len(self.strokes.points)
        return sum(map(len, self.strokes))

    @cached_property
    def _on_pad(self) -> Lines:
        """The strokes, clipped once for all that is made of them."""
        return on_pad(self.strokes)

    @property
    def _source(self) -> Lines | NDArray[np.uint8]:
        return self._on_pad if self.picture is None else self._inked[0]

    @property
    def left_out(self) -> int:
        """How many marks of the picture are not the digit."""
        return 0 if self.picture is None else self._inked[1]

    @property
    def things(self) -> int:
        """How many digits, or things as large, the picture shows; 1 of all that is drawn."""
        return 1 if self.picture is None else self._pictured

    @cached_property
    def _pictured(self) -> int:
        return things_on(self._inked[0])

    def image(self, side: int) -> Image:
        """The network's input (1, side, side); zeros where there is no ink."""
        if self.pixels is not None:
            return self.pixels.astype(np.float32)[np.newaxis] / np.float32(255)
        if self.picture is None:
            return preprocess(self.strokes, without=self.without, pad_pen=self.pad_pen, side=side)
        return preprocess_picture(self._inked[0], without=self.without, side=side)

    def explanation(self, side: int) -> Explanation | None:
        """What each step does; None for a blank pad and for pixels, which pass through none."""
        if self.pixels is not None:
            return None
        return explain(self._source, without=self.without, pad_pen=self.pad_pen, side=side)

    def image_on_pad(self) -> ImageOnPad | None:
        """The part of the pad that the image shows; None for a blank pad and for pixels."""
        if self.pixels is not None:
            return None
        return image_on_pad(self._source, without=self.without, pad_pen=self.pad_pen)

    def toggled(self, side: int) -> dict[Step, Image]:
        """The input with each step switched the other way, one at a time."""
        return {
            step: replace(
                self, strokes=self._on_pad, without=self.without.symmetric_difference({step})
            ).image(side)
            for step in STEPS
        }


class GrowingStrokes:
    """Strokes that a pen adds to, point by point.

    `points`: x and y of one point after the other; a stroke begins at each of `starts`, in points.
    """

    def __init__(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Begin with strokes; those without points do not count."""
        inked = [stroke for stroke in strokes if stroke]
        self._points = array("d", chain.from_iterable(chain.from_iterable(inked)))
        self._starts = [0, *accumulate(map(len, inked))][: len(inked)]

    def __len__(self) -> int:
        """Points, of all strokes."""
        return len(self._points) // 2

    def extend(self, stroke: int, point: int, points: Sequence[tuple[float, float]]) -> None:
        """Add points from place `point` of stroke `stroke` on; raises OutOfStepError.

        They continue the last stroke, or begin the one after it.
        """
        last = len(self._starts) - 1
        if (stroke, point) == (last + 1, 0):
            if points:
                self._starts.append(len(self))
        elif last < 0 or (stroke, point) != (last, len(self) - self._starts[last]):
            raise OutOfStepError(
                f"the drawing does not end before point {point} of stroke {stroke}; send it whole"
            )
        self._points.extend(chain.from_iterable(points))

    def lines(self) -> Lines:
        """What has been drawn so far; later points do not change it."""
        return Lines(np.array(self._points).reshape(-1, 2), np.array(self._starts, np.int64))
