"""Ink becomes input: MNIST's frame, whatever the drawing's place and size."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.data.datasets import Drawing, read_idx
from models.ink.lines import Lines, on_pad
from models.ink.mnist import BOX, PEN_WIDTH, SIDE
from models.ink.preprocess import STEPS, Step, explain, image_on_pad, preprocess, preprocess_picture
from tests.drawings import drawing_of, golden_drawings, recorded_data

GOLDEN = Path(__file__).parents[1] / "golden" / "images.npz"
DRAWINGS = golden_drawings()
NAMES = [
    json.loads(line)["name"] for line in (GOLDEN.parent / "drawings.jsonl").read_text().splitlines()
]

Strokes = list[list[tuple[float, float]]]


def moved(strokes: Strokes, scale: float, x: float, y: float) -> Strokes:
    return [[(x + scale * px, y + scale * py) for px, py in stroke] for stroke in strokes]


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    at = np.arange(SIDE)
    mass = image.sum()
    return float(image[0].sum(axis=0) @ at / mass), float(image[0].sum(axis=1) @ at / mass)


def ink_box(image: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(image[0] > 0.02)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("index", range(len(DRAWINGS)), ids=NAMES)
def test_a_drawing_gives_its_golden_image(index: int) -> None:
    with np.load(GOLDEN) as golden:
        expected = golden["images"][index]
    image = preprocess(DRAWINGS[index].strokes)
    assert image.shape == (1, SIDE, SIDE)
    assert image.dtype == np.float32
    # Another processor may round a sub-pixel's edge the other way: one of 64 in a few pixels.
    np.testing.assert_allclose(image[0] * 255, expected, atol=255 / 32)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=NAMES)
def test_place_and_size_on_the_pad_do_not_matter(drawing) -> None:
    reference = preprocess(drawing.strokes)
    rng = np.random.default_rng(20)
    for _ in range(20):
        scale = rng.uniform(0.1, 1.0)
        x, y = rng.uniform(0, 1 - scale, 2)
        image = preprocess(moved(drawing.strokes, scale, x, y))
        assert np.abs(image - reference).sum() < 0.01 * reference.sum()


@pytest.mark.parametrize("drawing", DRAWINGS, ids=NAMES)
def test_ink_fills_the_box_and_its_mass_is_where_mnist_has_it(drawing) -> None:
    image = preprocess(drawing.strokes)
    assert BOX <= max(ink_box(image)) <= BOX + 1  # one more where the box falls between pixels
    assert centre_of_mass(image) == pytest.approx((SIDE / 2, SIDE / 2), abs=0.1)


def test_aspect_is_kept() -> None:
    height, width = ink_box(
        preprocess([[(0.2, 0.4), (0.8, 0.4), (0.8, 0.6), (0.2, 0.6), (0.2, 0.4)]])
    )
    assert width >= BOX
    assert 7 <= height <= 10  # a third of the lines' length, plus the pen


def test_the_pad_is_blank_without_ink() -> None:
    blank: list[Strokes] = [[], [[]], [[(1.5, 0.5)]], [[(1.2, 1.2), (3, 4)]]]
    for strokes in blank:
        assert not preprocess(strokes).any()


def test_a_single_point_is_a_dot_of_the_pens_size() -> None:
    image = preprocess([[(0.7, 0.2)]])
    assert 3 < image.sum() < 5.5  # the area of a disc 2.25 pixels wide is 3.98
    assert max(ink_box(image)) <= 4


def test_ink_is_cut_off_at_the_pads_edge_as_by_a_pen_that_leaves_it() -> None:
    cut = preprocess([[(0.5, 0.5), (1.5, 0.5)], [(0.5, 0.5), (0.5, 0.7)]])
    same = preprocess([[(0.5, 0.5), (1.0, 0.5)], [(0.5, 0.5), (0.5, 0.7)]])
    np.testing.assert_array_equal(cut, same)


def test_a_pen_that_leaves_and_returns_leaves_a_gap() -> None:
    excursion = [[(0.2, 0.2), (0.9, 0.2), (1.4, 0.2), (1.4, 0.8), (0.9, 0.8), (0.2, 0.8)]]
    gap = [[(0.2, 0.2), (1.0, 0.2)], [(1.0, 0.8), (0.2, 0.8)]]
    np.testing.assert_allclose(preprocess(excursion), preprocess(gap), atol=0.02)


def test_a_line_across_the_whole_pad_is_seen_though_both_ends_are_outside() -> None:
    np.testing.assert_allclose(
        preprocess([[(-3, 0.5), (5, 0.5)]]), preprocess([[(0, 0.5), (1, 0.5)]]), atol=0.02
    )


PLACES = st.sampled_from([-3, -1.0, 0, 0.25, 0.5, 1, 1.5, 9])


@given(st.lists(st.lists(st.tuples(PLACES, PLACES), max_size=7), max_size=4))
def test_pieces_on_the_pad_are_what_each_segment_has_there(strokes: Strokes) -> None:
    """Against clipping by the definition: many points along each segment, those inside kept."""
    lines = on_pad(strokes)
    assert ((lines.points >= 0) & (lines.points <= 1)).all()
    seen = {
        tuple(np.round(point, 6))
        for stroke in strokes
        for start, end in zip(stroke, stroke[1:] or stroke, strict=False)
        for point in np.linspace(start, end, 25)
        if ((point >= 0) & (point <= 1)).all()
    }
    for point in seen:
        assert _away(lines, np.array(point)) < 1e-5
    for point in lines.points:
        assert _away(Lines.of([np.array(s, float) for s in strokes if s]), point) < 1e-9


def _away(lines: Lines, point: np.ndarray) -> float:
    """From a point to the nearest segment."""
    distances = [np.inf]
    for line in lines.split(lines.points):
        for start, end in zip(line, [*line[1:]] or line, strict=False):
            step = end - start
            square = float(step @ step)
            part = np.clip((point - start) @ step / square, 0, 1) if square else 0.0
            distances.append(float(np.abs(start + part * step - point).max()))
    return min(distances)


def test_the_same_drawing_gives_the_same_bytes() -> None:
    first, again = (preprocess(DRAWINGS[8].strokes) for _ in range(2))
    assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0.1, float("nan"))]],
        [[(float("inf"), 0.1), (0.2, 0.2)]],
        [[(0.1, 0.2, 0.3)]],
        [[0.1, 0.2]],
        [[("a", "b")]],
        [[(0.1, 0.2), (0.3,)]],
    ],
)
def test_what_is_not_a_drawing_is_refused(strokes) -> None:
    with pytest.raises(ValueError, match=r"stroke|finite"):
        preprocess(strokes)


coordinates = st.floats(-2, 3, width=32) | st.floats(allow_nan=False, allow_infinity=False)


@example([[(0.0, 5e-324), (-1.0, 0.0)]])  # a step so small that dividing by it overflows
@given(st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=12), max_size=5))
def test_any_drawing_gives_a_finite_image_between_paper_and_ink(strokes: Strokes) -> None:
    image = preprocess(strokes)
    assert image.shape == (1, SIDE, SIDE)
    assert np.isfinite(image).all()
    assert image.min() >= 0
    assert image.max() <= 1
    touches = any(0 <= x <= 1 and 0 <= y <= 1 for stroke in strokes for x, y in stroke)
    assert image.any() or not touches


def test_a_picture_of_a_digit_is_put_into_the_same_frame() -> None:
    picture = np.zeros((90, 120))
    picture[20:70, 90:96] = 0.8
    image = preprocess_picture(picture)
    assert max(ink_box(image)) in (20, 21)
    assert centre_of_mass(image) == pytest.approx((SIDE / 2, SIDE / 2), abs=0.15)
    assert not preprocess_picture(np.zeros((40, 40))).any()
    with pytest.raises(ValueError, match="finite picture"):
        preprocess_picture(np.full((4, 4), np.nan))


def test_the_frame_is_mnists_own() -> None:
    data = recorded_data()
    mnist = read_idx(data / "mnist" / "train-images-idx3-ubyte.gz")[:2000].astype(np.float64) / 255
    strokes = golden_drawings()
    ours = np.stack([preprocess(drawing.strokes) for drawing in strokes])
    theirs_mass = np.mean([centre_of_mass(image[np.newaxis]) for image in mnist], axis=0)
    ours_mass = np.mean([centre_of_mass(image) for image in ours], axis=0)
    np.testing.assert_allclose(ours_mass, theirs_mass, atol=0.1)
    boxes = [max(ink_box(image[np.newaxis])) for image in mnist]
    assert np.median(boxes) == BOX


# --- the steps, left out one by one ---------------------------------------------------------------

EIGHT = drawing_of(8).strokes
CORNER = moved(EIGHT, 0.3, 0.02, 0.02)


def without(*steps: Step) -> np.ndarray:
    return preprocess(CORNER, without=frozenset(steps))


def test_without_any_step_the_image_is_the_pad_shrunk() -> None:
    points = np.concatenate([np.array(stroke) for stroke in CORNER])
    low, high = points.min(axis=0), points.max(axis=0)
    image = preprocess(CORNER, without=frozenset(STEPS), pad_pen=0.04)
    rows, columns = np.nonzero(image[0])
    reach = 0.02 * SIDE + 1
    assert columns.min() == pytest.approx(low[0] * SIDE, abs=reach)
    assert rows.max() == pytest.approx(high[1] * SIDE, abs=reach)
    assert set(np.unique(image)) == {0, 255}  # neither averaged nor normalised


def test_without_the_crop_the_whole_pad_is_what_fills_the_box() -> None:
    assert max(ink_box(without("crop"))) == pytest.approx(0.3 * 0.63 * BOX + PEN_WIDTH, abs=2)
    assert centre_of_mass(without("crop")) == pytest.approx((SIDE / 2, SIDE / 2), abs=0.1)


def test_without_the_scale_the_ink_is_as_small_as_on_the_pad() -> None:
    assert max(ink_box(without("scale"))) < BOX / 2
    assert centre_of_mass(without("scale")) == pytest.approx((SIDE / 2, SIDE / 2), abs=0.1)


def test_without_the_pen_width_a_small_digits_lines_are_thick() -> None:
    assert max(ink_box(without("pen_width"))) in (20, 21)
    assert without("pen_width").sum() > 1.5 * without().sum()


def test_without_centring_a_digit_in_the_corner_is_cut_off() -> None:
    image = without("centre")
    assert image.sum() < 0.8 * without().sum()
    x, y = centre_of_mass(image)
    assert x < SIDE / 2 - 4
    assert y < SIDE / 2 - 4


def test_without_downsampling_pixels_are_ink_or_paper_and_nothing_between() -> None:
    assert set(np.unique(without("downsample"))) == {0, 1}


def test_without_normalising_values_are_bytes() -> None:
    np.testing.assert_allclose(without("normalise"), without() * 255, atol=1e-4)


def test_what_the_network_sees_is_explained_by_the_same_steps() -> None:
    for skipped in (frozenset(), *({step} for step in STEPS)):
        explained = explain(CORNER, without=frozenset(skipped))
        assert explained is not None
        assert list(explained.pictures) == list(STEPS)
        image = preprocess(CORNER, without=frozenset(skipped))[0]
        peak = 1 if "normalise" in skipped else 255
        np.testing.assert_array_equal(np.rint(image * peak), explained.pictures["normalise"])
        assert explained.peak == pytest.approx(image.max())


def test_the_measures_of_an_explanation_are_the_cases_own() -> None:
    usual, cut = explain(CORNER), explain(CORNER, without=frozenset({"centre"}))
    assert usual is not None
    assert cut is not None
    assert usual.cut == 0
    assert usual.ink == pytest.approx(BOX, abs=0.2)
    assert usual.pen == PEN_WIDTH
    assert np.abs(usual.offset).max() < 0.1
    assert 0.2 < cut.cut < 0.9
    assert cut.offset[0] < -4
    points = np.concatenate([np.array(stroke) for stroke in CORNER])
    np.testing.assert_allclose(usual.box, (*points.min(axis=0), *points.max(axis=0)))
    assert explain([]) is None


def test_a_stray_dot_far_from_the_digit_changes_nothing() -> None:
    dotted = [*CORNER, [(0.9, 0.95)]]
    np.testing.assert_array_equal(preprocess(dotted), preprocess(CORNER))
    explained = explain(dotted)
    assert explained is not None
    assert explained.stray == 1
    # Dots alone are the drawing; and a dot inside the digit belongs to it.
    assert preprocess([[(0.2, 0.2)], [(0.8, 0.8)]]).sum() > 6
    inside = [*CORNER, [(0.11, 0.11)]]
    assert preprocess(inside).sum() >= preprocess(CORNER).sum()


def picture_of(strokes: Strokes, pen: float, side: int = 300) -> np.ndarray:
    picture = np.zeros((side, side), np.uint8)
    for stroke in strokes:
        points = np.rint(np.array(stroke) * side).astype(np.int32)
        cv2.polylines(picture, [points], False, 255, round(pen * side), cv2.LINE_AA)
    return picture


@pytest.mark.parametrize("drawing", DRAWINGS, ids=NAMES)
@pytest.mark.parametrize("pen", [0.015, 0.03, 0.08])
def test_a_picture_of_strokes_is_read_as_the_strokes_are(drawing, pen: float) -> None:
    from_picture = preprocess_picture(picture_of(drawing.strokes, pen))
    from_strokes = preprocess(drawing.strokes)
    difference = np.abs(from_picture - from_strokes).sum() / from_strokes.sum()
    assert difference < 0.33, difference  # half a pixel along both edges of a thin line


def test_a_speck_in_a_picture_is_ignored_too() -> None:
    clean = picture_of(moved(EIGHT, 0.5, 0.0, 0.0), 0.03)
    dirty = clean.copy()
    dirty[-8:-4, -8:-4] = 255
    np.testing.assert_array_equal(preprocess_picture(dirty), preprocess_picture(clean))


@given(
    st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=12), max_size=5),
    st.sets(st.sampled_from(STEPS)),
    st.floats(0.005, 0.3),
)
def test_any_drawing_can_be_explained_without_any_steps(
    strokes: Strokes, skipped: set[Step], pen: float
) -> None:
    image = preprocess(strokes, without=frozenset(skipped), pad_pen=pen)
    assert np.isfinite(image).all()
    explained = explain(strokes, without=frozenset(skipped), pad_pen=pen)
    if explained is None:
        assert not image.any()
        return
    assert 0 <= explained.cut <= 1
    assert all(picture.dtype == np.uint8 for picture in explained.pictures.values())


@pytest.mark.parametrize("without", [(), ("crop",), ("scale",), ("centre",), ("crop", "scale")])
def test_the_place_on_the_pad_is_where_the_ink_of_a_pixel_was_drawn(
    without: tuple[Step, ...],
) -> None:
    strokes = [[(0.3, 0.2), (0.35, 0.75), (0.6, 0.8)]]
    part = image_on_pad(strokes, without=frozenset(without))
    assert part is not None
    left, top, side = part
    image = preprocess(strokes, without=frozenset(without))[0]
    for x, y in strokes[0]:  # the middle of a line is inked, wherever the image went
        assert image[int((y - top) / side * SIDE), int((x - left) / side * SIDE)] > 0.5
    assert image_on_pad([]) is None


@pytest.mark.parametrize("side", [32, 56])
@pytest.mark.parametrize("drawing", DRAWINGS, ids=NAMES)
def test_another_side_is_the_same_picture_larger_or_smaller(drawing: Drawing, side: int) -> None:
    small, image = preprocess(drawing.strokes)[0], preprocess(drawing.strokes, side=side)[0]
    assert image.shape == (side, side)
    at_28 = cv2.resize(image, (28, 28), interpolation=cv2.INTER_AREA)
    assert np.corrcoef(small.ravel(), at_28.ravel())[0, 1] > 0.9
    factor = side / 28
    longest = max(cv2.boundingRect((image > 0).astype(np.uint8))[2:])
    assert 20 * factor - 1 <= longest <= 20 * factor + 2  # the pixels that it touches
    mass = [float((image.sum(axis=axis) * (np.arange(side) + 0.5)).sum()) for axis in (0, 1)]
    np.testing.assert_allclose(np.array(mass) / image.sum(), 14.5 * factor, atol=0.6)


def test_every_way_of_reading_takes_the_side() -> None:
    strokes = drawing_of(8).strokes
    for without in (frozenset(), frozenset({"centre"}), frozenset({"downsample", "scale"})):
        assert preprocess(strokes, without=without, side=32).shape == (1, 32, 32)
    assert not preprocess([], side=32).any()
    picture = np.rint(preprocess(strokes, side=64)[0] * 255).astype(np.uint8)
    assert preprocess_picture(picture, side=32).shape == (1, 32, 32)
    explained = explain(strokes, side=32)
    assert explained is not None
    sizes = {step: each.shape for step, each in explained.pictures.items()}
    assert sizes["crop"] == sizes["centre"] == (64, 64)
    assert sizes["downsample"] == sizes["normalise"] == (32, 32)
