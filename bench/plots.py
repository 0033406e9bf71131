"""The plots of the benchmark, as SVG for the docs: who reads how much, and what grows how."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

INK, PENCIL, QUIET, RULE, PAPER = "#20264d", "#c8452f", "#63626a", "#e4e0d6", "#faf8f3"
WIDTH = 760


def write(results: dict[str, Any], folder: Path) -> None:
    """Write servers.svg and growth.svg."""
    (folder / "servers.svg").write_text(servers(results["servers"]["rounds"]))
    (folder / "growth.svg").write_text(growth(results["growth"]["clients"]))


def servers(rounds: dict[str, Any]) -> str:
    """Drawings a CPU-second at 50 clients, on a logarithmic scale."""
    rates = {name: by["50"]["per_cpu_second"] for name, by in rounds.items() if "50" in by}
    left, right = 190, 90
    most = max(rates.values())
    scale = (WIDTH - left - right) / math.log10(most)
    lines = [_text(12, 28, "Drawings a CPU-second, 50 clients (logarithmic)", INK, size=15)]
    for row, (name, rate) in enumerate(sorted(rates.items(), key=lambda item: -item[1])):
        y = 52 + 26 * row
        length = math.log10(max(rate, 1)) * scale
        colour = PENCIL if name == "Inkling" else INK
        lines += [
            _text(left - 10, y + 13, name, QUIET, "end"),
            f'<rect x="{left}" y="{y}" width="{length:.1f}" height="16" fill="{colour}"/>',
            _text(left + length + 8, y + 13, f"{rate:,.0f}", QUIET),
        ]
    return _svg(lines, 64 + 26 * len(rates))


def growth(by_clients: dict[Any, dict[str, float]]) -> str:
    """Drawings a second and p99 against clients, each panel with its own scale."""
    clients = [int(count) for count in by_clients]
    rates = [figures["per_second"] for figures in by_clients.values()]
    latencies = [figures["p99"] for figures in by_clients.values()]
    return _svg(
        [
            *_panel(20, "Drawings a second", clients, rates),
            *_panel(400, "99th percentile, ms (logarithmic)", clients, latencies, True),
        ],
        300,
    )


def _panel(
    left: int, title: str, xs: Sequence[int], ys: Sequence[float], logarithmic: bool = False
) -> list[str]:
    width, top, bottom = 300, 50, 250
    most = max(ys) * 1.1
    least = min(ys) / 1.5

    def across(x: float) -> float:
        return left + 20 + width * math.log10(x) / math.log10(max(xs))

    def down(y: float) -> float:
        part = math.log(y / least) / math.log(most / least) if logarithmic else y / most
        return bottom - (bottom - top) * part

    points = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in zip(xs, ys, strict=True))
    lines = [
        _text(left + 20, 28, title, INK, size=15),
        f'<line x1="{left + 20}" x2="{left + 320}" y1="{bottom}" y2="{bottom}" stroke="{RULE}"/>',
        f'<polyline points="{points}" fill="none" stroke="{PENCIL}" stroke-width="2"/>',
    ]
    for x, y in zip(xs, ys, strict=True):
        label = f"{y:,.0f}" if y >= 10 else f"{y:.1f}"
        lines += [
            f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="3" fill="{PENCIL}"/>',
            _text(across(x), down(y) - 9, label, QUIET, "middle"),
            _text(across(x), bottom + 18, str(x), QUIET, "middle"),
        ]
    return [*lines, _text(left + 170, bottom + 38, "clients (logarithmic)", QUIET, "middle")]


def _text(x: float, y: float, text: str, colour: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{size}">{escape(text)}</text>'
    )


def _svg(lines: Sequence[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(lines)}</svg>\n'
    )
