"""The core path in Firefox: draw, read, point, pin, hide; on a laptop and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import torch

from models import trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.browser.hands.cells import numbers
from tests.browser.hands.firefox import Firefox, firefox_path, start_firefox
from tests.browser.hands.lab import LAYERS
from tests.drawings import FOUR
from tests.serving import Server

FIRST = "document.querySelector('#first-guess .digit').textContent"
INKED = """[...document.querySelectorAll(".layer canvas")].filter(canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 4;
}).length"""
EXACT = """[...document.querySelectorAll(".layer:not(.hidden, [hidden]) canvas")]
    .every(canvas => / (values from|all values)/.test(canvas.getAttribute("aria-label")))"""
SHOWN = "document.querySelectorAll('.layer:not(.hidden)').length"
BESIDE_A_PIXEL = """Math.max(...[...document.querySelectorAll(".layer canvas")].map(canvas => {
    const seen = canvas.getBoundingClientRect().width * devicePixelRatio;
    return Math.abs(seen - canvas.width);
}))"""
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    path = firefox_path()
    if path is None:
        pytest.skip("there is no Firefox; install one, or set INKLING_TEST_FIREFOX to its path")
    with start_firefox(path) as running:
        yield running


@pytest.fixture
def page(firefox: Firefox) -> Iterator[Firefox]:
    """Firefox itself; at the end nothing may have gone wrong."""
    firefox.complaints.clear()
    yield firefox
    assert firefox.complaints == []


def open_blank(
    firefox: Firefox, server: Server, width: int = 1440, height: int = 900, ratio: float = 1.0
) -> None:
    """The lab as nobody has used it, its pad blank."""
    firefox.show(width, height, ratio)
    firefox.open(server.address + "/static/img/icon.svg")  # of the same host, soon laid out
    firefox.evaluate("localStorage.clear()")
    firefox.open(server.address + "/")
    firefox.wait_until("document.querySelector('#connection').dataset.state === 'live'")
    firefox.wait_until("document.documentElement.dataset.painted")
    firefox.press("c")
    firefox.wait_until(f"{FIRST} === ''")


def draw_four(page: Firefox, kind: str = "mouse") -> None:
    page.draw(FOUR.strokes, kind)
    page.wait_until("document.documentElement.hasAttribute('data-settled')")
    page.wait_until(f"{FIRST} === '4'")
    page.wait_until(EXACT)


def test_on_a_laptop(page: Firefox, server: Server, subtests: pytest.Subtests) -> None:
    for ratio in (2.0, 1.25, 1.0):
        with subtests.test("every cell is a whole number of device pixels", ratio=ratio):
            open_blank(page, server, ratio=ratio)
            assert page.evaluate("devicePixelRatio") == ratio
            assert page.evaluate(BESIDE_A_PIXEL) < 0.1
    draw_four(page)
    for does in (
        reads_a_digit_and_paints_every_map,
        previews_what_is_pointed_at_and_pins_it_with_pytorchs_numbers,
        moves_the_cell_by_keys_and_pins_it,
        hides_a_layer_and_shows_it,
    ):
        with subtests.test(does.__name__):
            does(page)
    with subtests.test("a drawing survives a reload"):
        page.wait_until("localStorage.getItem('inkling.drawing.1') !== null")
        page.open(server.address + "/")
        page.wait_until(f"{FIRST} === '4'")


def reads_a_digit_and_paints_every_map(page: Firefox) -> None:
    assert page.evaluate("document.querySelector('#second-guess .digit').textContent") != ""
    assert page.evaluate(INKED) == len(LAYERS) - 1
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate("document.documentElement.scrollHeight") <= 900


def previews_what_is_pointed_at_and_pins_it_with_pytorchs_numbers(page: Firefox) -> None:
    page.move(page.place('[data-layer="conv2"] canvas', 0.9, 0.3))
    page.wait_until("!document.querySelector('#inspector').hidden")
    page.wait_until("!document.querySelector('#seen-on-pad').hidden")
    page.click(page.place('[data-layer="conv2"] canvas', 0.93, 0.05))
    page.wait_until("document.documentElement.hasAttribute('data-pinned')")
    page.wait_until("document.querySelectorAll('#inspector figure').length === 6")
    title, shown = page.evaluate(
        "['h2', '.value'].map(part => document.querySelector(`#inspector ${part}`).textContent)"
    )
    at = tuple(int(each) - 1 for each in re.findall(r"(?:map|row|column)\s(\d+)", title))
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # so the drawing is kept now
    strokes = page.evaluate("JSON.parse(localStorage.getItem('inkling.drawing.1'))")
    drawn = [[[round(x, 4), round(y, 4)] for x, y in stroke["points"]] for stroke in strokes]
    values = trace(load_weights("lenet5"), torch.from_numpy(preprocess(drawn))[None]).activations
    expected = [float(values["conv2"][0][at]), float(values["relu2"][0][at])]
    assert numbers(shown) == pytest.approx(expected, abs=0.6e-2)
    page.press("Escape")
    page.move((3, 3))
    page.wait_until("document.querySelector('#inspector').hidden")


def moves_the_cell_by_keys_and_pins_it(page: Firefox) -> None:
    page.evaluate("""document.querySelector('[data-layer="pool1"] canvas').focus()""")
    page.press("ArrowDown")
    page.press("Enter")
    page.wait_until("document.documentElement.hasAttribute('data-pinned')")
    title = page.evaluate("document.querySelector('#inspector h2').textContent")
    page.press("ArrowRight")
    page.press("Enter")
    page.wait_until(f"document.querySelector('#inspector h2').textContent !== {title!r}")
    page.press("Escape")


def hides_a_layer_and_shows_it(page: Firefox) -> None:
    page.click(page.place("#open-visibility"))
    page.click(page.place('[data-toggle="pool1"]'))
    page.wait_until(f"{SHOWN} === {len(LAYERS) - 1}")
    assert "hide=pool1" in page.evaluate("location.href")
    page.click(page.place('[data-toggle="pool1"]'))
    page.wait_until(f"{SHOWN} === {len(LAYERS)}")


def test_a_finger_draws_and_pins_at_the_size_of_a_phone(page: Firefox, server: Server) -> None:
    open_blank(page, server, 390, 844, 3.0)
    draw_four(page, "touch")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(OVERFLOW) <= 0
    page.tap(page.place('#strip [data-layers="pool1"]'))
    page.wait_until("document.querySelector('[data-layer=pool1]').hidden === false")
    page.tap(page.place('[data-layer="pool1"] canvas', 0.05, 0.2))
    page.wait_until("document.documentElement.hasAttribute('data-pinned')")
    assert page.evaluate(OVERFLOW) <= 0
    # The sheet has risen and has all its numbers: now the button stays where it is.
    page.wait_until("document.querySelector('#inspector .grids') !== null")
    page.wait_until("document.getAnimations().length === 0")
    page.click(page.place("#inspector .release"))
    page.wait_until("document.querySelector('#inspector').hidden")
