"""The program that repeats a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_PROGRAM = '''"""Repeats {name} bit for bit, on a CPU of the same kind: python {name}.py

It needs Inkling's package: run it where Inkling is installed, or in its folder.
"""

from pathlib import Path

from models.training.live import repeat
from models.training.live_settings import LiveSettings

SETTINGS = LiveSettings(
{settings}
)

# From which step on, counted from 0, which step size.
STEP_SIZES = [
{sizes}
]

STEPS = {steps}

if __name__ == "__main__":
    sha256 = repeat(SETTINGS, STEP_SIZES, STEPS, Path("{name}.safetensors"))
    print("{name}.safetensors", sha256)
'''


def script_of(
    name: str,
    settings: Mapping[str, object],
    sizes: Sequence[tuple[int, float]],
    steps: int,
) -> str:
    """The program as text."""
    return _PROGRAM.format(
        name=name,
        settings="\n".join(f"    {key}={value!r}," for key, value in settings.items()),
        sizes="\n".join(f"    {pair!r}," for pair in sizes),
        steps=steps,
    )
