"""Which commands put Python's packages into an environment, by the hashes of the locks.

`python tools/packages.py PYTHON` runs them for that environment's Python, as the image does;
set-up runs them with its own reports. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    name: f"locks/{name}.txt" for name in ("serve", "dev", "torch", "torch-cpu", "gpu", "node")
}
Step = tuple[str, list[str]]
"""What it does, in words, and its command, to be run in the repository's root."""


def steps(python: Path, developer: bool) -> Iterator[Step]:
    """Everything for serving, or for developing too; a step may ask what the one before made."""
    what = "packages and developers' tools" if developer else "packages"
    yield f"installing Python {what}", locked(python, "dev" if developer else "serve")
    yield from torch_steps(python)
    itself = [*pip(python), "--no-deps", "--no-build-isolation", "-e", "."]
    yield "installing Inkling itself", itself


def torch_steps(python: Path) -> Iterator[Step]:
    """PyTorch: its build without GPU libraries where pip's settings offer it, else PyPI's.

    From the index TORCH_INDEX alone where that is set: its files are others than the lock's, their
    version is the same.
    """
    index = os.environ.get("TORCH_INDEX")
    if index:
        chosen = [*pip(python), "--index-url", index, torch_requirement()]
        yield "installing PyTorch from TORCH_INDEX", chosen
        return
    if offers_cpu_build(python):
        yield "installing PyTorch (it is large)", locked(python, "torch-cpu")
    else:
        yield "installing PyTorch (it is large)", locked(python, "torch")
        yield "installing PyTorch's libraries for GPUs (larger)", locked(python, "gpu")


def locked(python: Path, lock: str) -> list[str]:
    """Install what a lock names and nothing else, every file's hash checked."""
    return [*pip(python), "--no-deps", "--require-hashes", "-r", LOCKS[lock]]


def pip(python: Path) -> list[str]:
    """The beginning of every command."""
    return [str(python), "-m", "pip", "install", "--disable-pip-version-check"]


def torch_requirement() -> str:
    """PyTorch at its pinned version."""
    import tomllib  # not at the top: set-up tests Python's version first

    with (ROOT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    return next(str(each) for each in needed if each.startswith("torch=="))


def offers_cpu_build(python: Path) -> bool:
    """Whether one of pip's places has it; a file with another hash is an error of the step."""
    if "==" not in (ROOT / LOCKS["torch-cpu"]).read_text():
        return False  # no such build of this version is locked
    trial = [*locked(python, "torch-cpu"), "--dry-run"]
    answer = subprocess.run(trial, cwd=ROOT, capture_output=True, text=True, check=False)
    return "No matching distribution found" not in answer.stderr


if __name__ == "__main__":
    for _, command in steps(Path(sys.argv[1]), developer=False):
        subprocess.run([*command, "--no-cache-dir"], cwd=ROOT, check=True)
