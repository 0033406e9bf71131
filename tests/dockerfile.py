"""The Dockerfile, read and followed without a builder: the files that its last stage has.

Each COPY is done as it stands, from the files that .dockerignore lets through. Of what RUN makes,
only what `COMMANDS` names is made; a RUN that is not known raises an error, so that nothing can be
there which the Dockerfile does not put there.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.serving import ROOT

TEXT = (ROOT / "Dockerfile").read_text()
CODE = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE))


@dataclass
class Stage:
    """One stage: its lines as (instruction, rest), and the name that other stages call it."""

    name: str
    lines: list[tuple[str, str]]

    def last(self, instruction: str) -> str:
        """What the last line of this kind says; raises StopIteration if there is none."""
        return next(rest for word, rest in reversed(self.lines) if word == instruction)

    def environment(self) -> dict[str, str]:
        """All that ENV sets."""
        parts = (part for word, rest in self.lines if word == "ENV" for part in shlex.split(rest))
        return dict(part.split("=", 1) for part in parts)


def stages() -> list[Stage]:
    """All stages, in order."""
    found: list[Stage] = []
    for line in CODE.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            _, _, name = rest.partition(" AS ")
            found.append(Stage(name, []))
        elif word and found:
            found[-1].lines.append((word, rest.strip()))
    return found


@dataclass
class Tree:
    """The files of one stage, in a folder that stands for `/`."""

    root: Path
    workdir: str = "/"

    def at(self, path: str) -> Path:
        """Where a path of the image is; relative ones start at WORKDIR."""
        return self.root / (Path(self.workdir) / path).relative_to("/")


def build(folder: Path) -> Tree:
    """Follow all stages in sub-folders of `folder`; the tree of the last one."""
    trees: dict[str, Tree] = {}
    for stage in stages():
        tree = trees[stage.name] = Tree(folder / (stage.name or "image"))
        tree.root.mkdir(parents=True)
        for word, rest in stage.lines:
            if word == "WORKDIR":
                tree.workdir = rest
                tree.at("").mkdir(parents=True, exist_ok=True)
            elif word == "COPY":
                _copy(rest, tree, trees)
            elif word == "RUN":
                _run(rest, tree)
    return trees[""]


def remove_write_bits(folder: Path) -> None:
    """Take from everybody the right to write anything in `folder`, itself included."""
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)


# --- COPY ----------------------------------------------------------------------------------------


def _copy(rest: str, tree: Tree, trees: dict[str, Tree]) -> None:
    *words, target = rest.split()
    stage = [trees[word.removeprefix("--from=")] for word in words if word.startswith("--from=")]
    for name in (word for word in words if not word.startswith("--")):
        source = stage[0].at(name) if stage else ROOT / name
        into = tree.at(target)
        if source.is_dir():
            ignored = None if stage else _ignored_in
            shutil.copytree(source, into, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        elif stage or not is_ignored(name):
            copy = into / source.name if into.is_dir() or target.endswith("/") else into
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
        else:
            raise FileNotFoundError(f"COPY {name}: .dockerignore does not let it through")


def _ignored_in(folder: str, names: list[str]) -> set[str]:
    """The names in a folder of the working tree that are not sent to a builder."""
    here = Path(folder).relative_to(ROOT)
    return {name for name in names if is_ignored(str(here / name))}


def is_ignored(name: str) -> bool:
    """Whether .dockerignore keeps a path back: its last line that fits decides."""
    answer = False
    for line in (ROOT / ".dockerignore").read_text().split():
        pattern = re.escape(line.removeprefix("!"))
        pattern = pattern.replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
        if re.fullmatch(f"{pattern}(/.*)?", name):
            answer = not line.startswith("!")
    return answer


# --- RUN -----------------------------------------------------------------------------------------


def _run(rest: str, tree: Tree) -> None:
    for command in (part.strip() for part in rest.split("&&")):
        for pattern, effect in COMMANDS.items():
            if re.fullmatch(pattern, command):
                effect(tree)
                break
        else:
            raise ValueError(f"tests/dockerfile.py does not know what this makes: RUN {command}")


def _nothing(tree: Tree) -> None:
    """It makes no file that a later line copies."""


def _link_node(tree: Tree) -> None:
    tree.at(".venv").mkdir()
    shutil.copy2(ROOT / ".venv" / "node-folder", tree.at(".venv/node-folder"))


def _link_node_packages(tree: Tree) -> None:
    tree.at("node_modules").symlink_to(ROOT / "node_modules")


def _build_page(tree: Tree) -> None:
    build = ["sh", "tools/npm.sh", "run", "--silent", "build"]
    subprocess.run(build, cwd=tree.at(""), check=True)


def _remove_source_maps(tree: Tree) -> None:
    for path in tree.at("static/dist").glob("*.map"):
        path.unlink()


def _make_environment(tree: Tree) -> None:
    venv.EnvBuilder(symlinks=True).create(tree.at("/opt/inkling"))


def _install(tree: Tree) -> None:
    """The command of pyproject.toml; where the modules are is known when it starts: `activate`."""
    scripts = tomllib.loads(tree.at("pyproject.toml").read_text())["project"]["scripts"]
    for name, target in scripts.items():
        module, _, function = target.partition(":")
        path = tree.at(f"/opt/inkling/bin/{name}")
        start = f"if __name__ == '__main__':\n    sys.exit({function}())\n"
        path.write_text(f"import sys\nfrom {module} import {function}\n{start}")


def _remove_set_up(tree: Tree) -> None:
    for name in ("locks", "tools"):
        shutil.rmtree(tree.at(name))


def _export(tree: Tree) -> None:
    """What `inkling export` wrote when this checkout was set up, from the same code."""
    exported = Path("models/weights/exported")
    leave = shutil.ignore_patterns(".stamp")
    shutil.copytree(ROOT / exported, tree.at(str(exported)), ignore=leave)


COMMANDS: dict[str, Callable[[Tree], None]] = {
    r"python3 -m venv \.venv": _nothing,
    r"\.venv/bin/pip install .* -r locks/node\.txt": _nothing,
    r"echo .* > \.venv/node-folder": _link_node,
    r"sh tools/npm\.sh ci .*": _link_node_packages,
    r"sh tools/npm\.sh run --silent build": _build_page,
    r"rm -f static/dist/\*\.map": _remove_source_maps,
    r"python3 -m venv /opt/inkling": _make_environment,
    r"TORCH_INDEX=\S+ python3 tools/packages\.py /opt/inkling/bin/python": _install,
    r"/opt/inkling/bin/inkling export": _export,
    r"rm -r locks tools": _remove_set_up,
    r"useradd .*": _nothing,
}
