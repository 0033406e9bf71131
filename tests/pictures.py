"""Pictures of generated digits, as cameras, scanners and drawing programs make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.data.handwriting import draw_style
from models.data.styles import STYLES

Colour = tuple[float, float, float]
Pixels = NDArray[np.float32]

PAPER: Colour = (236, 233, 226)
INK: Colour = (38, 40, 66)


@dataclass
class Sheet:
    """Paper with what is drawn on it: `pixels` (H, W, 3), 0..255.

    `light`: what of it is lit, (H, W), 1 in full light; laid over everything by `photo`.
    """

    height: int = 480
    width: int = 480
    paper: Colour = PAPER
    ink: Colour = INK
    pixels: Pixels = field(init=False)
    light: Pixels = field(init=False)

    def __post_init__(self) -> None:
        self.pixels = np.full((self.height, self.width, 3), self.paper, np.float32)
        self.light = np.ones((self.height, self.width), np.float32)

    def digit(
        self,
        label: int,
        seed: int = 0,
        at: tuple[float, float] = (0.5, 0.5),
        size: float = 0.6,
        pen: float = 0.06,
        ink: Colour | None = None,
    ) -> Sheet:
        """A digit in the middle of `at`; `size`: its longest side in widths, `pen`: in sizes."""
        strokes = strokes_of(label, seed)
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = size * self.width / float((high - low).max())
        middle = np.array(at) * (self.width, self.height)
        mask = np.zeros((self.height, self.width), np.uint8)
        for stroke in strokes:
            on_sheet = np.rint((stroke - (low + high) / 2) * scale + middle).astype(np.int32)
            thick = max(1, round(pen * size * self.width))
            cv2.polylines(mask, [on_sheet], False, 255, thick, cv2.LINE_AA)
        return self._covered(mask / 255, self.ink if ink is None else ink)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], width: int, ink: Colour = INK
    ) -> Sheet:
        """A straight line; places in 0..1 of the sheet, `width` in pixels."""
        return self._drawn(cv2.line, start, end, ink, width)

    def box(
        self, start: tuple[float, float], end: tuple[float, float], width: int, ink: Colour = INK
    ) -> Sheet:
        """A rectangle from corner to corner; filled where `width` is -1."""
        return self._drawn(cv2.rectangle, start, end, ink, width)

    def ring(self, at: tuple[float, float], radius: float, width: int, ink: Colour = INK) -> Sheet:
        """A circle; `radius` in widths."""
        mask = np.zeros((self.height, self.width), np.uint8)
        middle = (round(at[0] * self.width), round(at[1] * self.height))
        cv2.circle(mask, middle, round(radius * self.width), 255, width, cv2.LINE_AA)
        return self._covered(mask / 255, ink)

    def words(self, text: str, at: tuple[float, float], size: float, ink: Colour = INK) -> Sheet:
        """Printed words; `size`: their height in widths of the sheet."""
        mask = np.zeros((self.height, self.width), np.uint8)
        place = (round(at[0] * self.width), round(at[1] * self.height))
        scale, font = size * self.width / 22, cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(mask, text, place, font, scale, 255, 1, cv2.LINE_AA)
        return self._covered(mask / 255, ink)

    def lit(self, light: Pixels | float) -> Sheet:
        """Under this light, in parts of full light."""
        self.light *= np.float32(light)
        return self

    def shadow(self, depth: float, through: tuple[float, float], slope: float) -> Sheet:
        """A hard shadow right of a straight edge; `depth`: what light is left in it."""
        across, down = self._grid()
        right = across - through[0] > slope * (down - through[1])
        return self.lit(np.where(right, depth, 1).astype(np.float32))

    def strip(self, width: float, side: int, slant: float = 0.05, tone: float = 30) -> Sheet:
        """What lies beside the sheet, dark, along one of its four sides."""
        across, down = self._grid()
        far = (across, 1 - across, down, 1 - down)[side]
        along = down if side < 2 else across
        return self._covered((far < width + slant * (along - 0.5)) * 1.0, (tone, tone, tone))

    def photo(self, noise: float = 3, seed: int = 0) -> NDArray[np.uint8]:
        """(H, W, 3) as a camera sees it, a little soft and with grain."""
        lit = self.pixels * self.light[..., np.newaxis]
        soft = cv2.GaussianBlur(lit, (0, 0), max(self.height, self.width) / 900)
        grain = np.random.default_rng(seed).normal(0, noise, (self.height, self.width, 1))
        return np.clip(soft + grain, 0, 255).astype(np.uint8)

    def screenshot(self) -> NDArray[np.uint8]:
        """(H, W, 3) exactly as it is."""
        return np.rint(self.pixels * self.light[..., np.newaxis]).astype(np.uint8)

    def _grid(self) -> tuple[Pixels, Pixels]:
        down, across = np.mgrid[: self.height, : self.width].astype(np.float32)
        return across / self.width, down / self.height

    def _drawn(
        self, tool: object, start: Sequence[float], end: Sequence[float], ink: Colour, width: int
    ) -> Sheet:
        mask = np.zeros((self.height, self.width), np.uint8)
        ends = [
            (round(x * (self.width - 1)), round(y * (self.height - 1))) for x, y in (start, end)
        ]
        assert callable(tool)
        tool(mask, *ends, 255, width)
        return self._covered(mask / 255, ink)

    def _covered(self, mask: NDArray[np.floating], ink: Colour) -> Sheet:
        part = np.asarray(mask, np.float32)[..., np.newaxis]
        self.pixels = self.pixels * (1 - part) + part * np.float32(ink)
        return self


def strokes_of(label: int, seed: int) -> list[NDArray[np.float64]]:
    """A digit in one of its styles, hardly wobbling."""
    styles = [style for style in STYLES if style.label == label]
    rng = np.random.default_rng(1000 * label + seed)
    return draw_style(styles[seed % len(styles)], rng, 0.35)


def saved(pixels: NDArray[np.generic], kind: str = "PNG", **options: object) -> bytes:
    """A picture file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()
