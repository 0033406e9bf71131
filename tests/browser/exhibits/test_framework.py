"""What a framework gives you: program and notebook are run, and print what the page shows."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.hands.exhibits import assert_links_are_for_everyone, go, show, visit
from tests.browser.hands.lab import OpenLab
from tests.serving import ROOT, Server

FOUR = "d=E1RAUsENoYA_-cECQkI-ekEGmkGemaOkJCPBAkN64tra4tkwS64OGYAm4khBuApjej6ZwLcC2kH43t6PmkaZo64uI6O4ZPbFzzQJjzXNEfTNb0cHBvR1zTSBHb1zTNIzR0fPRcSG_NISEgD1TQ"  # noqa: E501
NETWORKS = ("dense", "lenet5", "alexnet_style", "residual_8")


def printed(page: Page) -> str:
    told = page.locator("[data-part=printed]")
    expect(told).to_contain_text("%")
    return told.inner_text().strip()


def given(page: Page, kind: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(f"[data-give={kind}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


ALONE = """
import json, os, sys, traceback
import torch  # takes two seconds, once for all; what follows takes what it needs of it by itself


def run(folder, program):
    os.chdir(folder)
    with open("printed.txt", "w") as printed, open("errors.txt", "w") as errors:
        os.dup2(printed.fileno(), 1)
        os.dup2(errors.fileno(), 2)
    try:
        exec(compile(program, "<string>", "exec"), {"__name__": "__main__"})
        assert "models" not in sys.modules
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


ended = []
for folder, program in json.load(sys.stdin):
    child = os.fork()
    if child == 0:
        status = run(folder, program)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    ended.append(os.waitpid(child, 0)[1])
print(json.dumps(ended))
"""
"""Runs each program in a process and a folder of its own, where nothing of ours is imported."""


@dataclass
class Given:
    """A program that the page gave, and what the page says that it prints."""

    name: str
    program: str
    folder: Path
    shown: str

    def printed(self) -> str:
        return (self.folder / "printed.txt").read_text("utf-8").strip()

    def complained(self) -> str:
        return (self.folder / "errors.txt").read_text("utf-8")


def run(programs: list[Given]) -> list[int]:
    """Have Python run them all; how each has ended, 0 where nothing went wrong."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE],
        input=json.dumps([(str(each.folder), each.program) for each in programs]),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    ended: list[int] = json.loads(done.stdout)
    return ended


def folder_in(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name


def test_what_is_given_is_run_and_prints_what_the_page_shows(
    open_lab: OpenLab, server: Server, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    first, *others = NETWORKS
    page = show(open_lab, server, "framework", f"lang=nl&network={first}#{FOUR}")
    programs: list[Given] = []
    for network in NETWORKS:
        with subtests.test("a notebook is of its network", network=network):
            if network in others:
                go(page, f"lang=nl&network={network}#{FOUR}")
            programs.append(given_notebook(page, network, folder_in(tmp_path, network)))
    with subtests.test("the program is the one that the page shows"):
        go(page, "")
        programs.append(given_program(page, server, folder_in(tmp_path, "program")))
    with subtests.test("an old answer never covers a newer one"):
        folder = folder_in(tmp_path, "drawn here")
        programs.append(given_of_a_drawing_made_here(page, folder))
    for each, ended in zip(programs, run(programs), strict=True):
        with subtests.test("it prints what the page shows", of=each.name):
            assert ended == 0, each.complained()
            assert each.printed() == each.shown
        with subtests.test("a notebook downloads the weights", of=each.name):
            if each.name in NETWORKS:
                file = f"{each.name}.safetensors"
                weights = (ROOT / "models" / "weights" / file).read_bytes()
                assert (each.folder / file).read_bytes() == weights


def given_notebook(page: Page, network: str, folder: Path) -> Given:
    shown = printed(page)
    path = given(page, "notebook", folder)
    assert path.name == f"inkling-{network}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    assert [each["cell_type"] for each in cells] == ["markdown", "code"] * 7
    assert cells[0]["source"].startswith("## Bibliotheken\n\n")
    code = [each["source"] for each in cells if each["cell_type"] == "code"]
    return Given(network, "\n".join(code), folder, shown)


def given_program(page: Page, server: Server, folder: Path) -> Given:
    shown = printed(page)
    assert shown.startswith("5: ")  # a sample, as nobody has drawn
    program = given(page, "program", folder).read_text("utf-8")
    for cell in ("imports", "network", "load", "cut", "preprocess", "predict"):
        assert page.locator(f"[data-cell={cell}] code").text_content() in program
    with page.expect_download() as download:
        page.locator("[data-part=weights]").click()
    assert download.value.suggested_filename == "lenet5.safetensors"
    download.value.save_as(folder / "lenet5.safetensors")
    nowhere = program.replace(server.address, "http://127.0.0.1:9")
    return Given("program", nowhere, folder, shown)  # the file beside it is enough


def given_of_a_drawing_made_here(page: Page, folder: Path) -> Given:
    assert printed(page).startswith("5: ")
    held: list[Route] = []
    asked: list[Request] = []
    page.on("request", lambda each: asked.append(each) if "predictions" in each.url else None)
    page.route(
        "**/lenet5/predictions",
        lambda route: route.continue_() if held else held.append(route),
    )
    with page.expect_request("**/lenet5/predictions"):
        page.locator("[data-sample='1']").click()
    for digit in (2, 7):  # neither is asked for before the first is answered
        page.locator(f"[data-sample='{digit}']").click()
    expect(page.locator("[data-give=program]")).to_be_disabled()
    assert len(asked) == 1
    held[0].continue_()
    expect(page.locator("[data-part=printed]")).to_contain_text("7: ")
    expect(page.locator("[data-give=program]")).to_be_enabled()
    assert printed(page).startswith("7: ")
    program = given(page, "program", folder).read_text("utf-8")
    made = Given("a drawing made here", program, folder, printed(page))
    page.locator("[data-act=clear]").click()
    expect(page.locator("[data-part=printed]")).to_have_text("…")
    expect(page.locator("[data-give=program]")).to_be_disabled()
    page.locator("[data-act=undo]").click()
    assert printed(page).startswith("7: ")
    return made


NAMES = "all => all.map(each => each.dataset.network)"


def test_code_is_that_of_the_network(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = visit(open_lab, server, "framework")
    page = lab.page
    with subtests.test("lines are counted, and the most are the answer"):
        assert_lines_are_counted(page)
    with subtests.test("networks change the code, and stay in the link"):
        go(page, "said=?")
        assert_networks_change_the_code(page)
    with subtests.test("a server that does not answer is told"):
        go(page, "")
        assert lab.complaints == []
        assert_no_answer_is_told(page)
        lab.complaints.clear()  # the browser's own words about what failed


def assert_networks_change_the_code(page: Page) -> None:
    buttons = page.locator("[data-network]")
    assert buttons.evaluate_all(NAMES) == list(NETWORKS)
    page.locator("[data-network=residual_8]").click()
    expect(page.locator("[data-cell=network] code")).to_contain_text("class Pair")
    assert "network=residual_8" in page.url
    assert page.locator(".onward .primary[href*='network=residual_8']").count() == 1
    page.reload()
    expect(page.locator("[data-network=residual_8]")).to_have_attribute("aria-pressed", "true")
    printed(page)


def assert_lines_are_counted(page: Page) -> None:
    page.locator("[data-answer=network]").click()
    rows = page.locator("[data-part=lines] tr")
    names = page.locator("[data-answer]").all_text_contents()
    assert rows.locator("th").all_text_contents() == names
    counts = [int(each.split()[0]) for each in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert names[counts.index(max(counts))] == page.locator("button[data-right]").inner_text()
    code = page.locator("[data-cell=load] code").inner_text()
    assert counts[1] == len([line for line in code.splitlines() if line.strip()])


def assert_no_answer_is_told(page: Page) -> None:
    printed(page)
    page.route("**/api/models/dense/**", lambda route: route.abort())
    page.locator("[data-network=dense]").click()
    expect(page.locator("[data-part=problem]")).not_to_be_empty()
    expect(page.locator("[data-give=notebook]")).to_be_disabled()
    page.locator("[data-network=lenet5]").click()
    expect(page.locator("[data-part=problem]")).to_be_empty()
    printed(page)


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    links = ("framework", ("said=load", "lang=nl&network=residual_8"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, printed)
