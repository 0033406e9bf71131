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
    "laptop, dense": (1440, 900, 2.0),
    "projector": (1024, 768, 1.0),
    "small laptop": (1280, 720, 1.5),
    "large": (1920, 1080, 1.0),
    "tablet": (820, 1180, 2.0),
    "phone": (390, 844, 3.0),
    "small phone": (320, 568, 2.0),
    "laptop at 200 %": (720, 450, 2.0),
}

PARTS = ["#pad", ".under-pad", ".reads", "#begin-steps", ".stage-head .boxed", "#stage"]
ALONE = 880
"""Up to this width the stage has room for one layer."""


@pytest.mark.parametrize("size", DEVICES.values(), ids=DEVICES.keys())
def test_nothing_overlaps_and_the_whole_network_is_in_view_without_scrolling(
    open_lab: OpenLab, size: tuple[int, int, float]
) -> None:
    width, height, ratio = size
    lab = open_lab(width, height, device_scale_factor=ratio)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = {part: _box(lab, part) for part in PARTS}
    layers = lab.page.locator(".layer:not([hidden]) :is(canvas, ol)").all()
    assert len(layers) == (len(LAYERS) if width > ALONE else 1)
    boxes |= {
        f"control {index}": control.bounding_box()
        for index, control in enumerate(lab.page.locator("nav > *:visible").all())
    }
    headings = lab.page.locator(".layer:not([hidden]) header").all()
    boxes |= {f"layer {index}": layer.bounding_box() for index, layer in enumerate(layers)}
    boxes |= {
        f"heading of layer {index}": each.bounding_box() for index, each in enumerate(headings)
    }
    for name, box in boxes.items():
        assert box is not None, name
        assert box["x"] >= -0.5, name
        assert box["x"] + box["width"] <= width + 0.5, name
        if width > ALONE and name.startswith("layer"):
            assert box["y"] + box["height"] <= height, name
    assert width <= ALONE or lab.page.evaluate("document.documentElement.scrollHeight") <= height
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        inside = "#stage" in (one, other) and "layer" in one + other
        # On phones the list's button stands on the line of the layer's title, whose words end
        # before it, and the button that the page is for in the sheet, under which the page goes on.
        inside |= width <= 700 and {one, other} & {".stage-head .boxed", "#begin-steps"} != set()
        assert inside or not _overlap(a, b), f"{one} and {other} overlap"


def _box(lab: Lab, selector: str) -> dict[str, float] | None:
    box = lab.page.locator(selector).bounding_box()
    return None if box is None else dict(box)


def _overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    return across > 1 and down > 1


def test_pad_and_guesses_are_in_view_on_a_phone(open_lab: OpenLab) -> None:
    lab = open_lab(390, 844, device_scale_factor=3)
    for selector in ("#pad", "#first-guess", "#second-guess"):
        box = lab.page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0, 3.0])
def test_every_cell_is_a_whole_number_of_device_pixels(open_lab: OpenLab, ratio: float) -> None:
    lab = open_lab(device_scale_factor=ratio)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    canvases = lab.page.locator(".layer canvas").evaluate_all(
        """canvases => canvases.map(canvas => {
            const box = canvas.getBoundingClientRect();
            return { drawn: [canvas.width, canvas.height],
                     seen: [box.width * devicePixelRatio, box.height * devicePixelRatio] };
        })"""
    )
    assert len(canvases) == len(LAYERS) - 1  # the outputs have a list
    for canvas in canvases:
        assert canvas["seen"] == pytest.approx(canvas["drawn"], abs=0.1)


def test_the_stage_follows_the_windows_size(lab: Lab) -> None:
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


def test_light_and_dark_follow_the_system_and_the_button_is_remembered(open_lab: OpenLab) -> None:
    lab = open_lab(color_scheme="dark")
    root = lab.page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    lab.page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    change_theme(lab.page)
    expect(root).to_have_attribute("data-theme", "dark")
    lab.page.reload()
    expect(root).to_have_attribute("data-theme", "dark")


def test_the_theme_repaints_the_maps(lab: Lab) -> None:
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    pixel = "c => [...c.getContext('2d').getImageData(4, 4, 1, 1).data]"
    light = lab.page.locator('[data-layer="input"] canvas').evaluate(pixel)
    change_theme(lab.page)
    lab.settle()
    assert lab.page.locator('[data-layer="input"] canvas').evaluate(pixel) != light


def test_motion_is_reduced_where_people_ask_for_it(open_lab: OpenLab) -> None:
    duration = "e => getComputedStyle(e).transitionDuration"
    calm = open_lab(reduced_motion="reduce").page.locator(".layer").first.evaluate(duration)
    lively = (
        open_lab(reduced_motion="no-preference").page.locator(".layer").first.evaluate(duration)
    )
    assert calm == "0s"
    assert lively != "0s"


POPOVER = """() => {
    const { ariaExpanded, attributes } = document.activeElement;
    const panel = document.getElementById(attributes["aria-controls"]?.value ?? "");
    return ariaExpanded === "false" && panel?.matches(".popover, .menu-panel") === true;
}"""
"""Whether a closed popover belongs to what has the keyboard."""


def test_the_keyboard_reaches_every_control_and_focus_is_seen(lab: Lab) -> None:
    reached = set()
    for _ in range(160):
        lab.page.keyboard.press("Tab")
        if lab.page.evaluate(POPOVER):
            lab.page.keyboard.press("Enter")
        described = lab.page.evaluate(
            """() => {
                const { id, dataset } = document.activeElement;
                const style = getComputedStyle(document.activeElement);
                return [id || dataset.toggle || dataset.sample || "", style.outlineStyle];
            }"""
        )
        reached.add(described[0])
        if described[0]:
            assert described[1] != "none", described
    controls = {"pen", "eraser", "brush", "clear", "theme", "show-all", "hide-all", "conv1", "7"}
    assert controls - {"clear"} <= reached


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

    for network in ("inception_style", "unet_style", "detector"):
        with subtests.test(network):
            lab = open_lab(wait=False, address="about:blank")
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


@pytest.mark.parametrize("screen", ["tablet", "small phone", "laptop at 200 %"])
def test_an_open_panel_is_no_wider_than_the_page(
    open_lab: OpenLab, screen: str, subtests: pytest.Subtests
) -> None:
    width, height, ratio = DEVICES[screen]
    lab = open_lab(width, height, device_scale_factor=ratio)
    for panel in ("sees", "styles", "about", "terms", "keys"):
        with subtests.test(panel):
            open_panel(lab.page, panel)
            lab.settle()
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
