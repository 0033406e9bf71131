"""The Dockerfile keeps its promises: it serves what it copies, small, not root, and healthy."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urljoin

import httpx2
import pytest
from PIL import Image, ImageDraw

from app.frame import MEDIA_TYPE
from app.pages.course import BESIDE, COURSE
from models import list_models
from tests.dockerfile import CODE, TEXT, Tree, build, is_ignored, remove_write_bits, stages
from tests.drawings import drawing_of
from tests.frames import decode_frame
from tests.namespace import bind, can_isolate, isolated
from tests.serving import ROOT, start_command

LAST = stages()[-1]
PREDICTIONS = "/api/models/lenet5/predictions"
PAGES = [
    *(
        f"/{page}?lang={language}"
        for page in (
            *("", "exhibits", "class", "train", "presenter", "about", "docs"),
            *(f"exhibits/{name}" for name in (*COURSE, *BESIDE)),
        )
        for language in ("en", "nl")
    ),
    "/?lang=nl&lecture=on",
    "/?lang=en&compare=dense",
]

SYSTEM = ("bin", "dev", "etc", "lib", "lib64", "proc", "usr")
"""Folders that come from the base image; of these the test takes its own machine's."""

PACKAGES = "/opt/packages"

Answers = dict[str, httpx2.Response]


# --- what it serves ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def container() -> Iterator[Answers]:
    """What the files of the last stage answer, started as another user would start them.

    Where this process may make namespaces (root on Linux): without any file from outside the image
    and its base, as the user that the Dockerfile names, and with no network. Else as oneself, from
    the same files without write bits, and with a proxy that nobody answers at.
    """
    folder = Path(mkdtemp(prefix="inkling-image-"))
    folder.chmod(0o755)
    try:
        tree = build(folder)
        yield isolated(lambda: _in_the_image(tree)) if can_isolate() else _as_oneself(tree)
    finally:
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(folder)


def _in_the_image(tree: Tree) -> Answers:
    _activate(tree, "/inkling", PACKAGES)
    remove_write_bits(tree.root)
    shown = {PACKAGES: Path(sysconfig.get_path("purelib"))}
    for name in SYSTEM:
        folder = Path("/", name)
        if folder.is_symlink():
            tree.at(f"/{name}").symlink_to(folder.readlink())
        elif folder.exists():
            shown[f"/{name}"] = folder
    if not sys.base_prefix.startswith("/usr"):
        shown[sys.base_prefix] = Path(sys.base_prefix)
    for path, folder in shown.items():
        tree.at(path).mkdir(parents=True)
        bind(folder, tree.at(path))
    user = LAST.last("USER")
    chroot = shutil.which("chroot") or "/usr/sbin/chroot"
    as_user = [chroot, f"--userspec={user}:{user}", "--groups=", str(tree.root)]
    there = ["env", f"--chdir={tree.workdir}"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        **LAST.environment(),
        "INKLING_WORKERS": "2",  # they need more than one does: where their counters are kept
    }
    command = [
        *as_user,
        *there,
        *json.loads(LAST.last("ENTRYPOINT")),
        *json.loads(LAST.last("CMD")),
    ]
    return _ask(command, tree.root, environment)


def _as_oneself(tree: Tree) -> Answers:
    _activate(tree, str(tree.at("/inkling")), sysconfig.get_path("purelib"))
    remove_write_bits(tree.root)
    entry, *arguments = json.loads(LAST.last("ENTRYPOINT")) + json.loads(LAST.last("CMD"))
    nobody = "http://127.0.0.1:9"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        **{f"{scheme}_proxy": nobody for scheme in ("http", "https", "all")},
        **LAST.environment(),
        "INKLING_HOST": "127.0.0.1",
        "INKLING_PORT": "0",
    }
    python = str(tree.at("/opt/inkling/bin/python"))
    return _ask([python, str(tree.at(entry)), *arguments], tree.at(""), environment)


def _activate(tree: Tree, *modules: str) -> None:
    """Do what pip does last: say where the modules are, and which Python runs the command."""
    (site,) = tree.at("/opt/inkling/lib").glob("python*/site-packages")
    (site / "modules.pth").write_text("\n".join(modules))
    entry = tree.at(json.loads(LAST.last("ENTRYPOINT"))[0])
    entry.write_text(f"#!/opt/inkling/bin/python\n{entry.read_text()}")
    entry.chmod(0o755)


def _ask(command: list[str], folder: Path, environment: dict[str, str]) -> Answers:
    """Start it, wait until it is ready, ask for everything that a first visit asks for."""
    with start_command(command, folder, environment) as server:
        with httpx2.Client(base_url=server.address) as client:
            server.wait_until_ready(client)
            drawing = {"strokes": drawing_of(8).strokes}
            found = {page: client.get(page) for page in ("/healthz", "/readyz", *PAGES)}
            for page in PAGES:
                _follow_files(client, found, page)
            found["maps"] = client.post(PREDICTIONS, json=drawing, headers={"Accept": MEDIA_TYPE})
            found["picture"] = client.post(
                PREDICTIONS, content=_picture(), headers={"Content-Type": "image/png"}
            )
            found |= {path: client.get(path) for path in ("/metrics", "/gallery")}
        return found


def _follow_files(client: httpx2.Client, found: Answers, page: str) -> None:
    """Every script, style sheet and image that a page names, and those that these name.

    What begins with `static/` stands from the page, which is at the root; `./` from the file.
    """
    waiting = [page]
    while waiting:
        at = waiting.pop()
        for named in _FILES.findall(found[at].text):
            path = urljoin("/" if named.startswith("static/") else at, named)
            if path not in found:
                found[path] = client.get(path)
                if path.endswith((".js", ".css")) and "swagger" not in path:
                    waiting.append(path)


_FILES = re.compile(r"""["'(]((?:static/|\./)[\w/.-]+\.(?:js|css|svg|png|woff2|json))["')]""")


def _picture() -> bytes:
    """An 8 as somebody saves it: a PNG, dark on white."""
    image = Image.new("L", (300, 300), 255)
    for stroke in drawing_of(8).strokes:
        points = [(300 * x, 300 * y) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=0, width=18, joint="curve")
    buffer = io.BytesIO()
    image.save(buffer, "png")
    return buffer.getvalue()


@pytest.mark.process
def test_what_it_copies_is_all_that_a_server_needs_to_be_ready(container: Answers) -> None:
    assert container["/healthz"].json() == {"status": "alive"}
    assert container["/readyz"].json()["status"] == "ready"
    assert container["/readyz"].json()["networks"] == list_models()


@pytest.mark.process
@pytest.mark.parametrize("page", PAGES)
def test_it_shows_each_page_in_the_language_that_was_asked_for(
    container: Answers, page: str
) -> None:
    answer = container[page]
    assert answer.status_code == 200, answer.text
    language = page.split("lang=")[1][:2]
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.process
def test_it_has_every_file_that_its_pages_name(container: Answers) -> None:
    files = {path: answer for path, answer in container.items() if path.startswith("/static/")}
    kinds = {Path(path).suffix for path in files}
    assert kinds >= {".js", ".css", ".svg"}
    assert any("/chunks/" in path for path in files)
    assert {path: answer.status_code for path, answer in files.items()} == dict.fromkeys(files, 200)


@pytest.mark.process
def test_it_has_no_page_that_is_for_development_only(container: Answers) -> None:
    assert container["/gallery"].status_code == 404


@pytest.mark.process
def test_it_reads_a_drawing_and_answers_with_its_maps(container: Answers) -> None:
    answer = container["maps"]
    assert answer.status_code == 200, answer.text
    frame = decode_frame(answer.content)
    assert frame.first_guess == 8
    assert len(frame.tensors) > 10


@pytest.mark.process
def test_it_reads_a_saved_picture(container: Answers) -> None:
    answer = container["picture"]
    assert answer.status_code == 200, answer.text
    assert answer.json()["first_guess"]["label"] == 8


@pytest.mark.process
def test_it_counts_what_all_its_workers_read(container: Answers) -> None:
    assert "\ninkling_drawings_total 2.0\n" in container["/metrics"].text


# --- what it says --------------------------------------------------------------------------------


def test_it_is_built_in_stages_and_the_last_one_installs_nothing() -> None:
    assert len(stages()) == 3
    assert not any(re.search(r"pip|npm|apt", rest) for _, rest in LAST.lines)


def test_it_runs_as_an_ordinary_user_in_exec_form() -> None:
    words = [word for word, _ in LAST.lines]
    assert int(LAST.last("USER")) > 0
    assert words.index("USER") > max(at for at, word in enumerate(words) if word == "COPY")
    assert json.loads(LAST.last("ENTRYPOINT")) == ["/opt/inkling/bin/inkling"]
    assert json.loads(LAST.last("CMD")) == ["serve"]


def test_it_has_a_health_check_without_further_tools() -> None:
    assert "/healthz" in LAST.last("HEALTHCHECK")
    assert "curl" not in CODE


def test_cpu_torch_is_a_build_argument() -> None:
    assert re.search(r'^ARG TORCH_INDEX=""$', TEXT, re.MULTILINE)
    assert 'RUN TORCH_INDEX="$TORCH_INDEX" python3 tools/packages.py' in TEXT


def test_it_names_no_host_and_downloads_nothing_by_address() -> None:
    outside_health_check = re.sub(r"^HEALTHCHECK.*\n.*", "", CODE, flags=re.MULTILINE)
    assert "://" not in outside_health_check
    assert not re.search(r"^ADD ", CODE, re.MULTILINE)


def test_only_what_the_image_needs_is_sent_to_the_builder() -> None:
    copied = set(re.findall(r"^COPY (?!--from)(.*) \S+$", CODE, re.MULTILINE))
    names = {name.split("/")[0] for names in copied for name in names.split()}
    assert names
    sent = {path.name for path in ROOT.iterdir() if not is_ignored(path.name)}
    assert sent == names


def test_one_argument_names_the_base_of_every_stage() -> None:
    assert re.search(r"^ARG PYTHON_IMAGE=python:3.11-slim-bookworm$", TEXT, re.MULTILINE)
    bases = re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE)
    assert set(bases) == {"${PYTHON_IMAGE}"}
