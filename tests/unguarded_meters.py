"""Counts in mapped files until a page more is needed, of which the disk has none: `on` or `off`.

"off" leaves out what takes the room beforehand.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    from app.services import meters

    if sys.argv[1] == "off":
        meters.reserve_files = lambda: None
    counted = meters.Meters()
    with Path(os.environ[meters.SHARED], "filler").open("wb", buffering=0) as filler:
        while True:
            try:
                filler.write(bytes(4096))
            except OSError:
                break
    for number in range(200):
        counted.rejected.labels(f"reason {number}").inc()
