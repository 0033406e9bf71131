"""What PyTorch makes of small maps by windows.

`python -m tests.golden_windows` writes tests/golden/windows.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

FILE = Path(__file__).parent / "golden" / "windows.json"
CONVOLUTIONS = [
    # channels, rows, columns, window, stride, padding
    (1, 7, 6, 3, 1, 1),
    (1, 7, 6, 5, 1, 2),
    (1, 7, 7, 1, 1, 0),
    (2, 6, 7, 3, 2, 1),
    (3, 9, 8, 5, 3, 0),
    (2, 8, 8, 7, 2, 3),
]
POOLINGS = [
    # rows, columns, window, stride, padding
    (6, 6, 2, 2, 0),
    (7, 6, 2, 2, 1),
    (8, 7, 3, 2, 1),
    (7, 7, 3, 1, 0),
    (9, 9, 4, 3, 2),
    (5, 5, 5, 1, 0),
]


def cases() -> list[dict[str, Any]]:
    """Each case anew: what goes in, the window's way, and what comes out."""
    chance = torch.Generator().manual_seed(7)

    def numbers(*shape: int) -> torch.Tensor:
        return torch.randint(-16, 17, shape, generator=chance, dtype=torch.float32) / 8

    made = []
    for channels, rows, columns, window, stride, padding in CONVOLUTIONS:
        maps, kernel = numbers(channels, rows, columns), numbers(channels, window, window)
        bias = numbers(1)
        out = functional.conv2d(maps[None], kernel[None], bias, stride, padding)[0]
        way = {"window": window, "stride": stride, "padding": padding}
        given = {"maps": maps.tolist(), "kernel": kernel.tolist(), "bias": bias.item()}
        made.append({"kind": "convolution", "way": way, **given, "out": out.tolist()})
    for rows, columns, window, stride, padding in POOLINGS:
        maps = numbers(1, rows, columns)
        first = torch.zeros(1, 1, window, window)
        first[..., 0, 0] = 1
        outs = {
            "max": functional.max_pool2d(maps, window, stride, padding),
            "average": functional.avg_pool2d(maps, window, stride, padding),
            "stride": functional.conv2d(maps[None], first, None, stride, padding)[0],
        }
        way = {"window": window, "stride": stride, "padding": padding}
        for kind, out in outs.items():
            made.append({"kind": kind, "way": way, "maps": maps.tolist(), "out": out.tolist()})
    return made


if __name__ == "__main__":
    FILE.write_text(json.dumps(cases(), separators=(",", ":")) + "\n", "utf-8")
