"""Ink becomes input: the only place where a drawing turns into the network's image.

MNIST's digits were "size normalized to fit in a 20x20 pixel box while preserving their aspect
ratio", with grey levels from anti-aliasing, and centred "by computing the center of mass of the
pixels, and translating the image so as to position this point at the center of the 28x28 field"
(LeCun, Bottou, Bengio, Haffner 1998, section III.A). A drawing must be prepared in the same way
before a network trained on them sees it. Training, evaluation and serving all come through here.

A network with another side than 28 gets the same picture, larger or smaller as a whole: all lengths
below are pixels of 28, and grow with the side.

It is a pipeline of six named steps, `STEPS`. Each can be left out, to show what it is good for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ink.lines import Lines, Picture, Stroke, on_pad, without_stray_dots
from models.ink.raster import (
    Ink,
    averaged,
    centre_of_mass,
    corners,
    draw_lines,
    frame_lines,
    kept_inside,
)

Strokes = Sequence[Stroke] | Lines
Image = NDArray[np.float32]

Step = Literal["crop", "scale", "pen_width", "centre", "downsample", "normalise"]

STEPS: tuple[Step, ...] = get_args(Step)
"""What is done to a drawing, in this order. What each being left out means:

- crop: to the ink, stray dots ignored. Left out: the whole pad is the picture.
- scale: so that the longest side of what was cropped fills `BOX`. Left out: as on the pad.
- pen_width: every line as wide as MNIST's. Left out: as wide as on the pad, scaled with the ink.
- centre: centre of mass to the middle. Left out: the ink's middle stays where it was on the pad.
- downsample: each pixel is the mean of its 8 x 8 sub-pixels. Left out: one of them.
- normalise: values from 0 to 1. Left out: bytes, from 0 to 255.
"""

SIDE = 28
"""Pixels along MNIST's images."""

BOX = 20.0
"""Pixels along the longest side of the ink, pen width included."""

PEN_WIDTH = 2.25
"""Pixels across a line of MNIST's ink: its median (see `tests/models/test_preprocess.py`)."""

PAD_PEN = 0.07
"""Part of the pad across a line that is drawn on it, where nobody says otherwise."""

SMALLEST = 0.02
"""Part of the pad. Ink smaller than this is a dot, not a very small digit, and is not blown up."""

_FINE = 8
"""Sub-pixels along a pixel: 64 grey levels, and the centre of mass is met to 1/16 pixel."""

_MASS_AT = 14.5
"""Where MNIST has its centre of mass, in pixels from the image's edge: the middle of pixel 14.
(28 pixels have no middle one; its training images' mean is 14.00 across, 13.99 down.)"""

_PARTS = np.arange(256, dtype=np.float32) / np.float32(255)
"""0..1 for each byte."""

_THINNED = 0.5
"""A picture's lines are thinned to this part of their width at most."""


ImageOnPad = tuple[float, float, float]
"""Left and top edge of the image on the pad, and its side, in pads: pixel (column x, row y) of an
image of n pixels covers the pad from left + side * x / n, top + side * y / n."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The image to fill: MNIST's, or one of another side. Lengths are its own pixels."""

    side: int = SIDE

    @property
    def factor(self) -> float:
        """How many times larger than MNIST's."""
        return self.side / SIDE

    @property
    def box(self) -> float:
        """See `BOX`."""
        return BOX * self.factor

    @property
    def mass_at(self) -> float:
        """See `_MASS_AT`."""
        return _MASS_AT * self.factor

    @property
    def fine(self) -> int:
        """Sub-pixels along the image."""
        return self.side * _FINE

    def blank(self) -> Image:
        """An image without ink, (1, side, side)."""
        return np.zeros((1, self.side, self.side), np.float32)


@dataclass(frozen=True)
class Explanation:
    """What the steps did to one drawing. Lengths are pixels of the image where not said otherwise.

    `pictures`: step -> (2 side, 2 side) or, from "downsample" on, (side, side) uint8, 255 is ink:
    the state after it. `box`: what was cropped, (left, top, right, bottom) in 0..1 of the pad.
    `ink`: longest side of the ink. `pen`: width of its lines. `offset`: (x, y) from where the
    network expects the centre of mass to where it is. `cut`: part of the ink, 0..1, that fell
    outside. `stray`: dots ignored. `peak`: the image's largest value.
    """

    pictures: dict[Step, Ink]
    box: tuple[float, float, float, float]
    ink: float
    pen: float
    offset: tuple[float, float]
    cut: float
    stray: int
    peak: float


def preprocess(
    strokes: Strokes,
    pen_width: float = PEN_WIDTH,
    *,
    without: frozenset[Step] = frozenset(),
    pad_pen: float = PAD_PEN,
    side: int = SIDE,
) -> Image:
    """Render a drawing into MNIST's frame.

    `strokes`: lists of (x, y) in 0..1 of the pad, y down; what lies outside is cut off, as by a
    pen that leaves the pad. `pen_width`: pixels of an image of 28. `without`: steps left out;
    `pad_pen`: width of the pen on the pad, of use only then. Returns float32 (1, side, side), 0
    paper to 1 ink; zeros for a blank pad. Deterministic, and independent of where and how large the
    drawing is. Raises ValueError for points that are not finite pairs of numbers.
    """
    frame = _Frame(side)
    if without:
        return _image(_Drawn.of(strokes, pad_pen, pen_width), frame, without)
    # The usual case, for every pen move: the same steps in one compiled function.
    lines = without_stray_dots(on_pad(strokes))
    if len(lines) == 0:
        return frame.blank()
    pen, lengths = pen_width * frame.factor, (frame.box, SMALLEST, frame.mass_at)
    image = frame_lines(lines.points, lines.starts, pen, lengths, (_FINE, side))
    return _PARTS.take(image[np.newaxis])


def preprocess_picture(
    picture: NDArray[np.generic], *, without: frozenset[Step] = frozenset(), side: int = SIDE
) -> Image:
    """Put a picture of a digit (H, W), 0 paper, in any range, into MNIST's frame.

    Returns float32 (1, side, side) in 0..1; zeros for an empty picture. Raises ValueError unless
    it is finite and 2-D.
    """
    return _image(_Pictured.of(picture), _Frame(side), without)


def explain(
    drawing: Strokes | NDArray[np.generic],
    *,
    without: frozenset[Step] = frozenset(),
    pad_pen: float = PAD_PEN,
    side: int = SIDE,
) -> Explanation | None:
    """Show what each step does to strokes or to a picture (H, W); None for a blank pad.

    Raises ValueError as `preprocess` and `preprocess_picture` do.
    """
    source, frame = _source(drawing, pad_pen), _Frame(side)
    if source.empty:
        return None
    seen = source.seen("crop" not in without)
    scaled = _place(source, frame, without | {"pen_width"}, in_the_middle=True)
    inked = _place(source, frame, without, in_the_middle=True)
    placed = _place(source, frame, without)
    image = _downsampled(placed, without)
    mass_x, mass_y = centre_of_mass(placed.sheet)
    inside = float(placed.field.sum(dtype=np.float64) / placed.sheet.sum(dtype=np.float64))
    return Explanation(
        pictures={
            "crop": _small(_place(source, frame, frozenset(STEPS)).field),
            "scale": _small(scaled.field),
            "pen_width": _small(inked.field),
            "centre": _small(placed.field),
            "downsample": image,
            "normalise": image,
        },
        box=(*seen.low, *seen.high),
        ink=max(cv2.boundingRect(placed.sheet)[2:]) / _FINE,
        pen=placed.pen,
        offset=(
            (placed.left + mass_x) / _FINE - frame.mass_at,
            (placed.top + mass_y) / _FINE - frame.mass_at,
        ),
        cut=1 - inside,
        stray=seen.stray,
        peak=float(_normalised(image, without).max()),
    )


def image_on_pad(
    drawing: Strokes | NDArray[np.generic],
    *,
    without: frozenset[Step] = frozenset(),
    pad_pen: float = PAD_PEN,
) -> ImageOnPad | None:
    """Which part of the pad becomes the image; it may reach past the pad. None for a blank pad.

    Raises ValueError as `preprocess` and `preprocess_picture` do.
    """
    source = _source(drawing, pad_pen)
    if source.empty:
        return None
    frame = _Frame()  # the same part of the pad, whatever the side
    placed = _place(source, frame, without)
    factor = placed.scale * _FINE
    across, down = source.seen("crop" not in without).shift(factor, len(placed.sheet))
    return (
        -(across + placed.left) / factor,
        -(down + placed.top) / factor,
        frame.side / placed.scale,
    )


def _source(drawing: Strokes | NDArray[np.generic], pad_pen: float) -> _Drawn | _Pictured:
    if isinstance(drawing, np.ndarray):
        return _Pictured.of(drawing)
    return _Drawn.of(drawing, pad_pen)


# --- the two kinds of drawing --------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    """A part of the pad and the ink in it. `low`, `high`: corners (x, y), at middles of lines.

    `stray`: dots left out.
    """

    low: tuple[float, float]
    high: tuple[float, float]
    ink: Lines | Picture
    stray: int = 0

    @property
    def span(self) -> float:
        """Longest side, in pads."""
        return max(self.high[0] - self.low[0], self.high[1] - self.low[1], SMALLEST)

    def shift(self, factor: float, side: int) -> tuple[float, float]:
        """What moves the middle, scaled by `factor`, to the middle of a sheet (side, side)."""
        return (
            side / 2 - factor * (self.low[0] + self.high[0]) / 2,
            side / 2 - factor * (self.low[1] + self.high[1]) / 2,
        )


@dataclass(slots=True)
class _Drawn:
    """Lines of a pen. `pen_width`: pixels of an image of 28; `pad_pen`: pads."""

    lines: Lines
    pen_width: float
    pad_pen: float

    @classmethod
    def of(cls, strokes: Strokes, pad_pen: float, pen_width: float = PEN_WIDTH) -> _Drawn:
        return cls(on_pad(strokes), pen_width, pad_pen)

    @property
    def empty(self) -> bool:
        return len(self.lines) == 0

    def seen(self, cropped: bool) -> _Seen:
        if not cropped:
            return _Seen((0, 0), (1, 1), self.lines)
        lines = without_stray_dots(self.lines)
        left, top, right, bottom = corners(lines.points)
        return _Seen((left, top), (right, bottom), lines, len(self.lines) - len(lines))

    def sheet(self, seen: _Seen, scale: float, pen: float, side: int) -> Ink:
        """The lines with a round pen, 0 or 255, what is seen in the middle of (side, side)."""
        assert isinstance(seen.ink, Lines)
        factor = scale * _FINE
        transform = (factor, *seen.shift(factor, side))
        return draw_lines(seen.ink.points, seen.ink.starts, transform, pen * _FINE / 2, side)


@dataclass(slots=True)
class _Pictured:
    """Ink in a picture; its lines' width was measured."""

    picture: Picture
    pad_pen: float
    pen_width: float = PEN_WIDTH

    @classmethod
    def of(cls, values: NDArray[np.generic]) -> _Pictured:
        picture = Picture.of(values)
        return cls(picture, picture.without_specks()[0].line_width())

    @property
    def empty(self) -> bool:
        return not self.picture.ink.any()

    def seen(self, cropped: bool) -> _Seen:
        if not cropped:
            return _Seen((0, 0), (1, 1), self.picture)
        picture, stray = self.picture.without_specks()
        left, top, width, height = cv2.boundingRect(picture.ink.astype(np.uint8))
        side = len(picture.pixels)
        low, high = np.array([left, top]) / side, np.array([left + width, top + height]) / side
        # From the ink's edge to the middle of its lines, but never past the middle.
        edge = np.minimum(self.pad_pen / 2, (high - low) / 2)
        (left, top), (right, bottom) = (low + edge).tolist(), (high - edge).tolist()
        return _Seen((left, top), (right, bottom), picture, stray)

    def sheet(self, seen: _Seen, scale: float, pen: float, side: int) -> Ink:
        """The picture on (side, side), what is seen in the middle, lines made `pen` pixels wide."""
        assert isinstance(seen.ink, Picture)
        pixels: cv2.typing.MatLike = seen.ink.pixels
        factor = scale * _FINE / len(pixels)  # sub-pixels a picture's pixel
        if factor < 1:  # as small as it will be, with every pixel counted, before it is moved
            small = max(1, round(len(pixels) * factor))
            pixels = cv2.resize(pixels, (small, small), interpolation=cv2.INTER_AREA)
            factor = scale * _FINE / small
        shift = seen.shift(scale * _FINE, side)
        # Middles of pixels lie half a pixel from their edges, on both sides.
        move = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]])
        move[:, 2] += factor / 2 - 0.5
        moved = cv2.warpAffine(pixels, move, (side, side), flags=cv2.INTER_LINEAR)
        was = self.pad_pen * scale
        if abs(pen - was) < 0.05:
            return np.rint(np.clip(moved, 0, 1) * 255).astype(np.uint8)
        return _thicker(moved > 0.4, (pen - was) * _FINE / 2)


def _thicker(ink: NDArray[np.bool_], by: float) -> Ink:
    """Ink grown by so many pixels on each side, or shrunk if negative; 0 or 255."""
    framed = np.pad(ink, 1).astype(np.uint8)
    inside = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    outside = cv2.distanceTransform(1 - framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    grown = (outside - inside)[1:-1, 1:-1] < by
    return grown.astype(np.uint8) * np.uint8(255)


# --- the steps -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Placed:
    """`sheet`: the ink to scale, its corner at left, top of the image's sub-pixels.

    `pen`: width of its lines in pixels; `scale`: pixels a pad.
    """

    frame: _Frame
    sheet: Ink
    left: int
    top: int
    pen: float
    scale: float

    @property
    def field(self) -> Ink:
        """All of the image's sub-pixels; what of the sheet lies outside is cut off."""
        fine = self.frame.fine
        field = np.zeros((fine, fine), np.uint8)
        x, y = max(self.left, 0), max(self.top, 0)
        part = self.sheet[
            y - self.top : max(fine - self.top, 0),
            x - self.left : max(fine - self.left, 0),
        ]
        field[y : y + part.shape[0], x : x + part.shape[1]] = part
        return field


def _image(source: _Drawn | _Pictured, frame: _Frame, without: frozenset[Step]) -> Image:
    if source.empty:
        return frame.blank()
    return _normalised(_downsampled(_place(source, frame, without), without), without)[np.newaxis]


def _place(
    source: _Drawn | _Pictured,
    frame: _Frame,
    without: frozenset[Step],
    in_the_middle: bool = False,
) -> _Placed:
    """Crop, scale, draw with the right pen and centre."""
    seen = source.seen("crop" not in without)
    scale, pen = _scale_and_pen(source, frame, seen, without)
    reach = 0.0 if "crop" in without else pen
    sheet = source.sheet(seen, scale, pen, max(_FINE, round((seen.span * scale + reach) * _FINE)))
    side = len(sheet)
    if in_the_middle:
        left = top = (frame.fine - side) // 2
    elif "centre" in without:
        left, top = (round(-shift) for shift in seen.shift(frame.fine, side))
    else:
        left, top = _centred(sheet, frame, "crop" in without)
    return _Placed(frame, sheet, left, top, pen, scale)


def _centred(sheet: Ink, frame: _Frame, loose: bool) -> tuple[int, int]:
    """Where the sheet must lie for its centre of mass to be where MNIST has it.

    Very lopsided ink moves only as far as all of it stays in the image. `loose`: the ink does not
    fill the sheet.
    """
    x, y, width, height = cv2.boundingRect(sheet) if loose else (0, 0, *sheet.shape[::-1])
    mass_x, mass_y = centre_of_mass(sheet)
    middle = frame.mass_at * _FINE
    left, top = round(middle - mass_x), round(middle - mass_y)
    return kept_inside(left, x, width, frame.fine), kept_inside(top, y, height, frame.fine)


def _scale_and_pen(
    source: _Drawn | _Pictured, frame: _Frame, seen: _Seen, without: frozenset[Step]
) -> tuple[float, float]:
    """Pixels a pad, and the width of a line in pixels."""
    natural, pen = "pen_width" in without, source.pen_width * frame.factor
    if "scale" in without:
        scale = float(frame.side)
    elif "crop" in without:
        scale = frame.box
    elif natural:
        scale = frame.box / (seen.span + source.pad_pen)
    else:
        scale = (frame.box - pen) / seen.span
    if natural:
        return scale, source.pad_pen * scale
    thinnest = _THINNED * source.pad_pen if isinstance(source, _Pictured) else 0.0
    if thinnest * scale <= pen:
        return scale, pen
    # Thinning a blot to a hair would tear it.
    if not without & {"scale", "crop"}:
        scale = frame.box / (seen.span + thinnest)
    return scale, thinnest * scale


def _downsampled(placed: _Placed, without: frozenset[Step]) -> Ink:
    if "downsample" in without:
        return placed.field[_FINE // 2 :: _FINE, _FINE // 2 :: _FINE].copy()
    return averaged(placed.sheet, placed.left, placed.top, _FINE, placed.frame.side)


def _small(field: Ink) -> Ink:
    side = 2 * len(field) // _FINE
    size = (side, side)
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_AREA), np.uint8)


def _normalised(image: Ink, without: frozenset[Step]) -> Image:
    return image.astype(np.float32) if "normalise" in without else _PARTS.take(image)
