"""What the network sees, other ways in, and what is said about the network, in a real browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from models._checkpoint import WEIGHTS
from models.data.datasets import Drawing
from models.data.styles import STYLES
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.panels import close_panel, open_panel
from tests.browser.hands.popovers import press_folded, unfold
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT, FIVE
from tests.serving import Server

TITLES = [
    "1 Crop to the ink",
    "2 Scale to 20 × 20",
    "3 Pen width",
    "4 Centre of mass",
    "5 Downsample",
    "6 Normalise",
]


BOXES = """all => all.map(each =>
    each.getClientRects().length === 0 ? null : each.getBoundingClientRect().toJSON())"""
"""Where elements are; null of one that is not there."""


def in_the_corner(drawing: Drawing) -> Drawing:
    strokes = drawing.strokes
    points = np.concatenate([np.array(stroke) for stroke in strokes])
    low, size = points.min(axis=0), np.ptp(points, axis=0).max()
    moved = [(0.04 + 0.24 * (np.array(stroke) - low) / size).tolist() for stroke in strokes]
    return replace(drawing, strokes=moved)


def a_photo(folder: Path, dark: bool = True) -> Path:
    """An 8 on unevenly lit paper."""
    down, across = np.mgrid[:400, :400] / 400
    grey = 210 - 60 * across - 30 * down
    ink = np.zeros((400, 400), np.uint8)
    for stroke in EIGHT.strokes:
        points = np.rint(np.array(stroke) * 400).astype(np.int32)
        cv2.polylines(ink, [points], False, 255, 14, cv2.LINE_AA)
    grey = grey - 90 * (ink / 255)
    path = folder / "eight.png"
    cv2.imwrite(str(path), np.clip(grey if dark else 255 - grey, 0, 255).astype(np.uint8))
    return path


# --- what the network sees ------------------------------------------------------------------------


def the_strip_shows_each_step_and_what_it_is_worth(lab: Lab) -> None:
    lab.ink(EIGHT)
    open_panel(lab.page, "sees")
    assert lab.page.locator("#sees h3").all_inner_texts() == TITLES
    results = lab.page.locator("#sees .result")
    for index in range(6):
        expect(results.nth(index)).to_contain_text("without it:")
    widths = lab.page.locator("#sees canvas").evaluate_all("all => all.map(each => each.width)")
    assert min(widths) >= 56
    expect(lab.page.locator("#sees .sentence")).not_to_be_empty()


def the_strip_follows_the_pen(lab: Lab) -> None:
    open_panel(lab.page, "sees")
    expect(lab.page.locator("#sees .sentence")).to_contain_text("Draw something")
    lab.draw([stroke[::6] for stroke in EIGHT.strokes], lift=False)
    expect(lab.page.locator("#sees .result").first).to_contain_text("8 (")
    before = lab.picture("#sees li:first-child canvas")
    lab.page.mouse.move(*lab.place((0.9, 0.9)), steps=8)
    lab.expect_another_picture("#sees li:first-child canvas", before)
    lab.page.mouse.up()


def a_drawing_in_a_corner_fails_without_centring_and_a_sentence_says_why(lab: Lab) -> None:
    lab.ink(in_the_corner(FIVE))
    lab.expect_first_guess(5)
    open_panel(lab.page, "sees")
    lab.page.locator("[data-step=centre]").click()
    sentence = lab.page.locator("#sees .sentence")
    expect(sentence).to_contain_text("too far left")
    expect(sentence).to_contain_text("too far up")
    expect(sentence).to_contain_text("falls outside the image")
    expect(sentence).to_contain_text("with “centre of mass” on it would read 5")
    expect(lab.page.locator("#first-guess .digit")).not_to_have_text("5")
    expect(lab.page.locator("#sees .result").nth(3)).to_contain_text("with it: 5 (")
    lab.page.get_by_role("button", name="All steps on").click()
    lab.expect_first_guess(5)


def switches_work_by_keyboard_and_are_in_the_address(lab: Lab) -> None:
    lab.page.locator("#more-ways").press("Enter")
    lab.page.locator("#ways [data-opens=sees]").press("Enter")
    switch = lab.page.locator("[data-step=scale]")
    switch.press("Space")
    expect(switch).to_have_attribute("aria-checked", "false")
    assert lab.page.url.endswith("?open=sees&without=scale")
    switch.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")


def an_open_panel_covers_nothing(lab: Lab) -> None:
    lab.ink(EIGHT)
    for panel in ("sees", "styles", "about"):
        open_panel(lab.page, panel)
        for width, height in SCREENS.values():
            resize(lab, width, height)
            assert_nothing_is_covered(lab, (width, height))
        resize(lab, *SCREENS["laptop"])
        close_panel(lab.page, panel)


def resize(lab: Lab, width: int, height: int) -> None:
    lab.page.set_viewport_size({"width": width, "height": height})
    lab.settle()


def assert_nothing_is_covered(lab: Lab, size: tuple[int, int]) -> None:
    """Beside the stage, or in the sheet of a narrow window, which lies over the stage's foot."""
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    beside = ", .layer canvas, .layer ol, .bar:visible, #legend" if size[0] > 1360 else ""
    drawing = "#pad, .under-pad, .reads, " if size[0] > 700 else ""
    parts = lab.page.locator(f"{drawing}#drawer > section:visible{beside}")
    boxes = parts.evaluate_all(BOXES)
    assert None not in boxes
    assert len(boxes) > (1 if beside or drawing else 0)
    for a, b in combinations(boxes, 2):
        across = min(a["right"], b["right"]) - max(a["left"], b["left"])
        down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
        assert min(across, down) <= 1, (size, a, b)


SEEN = [
    the_strip_shows_each_step_and_what_it_is_worth,
    the_strip_follows_the_pen,
    a_drawing_in_a_corner_fails_without_centring_and_a_sentence_says_why,
    switches_work_by_keyboard_and_are_in_the_address,
    an_open_panel_covers_nothing,
]


def test_what_the_network_sees_is_shown_and_can_be_switched(
    still_lab: Lab, subtests: pytest.Subtests
) -> None:
    for act in SEEN:
        with subtests.test(act.__name__):
            act(still_lab)
        begin_again(still_lab)


def begin_again(lab: Lab) -> None:
    """A blank pad, no panel, nothing over the page."""
    lab.page.keyboard.press("Escape")
    for close in lab.page.locator("#drawer > section:visible > .close").all():
        close.click()
    clear = lab.page.locator("#clear")
    if clear.is_enabled():
        clear.click()
    lab.expect_blank()


# --- other ways in --------------------------------------------------------------------------------


def a_chosen_photo_is_read_and_shown(lab: Lab, folder: Path) -> None:
    for dark in (True, False):  # ink, on light paper and the other way round
        lab.ink(FIVE)
        with lab.page.expect_file_chooser() as chooser:
            press_folded(lab.page, "#choose-picture")
        chooser.value.set_files(a_photo(folder, dark))
        lab.expect_first_guess(8)
        assert lab.ink_on("#pad") > 500
        begin_again(lab)


def a_picture_survives_a_reload(lab: Lab, folder: Path) -> None:
    # Whatever the photo was, what is kept of it is the ink that was found.
    lab.page.locator("#picture-file").set_input_files(a_photo(folder, dark=False))
    lab.expect_first_guess(8)
    lab.settle()
    lab.page.reload()
    lab.wait_until_live()
    lab.expect_first_guess(8)
    assert lab.ink_on("#pad") > 500
    lab.page.get_by_role("button", name="Clear").click()
    lab.expect_blank()


def a_stroke_takes_the_place_of_a_picture_and_undo_brings_strokes_back(
    lab: Lab, folder: Path
) -> None:
    lab.ink(FIVE)
    lab.page.locator("#picture-file").set_input_files(a_photo(folder))
    lab.expect_first_guess(8)
    lab.page.keyboard.press("z")
    lab.expect_first_guess(5)
    lab.page.locator("#picture-file").set_input_files(a_photo(folder))
    lab.expect_first_guess(8)
    lab.draw([[(0.5, 0.1), (0.5, 0.9)]])
    lab.expect_first_guess(1)


PUT = """([kind, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "eight.png", { type: "image/png" }));
    const options = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { ...options, clipboardData: data })
        : new DragEvent("drop", { ...options, dataTransfer: data });
    document.body.dispatchEvent(event);
}"""


def a_picture_can_be_pasted_and_dropped(lab: Lab, folder: Path) -> None:
    for kind in ("paste", "drop"):
        lab.page.evaluate(PUT, [kind, list(a_photo(folder).read_bytes())])
        lab.expect_first_guess(8)
        begin_again(lab)


def a_file_that_is_no_picture_gets_a_sentence_and_loses_nothing(lab: Lab, folder: Path) -> None:
    lab.assert_clean()
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    words = folder / "words.txt"
    words.write_text("eight")
    lab.page.locator("#picture-file").set_input_files(words)
    expect(lab.page.locator("#notice")).to_contain_text("not a PNG, JPEG or WebP")
    broken = folder / "broken.png"
    broken.write_bytes(a_photo(folder).read_bytes()[:300])
    lab.page.locator("#picture-file").set_input_files(broken)
    expect(lab.page.locator("#notice")).to_contain_text("damaged")
    lab.expect_first_guess(8)
    lab.complaints.clear()  # the browser reports the refusal, as it should


def every_style_is_one_click_away_and_another_one_differs(lab: Lab, _: Path) -> None:
    open_panel(lab.page, "styles")
    expect(lab.page.locator("[data-sample-key]")).to_have_count(len(STYLES))
    for key, label in (("7-crossed", 7), ("0-slashed", 0), ("1-long-foot", 1), ("4-open", 4)):
        lab.page.locator(f'[data-sample-key="{key}"]').click()
        lab.expect_first_guess(label)
    before = lab.picture("#pad")
    press_folded(lab.page, "#another")
    lab.expect_another_picture("#pad", before)
    lab.expect_first_guess(4)


def another_one_after_a_digit_is_that_digit(lab: Lab, _: Path) -> None:
    press_folded(lab.page, '[data-sample="3"]')
    lab.expect_first_guess(3)
    before = lab.picture("#pad")
    press_folded(lab.page, "#another")
    lab.expect_another_picture("#pad", before)
    lab.expect_first_guess(3)


def another_one_works_without_opening_anything(lab: Lab, _: Path) -> None:
    press_folded(lab.page, "#another")
    expect(lab.page.locator("#first-guess .digit")).not_to_have_text("")


def pixels_can_be_flipped_and_one_click_returns_to_the_drawing(lab: Lab, _: Path) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    sure = lab.page.locator("#first-guess .sure").inner_text()
    before = lab.picture('[data-layer="input"] canvas')
    press_folded(lab.page, "#edit-pixels")
    expect(lab.page.locator("#pixels")).to_be_visible()
    expect(lab.page.locator("#pad")).to_be_hidden()
    box = lab.page.locator("#pixels").bounding_box()
    assert box is not None
    for part in (0.3, 0.6):  # bars of ink through the digit
        lab.page.mouse.move(box["x"] + 4, box["y"] + part * box["height"])
        lab.page.mouse.down()
        lab.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + part * box["height"], steps=30)
        lab.page.mouse.up()
    expect(lab.page.locator("#first-guess .sure")).not_to_have_text(sure)
    assert lab.picture('[data-layer="input"] canvas') != before
    lab.page.get_by_role("button", name="Back to the drawing").click()
    expect(lab.page.locator("#pad")).to_be_visible()
    expect(lab.page.locator("#first-guess .sure")).to_have_text(sure)
    lab.settle()  # words come at once, pictures in the next frame
    lab.settle()
    assert lab.picture('[data-layer="input"] canvas') == before


def pixels_can_be_flipped_by_keyboard(lab: Lab, _: Path) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    unfold(lab.page, "#edit-pixels").press("Enter")
    expect(lab.page.locator("#pixels")).to_be_focused()
    before = lab.picture('[data-layer="input"] canvas')
    lab.page.keyboard.press("ArrowLeft")
    lab.page.keyboard.press("Space")
    lab.expect_another_picture('[data-layer="input"] canvas', before)
    expect(lab.page.locator("#pixels")).to_have_attribute("aria-label", _row_and_column())
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#pad")).to_be_visible()
    expect(lab.page.locator("#more-ways")).to_be_focused()


def _row_and_column() -> re.Pattern[str]:
    return re.compile(r"Pixel in row \d+, column \d+: (ink|paper)")


WAYS_IN = [
    a_chosen_photo_is_read_and_shown,
    a_picture_survives_a_reload,
    a_stroke_takes_the_place_of_a_picture_and_undo_brings_strokes_back,
    a_picture_can_be_pasted_and_dropped,
    every_style_is_one_click_away_and_another_one_differs,
    another_one_after_a_digit_is_that_digit,
    another_one_works_without_opening_anything,
    pixels_can_be_flipped_and_one_click_returns_to_the_drawing,
    pixels_can_be_flipped_by_keyboard,
    a_file_that_is_no_picture_gets_a_sentence_and_loses_nothing,
]


def test_pictures_samples_and_pixels_are_other_ways_in(
    lab: Lab, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for act in WAYS_IN:
        with subtests.test(act.__name__):
            act(lab, tmp_path)
        begin_again(lab)


# --- a link, and the model card -------------------------------------------------------------------


def test_a_link_opens_switches_and_the_guide_the_model_card(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=server.address + "/?open=basement&without=magic,centre")
    with subtests.test("a link opens its switches and leaves out what is made up"):
        expect(lab.page.locator("#drawer > section:visible")).to_have_count(0)
        assert lab.page.url.endswith("?without=centre")
        lab.page.goto(server.address + "/?open=sees&without=scale")
        expect(lab.page.locator("#sees")).to_be_visible()
        expect(lab.page.locator("[data-step=scale]")).to_have_attribute("aria-checked", "false")
        close_panel(lab.page, "sees")
    with subtests.test("the model card is in the lab, and on a page that fits every screen"):
        the_model_card_is_in_the_lab_and_on_a_page_that_fits_every_screen(lab)


def the_model_card_is_in_the_lab_and_on_a_page_that_fits_every_screen(lab: Lab) -> None:
    lab.page.locator("#guide").get_by_role("button", name="About this network").click()
    expect(lab.page.locator("#about .card table")).to_contain_text("MNIST's test images")
    expect(lab.page.locator("#about li").first).to_be_visible()
    lab.page.get_by_role("link", name="The whole model card").click()
    expect(lab.page.get_by_role("heading", name="About this network: LeNet-5")).to_be_visible()
    expect(lab.page.locator(".misread svg").first).to_be_visible()
    for width, height in SCREENS.values():
        lab.page.set_viewport_size({"width": width, "height": height})
        assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
    for heading in (
        "What it confuses",
        "How right it is, class by class",
        "What belongs to no class",
        "Drawings it gets wrong",
        "Its limits",
    ):
        expect(lab.page.get_by_role("heading", name=heading)).to_be_visible()
    sets = json.loads((WEIGHTS / "lenet5.json").read_text("utf-8"))["accuracy"]
    expect(lab.page.locator("svg rect.right")).to_have_count(10 * len(sets))
    lab.page.get_by_role("link", name="Inkling").click()
    lab.wait_until_live()
