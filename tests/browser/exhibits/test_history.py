"""Who had the idea? Dots by hand and keys, every number with its source."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands.exhibits import assert_links_are_for_everyone, go, show
from tests.browser.hands.lab import OpenLab
from tests.serving import ROOT, Server

HISTORY = json.loads((ROOT / "static" / "exhibits" / "history.json").read_text("utf-8"))


FOCUSED = """() => [
    [...document.querySelectorAll(".rows button")].indexOf(document.activeElement),
    document.querySelector("[data-part=told-dot]").innerText,
]"""
"""Which dot has the keyboard, and what is told."""


def test_who_had_the_idea(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    page = show(open_lab, server, "history")
    with subtests.test("each dot tells what it is, and its source"):
        assert_dots_tell(page)
    with subtests.test("tables have every number, and lead to the lab"):
        assert_tables_are_whole(page, server)
    with subtests.test("measures change the rows, and stay in the link"):
        go(page, "lang=nl")
        assert_measures_stay(page)


def assert_dots_tell(page: Page) -> None:
    dots, told = page.locator(".rows button"), page.locator("[data-part=told-dot]")
    count = dots.count()
    assert count == len(HISTORY["errors"]) + 2
    dots.first.focus()
    for at in range(count):
        focused, text = page.evaluate(FOCUSED)
        assert focused == at
        assert any(source in text for source in HISTORY["sources"].values())
        page.keyboard.press("ArrowDown")
    page.locator("button[aria-label*='18.2']").hover()
    expect(told).to_contain_text("One network, 18.2\u00a0% errors on validation images.")
    lefts = page.locator(".rows .row:has-text('AlexNet') button").evaluate_all(
        "dots => dots.map(dot => parseFloat(dot.style.left))"
    )
    assert lefts == sorted(lefts)


def assert_measures_stay(page: Page) -> None:
    for measure, count in (("depth", 6), ("multiply_adds", 5), ("parameters", 6)):
        page.locator(f"[data-measure={measure}]").click()
        expect(page.locator(".rows button")).to_have_count(count)
        assert f"measure={measure}" in page.url
    page.locator(".rows button").nth(1).focus()
    expect(page.locator("[data-part=told-dot]")).to_contain_text("60.965.224 parameters, geteld")
    page.reload()
    expect(page.locator("[data-measure=parameters]")).to_have_attribute("aria-pressed", "true")


def assert_tables_are_whole(page: Page, server: Server) -> None:
    expect(page.locator(".wide").first).to_be_hidden()
    page.locator("[data-answer='5']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("Five made 16.4")
    networks, errors = page.locator(".wide").all()
    assert networks.locator("tbody tr").count() == len(HISTORY["networks"])
    assert errors.locator("tbody tr").count() == len(HISTORY["errors"]) + 2
    links = [link.get_attribute("href") or "" for link in networks.locator("a").all()]
    names = [link.rpartition("=")[2] for link in links]
    assert names == [each["lab"] for each in HISTORY["networks"] if "lab" in each]
    assert len(names) > 3
    for name in names:
        assert page.request.get(f"{server.address}/api/models/{name}").ok


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    links = ("history", ("said=7&lang=nl",))
    assert_links_are_for_everyone(open_lab, server, subtests, links)
