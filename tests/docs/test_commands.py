"""Every command in the documents is run, here or by a test that is named here."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.__main__ import main
from tests.serving import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]

# Commands that this test cannot run, and what proves them instead.
PROVEN_ELSEWHERE = {
    "docker build -t inkling .": "tests/test_container.py and CONTRIBUTING.md's own recipe",
    "docker buildx imagetools inspect python:3.11-slim-bookworm --format '{{.Manifest.Digest}}'": (
        "nothing: it asks Docker's registry; Docker's manual has it"
    ),
    "docker build --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:... -t inkling .": (
        "tests/test_container.py, for what the argument changes"
    ),
    "docker run -p 8000:8000 inkling": "tests/test_container.py and CONTRIBUTING.md's own recipe",
    "inkling serve --port 8000": "tests/app/test_process.py",
    "inkling fetch-data --data data": "tests/models/test_fetch.py, tests/app/test_commands.py",
    "inkling train lenet5 --data data": "tests/models/test_train.py, tests/app/test_commands.py",
    "inkling train lenet5 --data data --record run.film": "tests/models/test_film.py",
    "inkling train lenet5 --record run.film": "tests/models/test_film.py",
    "inkling train-variants --data data": "tests/models/test_variants.py",
    "inkling film run.film": "tests/models/test_film.py",
    "inkling evaluate detector data": "tests/app/test_commands.py",
}


def commands() -> list[str]:
    """Lines of the fenced `sh` blocks of all documents."""
    blocks = [
        block
        for document in DOCUMENTS
        for block in re.findall(r"^```sh\n(.*?)^```", document.read_text(), re.M | re.S)
    ]
    return sorted({line for block in blocks for line in block.splitlines() if line.strip()})


def test_there_are_commands_and_no_exception_is_out_of_date() -> None:
    assert len(commands()) >= 7
    assert set(PROVEN_ELSEWHERE) <= set(commands())
    for proof in PROVEN_ELSEWHERE.values():
        for path in re.findall(r"tests/\S+\.py", proof):
            assert (ROOT / path).exists()


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in commands() if c not in PROVEN_ELSEWHERE])
def test_a_command_of_the_documents_works(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program, *arguments = shlex.split(command)
    assert program == "inkling", f"{command}: run it in a test and name that test here"
    monkeypatch.chdir(ROOT)
    status = main(arguments)
    written = capsys.readouterr()
    assert status == 0, written.err
    assert written.out


@pytest.mark.process
def test_the_command_that_the_documents_name_is_installed() -> None:
    command = Path(sys.executable).with_name("inkling")
    result = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert "serve" in result.stdout


def test_make_targets_named_in_the_documents_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    found = [
        (document.name, one or other)
        for document in DOCUMENTS
        for one, other in re.findall(r"^    make (\w+)|`make (\w+)", document.read_text(), re.M)
    ]
    assert {"serve", "test", "quick", "check"} <= {target for _, target in found}
    assert [(document, target) for document, target in found if target not in targets] == []


def test_links_between_documents_lead_somewhere() -> None:
    links = [
        (document, link)
        for document in DOCUMENTS
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text())
    ]
    assert "docs/add-a-network.md" in {link for _, link in links}
    broken = [(str(file), link) for file, link in links if not (file.parent / link).exists()]
    assert broken == []


def test_the_readme_claims_what_the_model_card_says() -> None:
    card = json.loads((ROOT / "models" / "weights" / "lenet5.json").read_text())
    text = Path(ROOT / "README.md").read_text()
    for name in ("mnist-test", "strokes-validation"):
        assert f"{100 * card['accuracy'][name]['first_guess']:.2f} %" in text


def test_the_network_of_the_documents_can_be_described_and_traced() -> None:
    text = (ROOT / "docs" / "add-a-network.md").read_text()
    (block,) = re.findall(r"^   ```python\n(.*?)^   ```", text, re.M | re.S)
    program = textwrap.dedent(block) + (
        "import torch\n"
        "from models import create_model, describe, trace\n"
        "network = create_model('mynet').eval()\n"
        "description = describe(network)\n"
        "print([layer.shape for layer in description.layers])\n"
        "print(trace(network, torch.zeros(2, 1, 28, 28)).probabilities.shape)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "[(1, 28, 28), (4, 12, 12), (10,)]" in result.stdout
    assert "torch.Size([2, 10])" in result.stdout
