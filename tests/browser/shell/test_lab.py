"""What the lab promises, tried in a real browser with a real server."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from models import model_entry
from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.popovers import press_folded, unfold
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT, FILE, FOUR, THREE, drawing_of, golden_drawings
from tests.serving import Server, start_server

NAMES = [json.loads(line)["name"] for line in Path(FILE).read_text().splitlines()]
DRAWINGS = dict(zip(NAMES, golden_drawings(), strict=True))
"""All are read in tests/app; here hands draw some, of one, two and three strokes."""
BY_MOUSE = ["zero", "one", "two", "crossed seven", "nine"]
BY_FINGER = ["three", "four", "one with an upstroke"]


def test_a_digit_drawn_with_the_mouse_is_read(lab: Lab, subtests: pytest.Subtests) -> None:
    for name in BY_MOUSE:
        drawing = DRAWINGS[name]
        with subtests.test(name):
            lab.page.keyboard.press("c")
            lab.expect_blank()
            lab.draw(drawing.strokes)
            lab.expect_first_guess(drawing.label)
            expect(lab.page.locator("#second-guess .digit")).not_to_have_text("")
            expect(lab.page.locator(".units .first .name")).to_have_text(str(drawing.label))


def test_a_digit_drawn_with_a_finger_is_read(open_lab: OpenLab, subtests: pytest.Subtests) -> None:
    lab = open_lab(390, 844, has_touch=True, is_mobile=True, device_scale_factor=3)
    for name in BY_FINGER:
        drawing = DRAWINGS[name]
        with subtests.test(name):
            lab.page.keyboard.press("c")
            lab.expect_blank()
            lab.draw_by_touch(drawing.strokes)
            lab.expect_first_guess(drawing.label)
            assert lab.page.evaluate("scrollY") == 0  # the page did not scroll under the finger


def test_a_newcomer_is_greeted_by_a_sample_that_the_first_stroke_replaces(
    open_lab: OpenLab,
) -> None:
    lab = open_lab(wait=False)
    lab.wait_until_live()
    lab.expect_first_guess(5)
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    lab.page.locator("#clear").click()
    lab.expect_blank()
    lab.page.reload()
    lab.wait_until_live()
    lab.expect_blank()  # who has drawn is not greeted again


def the_words_of_the_course_are_on_the_page(lab: Lab) -> None:
    for words in (
        "Draw your number here",
        "Downsampled drawing",
        "First guess",
        "Second guess",
        "Layer visibility",
    ):
        expect(lab.page.get_by_text(words).first).to_be_visible()
    titles = lab.page.locator("#visibility .name").all_text_contents()
    assert [title.replace("\xa0", " ") for title in titles] == [
        layer.title for layer in model_entry("lenet5").layers
    ]
    expect(lab.page.locator('[data-layer="conv1"] header')).to_contain_text("6 maps")
    expect(lab.page.locator('[data-layer="conv1"] header')).to_contain_text("28 × 28")


def every_layer_shows_its_maps(lab: Lab) -> None:
    before = {name: lab.picture(f'[data-layer="{name}"] canvas') for name in LAYERS[:-1]}
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    for name in LAYERS[:-1]:
        assert lab.picture(f'[data-layer="{name}"] canvas') != before[name]
    logits = lab.page.locator('[data-layer="output"] .score .value').all_inner_texts()
    assert len(logits) == 10
    assert all(logits)
    expect(lab.page.locator('[data-layer="output"] .first .name')).to_have_text("8")


def test_each_layer_can_be_hidden_and_shown(lab: Lab, subtests: pytest.Subtests) -> None:
    _listen_to_requests(lab.page)
    for name in LAYERS:
        with subtests.test(name):
            switch = lab.page.locator(f'[data-toggle="{name}"]')
            title = model_entry("lenet5").layers[LAYERS.index(name)].title
            lab.page.evaluate("delete window.lastLayers")
            press_folded(lab.page, switch)
            expect(switch).to_have_attribute("aria-label", f"Show {title}")
            expect(lab.page.locator(f'[data-layer="{name}"].hidden')).to_have_count(1)
            lab.expect_shown_layers([layer for layer in LAYERS if layer != name])
            assert f"hide={name}" in lab.page.url
            lab.wait_until("window.lastLayers !== undefined")
            assert name not in lab.page.evaluate("window.lastLayers")
            press_folded(lab.page, switch)
            expect(switch).to_have_attribute("aria-label", f"Hide {title}")
            lab.expect_shown_layers(LAYERS)
            assert "hide" not in lab.page.url
            lab.settle()


def _listen_to_requests(page: Page) -> None:
    """Note which layers the page asks for from now on."""
    page.evaluate(
        """() => {
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (text) {
                window.lastLayers = JSON.parse(text).layers;
                send.call(this, text);
            };
        }"""
    )


def a_hidden_layer_closes_up_and_its_stub_brings_it_back(lab: Lab) -> None:
    def left(name: str) -> float:
        box = lab.page.locator(f'[data-layer="{name}"]').bounding_box()
        assert box is not None
        return box["x"]

    press_folded(lab.page, '[data-toggle="conv2"]')
    stub = lab.page.locator('[data-layer="conv2"] .stub')
    expect(stub).to_be_visible()
    lab.settle()  # the layers move
    assert left("pool2") - left("conv2") < 100
    stub.click()
    lab.expect_shown_layers(LAYERS)


def all_layers_are_hidden_and_shown_at_once_and_drawing_goes_on(lab: Lab) -> None:
    blank = lab.picture('[data-layer="pool2"] canvas')
    press_folded(lab.page, "#hide-all")
    lab.expect_shown_layers([])
    lab.ink(FOUR)
    lab.expect_first_guess(4)
    press_folded(lab.page, "#show-all")
    lab.expect_shown_layers(LAYERS)
    lab.settle()
    assert lab.picture('[data-layer="pool2"] canvas') != blank


def undo_in_the_middle_of_a_stroke_ends_it(lab: Lab) -> None:
    first, *_ = FOUR.strokes
    lab.draw([first])
    before = drawn_strokes(lab)
    lab.draw([[(0.2, 0.8), (0.5, 0.8)]], lift=False)
    lab.page.keyboard.press("z")
    lab.page.mouse.move(*lab.place((0.8, 0.8)))
    lab.page.mouse.up()
    assert drawn_strokes(lab) == before
    lab.draw([[(0.2, 0.8), (0.5, 0.8)]])
    assert len(drawn_strokes(lab)) == 2


def undo_changes_the_guess_back_and_redo_forth(lab: Lab) -> None:
    lab.draw(drawing_of(1).strokes)
    lab.expect_first_guess(1)
    lab.settle()  # the last points are read as well
    before = lab.page.locator("#first-guess .sure").inner_text()
    lab.draw([[(0.3, 0.2), (0.5, 0.2), (0.7, 0.2)], [(0.7, 0.2), (0.7, 0.8)]])
    expect(lab.page.locator("#first-guess .sure")).not_to_have_text(before)
    lab.page.locator("#undo").click()
    lab.page.keyboard.press("z")
    lab.expect_first_guess(1)
    expect(lab.page.locator("#first-guess .sure")).to_have_text(before)
    lab.page.keyboard.press("y")
    expect(lab.page.locator("#first-guess .sure")).not_to_have_text(before)


def clear_makes_a_blank_pad_without_guesses(lab: Lab) -> None:
    lab.ink(THREE)
    lab.expect_first_guess(3)
    lab.page.locator("#clear").click()
    lab.expect_blank()
    lab.settle()
    assert lab.ink_on("#pad") == 0
    assert lab.ink_on('[data-layer="input"] canvas') == 0


def the_eraser_takes_ink_away(lab: Lab) -> None:
    lab.draw([[(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)]])
    lab.settle()
    before = lab.ink_on("#pad")
    press_folded(lab.page, "#eraser")
    lab.draw([[(0.5, 0.4), (0.5, 0.5), (0.5, 0.6)]])
    lab.settle()
    assert 0 < lab.ink_on("#pad") < before


def test_every_sample_is_read(lab: Lab, subtests: pytest.Subtests) -> None:
    for label in range(10):
        with subtests.test(label=label):
            press_folded(lab.page, f'[data-sample="{label}"]')
            lab.expect_first_guess(label)


def the_brush_changes_the_ink_and_not_the_reading(lab: Lab) -> None:
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    sure, ink = lab.page.locator("#first-guess .sure").inner_text(), lab.ink_on("#pad")
    lab.page.locator("#clear").click()
    unfold(lab.page, "#brush").fill("14")
    lab.draw(EIGHT.strokes)
    lab.expect_first_guess(8)
    lab.settle()
    assert lab.ink_on("#pad") > 1.4 * ink
    expect(lab.page.locator("#first-guess .sure")).to_have_text(sure)


def test_what_addresses_open(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    lab = open_lab(address=f"{server.address}/?hide=conv2,pool2,nonsense,%3Cb%3E")
    with subtests.test("a link opens with its layers hidden"):
        lab.expect_shown_layers([name for name in LAYERS if name not in ("conv2", "pool2")])
    with subtests.test("a reload keeps the drawing and the layers"):
        lab.ink(EIGHT)
        lab.expect_first_guess(8)
        press_folded(lab.page, '[data-toggle="fc1"]')
        lab.page.reload()
        lab.expect_first_guess(8)
        hidden = ("conv2", "pool2", "fc1")
        lab.expect_shown_layers([name for name in LAYERS if name not in hidden])
    with subtests.test("the documentation of the API opens without another host"):
        lab.page.goto(f"{server.address}/docs")
        expect(lab.page.get_by_text("/api/models/{name}/predictions")).to_be_visible()


def a_cell_is_read_out_beside_the_network(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    lab.page.locator('[data-layer="conv1"] canvas').hover(position={"x": 40, "y": 40})
    expect(lab.page.locator("#cell")).to_contain_text("Convolution layer 1, map 1, row")
    lab.page.locator('[data-layer="output"] li').nth(8).hover()
    expect(lab.page.locator("#cell")).to_contain_text("Output layer, class 8:")
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator("#cell")).to_contain_text("Point at a cell")


ON_A_BLANK_PAD = [
    the_words_of_the_course_are_on_the_page,
    every_layer_shows_its_maps,
    a_hidden_layer_closes_up_and_its_stub_brings_it_back,
    all_layers_are_hidden_and_shown_at_once_and_drawing_goes_on,
    undo_in_the_middle_of_a_stroke_ends_it,
    undo_changes_the_guess_back_and_redo_forth,
    clear_makes_a_blank_pad_without_guesses,
    a_cell_is_read_out_beside_the_network,
    the_brush_changes_the_ink_and_not_the_reading,
    the_eraser_takes_ink_away,
]


def test_what_hands_do_in_the_lab(lab: Lab, subtests: pytest.Subtests) -> None:
    for act in ON_A_BLANK_PAD:
        with subtests.test(act.__name__):
            act(lab)
        lab.page.keyboard.press("Escape")
        if lab.page.locator("#clear").is_enabled():
            lab.page.locator("#clear").click()
        lab.expect_blank()
        lab.settle()


def test_the_network_does_not_move_under_the_pointer(lab: Lab, subtests: pytest.Subtests) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    for width, height in (SCREENS["laptop"], SCREENS["projector"]):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.settle()
        with subtests.test(width=width):
            the_network_does_not_move_under_the_pointer(lab)


def the_network_does_not_move_under_the_pointer(lab: Lab) -> None:
    stage = lab.page.locator("#stage")
    before = stage.bounding_box()
    values = set()
    for layer in ("input", "conv1", "pool1", "conv2", "pool2", "fc1", "fc2"):
        box = lab.page.locator(f'[data-layer="{layer}"] canvas').first.bounding_box()
        assert box is not None
        for x, y in ((0.05, 0.05), (0.93, 0.93), (0.1, 0.96)):
            lab.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            wait_for_painting(lab)
            values.add(lab.page.locator("#cell").inner_text())
            assert stage.bounding_box() == before
    assert len(values) > 14


def test_two_tabs_draw_for_themselves(open_lab: OpenLab) -> None:
    one, other = open_lab(), open_lab()
    one.draw(EIGHT.strokes)
    other.draw(FOUR.strokes)
    one.expect_first_guess(8)
    other.expect_first_guess(4)


OPACITIES = "all => [...new Set(all.map(each => getComputedStyle(each).opacity))]"


def test_pages_recover_when_their_server_is_killed_and_comes_back(open_lab: OpenLab) -> None:
    with start_server() as first:
        first.wait_until_ready()
        port = first.port
        sizes = SCREENS.values()
        labs = [open_lab(*size, address=first.address + "/") for size in sizes]
        corners = [lab.place((0, 0)) for lab in labs]
        for lab in labs:
            lab.page.bring_to_front()
            lab.ink(THREE)
            lab.expect_first_guess(3)
        first.process.kill()
        first.process.wait()
    for lab, corner in zip(labs, corners, strict=True):
        lab.page.bring_to_front()
        expect(lab.page.locator("#connection")).to_have_attribute("data-state", "lost")
        expect(lab.page.locator("#notice")).to_contain_text("Draw on")
        assert lab.place((0, 0)) == corner  # the notice does not move the pad under the pen
        lab.page.locator("#clear").click()
        lab.draw(EIGHT.strokes)  # nothing drawn meanwhile is lost
        assert lab.page.locator(".layer canvas").evaluate_all(OPACITIES) == ["0.4"]
    with start_server(port=port):
        for lab in labs:
            expect(lab.page.locator("#connection")).to_have_attribute("data-state", "live")
            lab.expect_first_guess(8)
            expect(lab.page.locator("#notice")).to_be_hidden()
            assert lab.page.locator(".layer canvas").evaluate_all(OPACITIES) == ["1"]
            lab.complaints.clear()  # the browser's own words about the lost server
    for lab in labs:
        # A browser reports each refused connection; nothing else may be on the console.
        lab.complaints = [text for text in lab.complaints if "WebSocket connection" not in text]


def test_missing_weights_are_said_on_the_page(open_lab: OpenLab, tmp_path: Path) -> None:
    with start_server(INKLING_WEIGHTS=str(tmp_path)) as broken:
        lab = open_lab(address=broken.address + "/", wait=False)
        expect(lab.page.locator("#notice")).to_contain_text("lenet5.safetensors is missing")
        lab.draw(EIGHT.strokes)
        lab.expect_blank()


def test_the_page_and_the_way_in_for_everybody_know_the_path_prefix(open_lab: OpenLab) -> None:
    settings = {"INKLING_ROOT_PATH": "/course/inkling", "INKLING_HOST": "0.0.0.0"}
    with start_server(**settings) as prefixed:
        here = f"http://127.0.0.1:{prefixed.port}/course/inkling/"
        lab = open_lab(address=here)
        lab.draw(EIGHT.strokes)
        lab.expect_first_guess(8)
        addresses = httpx2.get(here + "api/addresses").json()["addresses"]
        if not addresses:
            pytest.skip("this machine is in no network")
        assert all(each.endswith(f":{prefixed.port}/course/inkling/") for each in addresses)
        page = lab.page
        page.locator("#open-share").click()
        page.locator("#share [data-part=room]").click()
        address = page.locator("#share .address")
        expect(address).to_be_visible()
        assert f"http://{address.inner_text()}/" == addresses[0]
        page.locator("#share [data-part=screen]").click()
        assert page.locator("#share textarea").input_value().startswith(addresses[0])
