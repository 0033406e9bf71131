"""Ink becomes input: the only place where a drawing turns into the network's image.

MNIST's digits were "size normalized to fit in a 20x20 pixel box while preserving their aspect
ratio", with grey levels from anti-aliasing, and centred "by computing the center of mass of the
pixels, and translating the image so as to position this point at the center of the 28x28 field"
(LeCun, Bottou, Bengio, Haffner 1998, section III.A). A drawing must be prepared in the same way
before a network trained on them sees it. Training, evaluation and serving all come through here.

The lengths of MNIST's frame are in `models.ink.mnist`, the two kinds of drawing in
`models.ink.sources`.

It is a pipeline of six named steps, `STEPS`. Each can be left out, to show what it is good for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ink.lines import on_pad, without_stray_dots
from models.ink.mnist import FINE, PEN_WIDTH, SIDE, Frame, Image, frame_of
from models.ink.raster import Ink, averaged, centre_of_mass, frame_lines, kept_inside
from models.ink.sources import SMALLEST, Drawn, Pictured, Seen, Source, Strokes, source_of

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

PAD_PEN = 0.07
"""Part of the pad across a line that is drawn on it, where nobody says otherwise."""

_PARTS = np.arange(256, dtype=np.float32) / np.float32(255)
"""0..1 for each byte."""


ImageOnPad = tuple[float, float, float]
"""Left and top edge of the image on the pad, and its side, in pads: pixel (column x, row y) of an
image of n pixels covers the pad from left + side * x / n, top + side * y / n."""


@dataclass(frozen=True)
class Explanation:
    """What the steps did to one drawing. Lengths are pixels of the image unless noted.

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
    frame = frame_of(side)
    if without:
        return _image(Drawn.of(strokes, pad_pen, pen_width), frame, without)
    # The usual case, for every pen move: the same steps in one compiled function.
    lines = without_stray_dots(on_pad(strokes))
    if len(lines) == 0:
        return frame.blank()
    pen, lengths = pen_width * frame.factor, (frame.box, SMALLEST, frame.mass_at)
    image = frame_lines(lines.points, lines.starts, pen, lengths, (FINE, side))
    return _PARTS.take(image[np.newaxis])


def preprocess_picture(
    picture: NDArray[np.generic], *, without: frozenset[Step] = frozenset(), side: int = SIDE
) -> Image:
    """Put a picture of a digit (H, W), 0 paper, in any range, into MNIST's frame.

    Returns float32 (1, side, side) in 0..1; zeros for an empty picture. Raises ValueError unless
    it is finite and 2-D.
    """
    return _image(Pictured.of(picture), frame_of(side), without)


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
    source, frame = source_of(drawing, pad_pen), frame_of(side)
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
        ink=max(cv2.boundingRect(placed.sheet)[2:]) / FINE,
        pen=placed.pen,
        offset=(
            (placed.left + mass_x) / FINE - frame.mass_at,
            (placed.top + mass_y) / FINE - frame.mass_at,
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
    source = source_of(drawing, pad_pen)
    if source.empty:
        return None
    frame = frame_of()  # the same part of the pad, whatever the side
    placed = _place(source, frame, without)
    factor = placed.scale * FINE
    across, down = source.seen("crop" not in without).shift(factor, len(placed.sheet))
    return (
        -(across + placed.left) / factor,
        -(down + placed.top) / factor,
        frame.side / placed.scale,
    )


# --- the steps -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Placed:
    """`sheet`: the ink to scale, its corner at left, top of the image's sub-pixels.

    `pen`: width of its lines in pixels; `scale`: pixels a pad.
    """

    frame: Frame
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


def _image(source: Source, frame: Frame, without: frozenset[Step]) -> Image:
    if source.empty:
        return frame.blank()
    return _normalised(_downsampled(_place(source, frame, without), without), without)[np.newaxis]


def _place(
    source: Source,
    frame: Frame,
    without: frozenset[Step],
    in_the_middle: bool = False,
) -> _Placed:
    """Crop, scale, draw with the right pen and centre."""
    seen = source.seen("crop" not in without)
    scale, pen = _scale_and_pen(source, frame, seen, without)
    reach = 0.0 if "crop" in without else pen
    sheet = source.sheet(seen, scale, pen, max(FINE, round((seen.span * scale + reach) * FINE)))
    side = len(sheet)
    if in_the_middle:
        left = top = (frame.fine - side) // 2
    elif "centre" in without:
        left, top = (round(-shift) for shift in seen.shift(frame.fine, side))
    else:
        left, top = _centred(sheet, frame, "crop" in without)
    return _Placed(frame, sheet, left, top, pen, scale)


def _centred(sheet: Ink, frame: Frame, loose: bool) -> tuple[int, int]:
    """Where the sheet must lie for its centre of mass to be where MNIST has it.

    Very lopsided ink moves only as far as all of it stays in the image. `loose`: the ink does not
    fill the sheet.
    """
    x, y, width, height = cv2.boundingRect(sheet) if loose else (0, 0, *sheet.shape[::-1])
    mass_x, mass_y = centre_of_mass(sheet)
    middle = frame.mass_at * FINE
    left, top = round(middle - mass_x), round(middle - mass_y)
    return kept_inside(left, x, width, frame.fine), kept_inside(top, y, height, frame.fine)


_THINNED = 0.5
"""A picture's lines are thinned to this part of their width at most."""


def _scale_and_pen(
    source: Source, frame: Frame, seen: Seen, without: frozenset[Step]
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
    thinnest = _THINNED * source.pad_pen if isinstance(source, Pictured) else 0.0
    if thinnest * scale <= pen:
        return scale, pen
    # Thinning a blot to a hair would tear it.
    if not without & {"scale", "crop"}:
        scale = frame.box / (seen.span + thinnest)
    return scale, thinnest * scale


def _downsampled(placed: _Placed, without: frozenset[Step]) -> Ink:
    if "downsample" in without:
        return placed.field[FINE // 2 :: FINE, FINE // 2 :: FINE].copy()
    return averaged(placed.sheet, placed.left, placed.top, FINE, placed.frame.side)


def _small(field: Ink) -> Ink:
    side = 2 * len(field) // FINE
    size = (side, side)
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_AREA), np.uint8)


def _normalised(image: Ink, without: frozenset[Step]) -> Image:
    return image.astype(np.float32) if "normalise" in without else _PARTS.take(image)
