"""A network that is not LeNet-5 in a browser: a skip, a concatenation, a layer with many maps."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import expect

from models import trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.branching import LAYERS, MAPS, Branching, Deep, seeded
from tests.browser.hands.cells import (
    DIGITS,
    cell_in_words,
    numbers,
    pin,
    pin_somewhere,
    show_decimals,
    wait_for_painting,
)
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.pictures import ExpectPicture
from tests.browser.hands.popovers import press_folded
from tests.browser.hands.space import rest
from tests.browser.hands.strip import go_to
from tests.drawings import FOUR
from tests.serving import Server

CELLS = 2
"""Of each layer; those of one layer differ in nothing but where their windows lie."""


SHOWN = """() => ({
    value: document.querySelector("#inspector .value").innerText,
    line: document.querySelector("#inspector .total").parentElement.innerText,
    cells: [...document.querySelectorAll("#inspector .grids td")].map(cell => cell.dataset.full),
})"""


def values_of(lab: Lab) -> dict[str, torch.Tensor]:
    """What PyTorch makes of the page's drawing."""
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    return {name: value[0] for name, value in trace(seeded(Branching), image).activations.items()}


def test_the_seed_makes_the_weights_that_the_server_reads(branching_weights: Path) -> None:
    from safetensors.torch import load_file

    stored = load_file(branching_weights / "branching.safetensors")
    for name, tensor in seeded(Branching).state_dict().items():
        assert torch.equal(stored[name], tensor), name
    assert load_weights("lenet5", branching_weights) is not None


def test_a_network_with_branches_on_the_page(open_four: OpenLab, subtests: pytest.Subtests) -> None:
    lab = open_four(permissions=["clipboard-read", "clipboard-write"])
    every_layer_is_drawn_at_any_width_and_a_branch_can_be_hidden(lab, subtests)
    for part in (
        the_copied_line_of_pytorch_gives_the_value_behind_joins_and_groups,
        the_numbers_of_joins_branches_groups_and_means_are_pytorchs,
    ):
        with subtests.test(part.__name__):
            lab.page.keyboard.press("Escape")
            part(lab)


def every_layer_is_drawn_at_any_width_and_a_branch_can_be_hidden(
    lab: Lab, subtests: pytest.Subtests
) -> None:
    lab.expect_shown_layers([layer.name for layer in LAYERS])
    for size in ((1440, 900), (1024, 768)):
        with subtests.test("none lies over another", size=size):
            lab.page.set_viewport_size({"width": size[0], "height": size[1]})
            lab.settle()
            # While layers move to where they stay, the page may be wider for some frames.
            lab.wait_until("document.documentElement.scrollWidth <= innerWidth")
            lab.settle()
            lie_apart(lab)
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    lab.page.set_viewport_size({"width": 1440, "height": 900})
    with subtests.test("a branch is hidden, and its sums can still be opened"):
        press_folded(lab.page, '[data-toggle="wide"]')
        lab.expect_shown_layers([layer.name for layer in LAYERS if layer.name != "wide"])
        lab.settle()
        pin_somewhere(lab, "joined", random.Random(3))
        expect(lab.page.locator("#inspector .total")).to_be_visible()
        lab.page.keyboard.press("Escape")
        press_folded(lab.page, '[data-toggle="wide"]')
        lab.expect_shown_layers([layer.name for layer in LAYERS])


def lie_apart(lab: Lab) -> None:
    boxes = lab.page.locator(".layer canvas, .layer ol").evaluate_all(
        """parts => parts.map(part => {
            const { x, y, right, bottom } = part.getBoundingClientRect();
            return [x, y, right, bottom];
        })"""
    )
    assert len(boxes) == len(LAYERS)
    for at, one in enumerate(boxes):
        assert one[2] - one[0] > 4
        for other in boxes[at + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 1 or down <= 1, (one, other)


def test_a_crowded_layer_says_which_maps_are_shown_and_pages(open_four: OpenLab) -> None:
    lab = open_four(1440, 900)
    # On a page that becomes narrow its words are whole again.
    lab.page.set_viewport_size({"width": 390, "height": 844})
    lab.settle()
    go_to(lab, "crowded")
    header = lab.page.locator('[data-layer="crowded"] header')
    pages = re.compile(rf"(\d+)–(\d+) of {MAPS}")
    first, last = map(int, pages.search(header.inner_text()).groups())  # type: ignore[union-attr]
    assert first == 1
    assert last < MAPS
    before = lab.picture('[data-layer="crowded"] canvas')
    header.get_by_role("button", name="Next").click()
    expect(header).to_contain_text(f"{last + 1}–")
    lab.expect_another_picture('[data-layer="crowded"] canvas', before)
    assert last <= pin_somewhere(lab, "crowded", random.Random(1))[0] < 2 * last
    written = numbers(lab.page.locator("#inspector .value").inner_text())
    channel, row, column = cell_in_words(lab)
    expected = values_of(lab)["crowded_relu"][channel, row, column]
    assert written[-1] == pytest.approx(float(expected), abs=0.6e-2)


def the_numbers_of_joins_branches_groups_and_means_are_pytorchs(lab: Lab) -> None:
    values, state = values_of(lab), seeded(Branching).state_dict()
    chance = random.Random(8)
    pin_somewhere(lab, "stem", chance)
    show_decimals(lab)

    def shown(layer: str) -> tuple[tuple[int, ...], float, list[list[float]], list[float]]:
        at = pin_somewhere(lab, layer, chance)
        shown = lab.page.evaluate(SHOWN)
        line = shown["line"].replace("− ", "-").replace("+ ", "")
        cells = [numbers(cell) for cell in shown["cells"]]
        return at, numbers(shown["value"])[-1], cells, numbers(line)

    for _ in range(CELLS):
        at, value, _, line = shown("skip")
        assert value == pytest.approx(float(values["add"][at]), abs=0.6e-4)
        parts = [float(values["second"][at]), float(values["pool"][at])]
        assert line == pytest.approx([*parts, sum(parts)], abs=0.6e-4)
        made = lab.page.locator("#inspector .total").last.inner_text()
        assert numbers(made) == pytest.approx(parts[:1], abs=0.6e-4)

        at, value, _, line = shown("joined")
        assert value == pytest.approx(float(values["cat"][at]), abs=0.6e-4)
        assert line[-2:] == pytest.approx([value, value], abs=1e-4)  # its place comes before

        for layer, operation, padding, dilation, stride in (
            ("wide", "wide", 2, 2, 1),
            ("narrow", "narrow", 0, 1, 1),
            ("stem", "stem", 1, 1, 1),
        ):
            at, _, cells, line = shown(layer)
            kernel = state[f"{operation}.weight"][at[0]]
            source = {"wide": "add", "narrow": "add", "stem": "image"}[layer]
            padded = torch.nn.functional.pad(values[source], (padding,) * 4)
            reach = (kernel.shape[-1] - 1) * dilation + 1
            rows = slice(at[1] * stride, at[1] * stride + reach, dilation)
            columns = slice(at[2] * stride, at[2] * stride + reach, dilation)
            patch = padded[:, rows, columns]
            expected = torch.stack((patch, kernel), -1).reshape(-1, 2)
            shown_factors = torch.tensor([cell[:2] for cell in cells])
            torch.testing.assert_close(shown_factors, expected, atol=0.6e-4, rtol=0)
            assert line[-1] == pytest.approx(float(values[operation][at]), abs=0.6e-4)

        at, value, cells, _ = shown("mean")
        assert value == pytest.approx(float(values["mean"][at]), abs=0.6e-4)
        window = values["crowded_relu"][at[0]].ravel().tolist()
        assert [cell[0] for cell in cells] == pytest.approx(window, abs=0.6e-4)


def test_every_product_over_96_input_maps_is_pytorchs_and_can_be_reached(
    open_lab: OpenLab, branching: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=branching.address + "/?network=deep")
    lab.ink(FOUR)
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    activations = trace(seeded(Deep), image).activations
    values = {name: each[0] for name, each in activations.items()}
    assert pin(lab, "deep", 0.5, 0.1)
    show_decimals(lab)
    for where, part_of_map in (("inside", (0.5, 0.1)), ("corner", (0.95, 0.985))):
        with subtests.test(where):
            assert pin(lab, "deep", *part_of_map)
            every_product_is_pytorchs(lab, values)
    # The last one is reached by scrolling within the panel, and by keyboard.
    lab.page.locator('[data-layer="deep"] canvas').focus()
    lab.page.keyboard.press("Enter")
    lab.page.keyboard.press("End")
    last = lab.page.locator("#inspector .grids td").last
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport()
    assert lab.page.evaluate("document.documentElement.scrollHeight") <= 900


def every_product_is_pytorchs(lab: Lab, values: dict[str, torch.Tensor]) -> None:
    """Value and weight of each, each map's sum, and the line that adds them."""
    at = tuple(cell_in_words(lab))
    figures = lab.page.locator("#inspector figure")
    expect(figures).to_have_count(MAPS)
    expect(figures.locator("b").last).to_have_text(re.compile(rf"\.\d{{{DIGITS}}}$"))
    state = seeded(Deep).state_dict()
    kernel, bias = state["deep.weight"][at[0]], float(state["deep.bias"][at[0]])
    padded = torch.nn.functional.pad(values["many_relu"], (1, 1, 1, 1))
    patch = padded[:, at[1] : at[1] + 3, at[2] : at[2] + 3]
    shown = lab.page.evaluate(SHOWN)
    factors = torch.tensor([numbers(cell)[:2] for cell in shown["cells"]])
    expected = torch.stack((patch, kernel), -1).reshape(-1, 2)
    torch.testing.assert_close(factors, expected, atol=0.6e-4, rtol=0)
    captions = [numbers(text)[-1] for text in figures.locator("b").all_inner_texts()]
    sums = (patch * kernel).sum((1, 2))
    torch.testing.assert_close(torch.tensor(captions), sums, atol=0.6e-4, rtol=0)
    written = numbers(shown["line"].replace("− ", "-").replace("+ ", ""))
    expected_line = [*sums.tolist(), float(sums.sum()), bias, float(values["deep"][at])]
    assert written == pytest.approx(expected_line, abs=1.2e-4)


def the_copied_line_of_pytorch_gives_the_value_behind_joins_and_groups(lab: Lab) -> None:
    values = values_of(lab)
    chance = random.Random(5)
    shown = {"skip": "add", "joined": "cat", "wide": "wide_relu", "crowded": "crowded_relu"}
    for layer, operation in {**shown, "mean": "mean"}.items():
        at = pin_somewhere(lab, layer, chance)
        lab.page.get_by_role("button", name="Copy as PyTorch").press("Enter")
        expect(lab.page.locator("#inspector footer")).to_contain_text("Copied.")
        line = lab.page.evaluate("navigator.clipboard.readText()")
        expected = float(values[operation][at])
        assert eval(line, {"torch": torch}) == pytest.approx(expected, abs=1e-5), layer


def test_the_made_up_network_looks_as_it_did(
    open_four: OpenLab, expect_picture: ExpectPicture
) -> None:
    lab = open_four(in_blocks=True, reduced_motion="reduce")
    lab.page.mouse.move(5, 5)
    wait_for_painting(lab)
    expect_picture(lab.page.locator("#middle"), "branching")


def test_in_space_branches_stand_beside_one_another_and_a_cell_has_its_lines(
    open_four: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_four(reduced_motion="reduce")
    lab.page.locator('[data-view="3d"]').last.click()
    canvas = lab.page.locator("#space .view canvas")
    expect(canvas).to_have_attribute("data-frames", re.compile(r"\d"))
    rest(lab)
    plain = canvas.screenshot()
    canvas.focus()
    spoken = lab.page.locator("#space [aria-live]")
    seen = []
    for layer in LAYERS:
        lab.page.keyboard.press("PageDown")
        wait_for_painting(lab)
        seen.append(spoken.inner_text().split(",")[0])
        if layer.name == "crowded":  # which reads both branches
            with subtests.test("a cell after branches has its lines and its field"):
                expect(spoken).to_contain_text("Convolution layer 3, map 1")
                # 3 by 3 of 8 maps
                expect(spoken).to_contain_text(re.compile(r"(6[0-9]|7[0-2]) lines feed it"))
                expect(spoken).to_contain_text("pixels of the drawing")
                rest(lab)
                assert canvas.screenshot() != plain
                lab.page.keyboard.press("Shift+PageDown")
                expect(spoken).to_contain_text("Convolution layer 3, map 2")
    assert len(set(seen)) == len(seen)
    assert int(canvas.get_attribute("data-calls") or 99) <= 8
    names = lab.page.locator(".labels .label:not(.class)").all()
    assert sum(each.is_visible() for each in names) == len(LAYERS)
