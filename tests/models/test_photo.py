"""Picture files become ink, whatever the light, the tone and the format; or a clear sentence."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image

from models.data.handwriting import draw_style
from models.data.styles import STYLES
from models.ink import picture_file
from models.ink.photo import SIDE, PhotoError, read_photo
from models.ink.picture_file import MAX_BYTES
from models.ink.preprocess import preprocess, preprocess_picture

THREE = next(style for style in STYLES if style.key == "3-round")


def on_paper(dark: bool = True, side: int = 600, pen: float = 0.03) -> np.ndarray:
    """A 3 on unevenly lit, grainy paper, as a camera sees it."""
    rng = np.random.default_rng(8)
    down, across = np.mgrid[:side, :side] / side
    paper = 215 - 70 * across - 40 * down + rng.normal(0, 4, (side, side))
    ink = np.zeros((side, side), np.uint8)
    for stroke in strokes():
        points = np.rint(np.array(stroke) * side).astype(np.int32)
        cv2.polylines(ink, [points], False, 255, round(pen * side), cv2.LINE_AA)
    grey = np.clip(paper - 80 * (ink / 255), 0, 255)
    return (grey if dark else 255 - grey).astype(np.uint8)


def strokes() -> list[list[tuple[float, float]]]:
    drawn = draw_style(THREE, np.random.default_rng(1), wobble=0.5)
    return [[(0.15 + 0.4 * x, 0.2 + 0.4 * y) for x, y in stroke] for stroke in drawn]


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def far_from_the_strokes(ink: np.ndarray) -> float:
    ours, theirs = preprocess_picture(ink), preprocess(strokes())
    return float(np.abs(ours - theirs).sum() / theirs.sum())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("dark", [True, False], ids=["dark ink", "light ink"])
def test_ink_is_found_on_uneven_paper_in_any_format_and_tone(kind: str, dark: bool) -> None:
    ink = read_photo(saved(Image.fromarray(on_paper(dark)), kind))
    assert ink.shape == (SIDE, SIDE)
    assert ink.dtype == np.uint8
    assert far_from_the_strokes(ink) < 0.35


@pytest.mark.parametrize("pen", [0.008, 0.02, 0.06])
def test_thin_and_thick_pens_give_the_same_image(pen: float) -> None:
    assert far_from_the_strokes(read_photo(saved(Image.fromarray(on_paper(pen=pen))))) < 0.4


def test_a_cameras_rotation_is_honoured() -> None:
    upright = Image.fromarray(on_paper())
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    turned = saved(upright.rotate(90, expand=True), "JPEG", exif=exif, quality=95)
    assert far_from_the_strokes(read_photo(turned)) < 0.35


@pytest.mark.parametrize("tone", [0, 255], ids=["black ink", "white ink"])
def test_transparency_is_paper(tone: int) -> None:
    grey = on_paper()
    alpha = np.zeros_like(grey)
    for stroke in strokes():
        points = np.rint(np.array(stroke) * len(grey)).astype(np.int32)
        cv2.polylines(alpha, [points], False, 255, 18, cv2.LINE_AA)
    layered = Image.fromarray(np.dstack([np.full_like(grey, tone), alpha]), "LA")
    assert far_from_the_strokes(read_photo(saved(layered))) < 0.35


def test_place_in_the_picture_is_kept() -> None:
    ink = read_photo(saved(Image.fromarray(on_paper())))
    rows, columns = np.nonzero(ink > 128)
    points = np.concatenate([np.array(stroke) for stroke in strokes()]) * SIDE
    assert columns.min() == pytest.approx(points[:, 0].min(), abs=4)
    assert rows.max() == pytest.approx(points[:, 1].max(), abs=4)


def bomb() -> bytes:
    return saved(Image.new("L", (9000, 9000)), "PNG")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", "empty"),
        (lambda: b"not a picture", "not a PNG, JPEG or WebP"),
        (lambda: saved(Image.new("L", (40, 40)), "GIF"), "not a PNG, JPEG or WebP"),
        (lambda: saved(Image.fromarray(on_paper()))[:2000], "damaged"),
        (bomb, "9000 x 9000"),
        (lambda: saved(Image.new("L", (300, 300), 200)), "no ink"),
        (lambda: saved(Image.new("L", (1, 300), 200)), "no digit"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES), "MiB"),
    ],
    ids=["empty", "text", "gif", "cut off", "bomb", "blank", "sliver", "huge"],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(make: Callable[[], bytes], says: str) -> None:
    content = make()
    with pytest.raises(PhotoError, match=says):
        read_photo(content)


def test_the_largest_picture_is_just_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(Image.fromarray(on_paper()))
    monkeypatch.setattr(picture_file, "MAX_BYTES", len(content))
    monkeypatch.setattr(picture_file, "MAX_PIXELS", 600 * 600)
    assert read_photo(content).any()
    monkeypatch.setattr(picture_file, "MAX_PIXELS", 600 * 600 - 1)
    with pytest.raises(PhotoError, match="600 x 600"):
        read_photo(content)


def test_noise_of_any_kind_is_ink_or_a_sentence() -> None:
    rng = np.random.default_rng(5)
    for _ in range(30):
        shape = (int(rng.integers(2, 90)), int(rng.integers(2, 90)))
        noise = rng.integers(0, 256, (*shape, 3), np.uint8)
        try:
            ink = read_photo(saved(Image.fromarray(noise)))
        except PhotoError:
            continue
        assert ink.shape == (SIDE, SIDE)
