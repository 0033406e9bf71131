"""The keyboard alone: what Tab and arrows come to, and the first links, which skip to parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.popovers import unfold
from tests.browser.hands.strip import units_of
from tests.browser.hands.views import VIEWS, go, show
from tests.serving import Server

FOCUSED = """() => {
    const focused = document.activeElement;
    if (focused === document.body || focused === null) return null;
    const box = focused.getBoundingClientRect();
    const seen = [focused, focused.parentElement].some(each => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5) || boxShadow !== "none";
    });
    focused.dataset.reached ??= String(document.querySelectorAll("[data-reached]").length);
    const toolbar = focused.closest("[role=toolbar]");
    const panel = document.getElementById(focused.getAttribute("aria-controls") ?? "");
    return {
        name: focused.id || focused.dataset.toggle || focused.dataset.sample || "",
        folds: focused.ariaExpanded === "false" && panel?.matches(".popover, .menu-panel") === true,
        place: focused.dataset.reached,
        arrow: toolbar && (toolbar.ariaOrientation === "vertical" ? "ArrowDown" : "ArrowRight"),
        what: `${focused.tagName} ${focused.id || focused.textContent.trim().slice(0, 30)}`,
        seen,
        onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    };
}"""
"""What has the keyboard: its name, if it opens a popover, its toolbar's arrow, whether one sees it,
and if it is on the screen."""

UNREACHED = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.disabled)
    .filter(each => each.dataset.reached === undefined)
    .map(each => `${each.tagName} ${each.id} ${each.textContent.trim().slice(0, 30)}`)"""

OUT_OF_ORDER = """() => {
    const reached = [...document.querySelectorAll("[data-reached]")];
    return reached.filter((each, at) => Number(each.dataset.reached) !== at)
        .map(each => `${each.tagName} ${each.id} ${each.dataset.reached}`);
}"""


FOLDED = {"pen", "eraser", "brush", "theme", "show-all", "hide-all", "conv1", "7"}
"""Controls in popovers, by their ids, or by the layer or sample that they are of."""


def stops(page: Page, unfold: bool = False) -> Iterator[dict[str, str | bool | None]]:
    """All that Tab comes to, and what arrows come to in a toolbar, which is one stop of it.

    `unfold`: whatever opens a popover opens it, so that Tab comes to what lies in there.
    """
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            return
        yield here
        if unfold and here["folds"]:
            page.keyboard.press("Enter")
        while here["arrow"]:
            page.keyboard.press(here["arrow"])
            last, here = here["place"], page.evaluate(FOCUSED)
            if here["place"] == last:
                break
            yield here


def test_the_keyboard_reaches_everything_in_order_and_one_sees_where_one_is(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = show(open_lab, server, "laptop", "")
    for view in ("lab", "class", "step", "keys", "3D", "predict first"):
        with subtests.test(view):
            go(lab, server, VIEWS[view])
            wrong = [here for here in stops(lab.page) if not here["seen"] or not here["onScreen"]]
            assert wrong == []
            assert lab.page.evaluate(UNREACHED) == []
            assert lab.page.evaluate(OUT_OF_ORDER) == []
        if view == "lab":
            with subtests.test("what lies in popovers"):
                walk = list(stops(lab.page, unfold=True))
                assert [here for here in walk if not here["seen"]] == []
                assert {here["name"] for here in walk} >= FOLDED


def test_each_layer_of_the_list_and_the_ten_answers_are_one_stop_of_tab(lab: Lab) -> None:
    page = lab.page
    unfold(page, "#show-all")
    page.locator("#hide-all").focus()
    press = page.keyboard.press
    here = "[document.activeElement.closest('li')?.dataset.row, document.activeElement.textContent]"
    for layer in ("input", "conv1"):
        press("Tab")
        assert page.evaluate(here) == [layer, "ShowHide"]
    for key, words in (("ArrowRight", "Only"), ("End", "after ReLU"), ("ArrowLeft", "Cover")):
        press(key)
        assert page.evaluate(here) == ["conv1", words]
    press("Tab")
    assert page.evaluate(here) == ["pool1", "ShowHide"]
    press("Shift+Tab")
    assert page.evaluate(here) == ["conv1", "ShowHide"]
    press("Escape")
    answers = units_of(lab, "output")
    answers.first.focus()
    for _ in range(8):
        press("ArrowDown")
    expect(answers.nth(8)).to_be_focused()
    for key, at in (("End", 9), ("Home", 0), ("ArrowUp", 0), ("ArrowDown", 1)):
        press(key)
        expect(answers.nth(at)).to_be_focused()
    press("Tab")
    assert page.evaluate("document.activeElement.closest('.units')") is None
    press("Shift+Tab")
    expect(answers.nth(1)).to_be_focused()


PARTS = {
    "": ["#pad", "#middle", "#guide"],
    "cell=conv2.250": ["#pad", "#middle", "#inspector"],
    "step=5": ["#pad", "#middle", "#step"],
    "lecture=on": ["#pad", "#middle", ".stage-head"],
    "lecture=on&cell=conv2.250": ["#pad", "#middle", "#opened"],
}


def test_the_first_links_skip_to_the_pad_the_stage_and_what_explains(
    open_lab: OpenLab, server: Server
) -> None:
    lab = show(open_lab, server, "laptop", "")
    press = lab.page.keyboard.press
    links = lab.page.locator(".skip")
    for query, parts in PARTS.items():
        go(lab, server, query)
        press("Tab")
        for at, part in enumerate(parts):
            if at > 0:
                links.first.focus()
            for _ in range(at):
                press("Tab")
            link = links.nth(at)
            expect(link).to_be_focused()
            expect(link).to_have_css("clip-path", "none")  # seen while it has the keyboard
            press("Enter")
            expect(lab.page.locator(part)).to_be_focused()
            expect(link).to_have_css("clip-path", "inset(50%)")
            assert "#" not in lab.page.url


def test_on_the_other_pages_the_first_link_skips_to_the_content(lab: Lab, server: Server) -> None:
    page = lab.page
    for path in ("about", "exhibits", "class", "docs"):
        page.goto(f"{server.address}/{path}")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
