"""Sums of products: each number against PyTorch, in one dimension, in two, and through six maps."""

from __future__ import annotations

import json
import re

import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from torch.nn import functional

from tests.browser.hands.exhibits import SETTLED, assert_links_are_for_everyone, go, show, visit
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.network import image_of, weights_of
from tests.serving import Server


def numbers_in(text: str) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+\.?\d*", text.replace("−", "-"))]


ROWS = """rows => rows.map(row =>
    [...row.querySelectorAll("td")].map(each => each.innerText).join(" "))"""


def table(page: Page, part: str) -> torch.Tensor:
    """A table of numbers (rows, columns)."""
    rows = page.locator(f"[data-part={part}] tr").evaluate_all(ROWS)
    return torch.tensor([numbers_in(row) for row in rows])


def values(parts: Locator) -> torch.Tensor:
    told = parts.evaluate_all("all => all.map(each => each.getAttribute('aria-valuenow'))")
    return torch.tensor([float(each or "nan") for each in told], dtype=torch.float64)


IS_REPAINTED = """before =>
    document.querySelector("[data-part=input] .map canvas").toDataURL() !== before"""


def take_sample(page: Page, digit: int) -> None:
    """A sample on the pad, other than what is there, and what the page makes of its map."""
    shown = page.locator("[data-part=input]")
    expect(shown.locator(".scale")).not_to_be_empty()  # the map of what is there has come
    before = shown.locator(".map canvas").evaluate("canvas => canvas.toDataURL()")
    page.locator(f"[data-sample='{digit}']").click()
    page.wait_for_function(IS_REPAINTED, arg=before)


def test_numbers_are_pytorchs(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    page = show(open_lab, server, "sums")
    with subtests.test("sums in one dimension"):
        assert_sums_in_one_dimension(page)
    with subtests.test("a pixel tells its windows, and playing fills the map"):
        go(page, "")
        assert_a_pixel_tells_its_windows(page)
    with subtests.test("the question comes before six maps"):
        assert_the_question_comes_first(page)
    with subtests.test("each place of the map"):
        go(page, "kernel=4&cell=12_9")
        assert_each_place_of_the_map(page, server)
    with subtests.test("six maps add up"):
        go(page, "said=25&map=7&place=4_6")
        assert_six_maps_add_up(page, server)


def test_drawings_go_from_page_to_page_and_are_read(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = visit(open_lab, server, "sums")
    page = lab.page
    with subtests.test("the drawing is the lab's, and can be drawn here"):
        assert_the_drawing_is_the_labs(page, server)
    with subtests.test("without an answer the page says so"):
        page.goto(f"{server.address}/exhibits/sums")
        page.evaluate(SETTLED)
        assert lab.complaints == []
        assert_no_answer_is_told(page)
        lab.complaints.clear()  # the browser's own words about what failed


def assert_sums_in_one_dimension(page: Page) -> None:
    expect(page.locator("[data-map='1']")).to_be_hidden()
    page.locator("[data-switch=two]").click()
    for flip in (False, True):
        for at, kernel in enumerate(((-0.6, 0.9, 0.4), (-1.0, 0.0, 1.0))):
            shown = page.locator(f"[data-map='{at}']")
            inputs = values(shown.locator(".input"))
            window = torch.tensor(kernel, dtype=torch.float64)
            used = window.flip(0) if flip else window
            expected = functional.conv1d(inputs.view(1, 1, 5), used.view(1, 1, 3)).flatten()
            sums = [numbers_in(each)[-1] for each in shown.locator(".sums li").all_inner_texts()]
            assert sums == pytest.approx(expected.tolist(), abs=1e-9)
        page.locator("[data-switch=flip]").click()
    expect(page.locator("[data-part=line-cost]")).to_contain_text("weights to learn: 6")
    page.locator("[data-map='0'] .wire").nth(4).focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-map='0'] .sums li").nth(1)).to_contain_text("1.0 × 1.0")
    page.locator("[data-switch=letters]").click()
    sums = page.locator(".sums li").all_inner_texts()
    assert sums[:2] == ["a₁ = x₁w₁ + x₂w₂ + x₃w₃", "a₂ = x₂w₁ + x₃w₂ + x₄w₃"]
    assert sums[3] == "b₁ = x₁v₁ + x₂v₂ + x₃v₃"
    page.reload()
    expect(page.locator("[data-map='0'] .wire").nth(4)).to_have_attribute("aria-valuenow", "1")


def assert_each_place_of_the_map(page: Page, server: Server) -> None:
    take_sample(page, 3)
    weights, image = weights_of(page, server), image_of(page, server)
    kernel, bias = weights["conv1.weight"], weights["conv1.bias"]
    made = functional.conv2d(image, kernel, bias, padding=2)[0]
    padded = functional.pad(image, (2, 2, 2, 2))[0, 0]
    output = page.locator("[data-part=output] .map")
    output.focus()
    row, column = 12, 9
    for key, down, across in ((None, 0, 0), ("ArrowRight", 0, 1), ("ArrowUp", -1, 0)):
        if key is not None:
            page.keyboard.press(key)
        row, column = row + down, column + across
        expect(page.locator("[data-part=place]")).to_contain_text(
            f"Row {row + 1}, column {column + 1} "
        )
        window = padded[row : row + 5, column : column + 5]
        assert torch.allclose(table(page, "values"), window, atol=0.0051)
        assert torch.allclose(table(page, "weights"), kernel[3, 0], atol=0.0051)
        assert torch.allclose(table(page, "products"), window * kernel[3, 0], atol=0.0051)
        result = numbers_in(page.locator("[data-part=sum]").inner_text())[-1]
        assert result == pytest.approx(made[3, row, column].item(), abs=0.00051)
    assert f"cell={row}_{column}" in page.url
    expect(page.locator("[data-part=line]")).to_have_text(
        f"torch.nn.functional.conv2d(x, w, b, padding=2)[0, 3, {row}, {column}]"
    )


def assert_a_pixel_tells_its_windows(page: Page) -> None:
    pixels = page.locator("[data-part=input] .map")
    pixels.hover(position={"x": 100, "y": 100})
    expect(page.locator("[data-part=place]")).to_contain_text("25 windows")
    pixels.hover(position={"x": 2, "y": 2})
    expect(page.locator("[data-part=place]")).to_contain_text("9 windows")
    page.mouse.move(0, 0)
    places = page.locator("[data-part=places]")
    places.fill("30")
    expect(page.locator("[data-part=place]")).to_contain_text("Row 2, column 2 ")
    page.locator("[data-part=play]").click()
    expect(page.locator("[data-part=place]")).not_to_contain_text("Row 2, ")
    page.locator("[data-part=play]").click()
    expect(page.locator("[data-part=play]")).to_have_attribute("aria-pressed", "false")


def assert_six_maps_add_up(page: Page, server: Server) -> None:
    take_sample(page, 8)
    weights, image = weights_of(page, server), image_of(page, server)
    first = functional.conv2d(image, weights["conv1.weight"], weights["conv1.bias"], padding=2)
    goes_in = functional.max_pool2d(first.relu(), 2)
    kernel, bias = weights["conv2.weight"][6:7], weights["conv2.bias"][6].item()
    parts = functional.conv2d(goes_in, kernel.transpose(0, 1), groups=6)[0, :, 4, 6]
    *terms, told_bias, total = numbers_in(page.locator("[data-part=terms]").inner_text())
    assert terms == pytest.approx(parts.tolist(), abs=0.0051)
    assert told_bias == pytest.approx(bias, abs=0.0051)
    whole = functional.conv2d(goes_in, kernel)[0, 0, 4, 6].item() + bias
    assert total == pytest.approx(whole, abs=0.0051)
    page.locator("[data-part=added]").fill("2")
    *terms, total = numbers_in(page.locator("[data-part=terms]").inner_text())
    assert len(terms) == 2
    assert total == pytest.approx(parts[:2].sum().item(), abs=0.0051)
    expect(page.locator(".channel[data-out]")).to_have_count(4)
    page.locator("[data-part=choice] [data-by='1']").click()
    assert "map=8" in page.url


def assert_the_drawing_is_the_labs(page: Page, server: Server) -> None:
    whose = page.locator("[data-part=whose]")
    expect(whose).to_contain_text("A sample")
    pad = page.locator(".drawing canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 90, box["y"] + 40)
    page.mouse.down()
    with page.expect_response("**/predictions"):
        page.mouse.move(box["x"] + 90, box["y"] + 180, steps=6)
    page.mouse.up()
    expect(whose).to_contain_text("Your drawing")
    pad.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    kept = json.loads(page.evaluate("localStorage.getItem('inkling.drawing.1')"))
    assert len(kept) == 2
    page.goto(f"{server.address}/")  # the lab has it
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    assert json.loads(page.evaluate("localStorage.getItem('inkling.drawing.1')")) == kept
    page.go_back()
    expect(whose).to_contain_text("Your drawing")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-act=link]").click()
    expect(whose).to_have_text("The link is copied, with this drawing.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.locator("[data-act=clear]").click()
    expect(page.locator("[data-act=link]")).to_be_disabled()
    expect(page.locator("[data-act=clear]")).to_be_disabled()
    page.locator("[data-act=undo]").click()
    expect(page.locator("[data-act=clear]")).to_be_enabled()
    page.locator("[data-act=clear]").click()
    page.goto(link)  # as another device has it
    expect(whose).to_have_text("A drawing that came with the link.")
    drawing = page.evaluate("location.hash")
    assert link.endswith(drawing)
    page.locator(".places a[href*=exhibits]").click()
    page.get_by_role("link", name="Who had the idea?").click()
    expect(page.locator("[data-exhibit=history]")).to_be_visible()
    page.locator(".onward .primary").click()
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    page.locator(".places a[href*=exhibits]").click()
    expect(page.locator(".course")).to_be_visible()
    assert page.evaluate("location.hash") == drawing


def assert_no_answer_is_told(page: Page) -> None:
    page.route("**/predictions", lambda route: route.abort())
    page.locator("[data-sample='1']").click()
    expect(page.locator("[data-part=whose]")).to_contain_text("trying again")
    page.unroute("**/predictions")
    expect(page.locator("[data-part=whose]")).to_contain_text("Your drawing")


def assert_the_question_comes_first(page: Page) -> None:
    expect(page.locator("[data-part=channels]")).to_be_hidden()
    page.locator("[data-answer='25']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("There are six maps. 150")
    expect(page.locator("[data-part=channels]")).to_be_visible()


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    def look(page: Page) -> None:
        expect(page.locator("[data-part=terms]")).not_to_be_empty()

    links = ("sums", ("said=25&kernels=2", "said=150&lang=nl"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, look)
