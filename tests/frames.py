"""Reads frames as `docs/wire-format.md` describes them, to check what the server writes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.frame import (
    BLANK,
    BYTES,
    DEFLATED,
    DOUBTFUL,
    FLOAT32,
    HEADER,
    IMAGE_ON_PAD,
    MAGIC,
    OUTCOME,
    PLACED,
    ROW,
    VERSION,
)
from models.forward.outputs import PADDED

Array = NDArray[np.float32]


class FrameError(ValueError):
    """Bytes that are not a frame of this version."""


@dataclass(frozen=True)
class Frame:
    """One decoded frame.

    `outcomes`: index of the answer -> its outcome; `tensors`: index of the operation -> its values;
    both flat, float32. `ranges`: low and high of each. `took`: microseconds on the server.
    `doubtful`: the drawing does not look like a digit. `exact`: the values were not rounded to 8
    bits. `image_on_pad`: see `Reading`.
    """

    seq: int
    blank: bool
    outcomes: dict[int, Array]
    tensors: dict[int, Array]
    ranges: dict[int, tuple[float, float]]
    doubtful: bool
    exact: bool
    took: int
    image_on_pad: tuple[float, float, float] | None = None

    @property
    def probabilities(self) -> Array:
        """The outcome of the first answer."""
        return self.outcomes[0]

    @property
    def first_guess(self) -> int | None:
        """The most probable class of the first answer; None on a blank pad."""
        return None if self.blank else int(self.outcomes[0].argmax())


def decode_frame(content: bytes) -> Frame:
    """The frame that `content` holds; raises FrameError."""
    if len(content) < HEADER.size:
        raise FrameError(f"a frame has at least {HEADER.size} bytes, this has {len(content)}")
    magic, version, flags, answers, seq, took, count, _ = HEADER.unpack_from(content)
    if magic != MAGIC or version != VERSION:
        raise FrameError(f"not a frame of version {VERSION}: starts with {content[:5]!r}")
    body = _Bytes(_inflated(content[HEADER.size :], flags))
    image_on_pad = IMAGE_ON_PAD.unpack(body.take(IMAGE_ON_PAD.size)) if flags & PLACED else None
    sizes = [OUTCOME.unpack(body.take(OUTCOME.size)) for _ in range(answers)]
    outcomes = {answer: np.frombuffer(body.take(4 * size), "<f4") for answer, _, size in sizes}
    low = np.frombuffer(body.take(4 * count), "<f4")
    high = np.frombuffer(body.take(4 * count), "<f4")
    rows = [ROW.unpack(body.take(ROW.size)) for _ in range(count)]
    tensors = dict(_tensors(body, rows, low, high))
    if body.left:
        raise FrameError(f"{body.left} bytes are left after the last value")
    return Frame(
        seq,
        bool(flags & BLANK),
        outcomes,
        tensors,
        {row[0]: (float(low[at]), float(high[at])) for at, row in enumerate(rows)},
        bool(flags & DOUBTFUL),
        all(encoding == FLOAT32 for _, encoding, _, _ in rows),
        took,
        image_on_pad,
    )


class _Bytes:
    """Bytes that are read from the first to the last."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    @property
    def left(self) -> int:
        """Bytes not read yet."""
        return len(self._content) - self._at

    def take(self, count: int) -> bytes:
        """The next bytes; raises FrameError if there are fewer."""
        if self.left < count:
            raise FrameError(f"the frame is cut off: {count} bytes expected, {self.left} left")
        self._at += count
        return self._content[self._at - count : self._at]


def _inflated(body: bytes, flags: int) -> bytes:
    if not flags & DEFLATED:
        return body
    try:
        return zlib.decompress(body, -15)
    except zlib.error as error:
        raise FrameError(f"the frame cannot be inflated: {error}") from error


def _tensors(
    body: _Bytes, rows: list[tuple[int, ...]], low: Array, high: Array
) -> Iterator[tuple[int, Array]]:
    for (operation, encoding, _, size), smallest, largest in zip(rows, low, high, strict=True):
        if encoding == FLOAT32:
            yield operation, np.frombuffer(body.take(4 * size), "<f4")
        elif encoding == BYTES:
            codes = np.frombuffer(body.take(size + -size % PADDED), np.uint8)[:size]
            yield operation, _dequantised(codes, smallest, largest)
        else:
            raise FrameError(f"operation {operation} has an unknown encoding, {encoding}")


def _dequantised(codes: NDArray[np.uint8], low: np.float32, high: np.float32) -> Array:
    """What the codes stand for: see `models.forward.outputs`."""
    if low < 0:
        return (codes.astype(np.float32) - 128) * (max(high, -low) / np.float32(127))
    return codes.astype(np.float32) * (high / np.float32(255))
