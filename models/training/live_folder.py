"""The folder that a live run shares with those that started, steer and watch it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SETTINGS, COMMANDS, EVENTS = "settings.json", "commands.jsonl", "events.jsonl"
FILM, WEIGHTS = "run.film", "run.safetensors"

MEMORY, DISK, FAILED = 12, 28, 1
"""Exit codes, for a process that may be unable to say a word."""

Line = dict[str, Any]
"""A command or an event."""


def append(path: Path, lines: list[Line]) -> None:
    """Add lines to a file, together, whoever else does."""
    text = "".join(json.dumps(each) + "\n" for each in lines)
    with path.open("ab", buffering=0) as file:
        file.write(text.encode())


def read_lines(path: Path, offset: int) -> tuple[list[Line], int]:
    """Whole lines from a place in the file on, and the place behind them."""
    with path.open("rb") as file:
        file.seek(offset)
        content = file.read()
    whole = content[: content.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()], offset + len(whole)
