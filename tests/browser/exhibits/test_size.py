"""The size of a kernel: maps, costs and fields against PyTorch, whatever is chosen or typed."""

from __future__ import annotations

import pytest
import torch
from playwright.sync_api import Page, expect
from torch import nn
from torch.nn import functional

from models._variants import load_variants, probabilities
from tests.browser.exhibits.test_sums import numbers_in, take_sample
from tests.browser.hands.exhibits import assert_links_are_for_everyone, show
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.network import image_of
from tests.serving import Server

SIZES = {"1": [1], "3": [3], "5": [5], "7": [7], "3-3": [3, 3]}


LOOK = """() => [
    document.querySelector("[data-size][aria-pressed=true]").dataset.size,
    [...document.querySelectorAll(".kernel-grid input")].map(each => Number(each.value)),
    document.querySelector("[data-part=told-cell]").innerText,
]"""
"""The size that is chosen, the weights that are printed, and what is told of a cell."""


def assert_true(page: Page, image: torch.Tensor, row: int, column: int) -> None:
    """The chosen cell of the result is what PyTorch makes of the printed kernel."""
    pressed, weights, told_cell = page.evaluate(LOOK)
    made = image
    for side in SIZES[pressed]:
        assert len(weights) == side**2
        kernel = torch.tensor(weights, dtype=image.dtype).view(1, 1, side, side)
        made = functional.conv2d(made, kernel, padding="same")
    told = numbers_in(told_cell)
    assert told[:2] == [row + 1, column + 1]
    assert told[2] == pytest.approx(made[0, 0, row, column].item(), abs=0.0052)


def test_every_kernel_of_every_size_is_pytorchs(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "size", "cell=11_14")
    take_sample(page, 8)
    image = image_of(page, server)
    presets = "all => all.map(each => each.dataset.preset)"
    for size in SIZES:
        with subtests.test("every preset", size=size):
            page.locator(f"[data-size='{size}']").click()
            names = page.locator("[data-preset]").evaluate_all(presets)
            assert len(names) > 2
            for name in names:
                page.locator(f"[data-preset={name}]").click()
                assert_true(page, image, 11, 14)
    page.locator("[data-size='3']").click()
    page.locator("[data-preset=sharpen]").click()
    page.locator(".kernel-grid input").nth(2).fill("-2,6")
    page.locator(".kernel-grid input").nth(2).press("ArrowUp")
    expect(page.locator(".kernel-grid input").nth(2)).to_have_value("-2.5")
    assert_true(page, image, 11, 14)
    expect(page.locator("[data-preset][aria-pressed=true]")).to_have_count(0)
    page.locator("[data-part=output] .map").focus()
    page.keyboard.press("ArrowDown")
    assert_true(page, image, 12, 14)
    page.reload()
    expect(page.locator(".kernel-grid input").nth(2)).to_have_value("-2.5")
    expect(page.locator("[data-part=told-cell]")).to_contain_text("Row 13, column 15")
    assert_true(page, image, 12, 14)


def test_costs_are_counted_and_variants_read(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    nonsense = "size=<b>&w=1e999_x&maps=7&cell=99_99&variant=<b>"
    page = show(open_lab, server, "size", nonsense)
    with subtests.test("nonsense as a weight becomes what is used"):
        first = page.locator(".kernel-grid input").first
        first.fill("99")
        expect(first).to_have_value("9")
        first.fill("")
        page.locator("[data-size='3']").focus()
        expect(first).to_have_value("9")
    with subtests.test("the question comes before its answer"):
        expect(page.locator("[data-row='3-3']")).to_be_hidden()
        page.locator("[data-answer='50']").click()
        expect(page.locator("[data-part=told]")).to_contain_text("two of 5 × 5. 18")
        expect(page.locator("[data-row='3-3']")).to_be_visible()
    for maps in (1, 6, 64):
        with subtests.test("costs are counted as PyTorch has them", maps=maps):
            page.locator(f"[data-maps='{maps}']").click()
            rows = page.evaluate(ROWS)
            for size, sides in SIZES.items():
                assert_costs(rows[size], maps, sides)
    with subtests.test("twelve variants read the drawing and one is told of"):
        assert_variants_read(page, server)


ROWS = """() => Object.fromEntries([...document.querySelectorAll("[data-row]")].map(row => [
    row.dataset.row,
    Object.fromEntries(["weights", "products", "field", "memory"].map(part =>
        [part, row.querySelector(`[data-part=${part}]`).innerText])),
]))"""


def assert_costs(cells: dict[str, str], maps: int, sides: list[int]) -> None:
    """A row of the table has what PyTorch counts of so many maps, kernels of these sides."""
    layers = nn.Sequential(
        *(nn.Conv2d(maps, maps, side, padding=side // 2, bias=False) for side in sides)
    )
    weights = sum(each.numel() for each in layers.parameters())
    image = torch.zeros(1, maps, 28, 28, requires_grad=True)
    made = layers(image)
    assert made.shape == image.shape
    with torch.no_grad():
        for each in layers.parameters():
            each.fill_(1)
    layers(image)[0, 0, 14, 14].backward()
    assert image.grad is not None
    field = int((image.grad[0, 0].abs().sum(0) > 0).sum())
    numbers = weights + len(sides) * made.numel()
    told = {part: numbers_in(text.replace(",", ""))[0] for part, text in cells.items()}
    assert told["weights"] == weights
    assert told["products"] == weights * 28 * 28
    assert cells["field"] == f"{field} × {field}"
    assert told["memory"] == pytest.approx(4 * numbers / 1000, abs=0.051)


VARIANT = """name => {
    const button = document.querySelector(`[data-variant=${name}]`);
    const text = each => each.innerText.replaceAll(",", "");
    return [
        ...["guess", "chance"].map(part => text(button.querySelector(`[data-part=${part}]`))),
        Object.fromEntries([...document.querySelectorAll("[data-figure]")]
            .map(each => [each.dataset.figure, text(each)])),
    ];
}"""


def assert_variants_read(page: Page, server: Server) -> None:
    with page.expect_response("**/variants/readings"):
        take_sample(page, 7)
    image = image_of(page, server)[0, 0].numpy()
    kept = load_variants()
    chances = {each.shape.name: probabilities(each, image) for each in kept}
    guesses = page.locator("[data-variant] [data-part=guess]")
    expect(guesses).to_have_text([str(each.argmax()) for each in chances.values()])
    for variant in kept:
        name, measured = variant.shape.name, variant.measured
        page.locator(f"[data-variant={name}]").click()
        guess, chance, figures = page.evaluate(VARIANT, name)
        assert guess == str(chances[name].argmax())
        assert numbers_in(chance)[0] == pytest.approx(100 * chances[name].max(), abs=0.11)
        for figure, numbers in (
            ("kernels", [measured.of_kernels, measured.weights]),
            ("products", [measured.of_convolution, measured.multiply_adds]),
            ("test", [100 * measured.test, measured.test_count]),
            ("pens", [100 * measured.pens, measured.pens_count]),
        ):
            assert numbers_in(figures[figure]) == pytest.approx(numbers, abs=0.051)
    assert "variant=kernel_7_stride" in page.url
    page.reload()
    expect(page.locator("[data-variant=kernel_7_stride]")).to_have_attribute("aria-pressed", "true")


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    def look(page: Page) -> None:
        expect(page.locator("[data-part=told-cell]")).not_to_be_empty()

    links = ("size", ("said=9&size=7&maps=64", "said=18&lang=nl"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, look)
