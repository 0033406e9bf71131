"""The program that an exhibit gives away reads as the server does, without anything of ours."""

from __future__ import annotations

import ast
import json
import sys

import pytest
import torch

from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.serving import ROOT

FOLDER = ROOT / "static" / "exhibits" / "framework"
PROGRAM = (FOLDER / "program.py").read_text("utf-8")
NETWORKS = sorted({each.stem for each in FOLDER.glob("*.py")} - {"program"} | {"lenet5"})
DRAWINGS = [
    json.loads(line)["strokes"]
    for line in (ROOT / "tests" / "golden" / "drawings.jsonl").read_text("utf-8").splitlines()
]


def cells(text: str) -> dict[str, str]:
    """The cells of a program by their names."""
    parts = [part.partition("\n") for part in text.split("# %% ")[1:]]
    return {name: code for name, _, code in parts}


def run(network: str, strokes: object) -> dict[str, object]:
    """Everything that the program has once it has run, with the weights beside it."""
    program = cells(PROGRAM)
    if network != "lenet5":
        program |= cells((FOLDER / f"{network}.py").read_text("utf-8"))
    program["given"] = f"NETWORK = {network!r}\nWEIGHTS = 'none'\nstrokes = {strokes!r}\n"
    has: dict[str, object] = {}
    exec("\n".join(program.values()), has)
    return has


def test_it_imports_pytorch_safetensors_and_python_alone() -> None:
    imported = {
        name.split(".")[0]
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
        )
    }
    assert imported - sys.stdlib_module_names == {"torch", "safetensors"}


@pytest.mark.parametrize("network", NETWORKS)
def test_its_networks_are_the_servers_weight_by_weight(
    network: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT / "models" / "weights")
    strokes = DRAWINGS[0]
    has = run(network, strokes)
    image = torch.from_numpy(preprocess(strokes))[None]
    ours = load_weights(network).eval()
    assert torch.equal(has["image"], image)  # type: ignore[arg-type]
    theirs = has["network"]
    assert isinstance(theirs, torch.nn.Module)
    assert theirs.state_dict().keys() == ours.state_dict().keys()
    with torch.inference_mode():
        logits = ours(image)
        torch.testing.assert_close(theirs(image), logits)
    first = logits.argmax().item()
    assert capsys.readouterr().out.startswith(f"{first}: ")


@pytest.mark.parametrize(
    "strokes",
    [
        DRAWINGS[5],
        [[[0.5, 0.5]]],
        [[[1.4, 0.3], [0.2, 0.4], [0.6, -0.7]], [[0.9, 0.9], [0.9, 1.8]]],
        [[[0.2, 0.1], [0.3, 0.8], [0.3, 0.8]], [[0.95, 0.95], [0.955, 0.95]]],
        [[[0.1, 0.1], [0.9, 0.1], [0.9, 0.12]]],
        [[[2, 2], [3, 3]]],
    ],
    ids=["digit", "dot", "leaves", "stray", "wide", "nothing"],
)
def test_its_preprocessing_is_the_servers_value_by_value(
    strokes: list[list[list[float]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT / "models" / "weights")
    image = run("dense", strokes)["image"]
    assert isinstance(image, torch.Tensor)
    assert torch.equal(image[0], torch.from_numpy(preprocess(strokes)))
