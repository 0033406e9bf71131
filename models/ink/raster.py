"""Ink on a fine grid, compiled: the arithmetic of preprocessing that runs for every pen move.

Drawing a line, weighing the ink and averaging it into pixels are loops over a few thousand
numbers. numpy and OpenCV need several calls for each, and the calls cost more than the work: these
functions take a fifth of the time (figures in docs/performance.md). A first call compiles them;
the result is kept beside this file, or in the user's cache folder, where either can be written.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")

Ink = NDArray[np.uint8]

log = logging.getLogger(__name__)

_LEVEL = 1e-9

_REACH = 0.375
"""Of a pixel: the pen reaches so much further than its radius. The lines are then as wide as those
of OpenCV, from which the weights of the networks were learned."""


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    """`function` in machine code."""
    # Without Python's lock: others compute meanwhile.
    dispatcher: Any = numba.njit(function, nogil=True)
    # Without a cache where there is nowhere to keep it, as in a read-only container.
    with contextlib.suppress(RuntimeError):
        dispatcher._cache = _MendedCache(function)
    return cast(Callable[P, R], dispatcher)


class _CheckedFile(IndexDataCacheFile):
    """Machine code with its SHA-256 before it: run damaged, it would end the whole process."""

    def _load_data(self, name: str) -> object:
        kept = Path(self._data_path(name)).read_bytes()  # type: ignore[no-untyped-call]
        if hashlib.sha256(kept[32:]).digest() != kept[:32]:
            raise ValueError("its checksum is another")
        return pickle.loads(kept[32:])

    def _save_data(self, name: str, data: object) -> None:
        code = self._dump(data)  # type: ignore[no-untyped-call]
        path = self._data_path(name)  # type: ignore[no-untyped-call]
        with self._open_for_write(path) as file:
            file.write(hashlib.sha256(code).digest() + code)


class _MendedCache(FunctionCache):
    """What is kept of a function; what turns out to be damaged is forgotten, and compiled anew."""

    def __init__(self, function: Callable[..., object]) -> None:
        super().__init__(function)  # type: ignore[no-untyped-call]
        self._cache_file = _CheckedFile(  # type: ignore[no-untyped-call]
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=self._impl.locator.get_source_stamp(),
        )

    def load_overload(self, signature: object, target: object) -> object:
        """The function in machine code; None: it has to be compiled."""
        try:
            return super().load_overload(signature, target)  # type: ignore[no-untyped-call]
        except OSError:
            raise
        except Exception as error:  # whatever unpickling damaged bytes raises
            log.warning("a compiled function was damaged (%s); compiling it again", error)
            self.flush()  # type: ignore[no-untyped-call]
            return None


@_compiled
def corners(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Lowest x and y, highest x and y of points (N, 2), N at least 1; not-a-number if any is."""
    low_x = high_x = points[0, 0]
    low_y = high_y = points[0, 1]
    for index in range(points.shape[0]):
        x, y = points[index, 0], points[index, 1]
        if x != x or y != y:
            return math.nan, math.nan, math.nan, math.nan
        low_x, high_x = min(low_x, x), max(high_x, x)
        low_y, high_y = min(low_y, y), max(high_y, y)
    return low_x, low_y, high_x, high_y


@_compiled
def inside_pad(
    points: NDArray[np.float64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The pieces of lines that lie on the pad, 0..1: several of one that leaves and returns.

    `points` (N, 2), finite: one line after the other, one begins at each of `starts`; so is the
    answer. A segment is clipped as by Liang and Barsky 1984.
    """
    pieces = np.empty((2 * points.shape[0], 2))
    begins = np.empty(points.shape[0], np.int64)
    count = lines = 0
    for line in range(len(starts)):
        end = starts[line + 1] if line + 1 < len(starts) else points.shape[0]
        x, y = points[starts[line]]
        was_inside = 0 <= x <= 1 and 0 <= y <= 1
        if was_inside:
            begins[lines], pieces[count, 0], pieces[count, 1] = count, x, y
            count, lines = count + 1, lines + 1
        for index in range(starts[line] + 1, end):
            next_x, next_y = points[index]
            enter, leave = _part_on_pad(x, next_x - x, y, next_y - y)
            if enter <= leave:
                if not was_inside:
                    begins[lines] = count
                    pieces[count, 0] = min(max(x + enter * (next_x - x), 0.0), 1.0)
                    pieces[count, 1] = min(max(y + enter * (next_y - y), 0.0), 1.0)
                    count, lines = count + 1, lines + 1
                pieces[count, 0] = min(max(x + leave * (next_x - x), 0.0), 1.0)
                pieces[count, 1] = min(max(y + leave * (next_y - y), 0.0), 1.0)
                count += 1
            x, y = next_x, next_y
            was_inside = 0 <= x <= 1 and 0 <= y <= 1
    return pieces[:count].copy(), begins[:lines].copy()


@_compiled
def _part_on_pad(x: float, dx: float, y: float, dy: float) -> tuple[float, float]:
    """From which part of a segment to which it is on the pad; from more than to, if none is."""
    enter, leave = 0.0, 1.0
    for begin, length in ((x, dx), (y, dy)):
        if length == 0:
            if not 0 <= begin <= 1:
                return 1.0, 0.0
        else:
            # A tiny step divides to infinity, which is right.
            one, other = -begin / length, (1.0 - begin) / length
            enter, leave = max(enter, min(one, other)), min(leave, max(one, other))
    return enter, leave


@_compiled
def draw_lines(
    points: NDArray[np.float64],
    starts: NDArray[np.int64],
    transform: tuple[float, float, float],
    radius: float,
    side: int,
) -> Ink:
    """Lines with a round pen on a sheet (side, side): 255 where a pixel's middle is inked, else 0.

    `points` (N, 2): one line after the other, one begins at each of `starts`. `transform`:
    factor and shift (x, y) that make them coordinates of the sheet, whose whole numbers are edges
    of pixels. `radius`: half the pen's width, in pixels. A line of one point is a dot.
    """
    sheet = np.zeros((side, side), np.uint8)
    factor, shift_x, shift_y = transform
    radius += _REACH
    for line in range(len(starts)):
        end = starts[line + 1] if line + 1 < len(starts) else points.shape[0]
        # Middles of pixels are at whole numbers from here on.
        x = points[starts[line], 0] * factor + shift_x - 0.5
        y = points[starts[line], 1] * factor + shift_y - 0.5
        _draw_segment(sheet, x, y, x, y, radius)
        for index in range(starts[line] + 1, end):
            next_x = points[index, 0] * factor + shift_x - 0.5
            next_y = points[index, 1] * factor + shift_y - 0.5
            _draw_segment(sheet, x, y, next_x, next_y, radius)
            x, y = next_x, next_y
    return sheet


@_compiled
def _draw_segment(sheet: Ink, x0: float, y0: float, x1: float, y1: float, radius: float) -> None:
    """A strip from (x0, y0) and its round end at (x1, y1); on each row that is one interval."""
    side = sheet.shape[0]
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    # Never quite upright or level: a division by zero would need its own case on every row.
    dx = dx if abs(dx) > _LEVEL else _LEVEL
    dy = dy if abs(dy) > _LEVEL else _LEVEL
    along, across = -dy / dx, dx / dy
    begin, end = min(0, square / dx), max(0, square / dx)
    half = radius * math.sqrt(square) / abs(dy)
    # Bounded before they become whole numbers: what is far outside does not fit one.
    top, bottom = max(min(y0, y1) - radius, 0.0), min(max(y0, y1) + radius, side - 1.0)
    if top > bottom:
        return
    for row in range(math.ceil(top), math.floor(bottom) + 1):
        left, right = math.inf, -math.inf
        high = radius * radius - (row - y1) * (row - y1)
        if high >= 0:
            reach = math.sqrt(high)
            left, right = x1 - reach, x1 + reach
        if square > 0:
            # Within the segment's length along it, within the radius across it.
            down = row - y0
            near = max(down * along + begin, down * across - half)
            far = min(down * along + end, down * across + half)
            if near <= far:
                left, right = min(left, x0 + near), max(right, x0 + far)
        left, right = max(left, 0.0), min(right, side - 1.0)
        if left <= right:
            sheet[row, math.ceil(left) : math.floor(right) + 1] = 255


@_compiled
def centre_of_mass(ink: Ink) -> tuple[float, float]:
    """(x, y) in pixels from the edge of `ink` (H, W); its middle if it is empty."""
    height, width = ink.shape
    columns = np.zeros(width, np.int32)
    total = down = across = np.int64(0)
    for row in range(height):
        amount = np.int32(0)
        for column in range(width):  # plain enough to become vector instructions
            value = np.int32(ink[row, column])
            columns[column] += value
            amount += value
        total += amount
        down += amount * row
    for column in range(width):
        across += np.int64(columns[column]) * column
    if total == 0:
        return width / 2, height / 2
    # Counted from the first pixel's middle; + 0.5 makes them coordinates.
    return across / total + 0.5, down / total + 0.5


@_compiled
def averaged(sheet: Ink, left: int, top: int, fine: int, side: int) -> Ink:
    """Pixels (side, side), each the rounded mean of `fine` x `fine` of the sheet's.

    The sheet (H, W) lies with its corner at (left, top) of the fine grid, which may be outside it;
    around it is paper, 0. Means are rounded to the nearest whole number, halves to the even one.
    """
    sums = np.zeros((side, side), np.int32)
    columns = np.zeros(side * fine, np.int32)
    height, width = sheet.shape
    first, last = max(-left, 0), min(width, side * fine - left)
    for target in range(max(top, 0) // fine, min((top + height - 1) // fine + 1, side)):
        columns[:] = 0
        for row in range(max(target * fine - top, 0), min((target + 1) * fine - top, height)):
            values, target_columns = sheet[row, first:last], columns[first + left : last + left]
            for column in range(last - first):
                target_columns[column] += np.int32(values[column])
        for pixel in range(side):
            for each in range(fine):
                sums[target, pixel] += columns[pixel * fine + each]
    count = fine * fine
    image = np.empty((side, side), np.uint8)
    for row in range(side):
        for column in range(side):
            whole, rest = divmod(sums[row, column], count)
            up = 2 * rest > count or (2 * rest == count and whole % 2 == 1)
            image[row, column] = whole + (1 if up else 0)
    return image


@_compiled
def kept_inside(corner: int, start: int, length: int, side: int) -> int:
    """Where a sheet lies that should lie at `corner`, so that its ink is in the image if it fits.

    The ink: `length` from `start` on; `side`: of the image; all along one axis, in the same pixels.
    """
    room = side - length
    return min(max(corner, min(0, room) - start), max(0, room) - start)


@_compiled
def has_dots(points: NDArray[np.float64], starts: NDArray[np.int64], part: float) -> bool:
    """Whether a line is smaller than this part of the largest one; of one line, never."""
    largest = 0.0
    smallest = math.inf
    for line in range(len(starts)):
        end = starts[line + 1] if line + 1 < len(starts) else points.shape[0]
        left, top, right, bottom = corners(points[starts[line] : end])
        size = max(right - left, bottom - top)
        largest, smallest = max(largest, size), min(smallest, size)
    return smallest < part * largest


@_compiled
def near_lines(
    points: NDArray[np.float64], starts: NDArray[np.int64], part: float, away: float
) -> NDArray[np.bool_]:
    """Which lines are no stray dots.

    A dot is smaller than this `part` of the largest line; it is stray if its middle is further
    than `away`, a part of their size, from the box around all lines that are no dots.
    """
    count = len(starts)
    sizes = np.empty(count)
    largest = 0.0
    for line in range(count):
        end = starts[line + 1] if line + 1 < count else points.shape[0]
        left, top, right, bottom = corners(points[starts[line] : end])
        sizes[line] = max(right - left, bottom - top)
        largest = max(largest, sizes[line])
    low_x = low_y = math.inf
    high_x = high_y = -math.inf
    for line in range(count):
        if sizes[line] >= part * largest:
            end = starts[line + 1] if line + 1 < count else points.shape[0]
            left, top, right, bottom = corners(points[starts[line] : end])
            low_x, low_y = min(low_x, left), min(low_y, top)
            high_x, high_y = max(high_x, right), max(high_y, bottom)
    reach = away * max(high_x - low_x, high_y - low_y)
    near = np.empty(count, np.bool_)
    for line in range(count):
        end = starts[line + 1] if line + 1 < count else points.shape[0]
        x = points[starts[line] : end, 0].mean()
        y = points[starts[line] : end, 1].mean()
        outside = max(low_x - x, x - high_x, low_y - y, y - high_y, 0.0)
        near[line] = sizes[line] >= part * largest or outside <= reach
    return near


@_compiled
def frame_lines(
    points: NDArray[np.float64],
    starts: NDArray[np.int64],
    pen: float,
    lengths: tuple[float, float, float],
    grid: tuple[int, int],
) -> Ink:
    """All steps of preprocessing for lines without stray dots, at once; (side, side) bytes.

    `pen`: pixels. `lengths`: pixels along the longest side of the ink, pads of the smallest ink,
    pixels to the centre of mass. `grid`: sub-pixels along a pixel, pixels along the image.
    """
    box, smallest, mass_at = lengths
    fine, side = grid
    left, top, right, bottom = corners(points)
    span = max(right - left, bottom - top, smallest)
    scale = (box - pen) / span
    sheet_side = max(fine, round((span * scale + pen) * fine))
    factor = scale * fine
    transform = (
        factor,
        sheet_side / 2 - factor * (left + right) / 2,
        sheet_side / 2 - factor * (top + bottom) / 2,
    )
    sheet = draw_lines(points, starts, transform, pen * fine / 2, sheet_side)
    x, y = centre_of_mass(sheet)
    across = kept_inside(round(mass_at * fine - x), 0, sheet_side, side * fine)
    down = kept_inside(round(mass_at * fine - y), 0, sheet_side, side * fine)
    return averaged(sheet, across, down, fine, side)
