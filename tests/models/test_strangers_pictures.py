"""Pictures that people send: each kind that once failed, with siblings made here, reads right."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from models._checkpoint import load_weights
from models.ink import marks
from models.ink.photo import ink_of, read_photo, things_on
from models.ink.picture_parts import orientation_of, upright
from models.ink.preprocess import preprocess_picture
from models.training.evaluate import read_inputs
from tests.pictures import INK, PAPER, Sheet, saved

LABELS = (3, 5, 7)
GREEN, RED = (0.0, 128.0, 0.0), (255.0, 0.0, 0.0)


@cache
def network() -> nn.Module:
    return load_weights("lenet5")


def guess(content: bytes) -> int | None:
    ink, _ = ink_of(read_photo(content))
    (reading,) = read_inputs(network(), [None], preprocess_picture(ink)[np.newaxis])
    return reading.first_guess


# --- siblings, three of a kind --------------------------------------------------------------------


def hard_shadow(label: int, turn: int) -> bytes:
    sheet = Sheet(640, 500).digit(label, turn, size=0.5)
    return saved(sheet.shadow(0.4, (0.35 + 0.1 * turn, 0.5), 0.4 - 0.3 * turn).photo())


def quarter_of_the_light(label: int, turn: int) -> bytes:
    return saved(Sheet(640, 500).digit(label, turn, size=0.4).lit(0.25).photo(4, turn))


def dark_strip(label: int, turn: int) -> bytes:
    return saved(
        Sheet(640, 500).digit(label, turn, size=0.4).strip(0.06 * turn + 0.05, turn).photo()
    )


def small(label: int, turn: int) -> bytes:
    place = (0.25 + 0.25 * turn, 0.7 - 0.2 * turn)
    return saved(Sheet(1600, 1200).digit(label, turn, at=place, size=0.08).photo(), "JPEG")


def pencil_beside_a_table(label: int, turn: int) -> bytes:
    sheet = Sheet(640, 500, ink=(165, 165, 168)).digit(label, turn, size=0.4, pen=0.04)
    return saved(sheet.strip(0.1, turn, tone=20).photo(2))


def border(label: int, turn: int) -> bytes:
    return saved(Sheet(400, 400).digit(label, turn).box((0, 0), (1, 1), 1 + 2 * turn).screenshot())


def border_inside(label: int, turn: int) -> bytes:
    sheet = Sheet(400, 400).digit(label, turn, size=0.5)
    return saved(sheet.box((0.05, 0.04), (0.95, 0.96), 2 + turn).screenshot())


def line_along_an_edge(label: int, turn: int) -> bytes:
    ends = (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((1, 0), (1, 1)))[turn]
    return saved(Sheet(400, 400).digit(label, turn).line(*ends, 3).screenshot())


def leftover_sides_of_a_cell(label: int, turn: int) -> bytes:
    sheet = Sheet(300, 300).digit(label, turn, size=0.55)
    at = (0.03, 0.97, 0.05)[turn]
    return saved(sheet.line((0, at), (1, at), 3).line((0.0, 0.96), (0.6, 0.955), 3).photo(2))


def status_bar(label: int, turn: int) -> bytes:
    sheet = Sheet(800, 400, paper=(255, 255, 255)).digit(label, turn)
    if turn:
        sheet.box((0, 0), (1, 0.03 + 0.01 * turn), -1, (60, 60, 60))
    return saved(sheet.words("12:41", (0.04, 0.03), 0.03, (INK, PAPER, PAPER)[turn]).screenshot())


def watermark(label: int, turn: int) -> bytes:
    sheet = Sheet(400, 400).digit(label, turn, size=0.5)
    if turn == 2:
        return saved(sheet.words("www.example.org", (0.5, 0.97), 0.035).screenshot())
    x, y = ((0.76, 0.92), (0.02, 0.02))[turn]
    return saved(sheet.box((x, y), (x + 0.21, y + 0.06), -1, (220, 30, 110)).screenshot())


def circle(label: int, turn: int) -> bytes:
    ink = (INK, RED, (40.0, 60.0, 200.0))[turn]
    sheet = Sheet(400, 400).digit(label, turn, size=0.36)
    return saved(sheet.ring((0.5, 0.5), 0.34 + 0.02 * turn, 4 + turn, ink).screenshot())


def window_with_shadow(label: int, turn: int) -> bytes:
    side, margin = 400, 30 + 20 * turn
    window = Sheet(side, side, paper=(251, 251, 249)).digit(label, turn).screenshot()
    alpha = np.pad(np.full((side, side), 255, np.uint8), margin)
    shade = cv2.GaussianBlur(alpha.astype(np.float32), (0, 0), margin / 3) * 0.4
    layers = np.zeros((*alpha.shape, 4), np.uint8)
    layers[margin:-margin, margin:-margin, :3] = window
    layers[..., 3] = np.maximum(alpha, shade.astype(np.uint8))
    return saved(layers)


def deep_grey(label: int, turn: int) -> bytes:
    grey = Sheet(300, 300).digit(label, turn).photo(2).mean(axis=2)
    scale, black = ((257, 0), (16, 0), (100, 24_000))[turn]
    return saved((grey * scale + black).astype(np.uint16))


def tight_and_thick(label: int, turn: int) -> bytes:
    label = (1, 4, 0)[turn]
    pen = (0.34, 0.2, 0.22)[turn]
    picture = Sheet(400, 400, paper=(250, 250, 250)).digit(label, 0, pen=pen).screenshot()
    rows, columns = np.nonzero(picture.min(axis=2) < 128)
    top, left = rows.min(), columns.min()
    return saved(picture[top : rows.max() + 1, left : columns.max() + 1])


def one_lightness(label: int, turn: int) -> bytes:
    paper, ink = ((GREEN, RED), (RED, GREEN), ((230.0, 120.0, 0.0), (0.0, 160.0, 180.0)))[turn]
    return saved(Sheet(400, 400, paper, ink).digit(label, turn).screenshot())


Maker = Callable[[int, int], bytes]

KINDS: tuple[Maker, ...] = (
    hard_shadow,
    quarter_of_the_light,
    dark_strip,
    small,
    pencil_beside_a_table,
    border,
    border_inside,
    line_along_an_edge,
    leftover_sides_of_a_cell,
    status_bar,
    watermark,
    circle,
    window_with_shadow,
    deep_grey,
    one_lightness,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_digit_is_read_whatever_came_with_it(kind: Maker) -> None:
    guesses = [guess(kind(label, turn)) for turn, label in enumerate(LABELS)]
    assert guesses == list(LABELS)


def test_ink_may_cover_more_than_half() -> None:
    assert [guess(tight_and_thick(0, turn)) for turn in range(3)] == [1, 4, 0]


MARKED = (dark_strip, border, border_inside, line_along_an_edge, watermark, circle)


@pytest.mark.parametrize("kind", MARKED, ids=lambda kind: kind.__name__)
def test_marks_that_are_not_the_digit_are_counted_and_stay_in_sight(kind: Maker) -> None:
    for turn, label in enumerate(LABELS):
        picture = read_photo(kind(label, turn))
        ink, left_out = ink_of(picture)
        assert left_out >= 1
        assert things_on(ink) == 1
        assert np.array_equal(ink_of(ink)[0], ink)
        assert (picture > 0).sum() > (ink > 0).sum()


def test_a_picture_without_marks_has_none() -> None:
    for label in range(10):
        content = saved(Sheet(400, 400).digit(label, 1).screenshot())
        ink, left_out = ink_of(read_photo(content))
        assert left_out == 0
        assert things_on(ink) == 1


@pytest.mark.parametrize(("first", "second"), [(1, 0), (4, 2), (7, 7)])
def test_two_digits_are_two(first: int, second: int) -> None:
    sheet = Sheet(500, 700).digit(first, 1, at=(0.33, 0.5), size=0.25)
    ink, _ = ink_of(read_photo(saved(sheet.digit(second, 2, at=(0.7, 0.5), size=0.25).photo())))
    assert things_on(ink) == 2


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_a_pattern_is_many_things_of_which_a_few_are_compared(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    """Comparing each of over 2,000 blots with each other, again after each join, takes minutes."""
    compared = []

    def are_two(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        compared.append(len(boxes))
        return np.ones((len(boxes), len(boxes)), np.bool_)

    dots = np.zeros((128, 128), np.uint8)
    dots[1::2, 1::2] = 255
    if defended:
        assert things_on(dots) > 1
    else:
        monkeypatch.setattr(marks, "_MOST", 10**9)
    monkeypatch.setattr(marks, "_are_two", are_two)
    assert things_on(dots) > 1
    assert (max(compared) <= marks._MOST < 100) == defended


def test_a_slashed_zero_and_a_bar_apart_are_parts_of_one_digit() -> None:
    ring = Sheet(400, 400).ring((0.5, 0.5), 0.25, 14)
    slashed = ring.line((0.36, 0.66), (0.64, 0.34), 14).screenshot()
    five = Sheet(400, 400).digit(5, 3).screenshot()  # its bar lies apart
    for picture in (slashed, five):
        ink, left_out = ink_of(read_photo(saved(picture)))
        assert (left_out, things_on(ink)) == (0, 1)


# --- what files say beside their pixels -----------------------------------------------------------


def stored(picture: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """A picture as a camera held that way stores it."""
    back = {6: 8, 8: 6}.get(orientation, orientation)
    return upright(picture, back)


def exif(*entries: bytes, order: str = "<") -> bytes:
    """A block of EXIF with these entries, well made or not."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(f"{order}HI", 42, 8) + struct.pack(f"{order}H", len(entries))
    return b"Exif\0\0" + head + b"".join(entries) + bytes(4)


def turned(orientation: int, order: str = "<") -> bytes:
    return struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)


NEGATIVE = struct.pack("<HHII", 0x011A, 10, 1, 2**31)
SIGNED = struct.pack("<HHIi", 0x0100, 9, 1, -5)
FAR = struct.pack("<HHII", 0x010E, 2, 2**31, 2**31)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("entry", [NEGATIVE, SIGNED, FAR], ids=["negative", "signed", "far"])
def test_no_metadata_breaks_a_picture_and_its_orientation_is_used(kind: str, entry: bytes) -> None:
    picture = stored(Sheet(240, 240).digit(7).screenshot(), 6)
    block = exif(entry, turned(6))
    assert guess(saved(picture, kind, exif=block)) == 7


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone_in_both_orders_of_bytes(orientation: int) -> None:
    picture = Sheet(60, 40).digit(7).screenshot()
    for order in "<>":
        found = orientation_of([exif(turned(orientation, order), order=order)])
        assert np.array_equal(upright(stored(picture, found), found), picture)
        assert found == orientation


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"", 1),
        (b"Exif\0\0II*\0\xff\xff\xff\xff", 1),
        (exif(turned(0)), 1),
        (exif(turned(77)), 1),
        (exif(turned(6))[:20], 1),
        (b'<rdf tiff:Orientation="8"/>', 8),
    ],
    ids=["none", "nowhere", "zero", "too large", "cut off", "XMP"],
)
def test_an_orientation_that_cannot_be_read_is_none(block: bytes, expected: int) -> None:
    assert orientation_of([block]) == expected


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP", b"tEXt"])
def test_a_long_text_is_no_damage(kind: bytes) -> None:
    body = b"word\0\0" + zlib.compress(bytes(5_000_000), 9)
    chunk = struct.pack(">I", len(body)) + kind + body
    chunk += struct.pack(">I", zlib.crc32(kind + body))
    content = saved(Sheet(240, 240).digit(7).screenshot())
    assert guess(content[:33] + chunk + content[33:]) == 7


def test_four_colours_of_printing_are_read() -> None:
    buffer = io.BytesIO()
    Image.fromarray(Sheet(240, 240).digit(5).screenshot()).convert("CMYK").save(buffer, "JPEG")
    assert guess(buffer.getvalue()) == 5


# --- pictures that were collected -----------------------------------------------------------------


def test_collected_pictures_are_read() -> None:
    root = Path(__file__).parents[2]
    folder = Path(os.environ.get("INKLING_TEST_CASES", root.parent / "shared" / "cases"))
    pictures = sorted((folder / "reports").glob("*-[0-9].[pj]*g"))
    if not pictures:
        pytest.skip(f"needs collected pictures in {folder} (INKLING_TEST_CASES)")
    wrong = {each.name: guess(each.read_bytes()) for each in pictures}
    assert wrong == {each.name: int(each.stem[-1]) for each in pictures}
