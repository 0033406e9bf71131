"""Sentences with numbers, against PyTorch's: outputs, status line, legend, receptive fields."""

from __future__ import annotations

import random
import re

import pytest
import torch
from playwright.sync_api import expect

from models import model_entry, trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.browser.hands.cells import (
    DIGITS,
    EXPLAINED,
    MAPS,
    cell_of,
    choose,
    explain_in,
    numbers,
    pin,
    pin_and_read,
    place_in,
    show_decimals,
    wait_for_painting,
)
from tests.browser.hands.ink import draw_four, drawn_strokes
from tests.browser.hands.lab import Lab

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
SHOWN = {
    "input": "image",
    "conv1": "relu1",
    "pool1": "pool1",
    "conv2": "relu2",
    "pool2": "pool2",
    "fc1": "relu3",
    "fc2": "relu4",
}
Values = dict[str, torch.Tensor]
MADE = {"conv1": "conv1", "conv2": "conv2", "fc1": "fc1", "fc2": "fc2"}


def activations(lab: Lab) -> Values:
    image = torch.from_numpy(preprocess(drawn_strokes(lab)))[None]
    values = trace(load_weights("lenet5"), image).activations
    return {name: value[0].double() for name, value in values.items()}


def plain(text: str) -> str:
    return text.replace("−", "-").replace("\xa0", " ")


def digits_of(text: str) -> list[float]:
    return [float(each) for each in NUMBER.findall(plain(text))]


def pin_in(lab: Lab, layer: str, chance: random.Random, corners: bool = False) -> tuple[int, ...]:
    """Pin some cell of the layer; in corners, too, where windows lie over the padding."""
    title = model_layers()[layer]
    while True:
        places = [(chance.random(), chance.random())]
        if corners:
            places += [(0.995, chance.random()), (0.995, 0.995)]
        is_pinned, heading, _ = pin_and_read(lab, layer, *chance.choice(places))
        if is_pinned and heading.startswith(title):
            return tuple(cell_of(heading))


def model_layers() -> dict[str, str]:
    return {layer.name: layer.title for layer in model_entry("lenet5").layers}


def test_every_number_beside_the_maps_is_pytorchs(lab: Lab, subtests: pytest.Subtests) -> None:
    draw_four(lab)
    values = activations(lab)
    for part in (
        the_value_under_the_pointer_is_the_forward_passs,
        the_400_inputs_of_the_first_full_connection_lie_where_their_maps_are,
        totals_equal_the_maps_value_to_the_last_digit_shown,
        every_number_of_an_output_is_pytorchs,
        sizes_strides_and_places_of_receptive_fields_are_those_that_gradients_show,
        the_legends_ends_are_the_largest_values_of_what_it_spans,
    ):
        with subtests.test(part.__name__):
            part(lab, values)


def totals_equal_the_maps_value_to_the_last_digit_shown(lab: Lab, values: Values) -> None:
    """As text: the exact float32 value, rounded once, is what total and value both say; the total
    has one more decimal where the printed sum needs it.

    Other numbers of digits, and many more cells, are in the inspector's unit tests.
    """
    assert pin(lab, "conv1", 0.6, 0.55)
    show_decimals(lab)
    chance = random.Random(DIGITS)
    for layer in MAPS:
        at = pin_in(lab, layer, chance, corners=True)
        explained = lab.page.evaluate(EXPLAINED)
        total = plain(explained["total"])
        shown = NUMBER.findall(plain(explained["value"]))
        made = float(values[MADE.get(layer, SHOWN[layer])][at])
        after = float(values[SHOWN[layer]][at])
        # The server's engine may add in another order than PyTorch: one unit in float32.
        for text, output in ((total, made), (shown[0], made), (shown[-1], after)):
            decimals = len(text.partition(".")[2])
            assert decimals in ((DIGITS, DIGITS + 1) if text is total else (DIGITS,))
            assert float(text) == pytest.approx(output, abs=0.5 * 10**-decimals + 3e-6)


UNITS = (4, 9)
"""Of the ten outputs, those that are opened here; the inspector's unit tests open all of them."""


def every_number_of_an_output_is_pytorchs(lab: Lab, values: Values) -> None:
    """With the decimals that the part before has chosen."""
    buttons = lab.page.locator('[data-layer="output"] .units button')
    for unit in UNITS:
        buttons.nth(unit).click()
        expect(lab.page.locator("#inspector h2")).to_contain_text(f"class {unit}")
        wait_for_painting(lab)
        terms, softmax, difference = lab.page.locator("#inspector table").evaluate_all(
            "tables => tables.map(t => [...t.querySelectorAll('tbody tr')].map(r => r.innerText))"
        )
        assert_terms_are(lab, terms, values, unit)
        assert_softmax_is(softmax, values["fc3"])
        assert_difference_is(lab, difference, values)


def last_layer() -> tuple[torch.Tensor, torch.Tensor]:
    """Its weights and biases."""
    weights = load_weights("lenet5").state_dict()
    return weights["fc3.weight"].double(), weights["fc3.bias"].double()


def assert_terms_are(lab: Lab, rows: list[str], values: dict[str, torch.Tensor], unit: int) -> None:
    """The sixteen largest: unit, value, weight and product of each; their sum and the bias."""
    weights, biases = last_layer()
    source, weight = values["relu4"], weights[unit]
    products = source * weight
    largest = products.abs().argsort(descending=True)[:16].tolist()
    for row, index in zip(rows[:16], largest, strict=True):
        expected = [float(each[index]) for each in (source, weight, products)]
        assert digits_of(row)[:4] == pytest.approx([index + 1, *expected], abs=0.6e-4)
    line = plain(lab.page.locator("#inspector .total").locator("xpath=..").inner_text())
    shown = numbers(line.replace("+ ", "").replace("- ", "-"))
    expected = [float(each) for each in (products.sum(), biases[unit], values["fc3"][unit])]
    assert shown == pytest.approx(expected, abs=0.6e-4)


def assert_softmax_is(rows: list[str], logits: torch.Tensor) -> None:
    """Logit, exponential and probability of all ten classes, and the exponentials' sum."""
    exponentials = (logits - logits.max()).exp()
    probabilities = 100 * torch.softmax(logits, 0)
    for row, digit in zip(rows[:10], range(10), strict=True):
        name, logit, exponential, percent = digits_of(row)
        assert name == digit
        assert logit == pytest.approx(float(logits[digit]), abs=0.6e-4)
        assert exponential == pytest.approx(float(exponentials[digit]), rel=0.06, abs=0.6e-4)
        if ">\xa099.9" in row:  # what is not certain is never rounded up to 100
            assert 99.95 <= float(probabilities[digit]) < 100
        elif "<\xa00.1" in row:
            assert 0 < float(probabilities[digit]) < 0.05
        else:
            assert percent == pytest.approx(float(probabilities[digit]), abs=0.06)
    assert digits_of(rows[10])[0] == pytest.approx(float(exponentials.sum()), abs=0.6e-4)


def assert_difference_is(lab: Lab, rows: list[str], values: dict[str, torch.Tensor]) -> None:
    """Why the first guess and not the second: the largest shares, the rest, the sentence."""
    weights, biases = last_layer()
    logits, source = values["fc3"], values["relu4"]
    first, second = logits.argsort(descending=True).tolist()[:2]
    weight = weights[first] - weights[second]
    shares = source * weight
    order = shares.abs().argsort(descending=True)
    for row, index in zip(rows[:16], order[:16].tolist(), strict=True):
        expected = [float(each[index]) for each in (source, weight, shares)]
        assert digits_of(row)[:4] == pytest.approx([index + 1, *expected], abs=1.1e-4)
    rest = float(shares[order[16:]].sum())
    assert digits_of(rows[16])[-1] == pytest.approx(rest, abs=2e-4)
    body = lab.page.locator("#inspector .body").inner_text()
    words = re.search(r"Why \d and not \d\?\s+(.*)", body)
    assert words is not None
    apart = [float(logits[first] - logits[second]), float(biases[first] - biases[second])]
    assert numbers(plain(words[1])) == pytest.approx(apart, abs=0.6e-4)


def the_400_inputs_of_the_first_full_connection_lie_where_their_maps_are(
    lab: Lab, values: Values
) -> None:
    weight = load_weights("lenet5").state_dict()["fc1.weight"].double()
    chance = random.Random(6)
    for _ in range(3):
        (unit,) = pin_in(lab, "fc1", chance)
        products = (values["flatten"] * weight[unit]).reshape(16, 5, 5)
        most = float(products.abs().max())
        colours = lab.page.locator("#inspector .body canvas").evaluate(
            """canvas => {
                const context = canvas.getContext("2d");
                const ratio = canvas.width / parseFloat(canvas.style.width);
                return Array.from({ length: 400 }, (_, at) => {
                    const channel = Math.floor(at / 25);
                    const x = (channel % 8) * 44 + (at % 5) * 8 + 4;
                    const y = Math.floor(channel / 8) * 44 + (Math.floor(at / 5) % 5) * 8 + 4;
                    return [...context.getImageData(x * ratio, y * ratio, 1, 1).data];
                });
            }"""
        )
        for (red, _, blue, _), product in zip(colours, products.ravel().tolist(), strict=True):
            if abs(product) > 0.15 * most:  # ink is bluer, red pencil redder
                assert (blue > red) == (product > 0)
            elif abs(product) < 1e-6 * most:
                assert min(red, blue) > 250


SAID = """places => places.map(([clientX, clientY]) => {
    const how = { clientX, clientY, pointerType: "mouse", bubbles: true };
    document.elementFromPoint(clientX, clientY).dispatchEvent(new PointerEvent("pointermove", how));
    return document.querySelector("#cell").textContent.replaceAll("\u00a0", " ");
})"""
"""What is said of the cells at these places, without waiting for what is painted there."""


def the_value_under_the_pointer_is_the_forward_passs(lab: Lab, values: Values) -> None:
    chance = random.Random(7)
    for layer, operation in SHOWN.items():
        (left, top), (right, bottom) = place_in(lab, layer, 0, 0), place_in(lab, layer, 1, 1)
        lab.page.mouse.move(left + 0.5 * (right - left), top + 0.3 * (bottom - top))
        parts = [(chance.random(), chance.random()) for _ in range(25)]
        places = [(left + x * (right - left), top + y * (bottom - top)) for x, y in parts]
        done = 0
        for said in lab.page.evaluate(SAID, places):
            words = plain(said)
            found = re.findall(r"(?:map|row|column|unit) (\d+)", words)
            if not found or "weight" in words:
                continue
            done += 1
            at = tuple(int(each) - 1 for each in found)
            expected = float(values[operation][(0, *at) if layer == "input" else at])
            shown = float(words.rpartition(":")[2])
            assert shown == pytest.approx(expected, abs=0.5e-2, rel=0.6e-2), words
        assert done >= 5, layer


def the_legends_ends_are_the_largest_values_of_what_it_spans(lab: Lab, values: Values) -> None:
    lab.page.keyboard.press("Escape")
    high = lab.page.locator("#legend .high")
    for scope in ("layer", "map"):
        choose(lab, f'[data-scope="{scope}"]')
        for layer in ("conv1", "pool2", "fc2"):
            lab.page.mouse.move(*place_in(lab, layer, 0.9, 0.3))
            expect(high).to_have_text(re.compile(r"\d"))
            expected = values[SHOWN[layer]]
            if scope == "map" and expected.ndim == 3:
                words = lab.page.locator("#cell").inner_text()
                expected = expected[int(re.findall(r"map (\d+)", words)[0]) - 1]
            largest = float(expected.abs().max())
            assert digits_of(high.inner_text())[0] == pytest.approx(largest, abs=0.6e-2, rel=0.6e-2)
    choose(lab, '[data-scope="network"]')
    shown = [*SHOWN.values(), "fc3"]
    largest = max(float(values[operation].abs().max()) for operation in shown)
    assert digits_of(high.inner_text())[0] == pytest.approx(largest, abs=0.6e-1)


def sizes_strides_and_places_of_receptive_fields_are_those_that_gradients_show(
    lab: Lab, _: Values
) -> None:
    """Which pixels matter is asked of PyTorch: the gradient of a sum of linear copies."""
    windows = {
        "conv1": [(5, 1, 2)],
        "pool1": [(5, 1, 2), (2, 2, 0)],
        "conv2": [(5, 1, 2), (2, 2, 0), (5, 1, 0)],
        "pool2": [(5, 1, 2), (2, 2, 0), (5, 1, 0), (2, 2, 0)],
    }
    chance = random.Random(9)
    for layer, steps in windows.items():
        for _ in range(3):
            _, row, column = pin_in(lab, layer, chance, corners=True)
            image = torch.zeros(1, 1, 28, 28, requires_grad=True)
            seen = image
            for kernel, stride, padding in steps:
                ones = torch.ones(1, 1, kernel, kernel)
                seen = torch.nn.functional.conv2d(seen, ones, stride=stride, padding=padding)
            seen[0, 0, row, column].backward()  # type: ignore[no-untyped-call]
            assert image.grad is not None
            touched = image.grad[0, 0].nonzero()
            low, high = touched.amin(0) + 1, touched.amax(0) + 1
            explained = lab.page.evaluate(EXPLAINED)
            found = re.search(
                r"(\d+) × (\d+) pixels of the drawing: rows (\d+) to (\d+), columns (\d+) to (\d+)",
                explained["words"],
            )
            assert found is not None, explained
            wide, tall, *span = map(int, found.groups())
            assert span == [int(low[0]), int(high[0]), int(low[1]), int(high[1])]
            assert (wide, tall) == (span[3] - span[2] + 1, span[1] - span[0] + 1)
            if not explained["growth"]:  # the first has been explained by its numbers
                explain_in(lab, "words")
                explained = lab.page.evaluate(EXPLAINED)
            size = jump = 1
            for sentence, (kernel, stride, _) in zip(explained["growth"], steps, strict=True):
                after = [size, kernel, 1, jump, size + (kernel - 1) * jump]
                after += [jump, stride, jump * stride]
                assert digits_of(sentence.partition(": ")[2]) == after
                size, jump = size + (kernel - 1) * jump, jump * stride
