"""What the server's own suppression makes of boxes, for the page's to be compared with.

`python -m tests.golden_boxes` writes tests/golden/boxes.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from models._boxes import boxes_of, suppress

FILE = Path(__file__).parent / "golden" / "boxes.json"
CASES = [
    # labels, rows, columns, threshold, overlap
    (2, 8, 7, 0.3, 0.4),
    (2, 4, 5, 0.05, 0.1),
    (10, 6, 6, 0.1, 0.2),
    (1, 6, 5, 0.15, 0.4),
    (3, 6, 4, 0.9, 0.4),
]


def cases() -> list[dict[str, Any]]:
    """Each case anew: an outcome in 64ths, so that scores are often equal, and what comes of it."""
    chance = np.random.default_rng(7)
    made = []
    for labels, rows, columns, threshold, overlap in CASES:
        outcome = chance.integers(0, 65, (5 + labels, rows, columns)) / np.float32(64)
        # Large boxes, which overlap; a few labels, so that some share one.
        outcome[2:4] = 0.5 + outcome[2:4] / 4
        judged = suppress(boxes_of(outcome, threshold), overlap)
        made.append(
            {
                "shape": [rows, columns],
                "threshold": threshold,
                "overlap": overlap,
                "outcome": outcome.ravel().tolist(),
                "boxes": [[*box] for box, _ in judged],
                "suppressed_by": [by for _, by in judged],
            }
        )
    return made


if __name__ == "__main__":
    FILE.write_text(json.dumps(cases(), separators=(",", ":")) + "\n", "utf-8")
