"""The page's main states look as they did when their reference pictures were taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.hands import pictures
from tests.browser.hands.cells import choose, pin
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.pictures import ExpectPicture
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.space import rest
from tests.drawings import FOUR


@pytest.fixture
def four(open_lab: OpenLab) -> Lab:
    """The lab set in blocks, still, with a 4 on its pad."""
    lab = open_lab(*SCREENS["laptop"], in_blocks=True, reduced_motion="reduce")
    lab.ink(FOUR)
    lab.expect_first_guess(4)
    lab.page.mouse.move(5, 5)
    return lab


def show_in(lab: Lab, theme: str) -> None:
    lab.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(lab.page.locator("html")).to_have_attribute("data-theme", theme)
    lab.settle()


def test_a_drawn_four_and_a_pinned_cell(
    four: Lab, expect_picture: ExpectPicture, subtests: pytest.Subtests
) -> None:
    for screen, (width, height) in SCREENS.items():
        four.page.set_viewport_size({"width": width, "height": height})
        for theme in ("dark", "light"):
            with subtests.test("a drawn four", screen=screen, theme=theme):
                show_in(four, theme)
                expect_picture(four.page, f"four-{screen}-{theme}")
        with subtests.test("a pinned cell", screen=screen):
            assert pin(four, "conv2", 0.93, 0.05)
            expect_picture(four.page, f"pinned-{screen}", whole=False)
        four.page.keyboard.press("Escape")
        four.page.evaluate("document.activeElement.blur()")  # a key outlines what has the keyboard
        four.page.mouse.move(5, 5)


def test_palettes(four: Lab, expect_picture: ExpectPicture, subtests: pytest.Subtests) -> None:
    for palette in ("safe", "grey"):
        with subtests.test(palette):
            choose(four, f'[data-palette="{palette}"]')
            four.page.mouse.move(5, 5)
            expect_picture(four.page.locator("#middle"), f"palette-{palette}")


def test_a_line_that_is_gone_fails_and_leaves_pictures_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "REFERENCES", tmp_path / "references")
    monkeypatch.setattr(pictures, "FAILED", tmp_path / "failed")
    page = Image.new("RGB", (200, 100), "#faf8f3")
    with_line = page.copy()
    ImageDraw.Draw(with_line).line((120, 40, 160, 40), fill="#c8452f")
    pictures.keep(with_line, "line")
    pictures.compare(with_line, "line", "test_line")
    with pytest.raises(AssertionError, match=r"around x 240, y 80 .* ONLY=test_line"):
        pictures.compare(page, "line", "test_line")
    assert {each.name for each in (tmp_path / "failed").iterdir()} == {
        "line.png",
        "line-difference.png",
    }
    with pytest.raises(AssertionError, match="no reference picture"):
        pictures.compare(page, "circle", "test_circle")
    with pytest.raises(AssertionError, match=r"\(100, 50\) pixels where"):
        pictures.compare(page.reduce(2), "line", "test_line")


@pytest.mark.parametrize("stand", ["row", "stack"])
def test_the_network_in_space(four: Lab, expect_picture: ExpectPicture, stand: str) -> None:
    show_in(four, "light" if stand == "row" else "dark")
    four.page.locator('[data-view="3d"]').last.click()
    if stand == "stack":
        four.page.locator("#space").get_by_role("button", name="Stack", exact=True).click()
    four.page.locator("#space .view canvas").focus()
    for key in ("PageDown", "PageDown", "PageDown", "PageDown", "Shift+PageDown"):
        four.page.keyboard.press(key)  # a cell of the second convolution: cone, lines, outlines
    rest(four)
    expect_picture(four.page.locator("#space .view"), f"space-{stand}")
