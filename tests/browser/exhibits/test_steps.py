"""Steps, edges and pooling: sizes, maps and what survives a nudge, against PyTorch."""

from __future__ import annotations

import base64

import pytest
import torch
from playwright.sync_api import Page, expect
from torch.nn import functional

from tests.browser.exhibits.test_sums import numbers_in, take_sample
from tests.browser.hands.exhibits import assert_links_are_for_everyone, go, show, visit
from tests.browser.hands.lab import OpenLab
from tests.browser.hands.network import image_of
from tests.serving import Server

SHIFTS = range(-6, 7)


def moved(image: torch.Tensor, shift: int) -> torch.Tensor:
    """An image (1, 1, H, W) so many pixels to the right; zeros come in."""
    padded = functional.pad(image, (6, 6))
    return padded[..., 6 - shift : 6 - shift + image.shape[-1]]


def row(page: Page, table: str, at: int) -> list[float]:
    """A line of a chart's table."""
    cells = page.locator(f"[data-part={table}] tbody tr").nth(at).locator("td")
    return [numbers_in(text)[0] for text in cells.all_text_contents()]


def test_steps_edges_and_pooling(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    page = show(open_lab, server, "steps")
    with subtests.test("sizes are PyTorch's, and impossible ones are explained"):
        assert_sizes_are_pytorchs(page)
    with subtests.test("small maps are PyTorch's"):
        go(page, "window=4&stride=3&padding=1&cell=4_5")
        assert_small_maps_are_pytorchs(page, server)
    with subtests.test("what survives a nudge is PyTorch's"):
        go(page, "window=2")
        assert_what_survives_is_pytorchs(page, server)


def test_what_the_network_says_of_a_nudge(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = visit(open_lab, server, "steps", "said=13&shift=6")
    with subtests.test("chances are those of the moved pixels"):
        assert_chances_are_those_of_moved_pixels(lab.page, server)
    with subtests.test("a network that does not answer is told"):
        go(lab.page, "said=13")
        assert lab.complaints == []
        assert_no_answer_is_told(lab.page)
        lab.complaints.clear()  # the browser's own words about what failed


def assert_sizes_are_pytorchs(page: Page) -> None:
    settings = ((8, 3, 2, 0), (12, 7, 4, 3), (5, 2, 3, 1), (9, 1, 2, 0))
    for cells, window, stride, padding in settings:
        for name, value in (
            ("cells", cells),
            ("window", window),
            ("stride", stride),
            ("padding", padding),
        ):
            page.locator(f"[data-setting={name}]").fill(str(value))
        made = functional.max_pool1d(torch.zeros(1, 1, cells), window, stride, padding)
        places = made.shape[-1]
        expect(page.locator(".ruler .place")).to_have_count(places)
        assert numbers_in(page.locator("[data-part=formula]").inner_text())[-1] == places
        unread = (cells + 2 * padding - window) % stride
        expect(page.locator(".ruler .unread")).to_have_count(unread)
    page.locator("[data-setting=cells]").fill("4")
    page.locator("[data-setting=window]").fill("7")
    verdict = page.locator("[data-part=verdict]")
    expect(verdict).to_contain_text("Impossible: a window of 7 does not fit on 4 cells")
    with pytest.raises(RuntimeError, match="Invalid computed output size"):
        functional.max_pool1d(torch.zeros(1, 1, 4), 7, 1, 0)
    page.locator("[data-setting=window]").fill("3")
    page.locator("[data-setting=padding]").fill("2")
    expect(verdict).to_contain_text("more than half a window of 3")
    with pytest.raises(RuntimeError, match="at most half"):
        functional.max_pool1d(torch.zeros(1, 1, 4), 3, 1, 2)
    expect(page.locator("[data-part=no-map]")).to_contain_text("no map")
    page.reload()
    expect(verdict).to_contain_text("more than half a window of 3")


def assert_small_maps_are_pytorchs(page: Page, server: Server) -> None:
    take_sample(page, 2)
    image = image_of(page, server)
    told = page.locator("[data-part=told-cell]")
    view = page.locator("[data-pooling=max] .map")
    view.focus()
    for key, at, across in ((None, 4, 5), ("ArrowDown", 5, 5), ("ArrowLeft", 5, 4)):
        if key is not None:
            page.keyboard.press(key)
        expect(told).to_contain_text(f"Row {at + 1}, column {across + 1}:")
        most = functional.max_pool2d(image, 4, 3, 1)[0, 0, at, across].item()
        mean = functional.avg_pool2d(image, 4, 3, 1)[0, 0, at, across].item()
        first = image[0, 0, at * 3 - 1, across * 3 - 1].item()
        shown = numbers_in(told.inner_text())[2:]
        assert shown == pytest.approx([most, mean, first], abs=0.0051)
    assert "cell=5_4" in page.url
    maps = page.locator("[data-part=pools] .map")
    widths = [width for map_ in maps.all() if (width := (map_.bounding_box() or {}).get("width"))]
    assert widths == pytest.approx([widths[0]] * 4, abs=1)  # as large as what they were made from


def assert_what_survives_is_pytorchs(page: Page, server: Server) -> None:
    expect(page.locator("[data-part=nudging]")).to_be_hidden()
    page.locator("[data-answer='9']").click()
    expect(page.locator("[data-part=told]")).to_contain_text("over the edge. 8")
    take_sample(page, 4)
    image = image_of(page, server)
    ways = (
        lambda map_: map_,
        lambda map_: functional.max_pool2d(map_, 2, 2),
        lambda map_: functional.avg_pool2d(map_, 2, 2),
        lambda map_: map_[..., ::2, ::2],
    )
    for at, way in enumerate(ways):
        still = way(image).flatten()
        expected = [
            functional.cosine_similarity(still, way(moved(image, shift)).flatten(), 0).item()
            for shift in SHIFTS
        ]
        assert row(page, "kept-table", at) == pytest.approx(expected, abs=0.0051)
    page.locator("[data-part=nudge] [data-by='1']").click()
    expect(page.locator("[data-part=told-kept]")).to_contain_text("Moved by 2 pixels")
    assert "shift=2" in page.url


def assert_chances_are_those_of_moved_pixels(page: Page, server: Server) -> None:
    page.locator("[data-sample='5']").click()  # the sample that is there already, kept from now on
    image = image_of(page, server)
    expected = []
    for shift in SHIFTS:
        pixels = (moved(image, shift) * 255).round().byte().numpy().tobytes()
        answer = page.request.post(
            f"{server.address}/api/models/lenet5/predictions",
            data={"strokes": [], "pixels": base64.b64encode(pixels).decode()},
        )
        expected.append(100 * answer.json()["outcomes"]["digit"][5])
    expect(page.locator("[data-part=chances-name]")).to_have_text("Chance of 5")
    shown = row(page, "chances-table", 0)
    for told, chance in zip(shown, expected, strict=True):
        assert told == pytest.approx(chance, abs=0.11)
    expect(page.locator("[data-part=told-said]")).to_contain_text("Here it")


def assert_no_answer_is_told(page: Page) -> None:
    expect(page.locator("[data-part=said]")).to_be_visible()
    page.route(
        "**/predictions",
        lambda route: (
            route.abort() if '"pixels"' in (route.request.post_data or "") else route.continue_()
        ),
    )
    page.locator("[data-sample='1']").click()
    expect(page.locator("[data-part=said-failed]")).to_contain_text("has not answered")


def test_for_everyone(open_lab: OpenLab, server: Server, subtests: pytest.Subtests) -> None:
    def look(page: Page) -> None:
        expect(page.locator("[data-part=chances-name]")).not_to_be_empty()

    links = ("steps", ("said=9&padding=3", "said=13&lang=nl"))
    assert_links_are_for_everyone(open_lab, server, subtests, links, look)
