"""The size of a kernel: maps, costs and fields against PyTorch, whatever is chosen or typed."""

from __future__ import annotations

import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from torch import nn
from torch.nn import functional

from models._variants import load_variants, probabilities
from tests.browser.exhibits.test_sums import numbers_in, take_sample
from tests.browser.hands.exhibits import assert_for_everyone, show
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.network import image_of
from tests.serving import Server

SIZES = {"1": [1], "3": [3], "5": [5], "7": [7], "3-3": [3, 3]}


def kernel_of(page: Page) -> torch.Tensor:
    """The weights that are printed (1, 1, side, side)."""
    told = [float(each.input_value()) for each in page.locator(".kernel-grid input").all()]
    side = round(len(told) ** 0.5)
    return torch.tensor(told).view(1, 1, side, side)


def assert_true(page: Page, image: torch.Tensor, row: int, column: int) -> None:
    """The chosen cell of the result is what PyTorch makes of the printed kernel."""
    pressed = page.locator("[data-size][aria-pressed=true]").get_attribute("data-size")
    kernel, made = kernel_of(page), image
    for side in SIZES[pressed or ""]:
        assert kernel.shape[-1] == side
        made = functional.conv2d(made, kernel, padding=side // 2)
    told = numbers_in(page.locator("[data-part=told-cell]").inner_text())
    assert told[:2] == [row + 1, column + 1]
    assert told[2] == pytest.approx(made[0, 0, row, column].item(), abs=0.0052)


def test_every_kernel_of_every_size_is_pytorchs(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "size", "cell=11_14")
    take_sample(page, 8)
    image = image_of(page, server)
    for size in SIZES:
        page.locator(f"[data-size='{size}']").click()
        for preset in page.locator("[data-preset]").all():
            preset.click()
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


def test_nonsense_as_a_weight_becomes_what_is_used(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "size", "size=<b>&w=1e999_x&maps=7&cell=99_99")
    first = page.locator(".kernel-grid input").first
    first.fill("99")
    expect(first).to_have_value("9")
    first.fill("")
    page.locator("[data-size='3']").focus()
    expect(first).to_have_value("9")


def test_costs_are_counted_as_pytorch_has_them(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "size", "said=25")
    for maps in (1, 6, 64):
        page.locator(f"[data-maps='{maps}']").click()
        for size, sides in SIZES.items():
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
            cells = page.locator(f"[data-row='{size}']")
            assert _count(cells, "weights") == weights
            assert _count(cells, "products") == weights * 28 * 28
            assert cells.locator("[data-part=field]").inner_text() == f"{field} × {field}"
            told = _count(cells, "memory")
            assert told == pytest.approx(4 * numbers / 1000, abs=0.051)


def _count(cells: Locator, part: str) -> float:
    text = cells.locator(f"[data-part={part}]").inner_text()
    return numbers_in(text.replace(",", ""))[0]


def test_the_question_comes_before_its_answer(open_lab: OpenLab, server: Server) -> None:
    page = show(open_lab, server, "size")
    expect(page.locator("[data-row='3-3']")).to_be_hidden()
    page.locator("[data-answer='50']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("two of 5 × 5. 18")
    expect(page.locator("[data-row='3-3']")).to_be_visible()


def test_twelve_variants_read_the_drawing_and_one_is_told_of(
    open_lab: OpenLab, server: Server
) -> None:
    page = show(open_lab, server, "size", "variant=<b>")
    with page.expect_response("**/variants/readings"):
        take_sample(page, 7)
    image = image_of(page, server)[0, 0].numpy()
    kept = load_variants()
    guesses = page.locator("[data-variant] [data-part=guess]")
    expect(guesses).to_have_count(len(kept))
    for variant in kept:
        chances = probabilities(variant, image)
        button = page.locator(f"[data-variant={variant.shape.name}]")
        expect(button.locator("[data-part=guess]")).to_have_text(str(chances.argmax()))
        told = numbers_in(button.locator("[data-part=chance]").inner_text())
        assert told[0] == pytest.approx(100 * chances.max(), abs=0.11)
        button.click()
        measured = variant.measured
        for figure, numbers in (
            ("kernels", [measured.of_kernels, measured.weights]),
            ("products", [measured.of_convolution, measured.multiply_adds]),
            ("test", [100 * measured.test, measured.test_count]),
            ("pens", [100 * measured.pens, measured.pens_count]),
        ):
            text = page.locator(f"[data-figure={figure}]").inner_text().replace(",", "")
            assert numbers_in(text) == pytest.approx(numbers, abs=0.051)
    assert "variant=kernel_7_stride" in page.url
    page.reload()
    expect(page.locator("[data-variant=kernel_7_stride]")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("query", ["said=9&size=7&maps=64", "said=18&lang=nl"])
def test_for_everyone(open_lab: OpenLab, server: Server, query: str) -> None:
    page = show(open_lab, server, "size", query, "phone")
    expect(page.locator("[data-part=told-cell]")).not_to_be_empty()
    assert_for_everyone(page)
