"""`make soak`: a hundred pens for ten minutes; memory, files and tasks must be where they were."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import httpx2

from bench.job import drawings, load
from bench.servers import Running, inkling

WARM = 30.0
GROWTH_MB = 1.0


def main() -> int:
    """Soak, print what remained, fail if anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    with inkling() as server:
        for _ in range(3):  # the first crowds leave a little that is used again by all later ones
            load(server, drawings(server), 100, WARM / 3, rate=20)
        before = remains(server)
        measured = load(server, drawings(server), 100, minutes * 60, rate=20)
        after = remains(server)
    sys.stdout.write(
        f"{measured.per_second:.0f} drawings a second for {minutes:g} minutes, "
        f"p99 {measured.p99:.1f} ms, {measured.skipped:.0f} skipped\n"
    )
    problems = []
    for name, limit in {"memory_mb": GROWTH_MB, "files": 0, "tasks": 0, "sockets": 0}.items():
        sys.stdout.write(f"{name}: {before[name]:.1f} before, {after[name]:.1f} after\n")
        if after[name] - before[name] > limit:
            problems.append(name)
    if problems:
        sys.stdout.write(f"grew: {', '.join(problems)}\n")
    return 1 if problems else 0


def remains(server: Running) -> dict[str, float]:
    """What the server holds when everybody has left."""
    time.sleep(3)
    text = httpx2.get(f"http://127.0.0.1:{server.port}/metrics").text
    values = {
        line.split()[0]: float(line.split()[1])
        for line in text.splitlines()
        if line and not line.startswith("#")
    }
    return {
        "memory_mb": server.memory(),
        "files": len(list(Path(f"/proc/{server.pid}/fd").iterdir())),
        "tasks": values["inkling_tasks"],
        "sockets": values["inkling_sockets"],
    }


if __name__ == "__main__":
    sys.exit(main())
