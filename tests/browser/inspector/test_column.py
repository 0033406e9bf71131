"""The right column: always there, it explains; nothing else on the page moves for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands.cells import (
    MAPS,
    choose,
    explain_in,
    pin,
    place_in,
)
from tests.browser.hands.film import begin_film, end_film, go_to_step
from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.panels import open_panel
from tests.browser.hands.popovers import press_folded
from tests.drawings import FOUR
from tests.serving import Server

PLACES = """() => [...document.querySelectorAll(
    `#pad, #student button:not(.chip), .reads,
    .layer, .layer canvas, .layer .units li, #legend, #cell`
)].map(each => JSON.stringify(each.getBoundingClientRect()))"""

DEEDS: dict[str, Callable[[Lab], object]] = {
    "point": lambda lab: lab.page.mouse.move(*place_in(lab, "conv2", 0.9, 0.3)),
    "open": lambda lab: pin(lab, "conv2", 0.93, 0.05),
    "words": lambda lab: explain_in(lab, "words"),
    "code": lambda lab: explain_in(lab, "code"),
    "a class": lambda lab: lab.page.locator('[data-layer="output"] button').nth(4).click(),
    "let go": lambda lab: lab.page.get_by_role("button", name="Let go").click(),
    "sees": lambda lab: open_panel(lab.page, "sees"),
    "terms": lambda lab: open_panel(lab.page, "terms"),
    "close": lambda lab: lab.page.keyboard.press("Escape"),
    "legend": lambda lab: choose(lab, "[data-scope=map]"),
}


ENDS = """async () => {
    const frames = async () => {
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    };
    await frames();
    const all = document.querySelectorAll(".guide, .level, .step, .inspector, .drawer > section");
    const shown = [...all].filter(each => each.checkVisibility() && each.clientHeight > 0);
    const legend = document.querySelector("#legend").getBoundingClientRect();
    return Promise.all(shown.map(async each => {
        const reach = each.scrollHeight - each.clientHeight;
        const note = each.querySelector(".more-below");
        const said = note?.checkVisibility({ visibilityProperty: true }) ?? false;
        const before = each.scrollTop;
        if (reach > 0) {
            each.scrollTop = reach;
            await frames();
        }
        const at = each.scrollTop;
        each.scrollTop = before;
        return {
            above: each.getBoundingClientRect().bottom <= legend.top + 0.5,
            ends: reach - before <= 8 || said,
            wide: each.scrollWidth <= each.clientWidth,
            stays: at >= reach - 0.5,
        };
    }));
}"""
"""Of what stands in the right column, once it is painted: above the legend, whole, or with "more
below"; and whoever has scrolled to its end stays there."""
FITS = [{"above": True, "ends": True, "wide": True, "stays": True}]

FIRST, MIDDLE, LAST = (0.98, 0.01), (0.55, 0.62), (0.98, 0.99)


def deepen(lab: Lab) -> Iterator[str]:
    """All that the right column can say: a few cells of each layer, and what is no cell."""
    yield "guide"
    for layer in ["input", *MAPS]:
        for place in (FIRST, MIDDLE, LAST):
            if pin(lab, layer, *place):
                yield f"{layer} {place}"
    assert pin(lab, "conv2", 0.93, 0.05)
    for mode in ("words", "code", "numbers"):
        explain_in(lab, mode)
        yield mode
    for unit in (0, 4, 9):
        lab.page.locator('[data-layer="output"] .units button').nth(unit).click()
        yield f"class {unit}"
    lab.page.keyboard.press("Escape")
    for layer in MAPS:
        lab.page.locator(f'[data-layer="{layer}"] header').hover()
        yield f"title of {layer}"
        for kernel in lab.page.locator("#level .which button").all()[-1:]:
            kernel.evaluate("each => each.click()")  # the pointer stays on the title
            yield f"kernel of {layer}"
            lab.page.keyboard.press("Escape")
    begin_film(lab.page)
    for step in range(1, STEPS + 1):
        go_to_step(lab.page, step)
        yield f"step {step}"
    end_film(lab.page)
    for panel in ("sees", "styles", "about", "terms", "keys"):
        open_panel(lab.page, panel)
        yield panel


def test_what_the_column_says_ends_above_the_legend_or_scrolls_and_says_so(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    lab.ink(FOUR)
    lab.settle()
    for what in deepen(lab):
        with subtests.test(what):
            assert lab.page.evaluate(ENDS) == FITS


def test_nothing_moves_for_what_the_right_column_says(lab: Lab, subtests: pytest.Subtests) -> None:
    lab.ink(FOUR)
    for width, height in ((1440, 900), (1366, 768)):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.page.mouse.move(5, 5)
        lab.settle()
        before = lab.page.evaluate(PLACES)
        for name, act in DEEDS.items():
            with subtests.test(name, width=width):
                act(lab)
                lab.settle()
                assert lab.page.evaluate(PLACES) == before
        choose(lab, "[data-scope=layer]")


def test_the_column_explains_what_is_pointed_at_and_what_is_opened(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    lab.ink(FOUR)
    lab.settle()
    with subtests.test("how to read what is pointed at, and what is opened"):
        tells_how_to_read(lab)
    with subtests.test("a layer's title explains the layer"):
        lab.page.locator('[data-layer="conv1"] header').hover()
        expect(lab.page.locator("#level h2")).to_have_text("Convolution layer 1")
        expect(lab.page.locator("#level")).to_contain_text("are 156.")
    with subtests.test("where height is short, the strongest maps stand for all"):
        lab.page.set_viewport_size({"width": 1366, "height": 768})
        lab.settle()
        assert pin(lab, "conv2", 0.93, 0.05)
        shown = lab.page.locator("#inspector figure:visible")
        expect(shown).to_have_count(4)
        lab.page.get_by_role("button", name="All maps").click()
        expect(shown).to_have_count(6)
    with subtests.test("layers are hidden while a cell is open"):
        assert pin(lab, "conv2", 0.93, 0.05)
        press_folded(lab.page, '[data-toggle="fc2"]')
        assert "fc2" not in lab.shown_layers()
        expect(lab.page.locator("#inspector")).to_be_visible()


def tells_how_to_read(lab: Lab) -> None:
    guide, inspector = lab.page.locator("#guide"), lab.page.locator("#inspector")
    expect(guide).to_contain_text("How to read this")
    expect(guide.locator("dt")).to_have_text(["conv 5 × 5", "max 2 × 2", "full", "softmax"])
    expect(guide.locator(".try")).to_contain_text("It is sure of 4.")
    lab.page.mouse.move(*place_in(lab, "conv2", 0.9, 0.3))
    expect(guide).to_be_hidden()
    expect(inspector).to_contain_text("Click for every number.")
    lab.page.mouse.move(5, 5)
    expect(guide).to_be_visible()
    assert pin(lab, "conv2", 0.93, 0.05)
    expect(lab.page.locator("#legend .scope")).to_have_text(
        "Values as colours: products of this sum"
    )
    open_panel(lab.page, "terms")
    expect(lab.page.locator("#terms")).to_be_visible()
    expect(inspector).to_be_hidden()  # below the panel
    lab.page.keyboard.press("Escape")
    expect(inspector).to_be_visible()
    lab.page.keyboard.press("Escape")
    lab.page.mouse.move(5, 5)
    expect(guide).to_be_visible()


def test_a_kernel_opens_large_from_a_link_from_others_and_from_the_stage(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(address=f"{server.address}/?kernel=conv2.70")
    lab.ink(FOUR)
    level = lab.page.locator("#level")
    expect(level.locator("h2").first).to_have_text("kernel 12: 25 learned weights")
    # Another one is tried, and framed on the stage.
    level.get_by_role("button", name="Next").click()
    expect(level).to_contain_text("it looks at map 6.")
    before = lab.picture("#overlay")
    level.locator(".all-kernels").click(position={"x": 6, "y": 6})
    expect(level).to_contain_text("it looks at map 1.")
    lab.expect_another_picture("#overlay", before)
    assert lab.page.url.endswith("kernel=conv2.0")
    # Its window slides with the pointer.
    lab.page.mouse.click(*place_in(lab, "conv1", 0.1, 0.075))
    expect(lab.page).to_have_url(re.compile("kernel=conv1.0$"))
    expect(level).to_contain_text("25 learned weights")
    expect(level.locator("td")).to_have_count(25)
    before = lab.picture("#overlay")
    level.locator(".its-map").hover(position={"x": 90, "y": 150})
    expect(level.locator(".under")).to_contain_text("Under the window now: 25 products")
    lab.expect_another_picture("#overlay", before)
    places = lab.page.evaluate(PLACES)
    lab.page.keyboard.press("Escape")
    expect(level).to_be_hidden()
    assert lab.page.evaluate(PLACES) == places


def test_of_a_sums_layer_other_kernels_can_be_tried(open_lab: OpenLab, branching: Server) -> None:
    lab = open_lab(address=f"{branching.address}/?network=branching&kernel=skip.3")
    lab.ink(FOUR)
    expect(lab.page.locator("#level .try-another")).to_be_visible()
