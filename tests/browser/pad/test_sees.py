"""What the network sees, other ways in, and what is said about the network, in a real browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
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


def test_the_strip_shows_each_step_and_what_it_is_worth(lab: Lab) -> None:
    lab.ink(EIGHT)
    open_panel(lab.page, "sees")
    assert lab.page.locator("#sees h3").all_inner_texts() == TITLES
    results = lab.page.locator("#sees .result")
    for index in range(6):
        expect(results.nth(index)).to_contain_text("without it:")
    for canvas in lab.page.locator("#sees canvas").all():
        assert canvas.evaluate("canvas => canvas.width") >= 56
    expect(lab.page.locator("#sees .sentence")).not_to_be_empty()


def test_the_strip_follows_the_pen(lab: Lab) -> None:
    open_panel(lab.page, "sees")
    expect(lab.page.locator("#sees .sentence")).to_contain_text("Draw something")
    lab.draw(EIGHT.strokes, lift=False)
    expect(lab.page.locator("#sees .result").first).to_contain_text("8 (")
    before = lab.picture("#sees li:first-child canvas")
    lab.page.mouse.move(*lab.place((0.9, 0.9)), steps=8)
    lab.expect_another_picture("#sees li:first-child canvas", before)
    lab.page.mouse.up()


def test_a_drawing_in_a_corner_fails_without_centring_and_a_sentence_says_why(lab: Lab) -> None:
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


def test_switches_work_by_keyboard_and_are_in_the_link(open_lab: OpenLab) -> None:
    lab = open_lab()
    lab.ink(in_the_corner(FIVE))
    lab.page.locator("#more-ways").press("Enter")
    lab.page.locator("#ways [data-opens=sees]").press("Enter")
    lab.page.locator("[data-step=scale]").press("Space")
    expect(lab.page.locator("[data-step=scale]")).to_have_attribute("aria-checked", "false")
    assert lab.page.url.endswith("?open=sees&without=scale")
    again = open_lab(address=lab.page.url)
    expect(again.page.locator("#sees")).to_be_visible()
    expect(again.page.locator("[data-step=scale]")).to_have_attribute("aria-checked", "false")
    close_panel(again.page, "sees")


def test_a_made_up_link_opens_the_page_all_the_same(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=server.address + "/?open=basement&without=magic,centre")
    expect(lab.page.locator("#drawer > section:visible")).to_have_count(0)
    assert lab.page.url.endswith("?without=centre")


def test_an_open_panel_covers_nothing(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(reduced_motion="reduce")
    lab.ink(EIGHT)
    for panel in ("sees", "styles", "about"):
        lab.page.goto(f"{server.address}/?open={panel}")
        lab.expect_first_guess(8)
        for width, height in SCREENS.values():
            with subtests.test(panel, width=width):
                lab.page.set_viewport_size({"width": width, "height": height})
                lab.settle()
                assert_nothing_is_covered(lab, (width, height))


def assert_nothing_is_covered(lab: Lab, size: tuple[int, int]) -> None:
    """Beside the stage, or in the sheet of a narrow window, which lies over the stage's foot."""
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    beside = ", .layer canvas, .layer ol, .bar, #legend" if size[0] > 1360 else ""
    drawing = "#pad, .under-pad, .reads, " if size[0] > 700 else ""
    boxes = {
        f"{index}": button.bounding_box()
        for index, button in enumerate(
            lab.page.locator(f"{drawing}#drawer > section:visible{beside}").all()
        )
    }
    names = list(boxes)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            a, b = boxes[one], boxes[other]
            assert a is not None
            assert b is not None
            apart = (
                a["x"] + a["width"] <= b["x"] + 1
                or b["x"] + b["width"] <= a["x"] + 1
                or a["y"] + a["height"] <= b["y"] + 1
                or b["y"] + b["height"] <= a["y"] + 1
            )
            assert apart, (a, b)


# --- other ways in --------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [True, False], ids=["dark ink", "light ink"])
def test_a_chosen_photo_is_read_shown_and_survives_a_reload(
    lab: Lab, tmp_path: Path, dark: bool
) -> None:
    lab.ink(FIVE)
    with lab.page.expect_file_chooser() as chooser:
        press_folded(lab.page, "#choose-picture")
    chooser.value.set_files(a_photo(tmp_path, dark))
    lab.expect_first_guess(8)
    assert lab.ink_on("#pad") > 500
    lab.settle()
    lab.page.reload()
    lab.wait_until_live()
    lab.expect_first_guess(8)
    lab.page.get_by_role("button", name="Clear").click()
    lab.expect_blank()


def test_a_stroke_takes_the_place_of_a_picture_and_undo_brings_strokes_back(
    lab: Lab, tmp_path: Path
) -> None:
    lab.draw(FIVE.strokes)
    lab.page.locator("#picture-file").set_input_files(a_photo(tmp_path))
    lab.expect_first_guess(8)
    lab.page.keyboard.press("z")
    lab.expect_first_guess(5)
    lab.page.locator("#picture-file").set_input_files(a_photo(tmp_path))
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


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_can_be_pasted_and_dropped(lab: Lab, tmp_path: Path, kind: str) -> None:
    lab.page.evaluate(PUT, [kind, list(a_photo(tmp_path).read_bytes())])
    lab.expect_first_guess(8)


def test_a_file_that_is_no_picture_gets_a_sentence_and_loses_nothing(
    open_lab: OpenLab, tmp_path: Path
) -> None:
    lab = open_lab()
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    words = tmp_path / "words.txt"
    words.write_text("eight")
    lab.page.locator("#picture-file").set_input_files(words)
    expect(lab.page.locator("#notice")).to_contain_text("not a PNG, JPEG or WebP")
    broken = tmp_path / "broken.png"
    broken.write_bytes(a_photo(tmp_path).read_bytes()[:300])
    lab.page.locator("#picture-file").set_input_files(broken)
    expect(lab.page.locator("#notice")).to_contain_text("damaged")
    lab.expect_first_guess(8)
    lab.complaints.clear()  # the browser reports the refusal, as it should


def test_every_style_is_one_click_away_and_another_one_differs(lab: Lab) -> None:
    open_panel(lab.page, "styles")
    expect(lab.page.locator("[data-sample-key]")).to_have_count(len(STYLES))
    for key, label in (("7-crossed", 7), ("0-slashed", 0), ("1-long-foot", 1), ("4-open", 4)):
        lab.page.locator(f'[data-sample-key="{key}"]').click()
        lab.expect_first_guess(label)
    before = lab.picture("#pad")
    press_folded(lab.page, "#another")
    lab.expect_another_picture("#pad", before)
    lab.expect_first_guess(4)


def test_another_one_after_a_digit_is_that_digit(lab: Lab) -> None:
    press_folded(lab.page, '[data-sample="3"]')
    lab.expect_first_guess(3)
    before = lab.picture("#pad")
    press_folded(lab.page, "#another")
    lab.expect_another_picture("#pad", before)
    lab.expect_first_guess(3)


def test_another_one_works_without_opening_anything(lab: Lab) -> None:
    press_folded(lab.page, "#another")
    expect(lab.page.locator("#first-guess .digit")).not_to_have_text("")


def test_pixels_can_be_flipped_and_one_click_returns_to_the_drawing(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    sure = lab.page.locator("#first-guess .sure").inner_text()
    before = lab.picture('[data-layer="input"] canvas')
    press_folded(lab.page, "#edit-pixels")
    expect(lab.page.locator("#pixels")).to_be_visible()
    expect(lab.page.locator("#pad")).to_be_hidden()
    box = lab.page.locator("#pixels").bounding_box()
    assert box is not None
    for part in (0.2, 0.3, 0.4, 0.6):  # a bar of ink through the digit
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


def test_pixels_can_be_flipped_by_keyboard(lab: Lab) -> None:
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


# --- the model card -------------------------------------------------------------------------------


def test_the_model_card_is_in_the_lab_and_on_a_page_of_its_own(lab: Lab) -> None:
    lab.page.locator("#guide").get_by_role("button", name="About this network").click()
    expect(lab.page.locator("#about .card table")).to_contain_text("MNIST's test images")
    expect(lab.page.locator("#about li").first).to_be_visible()
    lab.page.get_by_role("link", name="The whole model card").click()
    expect(lab.page.get_by_role("heading", name="About this network: LeNet-5")).to_be_visible()
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


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS.keys())
def test_the_model_cards_page_fits_every_screen(
    open_lab: OpenLab, server: Server, size: tuple[int, int]
) -> None:
    lab = open_lab(*size, wait=False, address=server.address + "/about")
    expect(lab.page.locator(".misread svg").first).to_be_visible()
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
