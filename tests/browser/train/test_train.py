"""A live run in the browser: begun, steered, seen by others, reloaded, opened in the lab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands.exhibits import assert_for_everyone
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.texts import SMALLEST
from tests.serving import Server

PATIENCE = 240_000


def status(page: Page) -> Locator:
    return page.locator("[data-part=status]")


def test_a_run_is_begun_steered_watched_and_opened(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    width, height = SCREENS["phone"]
    address = f"{server.address}/train"
    lab = open_lab(width, height, address=address, wait=False, reduced_motion="reduce")
    lab.wait_until("document.documentElement.dataset.settled === ''")
    page = lab.page
    with subtests.test("a preset fills the form"):
        page.get_by_role("button", name="By heart").click()
        expect(page.locator("[name=images]").first).to_have_value("50")
        page.locator("[name=network]").select_option("dense")
        expect(page.locator("[data-preset=overfits]")).to_have_attribute("aria-pressed", "false")
    with subtests.test("it runs, by the keyboard alone"):
        page.locator("[name=seed]").fill("3,5")
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=problem]")).to_contain_text("Seed: a whole number")
        page.locator("[name=seed]").fill("3")
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=table] tr").nth(2)).to_be_attached(timeout=PATIENCE)
        assert "run=run-" in page.url
        page.locator("[data-do=pause]").press("Enter")
        expect(status(page)).to_contain_text("Paused at step", timeout=PATIENCE)
    with subtests.test("one batch, and another step size"):
        before = status(page).inner_text()
        page.locator("[data-do=one_batch]").click()
        expect(status(page)).not_to_have_text(before, timeout=PATIENCE)
        page.locator("[data-part=rate] input").fill("none")
        page.locator("[data-part=rate] input").press("Enter")
        expect(page.locator("[data-part=rate-problem]")).to_contain_text("Step size: a number")
        page.locator("[data-part=rate] input").fill("0,001")
        page.locator("[data-part=rate] input").press("Enter")
        expect(page.locator("[data-part=figures]")).to_contain_text("Step size 0.001")
        expect(page.locator("[data-part=chart] canvas")).to_be_visible()
    with subtests.test("the drawing is read at each moment"):
        expect(page.locator("[data-part=course] .cell").first).to_be_attached(timeout=PATIENCE)
        expect(page.locator("[data-part=since]")).to_contain_text("reads")
    with subtests.test("a slider goes to each moment, and a press on the course"):
        slider = page.locator("[data-part=moment]")
        slider.press("Home")
        expect(page.locator("[data-part=moment-said]")).to_contain_text("Step 0 of")
        first = page.locator("[data-part=course] .now").first
        expect(first).to_have_attribute("data-moment", "0")
        assert first.evaluate("cell => getComputedStyle(cell).boxShadow") != "none"
        page.locator("[data-part=course] [data-moment='1']").first.click()
        expect(slider).to_have_js_property("value", "1")
    with subtests.test("others watch, and cannot steer"):
        other = open_lab(address=page.url, wait=False).page
        expect(status(other)).to_contain_text("Paused at step", timeout=PATIENCE)
        expect(other.locator("[data-part=watching]")).to_be_visible()
        expect(other.locator("[data-do=stop]")).to_be_disabled()
        other.locator("[data-part=lecture]").click()
        expect(status(other)).to_contain_text("Paused at step", timeout=PATIENCE)
        assert "lecture=on" in other.url
        assert other.evaluate(SMALLEST, 16) == []
    with subtests.test("who comes without its link finds it: the own one open, others' to watch"):
        guest = open_lab(address=address, wait=False, locale="en-GB").page
        expect(guest.locator("[data-part=going]")).to_contain_text("A run goes on here: Dense")
        guest.locator("[data-part=going] a").click()
        expect(status(guest)).to_contain_text("Paused at step", timeout=PATIENCE)
        again = page.context.new_page()
        again.goto(f"{address}?lang=nl")
        expect(status(again)).to_contain_text("Pauze bij stap", timeout=PATIENCE)
        expect(again.locator("[data-do=stop]")).to_be_enabled()
        for setting in ("lang=nl", "run=run-", "seed=3", "network=dense", "images=50"):
            assert setting in again.url
        again.close()
    with subtests.test("a remote goes through it, as through an exhibit"):
        expect(other.locator("[data-part=lab]")).to_have_attribute(
            "href", re.compile("lecture=on"), timeout=PATIENCE
        )
        for count in (1, 0):
            other.keyboard.press(".")
            expect(other.locator("html[data-blank]")).to_have_count(count)
        other.keyboard.press("PageDown")
        assert other.evaluate("scrollY") > 0
        other.keyboard.press("PageUp")
        assert other.evaluate("scrollY") == 0
    with subtests.test("a lecture's link opens a phone's own page, with the run first"):
        other.set_viewport_size({"width": width, "height": height})
        other.reload()
        expect(status(other)).to_contain_text("Paused at step", timeout=PATIENCE)
        expect(other.locator("html[data-lecture]")).to_have_count(0)
        box = status(other).bounding_box()
        assert box is not None
        assert box["y"] < height / 3
        other.close()
    with subtests.test("a reload shows the same run, and still steers it"):
        page.reload()
        expect(status(page)).to_contain_text("Paused at step", timeout=PATIENCE)
        page.set_viewport_size({"width": width, "height": height})
        assert_for_everyone(page, axe_at=tuple(SCREENS))  # its sheet knows widths between them
        page.locator("[data-do=stop]").click()
        expect(status(page)).to_contain_text("Stopped after", timeout=PATIENCE)
    with subtests.test("it is taken along"):
        for part in ("film", "weights", "script"):
            with page.expect_download() as download:
                page.locator(f"[data-file={part}]").click()
            assert download.value.path().stat().st_size > 500
        page.locator("[data-part=lab]").click()
        expect(page.locator(".film-panel .verdict")).not_to_be_empty(timeout=PATIENCE)
        assert "network=dense" in page.url
