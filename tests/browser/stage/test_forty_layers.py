"""A network of forty layers and two answers on the page: nothing in it knows this network."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pytest
import torch
from playwright.sync_api import expect

from models.forward.tracing import trace
from models.ink.preprocess import preprocess
from tests.browser.hands.cells import (
    DIGITS,
    numbers,
    pin_somewhere,
    show_decimals,
    title_of,
    wait_for_painting,
)
from tests.browser.hands.film import begin_film
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import opened, share
from tests.browser.hands.space import stand
from tests.drawings import EIGHT
from tests.forty_layers import LAYERS, NAME, SIDE, FortyLayers
from tests.serving import Server, start_server
from tests.taught_forty import Taught

OPENED = ["stem", "first7", "first-join", "second-side", "second-join", "ink", "mean"]
"""After batch normalisation, deep in a block, after both joins, in a branch, transposed, pooled."""


Values = dict[str, torch.Tensor]
"""What each operation makes of the drawing, by its name."""


@pytest.fixture(scope="module")
def forty(taught_forty: Taught) -> Iterator[Server]:
    """A server of the network, which has gone through training and export."""
    weights = {"INKLING_WEIGHTS": str(taught_forty.folder)}
    with start_server(module="tests.forty_layers", **weights) as server:
        server.wait_until_ready()
        yield server


def open_forty(open_lab: OpenLab, forty: Server) -> Lab:
    """The network with an 8 on its pad, its exact values there."""
    lab = open_lab(address=f"{forty.address}/?network={NAME}", reduced_motion="reduce")
    lab.ink(EIGHT)
    return lab


def values_of(lab: Lab, network: FortyLayers) -> Values:
    """What PyTorch makes of the page's drawing."""
    image = torch.from_numpy(preprocess(drawn_strokes(lab), side=SIDE))[None]
    return {name: value[0] for name, value in trace(network, image).activations.items()}


def open_block(lab: Lab, layer: str) -> None:
    """Open the block that a layer is in, if it is in one that is closed."""
    name = next((name for name in ("first", "second") if layer.startswith(name)), None)
    opener = lab.page.locator(f'#stage .open-block[data-block="{name}"]')
    if name is not None and opener.count() > 0:
        opener.press("Enter")
        lab.settle()


def test_a_network_of_forty_layers_and_two_answers(
    open_lab: OpenLab, forty: Server, taught_forty: Taught, subtests: pytest.Subtests
) -> None:
    lab = open_forty(open_lab, forty)
    values = values_of(lab, taught_forty.network())
    with subtests.test("every layer and both answers are on the page"):
        every_layer_and_both_answers_are_on_the_page(lab, values)
    with subtests.test("a link comes back to a cell of it"):
        a_link_comes_back_to_a_cell_of_it(lab, open_lab)
    parts: dict[Callable[..., None], tuple[object, ...]] = {
        a_cell_outlines_what_it_sees_in_the_layers_before_it_and_on_the_pad: (lab,),
        the_numbers_of_cells_all_over_the_network_are_pytorchs: (lab, values),
        each_of_its_steps_has_a_sentence: (lab,),
        all_of_it_stands_in_space: (lab,),
    }
    for part, given in parts.items():
        with subtests.test(part.__name__):
            for _ in range(2):  # the sheet with the link, or steps; then the cell
                lab.page.keyboard.press("Escape")
            part(*given)


def every_layer_and_both_answers_are_on_the_page(lab: Lab, values: Values) -> None:
    names = [layer.name for layer in LAYERS]
    for closed, block in (("second", "first"), ("first", "second")):
        open_block(lab, block)
        lab.expect_shown_layers(
            [name for name in names if not name.startswith(closed) or name == f"{closed}-join"]
        )
    digit = torch.softmax(values["head"], 0)
    lab.expect_first_guess(int(digit.argmax()))
    best = values["up"].argmax(0)
    parts = lab.page.locator(".answers dd").all_inner_texts()
    expected = [100 * float((best == label).float().mean()) for label in range(2)]
    assert [numbers(part)[0] for part in parts] == pytest.approx(expected, abs=0.06)


def the_numbers_of_cells_all_over_the_network_are_pytorchs(lab: Lab, values: Values) -> None:
    chance = random.Random(40)
    pin_somewhere(lab, "stem", chance, LAYERS)
    show_decimals(lab)
    for layer in OPENED:
        open_block(lab, layer)
        (titled,) = (each for each in LAYERS if each.name == layer)
        at = pin_somewhere(lab, layer, chance, LAYERS)[-3:]
        value = numbers(lab.page.locator("#inspector .value").inner_text())[-1]
        expected = float(values[titled.operations[-1]][at])
        assert value == pytest.approx(expected, abs=0.6 * 10**-DIGITS), (layer, at)


def a_cell_outlines_what_it_sees_in_the_layers_before_it_and_on_the_pad(lab: Lab) -> None:
    open_block(lab, "second")
    pin_somewhere(lab, "second-join", random.Random(8), LAYERS)
    expect(lab.page.locator("#seen-on-pad")).to_be_visible()
    assert lab.ink_on("#overlay") > 0


def each_of_its_steps_has_a_sentence(lab: Lab) -> None:
    open_block(lab, "second")
    begin_film(lab.page)
    sentence, count = lab.page.locator("#step .sentence"), lab.page.locator("#transport .count")
    expect(count).to_have_text(re.compile(r"1 of \d+"))
    steps = int(count.inner_text().split()[-1])
    assert steps > len(lab.shown_layers())
    sentences = []
    for step in range(1, steps + 1):
        expect(count).to_have_text(f"{step} of {steps}")
        sentences.append(sentence.inner_text())
        lab.page.keyboard.press("ArrowRight")
    assert all(len(each.split()) > 3 for each in sentences)
    assert sum("closed here to one step" in each for each in sentences) == 1
    assert not any("not known" in each for each in sentences)


def a_link_comes_back_to_a_cell_of_it(lab: Lab, open_lab: OpenLab) -> None:
    pin_somewhere(lab, "ink", random.Random(8), LAYERS)
    title, value = title_of(lab), lab.page.locator("#inspector .value").inner_text()
    other = opened(open_lab, share(lab))
    other.settle()
    assert title_of(other) == title
    assert other.page.locator("#inspector .value").inner_text() == value


def all_of_it_stands_in_space(lab: Lab) -> None:
    names = lab.shown_layers()
    stand(lab)
    lab.page.locator("#space .view canvas").focus()
    spoken = lab.page.locator("#space [aria-live]")
    seen = set()
    for _ in names:
        lab.page.keyboard.press("PageDown")
        wait_for_painting(lab)
        seen.add(spoken.inner_text().split(", map")[0].split(", unit")[0])
    assert len(seen) == len(names)
