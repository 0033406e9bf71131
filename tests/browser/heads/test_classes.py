"""What the network says of a drawing, in a real browser: its image, its guesses, its doubt."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import Lab
from tests.drawings import EIGHT

MIDDLES = """canvas => {
    const frame = Math.round(devicePixelRatio);
    const side = canvas.width - 2 * frame;
    const { data } = canvas.getContext("2d").getImageData(frame, frame, side, side);
    const pixels = new Uint32Array(data.buffer);
    const middle = at => Math.floor((at + 0.5) * side / 28);
    return Array.from({ length: 784 }, (_, i) =>
        pixels[middle(Math.floor(i / 28)) * side + middle(i % 28)]);
}"""
"""The colours in the middles of the input's 28 x 28 cells."""


def test_a_drawing_is_read_while_it_is_made_and_doubted_once_it_is_there(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    lab.draw(EIGHT.strokes, lift=False)
    with subtests.test("a guess is there while the pen is still down"):
        lab.expect_first_guess(8)
    lab.page.mouse.up()
    with subtests.test("the downsampled drawing is what the server made"):
        assert_the_downsampled_drawing_is_what_the_server_made(lab)
    with subtests.test("a scribble does not look like a digit once the pen is up"):
        lab.page.keyboard.press("c")
        lab.expect_blank()
        a_scribble_does_not_look_like_a_digit_once_the_pen_is_up(lab)


def assert_the_downsampled_drawing_is_what_the_server_made(lab: Lab) -> None:
    lab.expect_first_guess(8)
    image = lab.page.evaluate(
        """async strokes => {
            const answer = await fetch("api/models/lenet5/predictions",
                { method: "POST", body: JSON.stringify({ strokes }) });
            return (await answer.json()).image.flat();
        }""",
        drawn_strokes(lab),
    )
    lab.settle()
    pixels = lab.page.locator('[data-layer="input"] canvas').evaluate(MIDDLES)
    paper = max(pixels)  # light theme: white
    assert [value > 0 for value in image] == [pixel != paper for pixel in pixels]


def a_scribble_does_not_look_like_a_digit_once_the_pen_is_up(lab: Lab) -> None:
    zigzag = [(0.1 + 0.8 * (i % 2), 0.1 + 0.8 * i / 11) for i in range(12)]
    turns = [4 * np.pi * i / 5 for i in range(6)]
    star = [(0.5 + 0.4 * np.cos(turn), 0.5 + 0.4 * np.sin(turn)) for turn in turns]
    lab.draw([zigzag, star], lift=False)
    expect(lab.page.locator("#first-guess .digit")).not_to_have_text("")
    expect(lab.page.locator("#doubt")).to_have_text("")
    lab.page.mouse.up()
    says = "This does not look like a digit to me; closest:"
    expect(lab.page.locator("#doubt")).to_contain_text(says)
    lab.page.keyboard.press("c")
    expect(lab.page.locator("#doubt")).to_have_text("")
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    expect(lab.page.locator("#doubt")).to_have_text("")
