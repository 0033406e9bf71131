"""Who had the idea? Dots by hand and keys, every number with its source."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.hands.exhibits import assert_for_everyone, show
from tests.browser.hands.lab import OpenLab
from tests.serving import ROOT, Server

HISTORY = json.loads((ROOT / "static" / "exhibits" / "history.json").read_text("utf-8"))


def test_each_dot_tells_what_it_is_and_its_source(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "history")
    dots, told = page.locator(".rows button"), page.locator("[data-part=told-dot]")
    assert dots.count() == len(HISTORY["errors"]) + 2
    dots.first.focus()
    for at in range(dots.count()):
        expect(dots.nth(at)).to_be_focused()
        assert any(source in told.inner_text() for source in HISTORY["sources"].values())
        page.keyboard.press("ArrowDown")
    page.locator("button[aria-label*='18.2']").hover()
    expect(told).to_contain_text("One network, 18.2\u00a0% errors on validation images.")
    lefts = page.locator(".rows .row:has-text('AlexNet') button").evaluate_all(
        "dots => dots.map(dot => parseFloat(dot.style.left))"
    )
    assert lefts == sorted(lefts)


def test_measures_change_the_rows_and_stay_in_the_link(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "history", "lang=nl")
    for measure, count in (("depth", 6), ("multiply_adds", 5), ("parameters", 6)):
        page.locator(f"[data-measure={measure}]").click()
        expect(page.locator(".rows button")).to_have_count(count)
        assert f"measure={measure}" in page.url
    page.locator(".rows button").nth(1).focus()
    expect(page.locator("[data-part=told-dot]")).to_contain_text("60.965.224 parameters, geteld")
    page.reload()
    expect(page.locator("[data-measure=parameters]")).to_have_attribute("aria-pressed", "true")


def test_tables_have_every_number_and_lead_to_the_lab(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "history")
    expect(page.locator(".wide").first).to_be_hidden()
    page.locator("[data-answer='5']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("Five made 16.4")
    networks, errors = page.locator(".wide").all()
    assert networks.locator("tbody tr").count() == len(HISTORY["networks"])
    assert errors.locator("tbody tr").count() == len(HISTORY["errors"]) + 2
    for link in networks.locator("a").all():
        name = (link.get_attribute("href") or "").rpartition("=")[2]
        assert name in [each.get("lab") for each in HISTORY["networks"]]
        assert page.request.get(f"{server.address}/api/models/{name}").ok


def test_for_everyone(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "history", "said=7&lang=nl", "phone")
    assert_for_everyone(page)
