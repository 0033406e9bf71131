"""A forward pass as bytes, and back: the only file that knows `docs/wire-format.md`'s frame."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MEDIA_TYPE = "application/vnd.inkling.frame"
MAGIC = b"INKF"
VERSION = 1
FLOAT32 = 0
BLANK = 1
DOUBTFUL = 2
NONE = 255

_HEADER = struct.Struct("<4sBBBBIHH")
_ROW = struct.Struct("<HBBIff")


class FrameError(ValueError):
    """Bytes that are not a frame of this version."""


@dataclass(frozen=True)
class Frame:
    """One encoded forward pass. `tensors`: index of the operation -> its values, flat, float32.

    `doubtful`: the drawing does not look like a digit.
    """

    seq: int
    first_guess: int | None
    second_guess: int | None
    probabilities: NDArray[np.float32]
    tensors: Mapping[int, NDArray[np.float32]]
    doubtful: bool = False

    @property
    def blank(self) -> bool:
        """Whether the pad was blank: no guesses, no tensors."""
        return self.first_guess is None


def encode_frame(frame: Frame) -> bytes:
    """The frame's bytes."""
    header = _HEADER.pack(
        MAGIC,
        VERSION,
        (BLANK if frame.blank else 0) | (DOUBTFUL if frame.doubtful else 0),
        NONE if frame.first_guess is None else frame.first_guess,
        NONE if frame.second_guess is None else frame.second_guess,
        frame.seq,
        len(frame.probabilities),
        len(frame.tensors),
    )
    values = [np.ascontiguousarray(tensor, "<f4") for tensor in frame.tensors.values()]
    rows = [
        _ROW.pack(operation, FLOAT32, 0, tensor.size, tensor.min(), tensor.max())
        for operation, tensor in zip(frame.tensors, values, strict=True)
    ]
    probabilities = np.asarray(frame.probabilities, "<f4")
    return b"".join([header, probabilities.tobytes(), *rows, *(v.tobytes() for v in values)])


def decode_frame(content: bytes) -> Frame:
    """The frame that `content` holds; raises FrameError."""
    if len(content) < _HEADER.size:
        raise FrameError(f"a frame has at least {_HEADER.size} bytes, this has {len(content)}")
    magic, version, flags, first, second, seq, classes, count = _HEADER.unpack_from(content)
    if magic != MAGIC or version != VERSION:
        raise FrameError(f"not a frame of version {VERSION}: starts with {content[:5]!r}")
    start = _HEADER.size + 4 * classes
    offset = start + _ROW.size * count
    if len(content) < offset:
        raise FrameError(f"the frame is cut off in its table, after {len(content)} bytes")
    tensors = {}
    for row in range(count):
        operation, encoding, _, size, _, _ = _ROW.unpack_from(content, start + _ROW.size * row)
        if encoding != FLOAT32:
            raise FrameError(f"operation {operation} has an unknown encoding, {encoding}")
        if len(content) < offset + 4 * size:
            raise FrameError(f"the frame is cut off in operation {operation}")
        tensors[operation] = np.frombuffer(content, "<f4", size, offset)
        offset += 4 * size
    if offset != len(content):
        raise FrameError(f"{len(content) - offset} bytes are left after the last value")
    return Frame(
        seq,
        None if flags & BLANK else first,
        None if flags & BLANK else second,
        np.frombuffer(content, "<f4", classes, _HEADER.size),
        tensors,
        bool(flags & DOUBTFUL),
    )


def pick(
    activations: Mapping[str, NDArray[np.float32]], operations: Sequence[str], shown: set[str]
) -> dict[int, NDArray[np.float32]]:
    """The tensors that a frame carries: the image, and the shown operations in execution order."""
    return {
        index: activations[name].reshape(-1)
        for index, name in enumerate(operations)
        if index == 0 or name in shown
    }
