"""A forward pass as bytes, and back: the only file that knows `docs/wire-format.md`'s frame."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from app.services.readings import Reading
from models.forward.description import NetworkDescription
from models.forward.outputs import PADDED

MEDIA_TYPE = "application/vnd.inkling.frame"
MAGIC = b"INKF"
VERSION = 3
FLOAT32, BYTES = 0, 1
BLANK, DOUBTFUL, DEFLATED, PLACED = 1, 2, 4, 8
NONE = 255

_HEADER = struct.Struct("<4sBBBBIIHH")
_ROW = struct.Struct("<HBBI")
_PLACE = struct.Struct("<3f")

Array = NDArray[np.float32]


class FrameError(ValueError):
    """Bytes that are not a frame of this version."""


@dataclass(frozen=True)
class Frame:
    """One decoded frame. `tensors`: index of the operation -> its values, flat, float32.

    `low`, `high`: its range. `took`: microseconds on the server. `doubtful`: the drawing does not
    look like a digit. `exact`: the values were not rounded to 8 bits. `place`: see `Reading`.
    """

    seq: int
    first_guess: int | None
    second_guess: int | None
    probabilities: Array
    tensors: dict[int, Array]
    ranges: dict[int, tuple[float, float]]
    doubtful: bool
    exact: bool
    took: int
    place: tuple[float, float, float] | None = None

    @property
    def blank(self) -> bool:
        """Whether the pad was blank: no guesses, no tensors."""
        return self.first_guess is None


class FramePlan:
    """What the frames for some shown layers of a network carry: worked out once, used for each.

    The input is always among them. Live frames have what each of `layers` shows; exact ones every
    operation of the network, but for those that only change a shape: the arithmetic of a cell needs
    its inputs whether they are shown or not.
    """

    def __init__(self, description: NetworkDescription, layers: Sequence[str]) -> None:
        operations = [operation.name for operation in description.operations]
        sizes = [int(np.prod(operation.output_shape)) for operation in description.operations]
        chosen = [
            index
            for index, layer in enumerate(description.layers)
            if layer.kind == "input" or layer.name in layers
        ]
        shown = [operations.index(layer.shown) for layer in description.layers]
        padded = [sizes[operation] + -sizes[operation] % PADDED for operation in shown]
        corners = list(accumulate(padded, initial=0))
        self._all = len(chosen) == len(shown)
        self._layers = np.array(chosen)
        self._codes = [slice(corners[layer], corners[layer + 1]) for layer in chosen]
        self._live_table = _table([(shown[layer], BYTES, sizes[shown[layer]]) for layer in chosen])

        exact = [
            index
            for index, operation in enumerate(description.operations)
            if operation.kind != "flatten"
        ]
        starts = list(accumulate(sizes, initial=0))
        self._values = [slice(starts[index], starts[index + 1]) for index in exact]
        self._exact_table = _table([(index, FLOAT32, sizes[index]) for index in exact])

    def encode(self, reading: Reading, seq: int = 0, took: int = 0, deflate: bool = False) -> bytes:
        """The frame of one reading, exact if it has exact values. `took`: microseconds."""
        if reading.guesses is None:
            count, parts = 0, [reading.probabilities.tobytes()]
        elif reading.exact is None:
            count, parts = len(self._live_table) // _ROW.size, self._live(reading)
        else:
            count, parts = len(self._exact_table) // _ROW.size, self._exact(reading, reading.exact)
        first, second = reading.guesses or (NONE, NONE)
        flags = (BLANK if reading.guesses is None else 0) | (DOUBTFUL if reading.doubtful else 0)
        if reading.place is not None and reading.guesses is not None:
            flags |= PLACED
            parts.insert(0, _PLACE.pack(*reading.place))
        if deflate:
            flags |= DEFLATED
            parts = [zlib.compress(b"".join(parts), 1, -15)]
        classes = len(reading.probabilities)
        header = _HEADER.pack(MAGIC, VERSION, flags, first, second, seq, took, classes, count)
        return b"".join((header, *parts))

    def _live(self, reading: Reading) -> list[bytes]:
        low, high, codes = reading.low, reading.high, reading.codes
        head = [reading.probabilities.tobytes()]
        if self._all:
            return [*head, low.tobytes(), high.tobytes(), self._live_table, codes.tobytes()]
        ranges = [low[self._layers].tobytes(), high[self._layers].tobytes()]
        return [*head, *ranges, self._live_table, *(codes[own].tobytes() for own in self._codes)]

    def _exact(self, reading: Reading, values: Array) -> list[bytes]:
        own = [values[part] for part in self._values]
        low, high = np.array([part.min() for part in own]), np.array([part.max() for part in own])
        head = [reading.probabilities.tobytes(), low.tobytes(), high.tobytes()]
        return [*head, self._exact_table, *(part.tobytes() for part in own)]


def _table(rows: Sequence[tuple[int, int, int]]) -> bytes:
    return b"".join(_ROW.pack(operation, encoding, 0, size) for operation, encoding, size in rows)


def decode_frame(content: bytes) -> Frame:
    """The frame that `content` holds; raises FrameError."""
    if len(content) < _HEADER.size:
        raise FrameError(f"a frame has at least {_HEADER.size} bytes, this has {len(content)}")
    magic, version, flags, first, second, seq, took, classes, count = _HEADER.unpack_from(content)
    if magic != MAGIC or version != VERSION:
        raise FrameError(f"not a frame of version {VERSION}: starts with {content[:5]!r}")
    body = content[_HEADER.size :]
    if flags & DEFLATED:
        try:
            body = zlib.decompress(body, -15)
        except zlib.error as error:
            raise FrameError(f"the frame cannot be inflated: {error}") from error
    place = _PLACE.size if flags & PLACED else 0
    if len(body) < place:
        raise FrameError(f"the frame is cut off in its place, after {len(content)} bytes")
    left_top_side = _PLACE.unpack_from(body) if place else None
    table = place + 4 * classes + 8 * count
    offset = table + _ROW.size * count
    if len(body) < offset:
        raise FrameError(f"the frame is cut off in its table, after {len(content)} bytes")
    low = np.frombuffer(body, "<f4", count, place + 4 * classes)
    high = np.frombuffer(body, "<f4", count, place + 4 * classes + 4 * count)
    tensors, encodings = {}, set()
    for row in range(count):
        operation, encoding, _, size = _ROW.unpack_from(body, table + _ROW.size * row)
        encodings.add(encoding)
        if encoding not in (FLOAT32, BYTES):
            raise FrameError(f"operation {operation} has an unknown encoding, {encoding}")
        length = 4 * size if encoding == FLOAT32 else size + -size % PADDED
        if len(body) < offset + length:
            raise FrameError(f"the frame is cut off in operation {operation}")
        if encoding == FLOAT32:
            tensors[operation] = np.frombuffer(body, "<f4", size, offset)
        else:
            codes = np.frombuffer(body, np.uint8, size, offset)
            tensors[operation] = _dequantised(codes, low[row], high[row])
        offset += length
    if offset != len(body):
        raise FrameError(f"{len(body) - offset} bytes are left after the last value")
    return Frame(
        seq,
        None if flags & BLANK else first,
        None if flags & BLANK else second,
        np.frombuffer(body, "<f4", classes, place),
        tensors,
        {key: (float(low[row]), float(high[row])) for row, key in enumerate(tensors)},
        bool(flags & DOUBTFUL),
        BYTES not in encodings,
        took,
        left_top_side,
    )


def _dequantised(codes: NDArray[np.uint8], low: np.float32, high: np.float32) -> Array:
    """What the codes stand for: see `models.forward.outputs`."""
    if low < 0:
        return (codes.astype(np.float32) - 128) * (max(high, -low) / np.float32(127))
    return codes.astype(np.float32) * (high / np.float32(255))
