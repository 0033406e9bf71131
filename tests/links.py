"""A drawing as a link's text, written after docs/links.md and not after the page's code."""

from __future__ import annotations

import base64
import binascii

from models.data.datasets import Strokes

GRID = 10_000
ORDER = 8


def text_of(strokes: Strokes) -> str:
    """What stands behind `#d=`: version 1, the finest grid, no momentum."""
    bits = f"{1:04b}{0:02b}{0:02b}{ORDER:04b}" + _natural(len(strokes), 1)
    at = (GRID // 2, GRID // 2)
    for stroke in strokes:
        bits += _natural(len(stroke) - 1, 5) + "0"
        for index, (x, y) in enumerate(stroke):
            step = (round(x * GRID), round(y * GRID))
            order = 11 if index == 0 else ORDER
            bits += _signed(step[0] - at[0], order) + _signed(step[1] - at[1], order)
            at = step
    content = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))
    if (len(content) + 2) % 3 == 0:
        content += b"\0"
    return (
        base64.urlsafe_b64encode(content + binascii.crc_hqx(content, 0xFFFF).to_bytes(2))
        .decode()
        .rstrip("=")
    )


def _natural(value: int, order: int) -> str:
    raised = f"{value + 2**order:b}"
    return "0" * (len(raised) - 1 - order) + raised


def _signed(value: int, order: int) -> str:
    return _natural(2 * value - 1 if value > 0 else -2 * value, order)
