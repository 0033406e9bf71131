"""Functions have at most 50 lines: a longer one has several jobs, which can have names."""

from __future__ import annotations

import ast

from tests.serving import ROOT

MOST = 50
FOLDERS = ("app", "models", "tools", "bench")


def long_functions(source: str) -> list[str]:
    """Functions of a file that have more lines than `MOST`, from `def` to the last one."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lines = {
        f"{each.lineno} {each.name}": (each.end_lineno or 0) - each.lineno + 1 for each in functions
    }
    return [f"{name}: {count} lines" for name, count in lines.items() if count > MOST]


def test_no_function_has_more_than_fifty_lines() -> None:
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 100
    found = [
        f"{file.relative_to(ROOT)}:{each}"
        for file in files
        for each in long_functions(file.read_text())
    ]
    assert found == [], "split each of these into functions with one job"


def test_a_function_of_fifty_one_lines_is_found_wherever_it_is() -> None:
    short = "def short():\n" + "    pass\n" * 49
    method = "class Some:\n    async def long(self):\n" + "        pass\n" * 50
    assert long_functions(short) == []
    assert long_functions(short + method) == ["52 long: 51 lines"]
