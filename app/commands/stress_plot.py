"""The plot of `inkling evaluate --stress`: one bar a strain, as long as the loss of accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from models.training.stress import Strained

_ROW = 19
_LEFT = 330
_WIDTH = 760
_RIGHT = 60
_INK, _PENCIL, _QUIET, _RULE = "#20264d", "#c8452f", "#63626a", "#e4e0d6"


def draw(results: Sequence[Strained]) -> str:
    """An SVG: how many of a hundred drawings are misread more than without strain."""
    groups: list[str] = []
    most = max(1.0, *(result.lost for result in results))
    scale = (_WIDTH - _LEFT - _RIGHT) / most
    lines = []
    y = 46
    for result in results:
        if result.group not in groups:
            groups.append(result.group)
            y += 9
            lines.append(_text(12, y + 13, result.group, "start", _INK, "600"))
        lines.append(_text(_LEFT - 10, y + 13, result.name, "end", _QUIET))
        length = abs(result.lost) * scale
        colour = _PENCIL if result.lost > 0 else _INK
        lines.append(
            f'<rect x="{_LEFT}" y="{y + 4}" width="{max(length, 1):.1f}" height="11" '
            f'fill="{colour}"/>'
        )
        label = f"{result.lost:.2f}".replace("-", "−")
        lines.append(_text(_LEFT + length + 6, y + 13, label, "start", _QUIET))
        y += _ROW
    title = "Points lost under strain (drawings misread more, of a hundred)"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 16}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#faf8f3"/>'
        f"{_text(12, 26, title, 'start', _INK, '600', 15)}"
        f'<line x1="{_LEFT}" x2="{_LEFT}" y1="44" y2="{y + 4}" stroke="{_RULE}"/>'
        f"{''.join(lines)}</svg>\n"
    )


def _text(
    x: float, y: float, text: str, anchor: str, colour: str, weight: str = "400", size: int = 12
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" fill="{colour}" '
        f'font-weight="{weight}" font-size="{size}">{escape(text)}</text>'
    )
