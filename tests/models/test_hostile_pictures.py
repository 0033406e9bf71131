"""Pictures that are dear to open are refused by their heads; what looks like them is read."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from models.ink import picture_file, picture_parts
from models.ink.photo import PhotoError, read_photo
from models.ink.picture_file import MAX_PIXELS, MAX_SCANS
from models.ink.picture_parts import kind_of, parts_of
from tests import hostile_pictures as hostile
from tests.pictures import saved

DEAR = {
    "scans": (hostile.empty_scans, "scans, at most 64"),
    "tiny EXIF": (hostile.tiny_segments, "4096 pieces"),
    "tiny EXIF behind padding": (
        lambda: hostile.tiny_segments(stray=b"\xff\xff\0\0"),
        "4096 pieces",
    ),
    "tiny EXIF behind a stray end": (
        lambda: hostile.tiny_segments(stray=b"\xff\xd9"),
        "4096 pieces",
    ),
    "tiny IDAT": (hostile.tiny_chunks, "4096 pieces"),
    "tiny tEXt": (lambda: hostile.tiny_chunks(b"tEXt"), "4096 pieces"),
    "tiny RIFF": (hostile.tiny_riff_chunks, "4096 pieces"),
    **{
        f"huge {kind}": (partial(hostile.claims_much, kind), "16383 x 16383")
        for kind in ("canvas", "lossless", "lossy", "frame")
    },
}


@pytest.mark.parametrize(("make", "says"), DEAR.values(), ids=DEAR)
def test_what_is_dear_is_refused_before_it_is_decoded(
    make: Callable[[], bytes], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make()
    decoded = []
    monkeypatch.setattr(picture_file.Image, "open", lambda *_, **__: decoded.append(1))
    with pytest.raises(PhotoError, match=says):
        read_photo(content)
    assert decoded == []


def test_a_phones_photo_is_within_all_limits() -> None:
    assert MAX_PIXELS >= 4608 * 3456 > 4032 * 3024
    content = saved(np.full((3024, 4032, 3), 200, np.uint8), "JPEG", progressive=True)
    parts = parts_of("JPEG", content)
    assert parts.sizes == [(4032, 3024)]
    assert parts.scans <= MAX_SCANS
    with pytest.raises(PhotoError, match="no ink"):  # it was decoded, not refused
        read_photo(content)


def test_scans_are_counted_up_to_the_end_of_the_picture_alone() -> None:
    """Phones put a film behind it, whose bytes are anything."""
    content = hostile.digit()
    film = b"\xff\xda\0\x08" * 100_000
    assert read_photo(content + film).any()


def test_just_so_many_scans_and_pieces_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    content = hostile.empty_scans(20, side=64)
    scans = parts_of("JPEG", content).scans
    monkeypatch.setattr(picture_file, "MAX_SCANS", scans)
    with pytest.raises(PhotoError, match="no ink"):
        read_photo(content)
    monkeypatch.setattr(picture_file, "MAX_SCANS", scans - 1)
    with pytest.raises(PhotoError, match="scans"):
        read_photo(content)

    png = hostile.tiny_chunks(size=12 * 5)
    pieces = 5 + len([1 for kind in (b"IHDR", b"IDAT", b"IEND") if kind in png])
    monkeypatch.setattr(picture_parts, "MAX_PARTS", pieces)
    assert read_photo(png).any()
    monkeypatch.setattr(picture_parts, "MAX_PARTS", pieces - 1)
    with pytest.raises(PhotoError, match="pieces"):
        read_photo(png)


def test_of_much_metadata_the_first_is_looked_at_and_the_picture_is_read() -> None:
    """Cameras keep whole pictures of depth in it."""
    content = hostile.digit()
    segment = b"\xff\xe1" + struct.pack(">H", 65535) + bytes(65533)
    parts = parts_of("JPEG", content[:2] + segment * 100 + content[2:])
    assert sum(map(len, parts.metadata)) == picture_parts.MAX_METADATA
    assert read_photo(content[:2] + segment * 100 + content[2:]).any()


def test_no_bytes_break_what_takes_pictures_apart() -> None:
    rng = np.random.default_rng(9)
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = bytearray(saved(np.full((20, 30), 200, np.uint8), kind))
        for _ in range(300):
            damaged = whole.copy()
            for at in rng.integers(12, len(whole), 4):
                damaged[at] = rng.choice([0, 1, 255, 0xDA, 0xE1, int(rng.integers(256))])
            content = bytes(damaged[: rng.integers(16, len(whole) + 1)])
            assert kind_of(content) == kind
            parts_of(kind, content)
