"""Whether the API is as it describes itself: schemathesis asks what the description allows, and
what it does not.

`python -m tests.described` for at least two thousand cases, other ones each time.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT, start_server

PATIENCE = 600.0
"""Seconds that all cases may take; then they have failed."""

CONFIG = Path(__file__).with_name("schemathesis.toml")


def contradictions(address: str, examples: int, seed: int) -> tuple[int, str]:
    """How many cases a server was asked, and what contradicted its description: "" if nothing.

    `examples`: at most so many of each operation, besides those at the edges of every value.
    Raises subprocess.TimeoutExpired after PATIENCE.
    """
    asked = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG)),
        *("run", f"{address}/openapi.json", "--checks", "all", "--continue-on-failure"),
        *("--request-timeout", str(PATIENCE), "--max-response-time", str(PATIENCE)),
        *("--max-examples", str(examples), "--seed", str(seed)),
        *("--generation-database", "none", "--no-shrink", "--no-color"),
    ]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    count = re.search(r"^ *(\d+) generated", done.stdout, re.MULTILINE)
    if done.returncode == 0 and count:
        return int(count[1]), ""
    return int(count[1]) if count else 0, done.stdout + done.stderr


def main() -> int:
    """Ask a server of our own; print how often, or what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200, help="of each operation, at most")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    with start_server() as server:
        server.wait_until_ready()
        count, wrong = contradictions(server.address, given.examples, given.seed)
    sys.stdout.write(f"{wrong}{count} cases of the API's description, seed {given.seed}\n")
    return 1 if wrong or count < 2_000 else 0


if __name__ == "__main__":
    sys.exit(main())
