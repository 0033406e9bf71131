"""Damaged, odd and hostile picture files: each is ink or one documented sentence, never a crash."""

from __future__ import annotations

import io
import sys
import zlib
from collections import Counter

import numpy as np
from numpy.random import Generator
from PIL import Image

from models.ink.photo import SIDE, PhotoError, read_photo
from tests.pictures import Sheet, saved

SEED = 17
COUNT = 400
"""Files of a run of the suite; `python -m tests.models.test_damaged_pictures 50000` makes more."""


def originals() -> list[bytes]:
    """Small pictures of every kind that there is a way of saving."""
    colour = Sheet(40, 48).digit(7).screenshot()
    grey = colour.mean(axis=2).astype(np.uint8)
    layered = np.dstack([colour, 255 - grey])
    exif = Image.Exif()
    exif[0x0112], exif[0x011A] = 6, 72.0
    palette = io.BytesIO()
    Image.fromarray(colour).quantize(5).save(palette, "PNG", transparency=0)
    return [
        saved(colour, exif=exif.tobytes()),
        saved(grey),
        saved(grey.astype(np.uint16) * 200),
        saved(grey > 128),
        saved(layered),
        palette.getvalue(),
        saved(colour, "JPEG", exif=exif.tobytes()),
        saved(grey, "JPEG", progressive=True),
        _cmyk(colour),
        saved(colour, "WEBP", exif=exif.tobytes()),
        saved(layered, "WEBP", lossless=True),
    ]


def _cmyk(colour: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(colour).convert("CMYK").save(buffer, "JPEG")
    return buffer.getvalue()


def damaged(content: bytes, rng: Generator) -> bytes:
    """A file with one to four faults."""
    data = bytearray(content)
    for _ in range(rng.integers(1, 5)):
        at = int(rng.integers(0, max(1, len(data))))
        fault = rng.integers(0, 7)
        if fault == 0:
            data = data[:at]
        elif fault == 1 and data:
            data[at % len(data)] = int(rng.integers(0, 256))
        elif fault == 2 and data:
            data[at % len(data)] ^= 1 << int(rng.integers(0, 8))
        elif fault == 3:
            data[at:at] = rng.bytes(int(rng.integers(1, 40)))
        elif fault == 4:
            data[at : at + 4] = rng.choice([0, 1, 255, 127], 4).astype(np.uint8).tobytes()
        elif fault == 5:
            data[at : at + int(rng.integers(1, 30))] = b""
        else:
            data[33:33] = _chunk(rng) if data[:4] == b"\x89PNG" else rng.bytes(4)
    return bytes(data)


def _chunk(rng: Generator) -> bytes:
    """A chunk of a PNG that is formally right, whatever is in it."""
    kinds = [b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"eXIf", b"gAMA", b"tRNS", b"PLTE", b"IDAT"]
    kind = kinds[int(rng.integers(0, len(kinds)))]
    body = b"word\0\0" + zlib.compress(bytes(int(rng.integers(0, 3_000_000))), 9)
    body = body if rng.random() < 0.5 else rng.bytes(int(rng.integers(0, 60)))
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def answers(count: int, seed: int) -> Counter[str]:
    """How often each answer was given; raises what is no answer."""
    rng, files = np.random.default_rng(seed), originals()
    given: Counter[str] = Counter()
    for turn in range(count):
        content = damaged(files[turn % len(files)], rng)
        try:
            ink = read_photo(content)
        except PhotoError as error:
            given[str(error).split(";")[0]] += 1
            continue
        except BaseException:
            sys.stderr.write(f"seed {seed}, turn {turn}: {content.hex()}\n")
            raise
        assert (ink.shape, ink.dtype) == ((SIDE, SIDE), np.uint8)
        given["ink"] += 1
    return given


def test_every_damaged_file_is_ink_or_a_documented_sentence() -> None:
    given = answers(COUNT, SEED)
    known = ("ink", "the file is", "the picture is", "the picture has", "no ink was found")
    assert all(answer.startswith(known) for answer in given), given
    assert given["ink"] > COUNT / 10
    assert len(given) >= 3


def test_the_undamaged_ones_are_read() -> None:
    for content in originals():
        assert read_photo(content).any()


if __name__ == "__main__":
    sys.stdout.write(f"{answers(int(sys.argv[1]), SEED)}\n")
