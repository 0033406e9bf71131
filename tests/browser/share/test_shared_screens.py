"""What is done by hand travels in a link: another browser shows the very same pixels."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.hands.cells import choose, place_in, show_decimals
from tests.browser.hands.film import begin_film, go_to_step
from tests.browser.hands.ink import keep_now
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import link_to, opened
from tests.browser.hands.menu import change_theme, open_menu
from tests.browser.hands.panels import open_panel
from tests.browser.hands.popovers import press_folded, unfold
from tests.browser.hands.space import rest
from tests.drawings import EIGHT, FOUR, golden_drawings
from tests.serving import Server

DRAWINGS = golden_drawings()

ROUNDED = 24
"""Of 255: the edge of a bar that has grown is rounded otherwise than one that stands there."""

STRAY = 40
"""Of 1.3 million: round corners a fraction of a pixel elsewhere. One word has hundreds."""

PATIENCE = 20.0
"""Seconds in which exact values, weights, the pen trace and 3D's labels may arrive."""

OWN = "#connection, #undo, #redo, #notice"
"""What is each browser's own: its connection, its steps to undo, its notices."""


def pixels_of(lab: Lab) -> np.ndarray:
    """The window at rest, without pointer, focus and what is each browser's own."""
    page = lab.page
    page.locator(OWN).evaluate_all("all => all.map(each => { each.style.visibility = 'hidden'; })")
    # As wide as its words: what stands before it would move.
    page.locator("#connection").evaluate("each => { each.style.display = 'none'; }")
    # A click scrolls what is pressed into view.
    page.evaluate("for (const each of document.querySelectorAll('main *')) each.scrollTop = 0")
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")
    lab.settle()
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return np.asarray(image).astype(int)


def paste_picture(lab: Lab) -> None:
    ink = np.full((80, 80), 255, np.uint8)
    ink[16:64, 36:44] = 0  # a one
    file = io.BytesIO()
    Image.fromarray(ink).save(file, "PNG")
    lab.page.locator("#picture-file").set_input_files(
        {"name": "one.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    lab.wait_until("document.querySelector('#undo').disabled === false")
    lab.expect_first_guess(1)


def half_a_trace(lab: Lab) -> None:
    """A moment of the pen trace, in another palette, with a cell of it pinned at four decimals."""
    press_folded(lab.page, "#open-trace")
    expect(lab.page.locator("#pen-trace .sentence")).to_contain_text("became")
    for _ in range(9):
        lab.page.keyboard.press("ArrowLeft")
    choose(lab, "[data-palette=grey]", "[data-scope=network]")
    lab.page.mouse.click(*place_in(lab, "conv1", 0.6, 0.1))
    show_decimals(lab)


def told_in_a_lecture(lab: Lab) -> None:
    """Lecture mode at the fifth step, with guesses and a layer covered, in the other theme."""
    change_theme(lab.page)
    for key in ("g", "Shift+Digit5", "l"):
        lab.page.keyboard.press(key)
    lab.wait_until("document.fullscreenElement !== null")
    lab.page.keyboard.press("f")
    lab.wait_until("document.fullscreenElement === null")
    begin_film(lab.page)
    go_to_step(lab.page, 5)


def in_space(lab: Lab) -> None:
    """A stack in space from where the hand has turned it, lit, with heights, far apart."""
    page = lab.page
    page.locator("#views [data-view='3d']").click()
    canvas = page.locator("#space canvas")
    expect(canvas).to_be_visible()
    for name in ("Stack", "Heights", "Shading"):
        page.locator("#space").get_by_role("button", name=name).click()
    page.locator("#space").get_by_role("button", name="More").click()
    page.locator("#space input[type=range]").fill("1.4")
    page.locator("#space").get_by_role("button", name="More").click()
    rest(lab)
    canvas.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "+"):
        page.keyboard.press(key)
    rest(lab)


def odds_and_ends(lab: Lab) -> None:
    """Eraser, wide pen, no kernels, strongest path, before ReLU, a panel, a step left out."""
    page = lab.page
    press_folded(page, "#eraser")
    unfold(page, "#brush").fill("11")
    choose(lab, "#kernels", "#path")
    press_folded(page, '[data-toggle="fc2"]')
    press_folded(page, '[data-row="conv1"] .relu')
    open_panel(page, "sees")
    page.locator('#sees [data-step="pen_width"]').click()


def other_pixels(lab: Lab) -> None:
    """Pixels of the network's input, flipped by hand."""
    press_folded(lab.page, "#edit-pixels")
    expect(lab.page.locator("#pixels")).to_be_visible()
    box = lab.page.locator("#pixels").bounding_box()
    assert box is not None
    for at in (0.12, 0.17, 0.22):
        lab.page.mouse.click(box["x"] + at * box["width"], box["y"] + at * box["height"])


HANDS = {
    "moment": (half_a_trace,),
    "space and pixels": (other_pixels, in_space),
    "odds": (odds_and_ends,),
    "lecture with a picture": (paste_picture, told_in_a_lecture),  # last: its theme stays
}
"""What is done in one browser; two things where they lie in different halves of the window."""


def test_what_was_done_by_hand_is_on_the_other_screen_pixel_by_pixel(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab, other = open_lab(reduced_motion="reduce"), None
    for name, hands in HANDS.items():
        with subtests.test(name):
            if other is not None:
                lab.page.goto(lab.address)
                lab.wait_until_live()
            lab.ink(EIGHT)
            lab.expect_first_guess(8)
            for act in hands:
                act(lab)
            link = shared_link(lab)
            if other is None:
                other = opened(open_lab, link, reduced_motion="reduce")
            else:  # a link's drawing is not kept: nothing is left of the one before
                other.page.goto(link)
                other.wait_until_live()
            end = time.monotonic() + PATIENCE
            while (differing := differing_pixels(lab, other)) > STRAY and time.monotonic() < end:
                pass
            assert differing <= STRAY


def differing_pixels(lab: Lab, other: Lab) -> int:
    apart = np.abs(pixels_of(lab) - pixels_of(other)).max(axis=2)
    return int((apart > ROUNDED).sum())


def shared_link(lab: Lab) -> str:
    """What "Share" gives; a lecture hides the button, not what it does."""
    lab.page.evaluate("document.querySelector('#open-share').click()")
    field = lab.page.locator("#share textarea")
    expect(field).to_be_visible()
    link = field.input_value()
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#share")).to_have_count(0)
    return link


def test_a_link_with_an_open_trace_brings_the_pace_of_the_pen(open_lab: OpenLab) -> None:
    lab = open_lab()
    page = lab.page
    page.mouse.move(*lab.place((0.5, 0.2)))
    page.mouse.down()
    for at in range(1, 13):
        page.wait_for_timeout(120 if at == 6 else 15)
        page.mouse.move(*lab.place((0.5, 0.2 + at * 0.05)))
    page.mouse.up()
    lab.expect_first_guess(1)
    plain = shared_link(lab)
    press_folded(page, "#open-trace")
    timed = shared_link(lab)
    assert len(timed) < len(plain) + len("trace=on&") + 16
    other = opened(open_lab, timed)
    for says in (False, True):
        if says:
            other.page.goto(plain)
            other.wait_until_live()
            press_folded(other.page, "#open-trace")
        sentence = other.page.locator("#pen-trace .sentence")
        expect(sentence).to_contain_text("1")
        other.page.locator("#transport [data-step=play]").click()
        if says:
            expect(sentence).to_have_text(
                "Nobody noted when this was drawn: it plays at an even pace."
            )
        expect(other.page.locator("#transport [data-step=play]")).to_have_accessible_name("Play")
        expect(sentence).not_to_contain_text("even pace")


def test_undo_brings_ones_own_picture_back_from_under_a_link(lab: Lab) -> None:
    paste_picture(lab)
    keep_now(lab)
    own_picture = lab.picture("#pad")
    lab.page.goto(lab.address + link_to(FOUR.strokes))
    lab.wait_until_live()
    lab.expect_first_guess(4)
    lab.page.locator("#undo").click()
    lab.expect_first_guess(1)
    assert lab.picture("#pad") == own_picture
    press_folded(lab.page, "#redo")
    lab.expect_first_guess(4)
    lab.draw([[(0.1, 0.1), (0.12, 0.1)]])  # on the link's drawing
    for _ in range(2):
        lab.page.locator("#undo").click()
    lab.expect_first_guess(1)


def test_another_language_shows_the_screen_as_it_is_now(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?scale=map{link_to(FOUR.strokes)}", wait=False)
    lab.wait_until_live()
    lab.expect_first_guess(4)
    lab.page.locator("#clear").click()
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    press_folded(lab.page, '[data-toggle="conv2"]')
    choose(lab, "[data-palette=safe]")
    lab.page.locator('[data-layer="conv1"] canvas').click(position={"x": 60, "y": 60})
    other_pixels(lab)
    lab.page.mouse.move(1, 1)
    lab.page.evaluate("document.activeElement.blur()")  # its cursor
    lab.settle()
    seen = lab.picture("#pixels"), lab.picture('[data-layer="pool1"] canvas')
    open_menu(lab.page).get_by_role("link", name="Nederlands").click()
    expect(lab.page.locator("#pad-title")).to_have_text("Teken hier je cijfer")
    lab.wait_until_live()
    expect(lab.page.locator("#inspector")).to_be_visible()
    expect(lab.page.locator("button[data-palette=safe]")).to_have_attribute("aria-pressed", "true")
    assert "conv2" not in lab.shown_layers()
    lab.settle()
    assert (lab.picture("#pixels"), lab.picture('[data-layer="pool1"] canvas')) == seen
    lab.page.locator("#leave-pixels").click()
    lab.expect_first_guess(8)
    with lab.page.context.expect_page() as tab:
        open_menu(lab.page).get_by_role("link", name="English").click(modifiers=["ControlOrMeta"])
    expect(tab.value.locator("#pad-title")).to_have_text("Draw your number here")
    expect(tab.value.locator("#inspector")).to_be_visible()


LESSONS = {
    "trace=on&less=trace,top,relu": (
        "#pen-trace, #open-share, .places, #lecture, #theme, #top [href^=docs]",
        ("l",),
    ),
    "step=4&less=steps": (
        "#begin-steps, [data-clock=layers]",
        ("ArrowRight", "Space", "Escape"),
    ),
    "cover=guesses&less=covers": (
        "#reveal, #predict-first, #visibility .cover",
        ("g", "r", "Shift+R"),
    ),
    "view=3d&less=space": ("#views, #space .controls, #space .hint", ()),
}
"""What a link with controls that are left out opens, what is not seen then, and keys that rest."""
READ = """() => {
    const words = (selector) => document.querySelector(selector).innerText.split(/\\s+/).join(" ");
    return words("main").replace(words("#spoken"), "").replace("  ", " ");
}"""
"""The words of the page, but for the guesses in a sentence, which are announced after a while."""


def test_a_lesson_can_leave_out_every_control(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    drawing = link_to(EIGHT.strokes)
    lab: Lab | None = None
    for query, (gone, keys) in LESSONS.items():
        with subtests.test(query):
            address = f"{server.address}/?{query}{drawing}"
            if lab is None:
                lab = opened(open_lab, address)
            else:
                lab.page.goto(address)
                lab.wait_until_live()
            assert_left_out(lab, query, gone.split(", "), keys)


def assert_left_out(lab: Lab, query: str, gone: list[str], keys: tuple[str, ...]) -> None:
    """None of it is seen, none of the keys does anything, until somebody asks for more."""
    page = lab.page
    lab.settle()
    if "top" in query:
        open_menu(page)
    for selector in gone:
        expect(unfold(page, selector).filter(visible=True)).to_have_count(0)
    if "relu" in query:
        unfold(page, '[data-row="conv1"] .relu').click(force=True)
        expect(page.locator('[data-row="conv1"] .relu')).to_have_text("after ReLU")
    if keys:
        before = page.url, page.evaluate(READ)
        for key in keys:
            page.keyboard.press(key)
        lab.settle()
        assert (page.url, page.evaluate(READ)) == before
    page.locator("#more").click()
    if "top" in query:
        open_menu(page)
    for selector in gone:
        expect(unfold(page, selector).first).to_be_visible()
