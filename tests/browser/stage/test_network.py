"""The network on the screen: what feeds a cell, what it sees, every number of its arithmetic."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from playwright.sync_api import expect

from models import trace
from models._checkpoint import load_weights
from models._registry import model_entry
from models.ink.preprocess import preprocess
from tests.browser.hands.cells import (
    MAPS,
    cell_in_words,
    cell_of,
    choose,
    numbers,
    pin,
    pin_and_read,
    place_in,
    show_decimals,
    wait_for_painting,
)
from tests.browser.hands.ink import draw_four, drawn_strokes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.panels import close_panel, open_panel
from tests.browser.hands.popovers import press_folded

CELLS = 5
"""Random cells of each layer whose numbers are compared with PyTorch's; more are in the inspector's
unit tests, which take them from tests/golden/moments."""


SHOWN = """() => ({
    value: document.querySelector("#inspector .value").innerText,
    total: document.querySelector("#inspector .total").innerText,
    line: document.querySelector("#inspector .total").parentElement.innerText,
    cells: [...document.querySelectorAll("#inspector .grids td")].map(cell => cell.dataset.full),
    rows: [...document.querySelectorAll("#inspector .terms tbody tr")].map(row => row.innerText),
})"""


def test_every_number_of_random_cells_is_pytorchs(lab: Lab) -> None:
    draw_four(lab)
    network = load_weights("lenet5")
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    values = trace(network, image).activations
    weights = network.state_dict()
    pin(lab, "conv1", 0.6, 0.55)
    show_decimals(lab)
    chance = random.Random(5)
    titles = {layer.name: layer.title for layer in model_entry("lenet5").layers}
    for layer, operation, before, source in (
        ("conv1", "conv1", "relu1", "image"),
        ("pool1", "pool1", None, "relu1"),
        ("conv2", "conv2", "relu2", "pool1"),
        ("pool2", "pool2", None, "relu2"),
        ("fc1", "fc1", "relu3", "flatten"),
        ("fc2", "fc2", "relu4", "relu3"),
    ):
        done = 0
        while done < CELLS:
            pinned, title, _ = pin_and_read(lab, layer, chance.random(), chance.random())
            if not pinned or not title.startswith(titles[layer]):
                continue  # between maps: the cell before is still pinned
            done += 1
            at = tuple(cell_of(title))
            shown = lab.page.evaluate(SHOWN)
            made = float(values[operation][0][at])
            after = float(values[before][0][at]) if before else made
            shown_numbers = numbers(shown["value"])
            # What is printed alike before and after ReLU stands once.
            expected = [made, after] if round(made, 4) != round(after, 4) else [after]
            assert shown_numbers == pytest.approx(expected, abs=0.6e-4)
            assert numbers(shown["total"]) == pytest.approx([made], abs=0.6e-4)
            given = values[source][0]
            if operation.startswith("conv"):
                expect_products(shown, given, operation, at, weights, made)
            elif operation.startswith("pool"):
                channel, row, column = at
                window = given[channel, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
                seen = [numbers(cell)[0] for cell in shown["cells"]]
                assert seen == pytest.approx(window.ravel().tolist(), abs=0.6e-4)
            else:
                expect_largest(shown, given * weights[f"{operation}.weight"][at[0]])


def expect_products(
    shown: dict[str, Any],
    given: torch.Tensor,
    operation: str,
    at: tuple[int, ...],
    weights: Mapping[str, torch.Tensor],
    made: float,
) -> None:
    """Of a convolution: every value with its weight, each map's sum, the bias, all together."""
    padded = torch.nn.functional.pad(given, (2 if operation == "conv1" else 0,) * 4)
    channel, row, column = at
    patch = padded[:, row : row + 5, column : column + 5]
    kernel = weights[f"{operation}.weight"][channel]
    terms = torch.stack((patch, kernel), -1).reshape(-1, 2).detach()
    seen = [numbers(cell)[:2] for cell in shown["cells"]]
    torch.testing.assert_close(torch.tensor(seen), terms, atol=0.6e-4, rtol=0)
    sums = [*(patch * kernel).sum((1, 2)).tolist()]
    bias = float(weights[f"{operation}.bias"][channel])
    line = shown["line"].replace("− ", "-").replace("+ ", "")
    several = [*sums] if len(sums) > 1 else []
    assert numbers(line) == pytest.approx([*several, sum(sums), bias, made], abs=1.2e-4)


def expect_largest(shown: dict[str, Any], products: torch.Tensor) -> None:
    """Of a unit: its sixteen largest products, and all others together."""
    largest = products[products.abs().argsort(descending=True)].tolist()[:16]
    rows = [numbers(row) for row in shown["rows"]]
    assert [row[2] for row in rows[:16]] == pytest.approx(largest, abs=0.6e-4)
    assert rows[16] == pytest.approx([float(products.sum()) - sum(largest)], abs=2e-4)


def test_the_copied_line_of_pytorch_gives_the_number_on_the_screen(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(permissions=["clipboard-read", "clipboard-write"])
    draw_four(lab)
    read = "navigator.clipboard.readText()"
    for layer in MAPS:
        with subtests.test(layer):
            lab.page.evaluate("navigator.clipboard.writeText('')")
            pinned, _, value = pin_and_read(lab, layer, 0.93, 0.05)
            assert pinned
            lab.page.get_by_role("button", name="Copy as PyTorch").press("Enter")
            expect(lab.page.locator("#inspector footer")).to_contain_text("Copied.")
            lab.wait_for(lambda: lab.page.evaluate(read) != "")
            line = lab.page.evaluate(read)
            shown = numbers(value)[-1]
            assert eval(line, {"torch": torch}) == pytest.approx(shown, abs=0.6e-2)
            lab.page.get_by_role("button", name="Copy as text").press("Enter")
            lab.wait_for(lambda: lab.page.evaluate(read) != line)  # noqa: B023
            text = lab.page.evaluate(read)
            assert numbers(text.splitlines()[-1]) == [shown]
            lab.page.keyboard.press("Escape")


def let_go(lab: Lab) -> None:
    """Nothing opened, nothing pointed at."""
    lab.page.keyboard.press("Escape")
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator("#inspector")).to_be_hidden()


def test_the_page_about_a_cell(lab: Lab, subtests: pytest.Subtests) -> None:
    draw_four(lab)
    for part in (
        the_page_stays_small_and_forgets_what_is_closed,
        a_kernels_weight_is_read_where_it_is_drawn,
        pointing_at_a_cell_outlines_what_it_sees_and_draws_lines,
        a_pixel_of_the_drawing_lights_up_every_cell_that_can_see_it,
        a_pinned_cell_stays_while_the_pointer_goes_and_escape_releases_it,
        softmax_and_the_difference_of_the_guesses_are_told,
        arrow_keys_move_the_cell_enter_pins_and_tab_goes_to_the_next_layer,
        who_wants_less_motion_has_steps_instead_of_play,
        the_numbers_follow_the_pen,
    ):
        with subtests.test(part.__name__):
            let_go(lab)
            part(lab)


def test_the_maps_are_shown_as_one_chooses(lab: Lab, subtests: pytest.Subtests) -> None:
    draw_four(lab)
    for choice in ("This map", "Whole network", "Colour-blind safe", "Grey"):
        with subtests.test("scope and palette change the pictures", choice=choice):
            before = lab.picture('[data-layer="pool1"] canvas')
            choose(lab, f"button:text-is('{choice}')")
            lab.expect_another_picture('[data-layer="pool1"] canvas', before)
    for part in (
        values_before_relu_are_shown_on_demand_and_live,
        a_hidden_layer_does_not_hide_the_arithmetic,
        one_layer_or_the_layers_up_to_it_can_be_shown,
    ):
        with subtests.test(part.__name__):
            let_go(lab)
            part(lab)


def softmax_and_the_difference_of_the_guesses_are_told(lab: Lab) -> None:
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    logits = trace(load_weights("lenet5"), image).activations["fc3"][0]
    lab.page.locator('[data-layer="output"] button').nth(4).click()
    body = lab.page.locator("#inspector .body")
    expect(body).to_contain_text("Softmax")
    table = body.locator("table").nth(1).locator("tbody tr").all_inner_texts()
    shown = [numbers(row)[0] for row in table[:10]]
    assert shown == pytest.approx(logits.tolist(), abs=0.6e-2)
    expect(body).to_contain_text(re.compile(r"Why 4 and not \d\?"))


def pointing_at_a_cell_outlines_what_it_sees_and_draws_lines(lab: Lab) -> None:
    before = lab.picture("#overlay")
    lab.page.mouse.move(*place_in(lab, "conv2", 0.9, 0.3))
    lab.expect_another_picture("#overlay", before)
    box, pad = (lab.page.locator(each).bounding_box() for each in ("#seen-on-pad", "#pad"))
    assert box is not None
    assert pad is not None
    # 14 of 28 pixels; the drawing fills 20 pixels of the image, so the image is about a pad wide.
    assert 0.2 < box["width"] / pad["width"] < 0.9
    expect(lab.page.locator("#inspector .body")).to_contain_text("of the drawing")
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator("#seen-on-pad")).to_be_hidden()
    expect(lab.page.locator("#inspector")).to_be_hidden()


def a_pixel_of_the_drawing_lights_up_every_cell_that_can_see_it(lab: Lab) -> None:
    before = lab.picture("#overlay")
    lab.page.mouse.move(*place_in(lab, "input", 0.5, 0.5))
    lab.expect_another_picture("#overlay", before)
    expect(lab.page.locator("#inspector .body")).to_contain_text("lit up")


def a_pinned_cell_stays_while_the_pointer_goes_and_escape_releases_it(lab: Lab) -> None:
    assert pin(lab, "conv1", 0.6, 0.55)
    title = lab.page.locator("#inspector h2").text_content() or ""
    lab.page.mouse.move(*place_in(lab, "pool1", 0.5, 0.5))
    expect(lab.page.locator("#inspector h2")).to_have_text(title)
    lab.page.keyboard.press("Escape")
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator("#inspector")).to_be_hidden()


def the_numbers_follow_the_pen(lab: Lab) -> None:
    assert pin(lab, "fc1", 0.5, 0.5)
    before = lab.page.locator("#inspector .body").inner_text()
    lab.draw([[(0.2, 0.9), (0.8, 0.9)]])
    expect(lab.page.locator("#inspector .body")).not_to_have_text(before)
    lab.page.keyboard.press("c")
    expect(lab.page.locator("#inspector .value")).to_have_text("Draw something first.")


def arrow_keys_move_the_cell_enter_pins_and_tab_goes_to_the_next_layer(lab: Lab) -> None:
    lab.page.locator('[data-layer="pool1"] canvas').focus()
    lab.page.keyboard.press("PageUp")
    title = lab.page.locator("#inspector h2")
    expect(title).to_contain_text("Downsampling layer 1")
    lab.page.keyboard.press("Enter")
    wait_for_painting(lab)
    row = cell_in_words(lab)[1]
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Enter")
    expect(title).to_contain_text(f"row {row + 2}")
    lab.page.keyboard.press("Tab")
    focused = "document.activeElement.closest('.layer').dataset.layer"
    assert lab.page.evaluate(focused) == "conv2"


def who_wants_less_motion_has_steps_instead_of_play(lab: Lab) -> None:
    lab.page.emulate_media(reduced_motion="reduce")
    assert pin(lab, "conv2", 0.9, 0.3)
    expect(
        lab.page.locator("#inspector").get_by_role("button", name="Next", exact=True)
    ).to_be_visible()
    expect(lab.page.locator("#inspector").get_by_role("button", name="Play")).to_be_hidden()
    lab.page.emulate_media(reduced_motion="no-preference")
    assert pin(lab, "conv2", 0.93, 0.05)
    expect(lab.page.locator("#inspector").get_by_role("button", name="Play")).to_be_visible()


def values_before_relu_are_shown_on_demand_and_live(lab: Lab) -> None:
    canvas = '[data-layer="conv1"] canvas'
    before = lab.picture(canvas)
    press_folded(lab.page, '[data-row="conv1"] .relu')
    lab.expect_another_picture(canvas, before)
    expect(lab.page.locator('[data-row="conv1"] .relu')).to_have_text("before ReLU")
    now = lab.picture(canvas)
    lab.draw([[(0.2, 0.9), (0.8, 0.9)]], lift=False)
    lab.expect_another_picture(canvas, now)
    lab.page.mouse.up()


def one_layer_or_the_layers_up_to_it_can_be_shown(lab: Lab) -> None:
    press_folded(lab.page, '[aria-label="Up to here: Convolution layer 2"]')
    lab.expect_shown_layers(["input", "conv1", "pool1", "conv2"])
    press_folded(lab.page, '[aria-label="Only Downsampling layer 2"]')
    lab.expect_shown_layers(["pool2"])


def a_hidden_layer_does_not_hide_the_arithmetic(lab: Lab) -> None:
    press_folded(lab.page, '[data-toggle="pool1"]')
    lab.wait_until("document.querySelectorAll('.layer:not(.hidden)').length === 7")
    lab.settle()
    assert pin(lab, "conv2", 0.9, 0.3)
    expect(lab.page.locator("#inspector figure")).to_have_count(6)


def a_kernels_weight_is_read_where_it_is_drawn(lab: Lab) -> None:
    lab.page.mouse.move(*place_in(lab, "conv1", 0.1, 0.075))
    expect(lab.page.locator("#cell")).to_contain_text(re.compile(r"kernel of map 1 .*weight −?\d"))


def the_page_stays_small_and_forgets_what_is_closed(lab: Lab) -> None:
    elements = "document.querySelectorAll('*').length"
    at_first = lab.page.evaluate(elements)
    open_panel(lab.page, "styles")
    expect(lab.page.locator("#styles svg").nth(60)).to_be_attached()
    close_panel(lab.page, "styles")
    assert pin(lab, "conv2", 0.9, 0.3)
    expect(lab.page.locator("#inspector figure")).to_have_count(6)
    assert lab.page.evaluate(elements) < 1500
    lab.page.keyboard.press("Escape")
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator("#inspector")).to_be_hidden()
    lab.settle()
    assert lab.page.evaluate(elements) <= at_first
