"""Draw the picture that a shared link shows, from a real drawing and real feature maps.

`python -m tests.preview` writes static/img/preview.png (1200 x 630, what most services show whole).
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path

import torch
from playwright.sync_api import sync_playwright
from torch import Tensor

from app.words import Catalogues
from models._checkpoint import load_weights
from models.data.datasets import Strokes
from models.ink.preprocess import preprocess
from tests.browser.hands.chromium import launch
from tests.drawings import drawing_of
from tests.serving import ROOT

PICTURE = ROOT / "static" / "img" / "preview.png"
SIZE = (1200, 630)
FONTS = ROOT / "node_modules" / "@fontsource-variable"
INK = (32, 38, 77)

STYLE = f"""
@font-face {{
  font-family: serif-of-page; font-weight: 200 900;
  src: url("{(FONTS / "source-serif-4/files/source-serif-4-latin-wght-normal.woff2").as_uri()}");
}}
body {{
  margin: 0; width: {SIZE[0]}px; height: {SIZE[1]}px; background: #faf8f3; color: #1d2030;
  font: 600 38px/48px serif-of-page, serif; position: relative;
}}
h1 {{ font: 700 92px/1 serif-of-page, serif; letter-spacing: -0.02em; margin: 0; }}
body > * {{ position: absolute; }}
svg {{ background: #fff; outline: 1px solid #d3cdbf; }}
"""


def draw() -> None:
    """Write the picture."""
    strokes = drawing_of(4).strokes
    words = Catalogues().choose("en", None, "")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "preview.html"
        page.write_text(_page(strokes, words.phrase("page.description")), "utf-8")
        browser = launch(playwright)
        view = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        view.goto(page.as_uri())
        view.evaluate("document.fonts.ready")
        view.screenshot(path=PICTURE)
        browser.close()


def _page(strokes: Strokes, sentence: str) -> str:
    maps = _maps(strokes)
    tiles = "".join(
        _map(each, left=594 + 191 * (at % 3), top=206 + 191 * (at // 3), side=168)
        for at, each in enumerate(maps)
    )
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
        f'<h1 style="left:56px;top:52px">Inkling</h1>'
        f'<p style="left:594px;top:44px;margin:0;width:560px">{escape(sentence)}</p>'
        f"{_pad(strokes, left=56, top=206, side=359)}{tiles}"
    )


def _maps(strokes: Strokes) -> Tensor:
    """What the first layer makes of the drawing, in 0..1 of its peak: shape (6, 28, 28)."""
    network = load_weights("lenet5")
    image = torch.from_numpy(preprocess(strokes)).reshape(1, 1, 28, 28)
    with torch.inference_mode():
        maps = network.relu1(network.conv1(image))[0]
    return maps / maps.max()


def _pad(strokes: Strokes, left: int, top: int, side: int) -> str:
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in stroke)}"/>' for stroke in strokes
    )
    return (
        f'<svg style="left:{left}px;top:{top}px;border-radius:6px" width="{side}" height="{side}" '
        f'viewBox="0 0 1 1" fill="none" stroke="rgb{INK}" stroke-width="0.07" '
        f'stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )


def _map(values: Tensor, left: int, top: int, side: int) -> str:
    cells = "".join(
        f'<rect x="{column}" y="{row}" width="1" height="1" '
        f'fill="rgb{INK}" fill-opacity="{float(value) ** 0.75:.3f}"/>'
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if value > 0.01
    )
    return (
        f'<svg style="left:{left}px;top:{top}px" width="{side}" height="{side}" '
        f'viewBox="0 0 28 28" shape-rendering="crispEdges">{cells}</svg>'
    )


if __name__ == "__main__":
    draw()
