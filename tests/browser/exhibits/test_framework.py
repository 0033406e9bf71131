"""What a framework gives you: program and notebook are run, and print what the page shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.hands.exhibits import assert_for_everyone, show, visit
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


def run(program: str, folder: Path) -> str:
    """What Python prints of it, alone in a folder, where nothing of ours is imported by chance."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{program}\nimport sys\nassert 'models' not in sys.modules"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("network", NETWORKS)
def test_the_notebook_reads_this_drawing_and_prints_what_the_page_shows(
    open_lab: OpenLab, server: Server, tmp_path: Path, network: str
) -> None:
    page = show(open_lab, server, "framework", f"lang=nl&network={network}#{FOUR}")
    shown = printed(page)
    path = given(page, "notebook", tmp_path)
    assert path.name == f"inkling-{network}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    assert [each["cell_type"] for each in cells] == ["markdown", "code"] * 7
    assert cells[0]["source"].startswith("## Bibliotheken\n\n")
    code = [each["source"] for each in cells if each["cell_type"] == "code"]
    assert run("\n".join(code), tmp_path) == shown  # downloads the weights
    weights = (ROOT / "models" / "weights" / f"{network}.safetensors").read_bytes()
    assert (tmp_path / f"{network}.safetensors").read_bytes() == weights


def test_the_program_is_the_one_that_the_page_shows(
    open_lab: OpenLab, server: Server, tmp_path: Path
) -> None:
    page = show(open_lab, server, "framework")
    shown = printed(page)
    assert shown.startswith("5: ")  # a sample, as nobody has drawn
    program = given(page, "program", tmp_path).read_text("utf-8")
    for cell in ("imports", "network", "load", "cut", "preprocess", "predict"):
        assert page.locator(f"[data-cell={cell}] code").text_content() in program
    with page.expect_download() as download:
        page.locator("[data-part=weights]").click()
    assert download.value.suggested_filename == "lenet5.safetensors"
    download.value.save_as(tmp_path / "lenet5.safetensors")
    nowhere = program.replace(server.address, "http://127.0.0.1:9")
    assert run(nowhere, tmp_path) == shown  # the file beside it is enough


def test_networks_change_the_code_and_stay_in_the_link(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "framework", "said=?")
    buttons = page.locator("[data-network]")
    assert [each.get_attribute("data-network") for each in buttons.all()] == list(NETWORKS)
    page.locator("[data-network=residual_8]").click()
    expect(page.locator("[data-cell=network] code")).to_contain_text("class Pair")
    assert "network=residual_8" in page.url
    assert page.locator(".onward .primary[href*='network=residual_8']").count() == 1
    page.reload()
    expect(page.locator("[data-network=residual_8]")).to_have_attribute("aria-pressed", "true")
    printed(page)


def test_lines_are_counted_and_the_most_are_the_answer(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "framework")
    page.locator("[data-answer=network]").click()
    rows = page.locator("[data-part=lines] tr")
    names = page.locator("[data-answer]").all_text_contents()
    assert rows.locator("th").all_text_contents() == names
    counts = [int(each.inner_text().split()[0]) for each in rows.locator("td:nth-child(2)").all()]
    assert names[counts.index(max(counts))] == page.locator("button[data-right]").inner_text()
    code = page.locator("[data-cell=load] code").inner_text()
    assert counts[1] == len([line for line in code.splitlines() if line.strip()])


def test_a_drawing_made_here_is_the_programs_and_an_old_answer_never_covers_a_newer_one(
    open_lab: OpenLab, server: Server, tmp_path: Path
) -> None:
    page = show(open_lab, server, "framework")
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
    assert run(given(page, "program", tmp_path).read_text("utf-8"), tmp_path) == printed(page)
    page.locator("[data-act=clear]").click()
    expect(page.locator("[data-part=printed]")).to_have_text("…")
    expect(page.locator("[data-give=program]")).to_be_disabled()
    page.locator("[data-act=undo]").click()
    assert printed(page).startswith("7: ")


def test_a_server_that_does_not_answer_is_told(open_lab: OpenLab, server: Server) -> None:
    lab = visit(open_lab, server, "framework")
    page = lab.page
    printed(page)
    page.route("**/api/models/dense/**", lambda route: route.abort())
    page.locator("[data-network=dense]").click()
    expect(page.locator("[data-part=problem]")).not_to_be_empty()
    expect(page.locator("[data-give=notebook]")).to_be_disabled()
    page.locator("[data-network=lenet5]").click()
    expect(page.locator("[data-part=problem]")).to_be_empty()
    printed(page)
    lab.complaints.clear()  # the browser's own words about what failed


@pytest.mark.parametrize("query", ["said=load", "lang=nl&network=residual_8"])
def test_for_everyone(open_lab: OpenLab, server: Server, query: str) -> None:
    page = show(open_lab, server, "framework", query, "phone")
    printed(page)
    assert_for_everyone(page)
