"""The row at the top: its three places, its menu, and what never moves in it."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.menu import change_theme, open_menu
from tests.serving import Server

SHIFTED = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(0), 500);
})"""
PLACED = """() => [...document.querySelectorAll("#top .acts > *, .places a")]
    .filter(each => each.checkVisibility())
    .map(each => [each.id, each.getBoundingClientRect().x, each.getBoundingClientRect().width])"""


def test_the_menu_is_used_by_keyboard_and_gives_the_keyboard_back(lab: Lab) -> None:
    sign, menu = lab.page.locator("#open-menu"), lab.page.locator("#menu")
    sign.focus()
    lab.page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(sign).to_be_focused()
    lab.page.keyboard.press("Enter")
    menu.locator("[data-opens=keys]").focus()
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator("#keys")).to_be_visible()
    expect(lab.page.locator("#keys input")).to_be_focused()
    expect(menu).to_be_hidden()


def test_nothing_in_the_top_row_moves_when_the_connection_changes(lab: Lab) -> None:
    before = lab.page.evaluate(PLACED)
    for word in ("connecting", "reconnecting", "opnieuw verbinden"):
        lab.page.locator("#connection .word").evaluate("(e, word) => e.textContent = word", word)
        assert lab.page.evaluate(PLACED) == before


def test_the_places_open_on_every_screen_and_lead_back(open_lab: OpenLab, server: Server) -> None:
    page = open_lab(width=390, height=844).page
    open_menu(page).get_by_role("link", name="Exhibits").click()
    expect(page.locator("h1")).to_have_text("Exhibits")
    open_menu(page).get_by_role("link", name="Class").click()
    expect(page.locator("h1")).to_have_text("Class")
    change_theme(page)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="Try it in the lab").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.startswith(f"{server.address}/")


def test_letters_that_come_late_move_nothing(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(wait=False)
    waiting: list[Route] = []
    lab.page.route("**/*.woff2", lambda route: waiting.append(route))
    lab.page.goto(f"{server.address}/exhibits", wait_until="domcontentloaded")
    expect(lab.page.locator("html")).to_have_attribute("data-theme", "light")
    height = lab.page.locator("main").evaluate("main => main.offsetHeight")
    assert waiting
    for route in waiting:
        route.continue_()
    lab.page.evaluate("document.fonts.ready")
    assert lab.page.locator("main").evaluate("main => main.offsetHeight") == height
    assert lab.page.evaluate(SHIFTED) < 0.01
