"""A process that reads pictures and nothing else, so that no picture can harm more than it.

`python -m models.ink.photo_child`. It says `READY`; is asked by the length of a file, as `LENGTH`,
and the file; and answers with `INK` or `NONE`, a length, and the ink of `read_photo` or a sentence.
It ends when its input does.
"""

from __future__ import annotations

import math
import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO

import cv2

from models.ink.photo import PhotoError, read_photo

READY, INK, NONE = b"R", b"I", b"N"
LENGTH = struct.Struct(">I")

MEMORY = 512 * 1024 * 1024
"""Bytes more than it has at its beginning: sixteen million pixels of 16 bits take 300 million."""

CPU_SECONDS = 3


def main() -> None:
    """Answer until the input ends."""
    # Each thread would take its own memory, and gains nothing here.
    cv2.setNumThreads(1)
    answer_all(_answer, begin=_limit_memory, before_each=_limit_cpu)


def answer_all(
    answer: Callable[[bytes], tuple[bytes, bytes]],
    begin: Callable[[], None],
    before_each: Callable[[], None] = lambda: None,
) -> None:
    """Be the process at the other end of two pipes, which asks for one thing after the other.

    `answer`: what was asked to the kind of its answer, one byte, and the answer. `begin` is called
    before it says that it is ready.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server
    # What a library prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    begin()
    answers.write(READY)
    answers.flush()
    while (asked := _read(sys.stdin.buffer, LENGTH.size)) is not None:
        content = _read(sys.stdin.buffer, LENGTH.unpack(asked)[0])
        if content is None:
            return
        before_each()
        kind, said = answer(content)
        del content
        answers.write(kind + LENGTH.pack(len(said)) + said)
        answers.flush()


def _answer(content: bytes) -> tuple[bytes, bytes]:
    try:
        return INK, read_photo(content).tobytes()
    except PhotoError as error:
        return NONE, str(error).encode()


def _read(pipe: BinaryIO, count: int) -> bytes | None:
    content = pipe.read(count)
    return content if len(content) == count else None


def _limit_memory() -> None:
    """Where the system can: Linux, which says how much there is at the beginning."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + MEMORY)
        _lower(resource.RLIMIT_CORE, 0)
    except (ImportError, OSError, ValueError):
        return


def _limit_cpu() -> None:
    """End this process, where the system can, once this picture has taken too much."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + CPU_SECONDS)
    except (ImportError, OSError, ValueError):
        return


def _lower(limit: int, value: int) -> None:
    import resource

    _, highest = resource.getrlimit(limit)
    if highest != resource.RLIM_INFINITY:
        value = min(value, highest)
    resource.setrlimit(limit, (value, highest))


if __name__ == "__main__":
    main()
