"""A film of the training in Chromium: from noise to a reading, on the visitor's own drawing."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from models import create_model
from models._film import FILMS, Film, read_film
from models.ink.preprocess import preprocess
from models.training.recording import load
from tests.browser.hands.lab import Lab
from tests.drawings import EIGHT, drawing_of
from tests.serving import Server

SLIDER = "#transport input"
GUESS = "#first-guess"
LAYER = '#stage [data-layer="conv1"] canvas'
"""Its maps, and its kernels beside them."""


def read(film: Film, moment: int, strokes: object) -> np.ndarray:
    """The probabilities that PyTorch gives with the weights of a moment."""
    network = create_model("lenet5").eval()
    load(network, film.weights_at(moment))
    with torch.inference_mode():
        logits = network(torch.from_numpy(preprocess(strokes))[None])  # type: ignore[arg-type]
    return logits.softmax(1)[0].numpy()


def since(film: Film, strokes: object) -> int:
    """The first step from which on the last guess stays."""
    guesses = [int(read(film, at, strokes).argmax()) for at in range(len(film.steps))]
    others = [at for at, guess in enumerate(guesses) if guess != guesses[-1]]
    return int(film.steps[max(others, default=-1) + 1])


def test_a_student_scrubs_from_noise_to_the_trained_network(
    lab: Lab, server: Server, subtests: pytest.Subtests
) -> None:
    good = read_film(FILMS / "good.film")
    seven = drawing_of(7)
    last = len(good.steps) - 1
    page, panel = lab.page, lab.page.locator("#epochs")
    lab.ink(EIGHT)
    as_it_is = lab.picture(LAYER)
    lab.ink(seven)
    page.locator("[data-clock=epochs]").click()

    with subtests.test("it opens at the end, and says since when it reads the drawing"):
        expect(panel.locator(".verdict")).to_contain_text("It learns")
        says = f"From step {since(good, seven.strokes)} on it reads a 7"
        expect(panel.locator(".since")).to_contain_text(says)
        lab.expect_first_guess(7)
        expect(panel.locator(".chart canvas")).to_have_count(1)

    with subtests.test("its knob is grabbed right of its middle, and next begins it"):
        track = page.locator("#transport .track")
        box = track.bounding_box()
        assert box is not None
        track.click(position={"x": box["width"] + 6, "y": 13}, force=True)
        expect(page.locator(SLIDER)).to_have_value(str(last))
        assert f"epoch={last}" in page.url
        page.locator("[data-step=back]").click()
        page.locator("[data-clock=layers]").click()
        page.locator("[data-clock=epochs]").click()
        expect(panel.locator(".since")).to_contain_text("on it reads a 7")
        page.locator("#transport [data-step=on]").click()
        expect(panel).to_contain_text("Step 0 of 2,096")
        course, chart = panel.locator(".course"), panel.locator(".chart")
        above, below = course.bounding_box(), chart.bounding_box()
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"]
        width = chart.evaluate("e => e.clientWidth")
        drawn = chart.locator("canvas").evaluate("e => e.getBoundingClientRect().width")
        assert drawn == width

    with subtests.test("the keyboard scrubs to the start, where nothing is known"):
        page.locator(SLIDER).focus()
        page.keyboard.press("Home")
        expected = read(good, 0, seven.strokes)
        lab.expect_first_guess(int(expected.argmax()))
        expect(page.locator(GUESS)).to_contain_text(f"{100 * expected.max():.1f}")
        expect(panel).to_contain_text("Step 0 of 2,096")
        expect(page.locator(".course .now").first).to_have_attribute("data-moment", "0")
        for _ in range(last):
            page.keyboard.press("ArrowRight")
        lab.expect_first_guess(7)

    with subtests.test("another drawing is read at every moment"):
        lab.ink(EIGHT)
        says = f"From step {since(good, EIGHT.strokes)} on it reads an 8"
        expect(panel.locator(".since")).to_contain_text(says)
        assert lab.picture(LAYER) != as_it_is

    with subtests.test("another run says what went wrong, and leads to its lowest loss"):
        fifty = read_film(FILMS / "fifty.film")
        panel.locator("select").select_option("fifty")
        expect(panel.locator(".verdict")).to_contain_text("by heart")
        panel.locator("button.link").click()
        lowest = int(fifty.validation_loss.argmin())
        expect(panel).to_contain_text(f"Step {fifty.steps[lowest]} of 500")
        expect(page).to_have_url(re.compile(f"film=fifty&epoch={lowest}"))
        panel.locator("summary").first.click()
        expect(panel.locator("tbody tr")).to_have_count(len(fifty.steps))

    with subtests.test("it is there again after a reload, and goes with another clock"):
        page.reload()
        lab.wait_until_live()
        expect(panel).to_contain_text(f"Step {fifty.steps[lowest]} of 500")
        page.locator("[data-clock=layers]").click()
        expect(panel).to_be_hidden()
        lab.expect_first_guess(8)
        lab.wait_for(lambda: lab.picture(LAYER) == as_it_is, "maps and kernels as they were")
        assert "film" not in page.url

    with subtests.test("a film of curves alone has the gradient of each layer"):
        twin = read_film(FILMS / "plain_44.film")
        page.goto(f"{server.address}/?network=plain_44&film=plain_44&open=epochs&epoch=0")
        lab.wait_until_live()
        expect(panel).to_contain_text("no weights that could read")
        first, *_, last = twin.gradients.values()
        ratio = last[0] / first[0]
        assert f"{max(ratio, 1 / ratio):.2g}" == "1"
        expect(panel.locator("section")).to_contain_text("are alike in size")
        assert "film=plain_44" in page.url
    lab.assert_clean()
