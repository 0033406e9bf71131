"""Reference pictures: what the page looked like when somebody last looked, and does it still.

Pages are set in a font of blocks (blocks.py), so that the machine's own fonts do not
matter. A picture is kept without loss at half its size. Two pictures differ by the largest mean
difference of a tile of TILE by TILE pixels: a line or a letter elsewhere changes one tile much and
the mean of a whole page hardly at all.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page

REFERENCES = Path(__file__).parents[1] / "references"
FAILED = Path(__file__).parents[1] / "failed-pictures"  # git-ignored

TILE = 8
TOLERANCE = 4.0
"""Levels of 0..255 by which a tile may differ.

Measured on the drawn 4: from run to run 0.0; other font rasterisation (hinting, subpixel positions,
LCD, colour profile) at most 0.1. The smallest real changes: rules a shade darker 11, maps at 90 %
opacity 16, lines at 80 % 19, headings or maps moved by one pixel 22, another accent 32, a button
gone 53, a layer hidden 150.
"""

PATIENCE = 40

ExpectPicture = Callable[..., None]


def take(target: Page | Locator, whole: bool = True) -> Image.Image:
    """A screenshot as it is now; `whole`: all of a long page."""
    return _opened(_shot(target, whole))


def still(target: Page | Locator, whole: bool = True) -> Image.Image:
    """The same, once nothing moves any more."""
    before = _shot(target, whole)
    for _ in range(PATIENCE):
        page = target if isinstance(target, Page) else target.page
        page.wait_for_timeout(120)
        now = _shot(target, whole)
        if now == before:
            break
        before = now
    return _opened(before)


def _shot(target: Page | Locator, whole: bool) -> bytes:
    options = {"full_page": whole} if isinstance(target, Page) else {}
    return target.screenshot(animations="disabled", **options)


def _opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def fits(picture: Image.Image, name: str) -> bool:
    """It is already what its reference shows: no need to wait until nothing moves."""
    path = REFERENCES / f"{name}.webp"
    reference = Image.open(path).convert("RGB") if path.exists() else None
    if reference is None or reference.size != picture.size:
        return False
    return bool(difference(picture, reference).max() <= TOLERANCE)


def compare(picture: Image.Image, name: str, test: str) -> None:
    """Raise AssertionError, with pictures to look at, where it differs from its reference."""
    path = REFERENCES / f"{name}.webp"
    assert path.exists(), f"there is no reference picture {path.name}; {_renew(test)}"
    reference = Image.open(path).convert("RGB")
    if reference.size != picture.size:
        _keep(picture, f"{name}.png")
        raise AssertionError(
            f"{name}: {picture.size} pixels where the reference has {reference.size}; "
            f"now: {FAILED / name}.png; {_renew(test)}"
        )
    tiles = difference(picture, reference)
    if tiles.max() <= TOLERANCE:
        return
    row, column = np.unravel_index(tiles.argmax(), tiles.shape)
    _keep(picture, f"{name}.png")
    _keep(_marked(picture, tiles), f"{name}-difference.png")
    raise AssertionError(
        f"{name}: {int((tiles > TOLERANCE).sum())} of {tiles.size} tiles are not as they were, "
        f"most by {tiles.max():.1f} of 255 (allowed: {TOLERANCE}), around x {2 * TILE * column}, "
        f"y {2 * TILE * row} of the page; now and difference: {FAILED / name}*.png; {_renew(test)}"
    )


def keep(picture: Image.Image, name: str) -> None:
    """Make it the reference."""
    REFERENCES.mkdir(exist_ok=True)
    picture.save(REFERENCES / f"{name}.webp", lossless=True, quality=100, method=6)


def difference(one: Image.Image, other: Image.Image) -> NDArray[np.float64]:
    """The mean difference of each tile (rows, columns), the largest of the three colours."""
    apart = np.abs(np.asarray(one, np.float64) - np.asarray(other, np.float64)).max(axis=2)
    height, width = apart.shape
    padded = np.pad(apart, ((0, -height % TILE), (0, -width % TILE)))
    rows, columns = padded.shape[0] // TILE, padded.shape[1] // TILE
    return padded.reshape(rows, TILE, columns, TILE).mean(axis=(1, 3))


def _marked(picture: Image.Image, tiles: NDArray[np.float64]) -> Image.Image:
    """The picture in pale grey, tiles that differ in red."""
    pale = np.asarray(picture.convert("L").convert("RGB")) // 4 + 191
    bad = np.kron(tiles > TOLERANCE, np.ones((TILE, TILE), bool))[: pale.shape[0], : pale.shape[1]]
    pale[bad] = (np.asarray(picture)[bad] // 2 + (127, 0, 0)).clip(0, 255).astype(np.uint8)
    return Image.fromarray(pale)


def _keep(picture: Image.Image, name: str) -> None:
    FAILED.mkdir(exist_ok=True)
    picture.save(FAILED / name)


def _renew(test: str) -> str:
    return f"if that is what it should look like: make pictures ONLY={test}"
