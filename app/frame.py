"""A forward pass as bytes: the only file that knows `docs/wire-format.md`'s frame."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from app.services.readings import Reading
from models.forward.description import NetworkDescription
from models.forward.outputs import PADDED

MEDIA_TYPE = "application/vnd.inkling.frame"
MAGIC = b"INKF"
VERSION = 4
FLOAT32, BYTES = 0, 1
BLANK, DOUBTFUL, DEFLATED, PLACED = 1, 2, 4, 8

HEADER = struct.Struct("<4sBBHIIHH")
OUTCOME = struct.Struct("<HHI")
ROW = struct.Struct("<HBBI")
IMAGE_ON_PAD = struct.Struct("<3f")

Array = NDArray[np.float32]


class FramePlan:
    """What the frames for some shown layers of a network carry: worked out once, used for each.

    The input is always among them. Live frames have what each of `layers` shows, exact ones the
    same in float32. For each layer of `explained`, exact frames also have all its operations and
    what goes into them: the arithmetic of a cell needs its inputs whether they are shown or not.
    Operations that only change a shape are left out.
    """

    def __init__(
        self,
        description: NetworkDescription,
        layers: Sequence[str],
        explained: Sequence[str] | None = None,
    ) -> None:
        """`explained`: all layers if it is None."""
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

        exact = _exact_operations(description, {shown[layer] for layer in chosen}, explained)
        starts = list(accumulate(sizes, initial=0))
        self._values = [slice(starts[index], starts[index + 1]) for index in exact]
        self._exact_table = _table([(index, FLOAT32, sizes[index]) for index in exact])

        self._answers = [answer.name for answer in description.answers]
        self._outcomes = b"".join(
            OUTCOME.pack(index, 0, sizes[operations.index(answer.operation)])
            for index, answer in enumerate(description.answers)
        )

    def encode(self, reading: Reading, seq: int = 0, took: int = 0, deflate: bool = False) -> bytes:
        """The frame of one reading, exact if it has exact values. `took`: microseconds."""
        parts = [self._outcomes, *[reading.outcomes[name].tobytes() for name in self._answers]]
        if reading.blank:
            count = 0
        elif reading.exact is None:
            count = len(self._live_table) // ROW.size
            parts += self._live(reading)
        else:
            count = len(self._exact_table) // ROW.size
            parts += self._exact(reading.exact)
        flags = (BLANK if reading.blank else 0) | (DOUBTFUL if reading.doubtful else 0)
        if reading.image_on_pad is not None and not reading.blank:
            flags |= PLACED
            parts.insert(0, IMAGE_ON_PAD.pack(*reading.image_on_pad))
        if deflate:
            flags |= DEFLATED
            parts = [zlib.compress(b"".join(parts), 1, -15)]
        header = HEADER.pack(MAGIC, VERSION, flags, len(self._answers), seq, took, count, 0)
        return b"".join((header, *parts))

    def _live(self, reading: Reading) -> list[bytes]:
        low, high, codes = reading.low, reading.high, reading.codes
        if self._all:
            return [low.tobytes(), high.tobytes(), self._live_table, codes.tobytes()]
        ranges = [low[self._layers].tobytes(), high[self._layers].tobytes()]
        return [*ranges, self._live_table, *(codes[part].tobytes() for part in self._codes)]

    def _exact(self, values: Array) -> list[bytes]:
        tensors = [values[part] for part in self._values]
        low = np.array([tensor.min() for tensor in tensors])
        high = np.array([tensor.max() for tensor in tensors])
        parts = (tensor.tobytes() for tensor in tensors)
        return [low.tobytes(), high.tobytes(), self._exact_table, *parts]


def _exact_operations(
    description: NetworkDescription, shown: set[int], explained: Sequence[str] | None
) -> list[int]:
    """Indices of the operations that an exact frame carries, in execution order."""
    explained = [layer.name for layer in description.layers] if explained is None else explained
    inside = [each for each in description.operations if each.layer in explained]
    needed = {each.name for each in inside} | {name for each in inside for name in each.inputs}
    by_name = {each.name: each for each in description.operations}
    # A flattening has the same values as its input, which is sent in its place.
    for name in [name for name in needed if by_name[name].kind == "flatten"]:
        needed |= set(by_name[name].inputs)
    return [
        index
        for index, operation in enumerate(description.operations)
        if index in shown or (operation.name in needed and operation.kind != "flatten")
    ]


def _table(rows: Sequence[tuple[int, int, int]]) -> bytes:
    return b"".join(ROW.pack(operation, encoding, 0, size) for operation, encoding, size in rows)
