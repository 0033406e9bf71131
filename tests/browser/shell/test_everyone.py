"""The page for everyone: every view passes axe and is large enough, and what is shown is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands.axe import (
    COLOURS,
    in_other_theme,
    serious,
    serious_in_both_themes,
    serious_in_strong_contrast,
)
from tests.browser.hands.cells import pin, place_in
from tests.browser.hands.film import begin_film, end_film, go_to_step
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import link_to
from tests.browser.hands.menu import close_menu, open_menu, open_share
from tests.browser.hands.panels import close_panel, open_panel
from tests.browser.hands.popovers import lower_sheet, press_folded, unfold
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.strip import go_to, units_of
from tests.browser.hands.texts import SMALLEST
from tests.browser.hands.views import VIEWS, go, show
from tests.drawings import EIGHT
from tests.serving import Server

LECTURES = ["lab", "convolution cell", "class", "predict first", "step", "keys", "trace", "3D"]


PLACES = ((0.62, 0.1), (0.8, 0.1), (0.3, 0.1), (0.93, 0.05))


def states_of(lab: Lab) -> Iterator[str]:
    """One state of the page after the other, by hand and without loading it again."""
    page = lab.page
    press = page.keyboard.press
    yield "lab"
    for panel in ("sees", "styles", "about", "terms", "keys"):
        open_panel(page, panel)
        yield panel
    close_panel(page, "keys")
    for layer in ("input", "conv1", "conv2", "pool1", "fc1"):
        assert any(pin(lab, layer, *at) for at in PLACES)  # some lie between maps
        expect(page.locator("#inspector .value")).not_to_be_empty()
        yield f"cell of {layer}"
    lower_sheet(page)
    units_of(lab, "output").nth(8).click()
    yield "class"
    press("Escape")
    press_folded(page, "#open-trace")
    yield "trace"
    page.locator("[data-act=close]").click()
    for key in ("g", "Shift+Digit2"):
        press(key)
    yield "predict first"
    press("Shift+R")
    begin_film(page)
    for step in (3, 8):
        go_to_step(page, step)
        yield f"step {step}"
    end_film(page)
    page.locator("#views [data-view='3d']").click()
    expect(page.locator("#space canvas").first).to_be_visible()
    yield "3D"
    page.locator("#views [data-view='2d']").click()
    for part in ("screen", "lesson", "room", "save"):
        if part == "screen":
            open_share(page)
        page.locator(f"#share [data-part={part}]").click()
        expect(page.locator(f"#share .{part}")).to_be_visible()
        yield f"share: {part}"
        if part == "lesson":
            page.locator("#share [data-act=example]").click()
            yield "share: a lesson's list"
    page.locator("#share [data-part=lesson]").click()
    page.locator("#share .lesson li [data-act='step.open']").nth(3).click()
    yield "lesson"
    page.locator("[data-lesson=end]").click()


BY_LAYOUT = ("scrollable-region-focusable", "aria-hidden-focus")
"""Of axe's rules, those that the same elements in the same colours can break at another size."""

NARROW = (
    "lab",
    "sees",
    "cell of conv1",
    "class",
    "step 3",
    "share: screen",
    "lesson",
    "lecture=on",
)
"""States in which a narrow window has elements of its own, or has them over one another: the strip
of layers, the sheet, the foot of the page, the bar of steps."""


def resize(lab: Lab, size: str) -> None:
    width, height = SCREENS[size]
    lab.page.set_viewport_size({"width": width, "height": height})
    lab.settle()


def wrong_at_each_size(lab: Lab, name: str) -> dict[str, list[object]]:
    """What is wrong with a state of the page, small texts or axe's finds, by screen.

    Names and colours are the same on all screens: all of axe's rules look at a laptop, and at what
    it has not. Between phone and laptop, a projector's window differs in what is narrow alone.
    """
    found = {}
    for size in ("phone", "projector", "laptop") if name in NARROW else ("phone", "laptop"):
        resize(lab, size)
        small = lab.page.evaluate(SMALLEST, 13)
        if size == "laptop":
            wrong = serious_in_both_themes(lab.page)
        else:
            wrong = serious(lab.page, *(() if name in NARROW else BY_LAYOUT))
        found[f"{name}, {size}"] = small + wrong
    return found


def wrong_in(found: dict[str, list[object]]) -> dict[str, list[object]]:
    return {name: each for name, each in found.items() if each}


def test_in_any_view_axe_finds_nothing_serious_and_no_text_is_smaller_than_13_pixels(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = show(open_lab, server, "laptop", "")
    for name in states_of(lab):
        with subtests.test(name):
            lab.settle()
            assert wrong_in(wrong_at_each_size(lab, name)) == {}
    with subtests.test("menu"):
        resize(lab, "phone")
        open_menu(lab.page)
        assert lab.page.evaluate(SMALLEST, 13) + serious(lab.page) == []
        close_menu(lab.page)
        resize(lab, "laptop")
    for query in ("lecture=on", "lecture=on&step=8&cover=guesses", "lecture=on&view=3d&open=keys"):
        with subtests.test(query):
            go(lab, server, query)
            assert wrong_in(wrong_at_each_size(lab, query)) == {}


def test_on_the_other_pages_axe_finds_nothing_serious_and_no_text_is_too_small(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = open_lab(address=f"{server.address}/about", wait=False).page
    for path in ("about", "docs", "exhibits", "class"):
        with subtests.test(path):
            found = {}
            if path != "about":  # which is open
                page.goto(f"{server.address}/{path}")
            if path == "docs":
                page.locator("[id*=predictions_post] .opblock-summary-control").click()
                expect(page.locator("[data-part=docs] pre.microlight").first).to_be_visible()
            page.wait_for_load_state("networkidle")
            for size, (width, height) in SCREENS.items():
                page.set_viewport_size({"width": width, "height": height})
                found[size] = page.evaluate(SMALLEST, 13)
                if path in ("about", "docs"):
                    found[size] += serious(page, *(() if size == "laptop" else BY_LAYOUT))
            if path in ("about", "docs"):
                in_other_theme(page)
                found["in the other theme"] = serious(page, *COLOURS)
            assert wrong_in(found) == {}


TERMS = {
    "": {
        "#guide": ["weight", "kernel", "softmax"],
        "#stage": ["convolution", "downsampling", "fully-connected"],
    },
    "cell=conv1.30": {"#inspector": ["padding", "weight", "relu"]},
    "cell=output.8": {"#inspector": ["softmax", "logit", "probability"]},
    "step=1": {"#step": ["filter", "weight"]},
    "step=2": {"#step": ["relu"]},
}

FIRST_WITH = {"convolution": "conv1", "downsampling": "pool1", "fully-connected": "fc1"}


@pytest.mark.parametrize("device", ["keyboard", "finger"])
def test_every_term_is_explained_where_it_stands(
    open_lab: OpenLab, server: Server, device: str
) -> None:
    finger = device == "finger"
    lab = show(open_lab, server, "phone" if finger else "laptop", "", has_touch=finger)
    for query, parts in TERMS.items():
        if query:  # else as it was opened
            go(lab, server, query)
        for part, term in ((part, term) for part, terms in parts.items() for term in terms):
            if finger and part == "#stage":
                lower_sheet(lab.page)
                go_to(lab, FIRST_WITH[term])
            look_up(lab, part, term, finger)


def look_up(lab: Lab, part: str, term: str, finger: bool) -> None:
    """Ask for a term where it stands; its entry is shown, and the keyboard comes back to it."""
    words = lab.page.locator(f"{part} [data-term={term}]")
    word = words.filter(visible=True).first
    if finger:
        unfold(lab.page, words)
        word.tap()
    else:
        word.press("Enter")
    entry = lab.page.locator(f"[data-entry={term}]")
    expect(entry).to_have_class("chosen")
    expect(entry).to_be_in_viewport()
    expect(words.first).to_be_attached()  # new numbers bring new words
    lab.settle()
    lab.page.keyboard.press("Escape")
    expect(word).to_be_focused()


def test_a_term_leads_to_its_exhibit_with_the_drawing_and_back_to_the_same_lab(
    open_lab: OpenLab, server: Server
) -> None:
    address = f"{server.address}/?open=terms&hide=conv2&lang=nl{link_to(EIGHT.strokes)}"
    lab = open_lab(address=address, wait=False)
    lab.wait_until_live()
    lab.settle()
    before = lab.page.url
    link = lab.page.locator("[data-entry=kernel] a")
    expect(link).to_have_text("Bekijk het: De grootte van een kernel")
    link.click()
    lab.wait_until("document.documentElement.dataset.settled === ''")
    assert "/exhibits/size?lang=nl" in lab.page.url
    expect(lab.page.locator("[data-part=whose]")).to_contain_text("link")
    lab.page.go_back()
    lab.wait_until_live()
    lab.settle()
    assert lab.page.url == before
    expect(lab.page.locator("[data-entry=kernel]")).to_be_visible()


def test_a_lecture_is_large_and_in_strong_contrast_in_every_view(
    open_lab: OpenLab, server: Server
) -> None:
    lab = show(open_lab, server, "projector", "lecture=on")
    found = {}
    for name, query in VIEWS.items():
        if query:  # a lecture without more is open
            go(lab, server, f"lecture=on&{query}")
        wrong = [*lab.page.evaluate(SMALLEST, 16)[:6]]
        if name in LECTURES:
            wrong += serious_in_strong_contrast(lab.page)
        else:
            wrong += serious(lab.page, "color-contrast-enhanced")
        in_other_theme(lab.page)
        wrong += serious(lab.page, "color-contrast-enhanced", "link-in-text-block")
        found[name] = wrong
    assert {name: each for name, each in found.items() if each} == {}


def test_a_tap_tells_a_weight_and_outlines_what_a_number_stands_for(
    open_lab: OpenLab, server: Server
) -> None:
    lab = show(open_lab, server, "laptop", "", has_touch=True)
    outlines = lab.picture("#overlay")
    lab.page.touchscreen.tap(*place_in(lab, "conv1", 0.1, 0.075))
    expect(lab.page.locator("#cell")).to_contain_text("kernel of map 1")
    lab.expect_another_picture("#overlay", outlines)
    lab.page.touchscreen.tap(*place_in(lab, "pool1", 0.5, 0.2))
    number = lab.page.locator("#inspector .window td").first
    outlines = lab.picture("#overlay")
    number.tap()
    expect(number).to_have_class(re.compile("pointed"))
    lab.expect_another_picture("#overlay", outlines)


SAID = """() => {
    window.announced = [];
    const watch = new MutationObserver(changes => {
        for (const { target } of changes) {
            const element = target.closest ? target : target.parentElement;
            const live = element.closest("[role=status], [aria-live]");
            const hidden = live.closest("[hidden]") !== null;
            if (live.textContent !== "" && !hidden) window.announced.push(live.textContent);
        }
    });
    for (const live of document.querySelectorAll("[role=status], [aria-live]"))
        watch.observe(live, { childList: true, characterData: true, subtree: true });
}"""
"""What a screen reader reads out unasked from now on."""


def test_a_screen_reader_is_told_the_guesses_once_when_they_have_settled(lab: Lab) -> None:
    lab.page.evaluate(SAID)
    lab.draw(EIGHT.strokes)
    lab.settle()
    lab.wait_for(lambda: lab.page.evaluate("window.announced.length > 0"))
    lab.page.wait_for_timeout(800)  # longer than words wait to be read out: no others follow
    (announced,) = lab.page.evaluate("window.announced")
    assert announced.startswith("First guess: 8")
    assert "Second guess:" in announced


def test_a_blind_student_draws_a_one_and_reads_every_layer(lab: Lab) -> None:
    lab.page.locator("#pad").focus()
    lab.page.evaluate(SAID)
    for key in ["ArrowUp"] * 9 + ["Space"] + ["ArrowDown"] * 18 + ["Space"]:
        lab.page.keyboard.press(key)
    lab.expect_first_guess(1)
    lab.wait_for(lambda: "First guess" in lab.page.evaluate("window.announced.at(-1) ?? ''"))
    *pen, guesses = lab.page.evaluate("window.announced")
    assert guesses.startswith("First guess: 1")
    assert [words.split(" at ")[0] for words in pen if " at " in words] == ["Pen down", "Pen up"]
    network = lab.page.get_by_role("region", name="The network, layer by layer")
    for title in ("Input layer", "Convolution layer 1", "Downsampling layer 2"):
        expect(
            network.get_by_role("application", name=re.compile(f"^{title}.*strongest"))
        ).to_have_count(1)
    expect(network.get_by_role("list", name=re.compile("^Output layer.*largest 1"))).to_have_count(
        1
    )
