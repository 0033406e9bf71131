"""The page at the sizes it is used at: nothing covers, nothing is cut off, nothing is blurred."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Route, expect

from bench.page import first_view
from models import list_models
from tests.browser.hands.lab import LAYERS, Lab, OpenLab
from tests.browser.hands.menu import change_theme
from tests.browser.hands.panels import open_panel
from tests.browser.hands.popovers import press_folded
from tests.drawings import EIGHT
from tests.serving import Server

DEVICES = {
    "laptop": (1440, 900, 1.0),
    "projector": (1024, 768, 1.0),
    "laptop, dense": (1440, 900, 2.0),
    "small laptop": (1280, 720, 1.5),
    "laptop at 125 %": (1440, 900, 1.25),
    "large": (1920, 1080, 1.0),
    "laptop, densest": (1440, 900, 3.0),
    "tablet": (820, 1180, 2.0),
    "phone": (390, 844, 3.0),
    "small phone": (320, 568, 2.0),
    "laptop at 200 %": (720, 450, 2.0),
}
"""Width and height in CSS pixels, and how many device pixels one has. Each has another size than
the one before it: Chromium tells a page that the number has changed when it is resized, too."""

PARTS = ["#pad", ".under-pad", ".reads", "#begin-steps", ".stage-head .boxed", "#stage"]
ALONE = 880
"""Up to this width the stage has room for one layer."""


BOXES = """parts => {
    const boxOf = each => {
        const { x, y, width, height } = each.getBoundingClientRect();
        const isSeen = each.checkVisibility({ visibilityProperty: true }) && width * height > 0;
        return isSeen ? { x, y, width, height } : null;
    };
    const all = selector => [...document.querySelectorAll(selector)].map(boxOf);
    const named = (name, boxes) => boxes.map((box, at) => [`${name} ${at}`, box]);
    const { scrollWidth, scrollHeight } = document.documentElement;
    const layers = all(".layer:not([hidden]) :is(canvas, ol)");
    return {
        page: [scrollWidth, scrollHeight],
        layers: layers.length,
        boxes: Object.fromEntries([
            ...parts.map(part => [part, all(part).length === 1 ? all(part)[0] : null]),
            ...named("control", all("nav > *").filter(box => box !== null)),
            ...named("layer", layers),
            ...named("heading of layer", all(".layer:not([hidden]) header")),
        ]),
    };
}"""
"""Where parts of the page stand, null for what is not seen; how large the page is."""

CELLS = """canvases => canvases.map(canvas => {
    const box = canvas.getBoundingClientRect();
    return { drawn: [canvas.width, canvas.height],
             seen: [box.width * devicePixelRatio, box.height * devicePixelRatio] };
})"""


def test_the_page_at_every_size_it_is_used_at(lab: Lab, subtests: pytest.Subtests) -> None:
    with subtests.test("the stage follows the window's size"):
        the_stage_follows_the_windows_size(lab)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    screen = lab.page.context.new_cdp_session(lab.page)

    def look_at(width: int, height: int, ratio: float) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": False}
        screen.send("Emulation.setDeviceMetricsOverride", size)
        lab.settle()
        assert lab.page.evaluate("[innerWidth, devicePixelRatio]") == [width, ratio]

    for device, size in DEVICES.items():
        with subtests.test("nothing overlaps, and the whole network is in view", device=device):
            look_at(*size)
            nothing_overlaps_and_the_whole_network_is_in_view_without_scrolling(lab, *size[:2])
        if size[0] > ALONE:
            with subtests.test("every cell is a whole number of device pixels", device=device):
                every_cell_is_a_whole_number_of_device_pixels(lab)
    for panel in ("sees", "styles", "about", "terms", "keys"):
        look_at(*DEVICES["laptop"])
        open_panel(lab.page, panel)
        for device in ("tablet", "small phone", "laptop at 200 %"):
            with subtests.test("a panel is no wider than the page", panel=panel, device=device):
                look_at(*DEVICES[device])
                expect(lab.page.locator(f"#{panel}")).to_be_visible()
                width = lab.page.evaluate("document.documentElement.scrollWidth")
                assert width <= DEVICES[device][0]


def nothing_overlaps_and_the_whole_network_is_in_view_without_scrolling(
    lab: Lab, width: int, height: int
) -> None:
    seen = lab.page.evaluate(BOXES, PARTS)
    boxes = seen["boxes"]
    assert seen["page"][0] <= width
    assert width <= ALONE or seen["page"][1] <= height
    assert seen["layers"] == (len(LAYERS) if width > ALONE else 1)
    for name, box in boxes.items():
        assert box is not None, name
        assert box["x"] >= -0.5, name
        assert box["x"] + box["width"] <= width + 0.5, name
        if width > ALONE and name.startswith("layer"):
            assert box["y"] + box["height"] <= height, name
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        inside = "#stage" in (one, other) and "layer" in one + other
        # On phones the list's button stands on the line of the layer's title, whose words end
        # before it, and the button that the page is for in the sheet, under which the page goes on.
        inside |= width <= 700 and {one, other} & {".stage-head .boxed", "#begin-steps"} != set()
        assert inside or not _overlap(a, b), f"{one} and {other} overlap"
    if (width, height) == DEVICES["phone"][:2]:  # pad and guesses at once
        guesses = lab.page.evaluate(BOXES, ["#pad", "#first-guess", "#second-guess"])["boxes"]
        lowest = [box["y"] + box["height"] for name, box in guesses.items() if name[0] == "#"]
        assert len(lowest) == 3
        assert max(lowest) <= height


def _overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    return across > 1 and down > 1


def every_cell_is_a_whole_number_of_device_pixels(lab: Lab) -> None:
    canvases = lab.page.locator(".layer canvas").evaluate_all(CELLS)
    assert len(canvases) == len(LAYERS) - 1  # the outputs have a list
    for canvas in canvases:
        assert canvas["seen"] == pytest.approx(canvas["drawn"], abs=0.1)


def the_stage_follows_the_windows_size(lab: Lab) -> None:
    def input_width() -> float:
        box = lab.page.locator('[data-layer="input"] canvas').bounding_box()
        assert box is not None
        return box["width"]

    wide = input_width()
    lab.page.set_viewport_size({"width": 1100, "height": 700})
    lab.settle()
    assert input_width() < wide
    lab.page.set_viewport_size({"width": 390, "height": 844})
    expect(lab.page.locator("#stage")).to_contain_class("alone")
    lab.page.set_viewport_size({"width": 1440, "height": 900})
    lab.settle()
    assert input_width() == wide


def test_theme_and_motion_are_those_that_people_ask_for(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(color_scheme="dark")
    root = lab.page.locator("html")
    with subtests.test("light and dark follow the system"):
        expect(root).to_have_attribute("data-theme", "dark")
        lab.page.emulate_media(color_scheme="light")
        expect(root).to_have_attribute("data-theme", "light")
    with subtests.test("the theme repaints the maps"):
        lab.ink(EIGHT)
        lab.expect_first_guess(8)
        pixel = "c => [...c.getContext('2d').getImageData(4, 4, 1, 1).data]"
        light = lab.page.locator('[data-layer="input"] canvas').evaluate(pixel)
        change_theme(lab.page)
        lab.settle()
        assert lab.page.locator('[data-layer="input"] canvas').evaluate(pixel) != light
    with subtests.test("the button is remembered"):
        expect(root).to_have_attribute("data-theme", "dark")
        lab.page.reload()
        expect(root).to_have_attribute("data-theme", "dark")
    with subtests.test("motion is reduced where people ask for it"):
        lab.wait_until_live()
        layer = lab.page.locator(".layer").first
        assert layer.evaluate("e => getComputedStyle(e).transitionDuration") != "0s"
        lab.page.emulate_media(reduced_motion="reduce")
        assert layer.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_the_first_view_weighs_at_most_110_kb_for_every_network(
    server: Server, subtests: pytest.Subtests
) -> None:
    for network in list_models():
        with subtests.test(network):
            assert first_view(server.address + "/", network) <= 110_000


def test_maps_wait_for_nothing_but_the_first_view(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    parts = "blocks|switches|heads|legend|keys|samples"
    late = re.compile(rf"/({parts})-\w+\.js|/words/|/(blocks|heads)\.css")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    lab = open_lab(wait=False, address="about:blank")
    for network in ("inception_style", "unet_style", "detector"):
        with subtests.test(network):
            lab.page.route(late, hold)
            lab.page.goto(f"{server.address}/?network={network}", wait_until="commit")
            expect(lab.page.locator("[data-layer] canvas").first).to_be_visible()
            expect(lab.page.locator("html")).to_have_attribute("data-painted", re.compile(r"\d"))
            assert held
            while held:
                held.pop().continue_()
            lab.page.unroute(late)
            expect(lab.page.locator('[data-room="shell/keys"] li')).not_to_have_count(0)
            expect(lab.page.locator(".unmarked")).to_have_count(0)


def test_blocks_are_named_before_all_words_have_come(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(wait=False, address="about:blank")
    lab.page.route("**/words/*.json", lambda route: route.abort())
    lab.page.goto(f"{server.address}/?network=residual_20&block=block2")
    expect(lab.page.locator(".block-title")).to_contain_text("Residual block 2")
    assert re.findall(r"\b(?:block|stage|switches?)\.[a-z.]+", lab.page.inner_text("#stage")) == []
    lab.complaints.clear()  # of the words that did not come


PLACES = """
window.places = new Set();
const look = () => {
    for (const layer of document.querySelectorAll("#stage .layer"))
        if (layer.style.transform !== "")
            window.places.add(`${layer.dataset.layer} ${layer.getBoundingClientRect().x}`);
    requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def test_layers_are_where_they_stay_from_the_first_frame_on(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lab(wait=False, address="about:blank")
    lab.page.add_init_script(PLACES)
    lab.page.goto(server.address + "/")
    lab.wait_until_live()
    lab.settle()
    assert lab.page.evaluate("window.places.size") == len(LAYERS)
    press_folded(lab.page, '[data-toggle="conv2"]')  # what is hidden is seen to close up
    lab.settle()
    # Were it to jump, no layer would be seen at more than two places.
    assert lab.page.evaluate("window.places.size") > 2 * len(LAYERS)
