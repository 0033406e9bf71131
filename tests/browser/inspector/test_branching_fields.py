"""What cells behind joins see, and what sees a pixel, compared with PyTorch's gradients."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
import torch
from playwright.sync_api import expect

from tests.branching import LAYERS, Branching, seeded
from tests.browser.hands.cells import (
    EXPLAINED,
    cell_in_words,
    cell_of,
    explain_in,
    pin,
    pin_and_read,
    pin_somewhere,
    place_in,
    wait_for_painting,
)
from tests.browser.hands.lab import Lab, OpenLab

RECORD = """() => {
    const context = CanvasRenderingContext2D.prototype;
    const kept = { clearRect: context.clearRect };
    window.boxes = [];
    context.clearRect = function (...given) {
        if (this.canvas.id === "overlay") window.boxes = [];
        kept.clearRect.apply(this, given);
    };
    for (const call of ["strokeRect", "fillRect"]) {
        kept[call] = context[call];
        context[call] = function (...given) {
            const { strokeStyle: style, lineWidth: line } = this;
            if (this.canvas.id === "overlay") window.boxes.push({ call, given, style, line });
            kept[call].apply(this, given);
        };
    }
}"""
"""Keeps the rectangles that lie over the maps."""

BOXES = """call => {
    const stage = document.querySelector("#stage").getBoundingClientRect();
    const probe = document.createElement("canvas").getContext("2d");
    probe.strokeStyle = getComputedStyle(document.querySelector("#overlay"))
        .getPropertyValue("--source");
    const edge = call === "strokeRect" ? 0.5 : 0;
    return window.boxes
        .filter(each => each.call === call && each.style === probe.strokeStyle && each.line < 2.5)
        .map(({ given: [x, y, width, height] }) => [
            stage.x + x + edge, stage.y + y + edge,
            stage.x + x + width - edge, stage.y + y + height - edge,
        ]);
}"""
"""Left, top, right and bottom on the screen of what is outlined, or filled, as seen or seeing."""

POINTED = """places => {
    const cell = document.querySelector("#cell");
    const under = places.map(([x, y]) => document.elementFromPoint(x, y));
    return places.map(([clientX, clientY], at) => {
        const how = { clientX, clientY, pointerType: "mouse" };
        const button = under[at].closest("button");
        button?.dispatchEvent(new PointerEvent("pointerenter", how));
        under[at].dispatchEvent(new PointerEvent("pointermove", { ...how, bubbles: true }));
        return cell.textContent.replaceAll("\u00a0", " ");
    });
}"""
"""What the page says of the cells there; hundreds of moves of a real mouse take a minute."""

Boxes = dict[tuple[str, int], list[int]]


def boxes_shown(lab: Lab, call: str) -> Boxes:
    """By layer and map: first and last row and column, asked of the page by pointing there."""
    titles = {layer.title: layer.name for layer in LAYERS}
    found: Boxes = {}
    boxes = lab.page.evaluate(BOXES, call)
    corners = [
        at
        for left, top, right, bottom in boxes
        for at in ((left + 0.5, top + 0.5), (right - 0.5, bottom - 0.5))
    ]
    said = iter(lab.page.evaluate(POINTED, corners))
    for pair in zip(said, said, strict=True):
        ends = []
        for words in pair:
            title = next(each for each in titles if words.startswith(each))
            numbers = re.findall(r"(?:map|row|column) (\d+)", words)
            if not numbers:  # named units have no rows
                break
            ends.append([titles[title], *(int(each) - 1 for each in [1, *numbers][-3:])])
        if not ends:
            continue
        (layer, channel, row, column), (other, same, end, last) = ends
        assert (layer, channel) == (other, same)
        found[layer, channel] = [row, end, column, last]
    return found


def by_layer(image: torch.Tensor) -> dict[str, torch.Tensor]:
    """Each layer's values where every weight is 1: not zero is what depends on something not zero.

    The largest of a window hides the others from gradients, so that here windows have their mean.
    """
    network = seeded(Branching)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.fill_(0.0 if name.endswith("bias") else 1.0)
    stem = network.stem(image)
    pool = torch.nn.functional.avg_pool2d(stem, 2)
    skip = network.second(pool) + pool
    wide, narrow = network.wide(skip), network.narrow(skip)
    joined = torch.cat([narrow, wide], dim=1)
    crowded = network.crowded(joined)
    layers = {"input": image, "stem": stem, "pool": pool, "skip": skip, "wide": wide}
    layers |= {"narrow": narrow, "joined": joined, "crowded": crowded}
    return layers


def boxes_of(masks: dict[str, torch.Tensor]) -> Boxes:
    """By layer and map: the smallest box around what is not zero."""
    found: Boxes = {}
    for layer, mask in masks.items():
        for channel, plane in enumerate(mask[0]):
            cells = plane.nonzero()
            if len(cells) > 0:
                (row, column), (end, last) = cells.amin(0).tolist(), cells.amax(0).tolist()
                found[layer, channel] = [row, end, column, last]
    return found


def test_what_a_cell_behind_joins_sees_is_outlined_as_gradients_have_it(
    open_four: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_four()
    lab.page.evaluate(RECORD)
    for layer in ("crowded", "joined", "wide", "skip", "pool"):
        chance = random.Random(len(layer))
        for _ in range(3):
            with subtests.test(layer):
                at = pin_somewhere(lab, layer, chance)
                lab.page.mouse.move(5, 5)
                wait_for_painting(lab)
                assert boxes_shown(lab, "strokeRect") == boxes_of(gradients_of(layer, at)), at
                expect(lab.page.locator("#seen-on-pad")).to_be_visible()


def gradients_of(layer: str, at: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """By other layer: its gradient of that cell, where it has any."""
    image = torch.ones(1, 1, 28, 28, requires_grad=True)
    values = by_layer(image)
    for each in values.values():
        each.retain_grad()
    values[layer][(0, *at)].backward()  # type: ignore[no-untyped-call]
    return {
        name: each.grad for name, each in values.items() if name != layer and each.grad is not None
    }


def test_a_pixel_lights_up_just_those_cells_that_depend_on_it(open_four: OpenLab) -> None:
    lab = open_four()
    lab.page.evaluate(RECORD)
    for across, down in ((0.5, 0.5), (0.03, 0.3), (0.96, 0.96)):
        assert pin(lab, "input", across, down)
        lab.page.mouse.move(5, 5)
        wait_for_painting(lab)
        row, column = cell_in_words(lab)
        image = torch.zeros(1, 1, 28, 28)
        image[0, 0, row, column] = 1
        with torch.no_grad():
            lit = {name: each for name, each in by_layer(image).items() if name != "input"}
        shown = boxes_shown(lab, "fillRect")
        # The crowded layer has more maps than are on the screen, and units have no rows.
        on_screen = {key for key in shown if key[0] == "crowded"}
        expected = {
            key: box
            for key, box in boxes_of(lit).items()
            if key[0] != "crowded" or key in on_screen
        }
        assert {key: box for key, box in shown.items() if key[0] != "mean"} == expected
        assert len(on_screen) > 8


def test_what_a_cell_of_a_concatenation_sees_is_told_of_its_own_branch(open_four: OpenLab) -> None:
    lab = open_four()
    chance = random.Random(2)
    sizes = {"Narrow branch": "8 × 8", "Wide branch": "16 × 16"}
    pin_somewhere(lab, "joined", chance)
    explain_in(lab, "words")
    # Some anywhere, and of each branch one whose field the drawing's edge does not cut.
    uncut = places_of_cells_inside(lab, chance)
    places = [*uncut.values(), *((chance.random(), chance.random()) for _ in range(4))]
    inside: set[str] = set()
    for place in places:
        _, title, _ = pin_and_read(lab, "joined", *place)
        channel, row, column = cell_of(title)
        branch, other = list(sizes)[:: 1 if channel < 6 else -1]
        shown = lab.page.evaluate(EXPLAINED)
        assert shown["growth"][-1].startswith(branch)
        assert not any(step.startswith(other) for step in shown["growth"])
        assert_goes_on(shown["growth"])
        if 6 <= row <= 9 and 6 <= column <= 9:
            assert f"{sizes[branch]} pixels of the drawing" in shown["words"]
            inside.add(branch)
    assert inside == set(sizes)


def places_of_cells_inside(lab: Lab, chance: random.Random) -> dict[str, tuple[float, float]]:
    """By branch: where in the layer's maps a cell in the middle of one lies."""
    (left, top), (right, bottom) = place_in(lab, "joined", 0, 0), place_in(lab, "joined", 1, 1)
    parts = [(chance.random(), chance.random()) for _ in range(400)]
    places = [(left + x * (right - left), top + y * (bottom - top)) for x, y in parts]
    found = {}
    for part, words in zip(parts, lab.page.evaluate(POINTED, places), strict=True):
        channel, *at = cell_of(words) or [0]
        if at and all(6 <= each <= 9 for each in at):
            found["Narrow branch" if channel < 6 else "Wide branch"] = part
    return found


def assert_goes_on(growth: list[str]) -> None:
    """Each step begins with the pixels that the step before has come to."""
    assert len(growth) > 1
    for one, following in pairwise(growth):
        after = re.search(r"= (\d+) pixels", one)
        begins = re.search(r": (\d+) \+", following)
        assert after is not None
        assert begins is not None
        assert after[1] == begins[1]
