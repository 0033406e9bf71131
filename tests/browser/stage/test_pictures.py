"""The page's main states look as they did when their reference pictures were taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.browser.hands import pictures
from tests.browser.hands.cells import choose, pin
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.pictures import ExpectPicture
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.space import rest
from tests.drawings import FOUR


@pytest.fixture
def open_four(open_lab: OpenLab) -> Callable[..., Lab]:
    """The lab set in blocks, still, with a 4 on its pad."""

    def open_(screen: str = "laptop", theme: str = "light") -> Lab:
        lab = open_lab(
            *SCREENS[screen], in_blocks=True, color_scheme=theme, reduced_motion="reduce"
        )
        lab.ink(FOUR)
        lab.expect_first_guess(4)
        lab.page.mouse.move(5, 5)
        return lab

    return open_


OpenFour = Callable[..., Lab]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_drawn_four(
    open_four: OpenFour, expect_picture: ExpectPicture, screen: str, theme: str
) -> None:
    expect_picture(open_four(screen, theme).page, f"four-{screen}-{theme}")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_pinned_cell(open_four: OpenFour, expect_picture: ExpectPicture, screen: str) -> None:
    lab = open_four(screen)
    assert pin(lab, "conv2", 0.93, 0.05)
    expect_picture(lab.page, f"pinned-{screen}", whole=False)


@pytest.mark.parametrize("palette", ["safe", "grey"])
def test_palettes(open_four: OpenFour, expect_picture: ExpectPicture, palette: str) -> None:
    lab = open_four()
    choose(lab, f'[data-palette="{palette}"]')
    lab.page.mouse.move(5, 5)
    expect_picture(lab.page.locator("#middle"), f"palette-{palette}")


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
def test_the_network_in_space(
    open_four: OpenFour, expect_picture: ExpectPicture, stand: str
) -> None:
    lab = open_four(theme="light" if stand == "row" else "dark")
    lab.page.locator('[data-view="3d"]').last.click()
    if stand == "stack":
        lab.page.locator("#space").get_by_role("button", name="Stack", exact=True).click()
    lab.page.locator("#space .view canvas").focus()
    for key in ("PageDown", "PageDown", "PageDown", "PageDown", "Shift+PageDown"):
        lab.page.keyboard.press(key)  # a cell of the second convolution: cone, lines, outlines
    rest(lab)
    expect_picture(lab.page.locator("#space .view"), f"space-{stand}")
