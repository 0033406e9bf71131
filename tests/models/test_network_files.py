"""Who imports whom: a network is one file, which uses what networks share and nothing else."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from models import _registry
from models._registry import families

MODELS = Path(_registry.__file__).parent


def imported_by(file: Path) -> set[str]:
    """Modules, and names in modules, that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written in full"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("family", families())
def test_a_networks_file_uses_only_pytorch_and_what_networks_share(family: str) -> None:
    imported = imported_by(MODELS / f"{family}.py")
    ours = {".".join(name.split(".")[:2]) for name in imported if name.split(".")[0] == "models"}
    assert ours - {"models"} <= {"models._answers", "models._blocks", "models._registry"}
    assert not {name for name in imported if name.split(".")[0] == "app"}


def test_no_other_file_imports_a_networks_file() -> None:
    files = [file for file in MODELS.rglob("*.py") if file.stem not in families()]
    files += (MODELS.parent / "app").rglob("*.py")
    assert len(files) > 40
    networks = {f"models.{family}" for family in families()}
    assert {str(file) for file in files if imported_by(file) & networks} == set()


def test_the_import_contracts_name_every_file_that_networks_share() -> None:
    contracts = tomllib.loads((MODELS.parent / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]
    named = {each["name"]: each for each in contracts["contracts"]}
    shared = {f"models.{file.stem}" for file in MODELS.glob("_*.py")} - {"models.__init__"}
    assert set(named["what networks share knows no room"]["source_modules"]) == shared
    assert set(named["ink and data know no network"]["forbidden_modules"]) == shared
