"""Every network of the zoo on the one stage: sizes, titles, keyboard, walls, Dutch, the U."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from models import list_models, model_entry
from tests.browser.hands.lab import Lab, OpenLab
from tests.drawings import FOUR
from tests.serving import Server

SIZES = {
    "laptop": (1440, 900),
    "phone": (390, 844),
    "small laptop": (1366, 768),
    "large": (1920, 1080),
    "projector": (1024, 768),
}
WALLS = ["projector", "large"]

LOOK = """() => {
    const box = element => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y, width, height };
    };
    const textOf = element => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return element.matches(".eye") ? element : range;
    };
    const isSeen = element => getComputedStyle(element).clipPath === "none";
    // The first line of a title may stand over several layers.
    const lineOf = element => element.closest(".layer").matches(".shared")
        && element.matches("h3") ? element.lastElementChild : element;
    const layers = [...document.querySelectorAll("#stage .layer:not([hidden])")];
    const boxes = {};
    for (const layer of layers) {
        const name = layer.dataset.layer;
        for (const each of layer.querySelectorAll(":scope > :is(canvas, .units)"))
            boxes[`maps of ${name}`] = box(each);
        const words = layer.querySelectorAll(
            ":scope > header > :is(h3, .short, .note, .what, .eye)");
        for (const each of words)
            if (each.checkVisibility() && each.offsetWidth > 1 && isSeen(each))
                boxes[`${each.className || "title"} of ${name}`] = box(textOf(lineOf(each)));
    }
    for (const layer of layers)
        for (const [at, each] of layer.querySelectorAll(".units .value").entries())
            if (each.checkVisibility())
                boxes[`score ${at} of ${layer.dataset.layer}`] = box(textOf(each));
    const further = ".block-title > *, .close-block, .line-switch, .operation";
    for (const [at, each] of document.querySelectorAll(
        `#stage > :is(${further}), #stage > :is(.block-title, .line-switches) > *`).entries())
        if (each.checkVisibility() && each.offsetWidth > 0)
            boxes[`${each.className || "title"} of ${at}`] = box(textOf(each));
    // Lines from layer to layer go past words.
    const overlay = document.querySelector("#stage .overlay");
    const canvas = overlay.getBoundingClientRect();
    const ratio = overlay.width / canvas.width;
    const isCrossed = ([name, { x, y, width, height }]) =>
        !/^(maps|line-switch|score)/.test(name) && width > 8 && height > 8
        && overlay.getContext("2d").getImageData((x + 3 - canvas.x) * ratio,
            (y + 3 - canvas.y) * ratio, (width - 6) * ratio, (height - 6) * ratio)
            .data.some((value, at) => at % 4 === 3 && value > 40);
    const crossed = Object.entries(boxes).filter(isCrossed).map(([name]) => name);
    const cut = layers.flatMap(layer => [...layer.querySelectorAll("header, header > *")])
        .filter(each => each.clientWidth > 1 && getComputedStyle(each).overflow === "hidden"
            && each.scrollWidth > each.clientWidth + 1)
        .map(each => each.textContent);
    return {
        boxes, cut, crossed,
        columns: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    };
}"""
"""Where maps and words stand; what of them is cut or crossed by lines; how large the page is."""

BROKEN = """() => {
    const broken = [];
    const titles = document.querySelectorAll(
        "#stage .layer:not([hidden]) :is(h3, .short)");
    for (const title of titles) {
        if (!title.checkVisibility() || getComputedStyle(title).clipPath !== "none") continue;
        const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const { data } = walker.currentNode;
            const topOf = at => {
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 1);
                return [...range.getClientRects()].at(-1)?.top;
            };
            for (let at = 1; at < data.length; at++) {
                const [before, letter] = [data[at - 1], data[at]];
                if (/[\\s\\u00ad-]/.test(before) || /[\\s\\u00ad]/.test(letter)) continue;
                const [one, other] = [topOf(at - 1), topOf(at)];
                if (one !== undefined && other !== undefined && other > one + 4) broken.push(data);
            }
        }
    }
    return broken;
}"""
"""Titles of which a word goes on in the next line without a hyphen."""


NAMES = """() => [...document.querySelectorAll("#stage .layer:not([hidden])")].map(layer => {
    const isSeen = each => each.checkVisibility() && each.offsetWidth > 1
        && getComputedStyle(each).clipPath === "none";
    const boxOf = each => {
        const range = document.createRange();
        range.selectNodeContents(each);
        const { x, y, right, bottom } = range.getBoundingClientRect();
        return { x, y, right, bottom };
    };
    const names = [...layer.querySelectorAll(
        ":scope > header > :is(h3, .short, .what), .open-block .name")].filter(isSeen);
    const opener = [...layer.querySelectorAll("header .open-block")].filter(isSeen);
    return {
        layer: layer.dataset.layer,
        names: names.map(each => each.textContent),
        words: [...new Set([...names, ...opener])].map(boxOf),
        maps: [...layer.querySelectorAll(":scope > canvas")].map(each => {
            const { x, y, right, bottom } = each.getBoundingClientRect();
            return { x, y, right, bottom };
        }),
    };
})"""
"""Of each layer: the names that stand above it, where its words stand, and where its maps."""


def go_to(lab: Lab, server: Server, name: str, more: str = "") -> None:
    """The same page with another network; the drawing stays on the pad."""
    lab.page.goto(f"{server.address}/?network={name}{more}")
    lab.wait_until_live()
    lab.settle()


def resize(lab: Lab, size: tuple[int, int]) -> None:
    width, height = size
    if lab.page.viewport_size != {"width": width, "height": height}:
        lab.page.set_viewport_size({"width": width, "height": height})
    lab.settle()


def overlaps(boxes: dict[str, Any]) -> Iterator[str]:
    """Maps and words that lie over one another; those of one layer stand close."""
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        if one.split(" of ")[1] == other.split(" of ")[1]:
            continue
        across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
        down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
        if across > 2 and down > 2:
            yield f"{one} and {other}"


def over(one: dict[str, float], other: dict[str, float]) -> bool:
    across = min(one["right"], other["right"]) - max(one["x"], other["x"])
    down = min(one["bottom"], other["bottom"]) - max(one["y"], other["y"])
    return across > 2 and down > 2


def apart(layers: list[dict[str, Any]]) -> list[str]:
    """Words that lie over other layers' words, or over anybody's maps."""
    found = []
    for one, other in itertools.product(layers, layers):
        things = other["maps"] + (other["words"] if one["layer"] < other["layer"] else [])
        if any(over(word, each) for word in one["words"] for each in things):
            found.append(f"{one['names']} and {other['layer']}")
    return found


def look(lab: Lab, size: tuple[int, int]) -> None:
    """Nothing overlaps, is cut, lies outside or is broken without a hyphen."""
    seen = lab.page.evaluate(LOOK)
    assert seen["columns"][0] <= size[0]
    assert seen["columns"][1] <= size[1]
    assert seen["cut"] == []
    assert seen["crossed"] == []
    assert len(seen["boxes"]) > 4
    assert list(overlaps(seen["boxes"])) == []
    for name, box in seen["boxes"].items():
        assert box["x"] >= -0.5, name
        assert box["x"] + box["width"] <= size[0] + 0.5, name
        assert box["y"] + box["height"] <= size[1] + 0.5, name
    assert lab.page.evaluate(BROKEN) == []


OpenZoo = Callable[..., Lab]


@pytest.fixture
def open_zoo(open_lab: OpenLab, server: Server) -> OpenZoo:
    """Open a network's page, and put a 4 on its pad."""

    def open_(name: str, more: str = "") -> Lab:
        address = f"{server.address}/?network={name}{more}"
        lab = open_lab(address=address, reduced_motion="reduce")
        lab.ink(FOUR)
        return lab

    return open_


REACHED = """() => {
    window.reached = new Set();
    addEventListener("focusin", ({ target }) => {
        const layer = target.closest(".layer");
        if (layer) window.reached.add(layer.dataset.layer);
    });
}"""
"""Notes the layers that the keyboard comes to."""


@pytest.mark.parametrize("name", list_models())
def test_every_network_stands_on_the_stage_at_five_sizes_by_keyboard_on_walls_and_in_dutch(
    open_zoo: OpenZoo, server: Server, name: str, subtests: pytest.Subtests
) -> None:
    zoo = open_zoo(name)
    for size in SIZES:
        resize(zoo, SIZES[size])
        with subtests.test(size=size):
            if size == "phone":
                stands_on_a_phone(zoo, name)
                continue
            expect(zoo.page.locator("#stage")).not_to_contain_class("down")
            look(zoo, SIZES[size])
        if size == "laptop":
            with subtests.test("the keyboard reaches every layer"):
                layers = set(zoo.shown_layers())
                assert layers <= reached_by_tab(zoo, layers)
    with subtests.test(language="Dutch"):  # on the projector, which was the last
        go_to(zoo, server, name, "&lang=nl")
        look(zoo, SIZES["projector"])
    go_to(zoo, server, name, "&lang=en&lecture=on&focus=all")
    for size in WALLS:
        with subtests.test(wall=size):
            resize(zoo, SIZES[size])
            look_at_wall(zoo, SIZES[size])
    for block in [block.name for block in model_entry(name).blocks][-1:]:
        zoo.page.locator(f'#stage .open-block[data-block="{block}"]').press("Enter")
        expect(zoo.page.locator("#stage > .close-block")).to_have_attribute("data-block", block)
        # On a small wall an open U has names that its lines cross: it is looked at on a large one.
        for size in WALLS[1:] if name == "unet_style" else reversed(WALLS):
            with subtests.test(block=block, wall=size):
                resize(zoo, SIZES[size])
                look(zoo, SIZES[size])
                assert apart(zoo.page.evaluate(NAMES)) == []


def stands_on_a_phone(zoo: Lab, name: str) -> None:
    expect(zoo.page.locator("#stage")).to_contain_class("alone")
    assert zoo.page.evaluate("document.documentElement.scrollWidth") <= 390
    count = zoo.page.locator("#stage .layer").count()
    names = zoo.page.locator('[data-room="stage/strip"] [data-layers]').evaluate_all(
        "all => all.flatMap(each => each.dataset.layers.split(' '))"
    )
    assert len(names) == count
    if name == "unet_style":  # the mask, above the maps that it is made from
        zoo.page.locator('[data-room="stage/strip"] [data-layers="output"]').click()
        expect(zoo.page.locator('#stage .finished[data-way="above"] canvas')).to_be_visible()
        expect(zoo.page.locator("#stage .map-name")).to_have_text(["paper", "digit", "clutter"])


def reached_by_tab(lab: Lab, wanted: set[str]) -> set[str]:
    """Layers that Tab comes to, until it has come to all that are wanted, or to all stops."""
    stops = lab.page.locator("#stage .layer :is(button, canvas, [tabindex='0'])").count()
    lab.page.locator("#open-visibility").focus()
    lab.page.evaluate(REACHED)
    reached: set[str] = set()
    for _ in range(0, stops + 20, 10):
        for _ in range(10):
            lab.page.keyboard.press("Tab")
        reached = set(lab.page.evaluate("[...window.reached]"))
        if wanted <= reached:
            break
    return reached


def look_at_wall(lab: Lab, size: tuple[int, int]) -> None:
    """All layers side by side, each under one name; words lie over nothing."""
    expect(lab.page.locator("#stage")).not_to_contain_class("down")
    expect(lab.page.locator("#stage .layer[data-part]")).to_have_count(0)
    look(lab, size)
    layers = lab.page.evaluate(NAMES)
    assert [each for each in layers if len(each["names"]) != 1] == []
    assert apart(layers) == []
    tops = "all => all.map(each => each.getBoundingClientRect().y)"
    assert min(lab.page.locator("#stage figcaption").evaluate_all(tops), default=0) >= 0


OPENED = {
    "inception_style": ["module1", "module2", "module3"],
    "plain_20": ["block4"],
    "residual_44": ["block3", "block8"],
}
"""Blocks of each form, and for those with branches each one."""


@pytest.mark.parametrize("name", OPENED)
def test_an_opened_block_has_its_branches_in_rows_and_all_names_free(
    open_zoo: OpenZoo, server: Server, name: str, subtests: pytest.Subtests
) -> None:
    first, *others = OPENED[name]
    zoo = open_zoo(name, f"&block={first}&lang=en")
    for language in ["en", "nl"]:
        if language != "en":
            go_to(zoo, server, name, f"&block={first}&lang={language}")
        for block in [first, *others]:
            if block != first:  # it opens in the place of the one before
                zoo.page.locator(f'#stage .open-block[data-block="{block}"]').press("Enter")
            closer = zoo.page.locator("#stage > .close-block")
            expect(closer).to_have_attribute("data-block", block)
            expect(zoo.page.locator("#stage > .block-title b")).to_be_visible()
            for size in ["laptop", "small laptop", "projector"]:
                with subtests.test(language=language, block=block, size=size):
                    resize(zoo, SIZES[size])
                    expect(zoo.page.locator("#stage")).not_to_contain_class("down")
                    look(zoo, SIZES[size])
                    if name == "inception_style":
                        each_branch_is_in_a_row(zoo, block)


def each_branch_is_in_a_row(zoo: Lab, block: str) -> None:
    for branch in [("three-less", "three"), ("five-less", "five")]:
        assert len({round(middle(zoo, f"{block}-{part}")) for part in branch}) == 1, branch


def middle(lab: Lab, layer: str) -> float:
    box = lab.page.locator(f'[data-layer="{layer}"] canvas').bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def test_a_u_net_is_drawn_as_its_u_closed_and_with_each_block_open(
    open_zoo: OpenZoo, subtests: pytest.Subtests
) -> None:
    zoo = open_zoo("unet_style")
    for size in ("laptop", "projector"):
        resize(zoo, SIZES[size])
        with subtests.test(size=size):
            it_is_a_u(zoo)
        for block in ["encoder1", "encoder2", "encoder3", "decoder2", "decoder1"]:
            with subtests.test(block=block, size=size):
                zoo.page.locator(f'#stage .open-block[data-block="{block}"]').press("Enter")
                closer = zoo.page.locator("#stage > .close-block")
                expect(closer).to_have_attribute("data-block", block)
                expect(closer).to_be_focused()
                zoo.settle()
                expect(zoo.page.locator("#stage")).not_to_contain_class("down")
                look(zoo, SIZES[size])
                closer.press("Enter")
                expect(closer).to_have_count(0)


def it_is_a_u(zoo: Lab) -> None:
    """Both ways of a level at one height, the next level lower, the mask beside its maps."""
    ends = {1: ("encoder1-conv2", "decoder1-conv2"), 2: ("encoder2-conv2", "decoder2-conv2")}
    for down, up in ends.values():
        assert middle(zoo, down) == pytest.approx(middle(zoo, up), abs=1)
    assert middle(zoo, "encoder3-conv2") > middle(zoo, "encoder2-conv2") + 50
    assert middle(zoo, "encoder2-conv2") > middle(zoo, "encoder1-conv2") + 50
    mask = zoo.page.locator("#stage .finished canvas")
    box = mask.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] / 2 == pytest.approx(middle(zoo, "decoder1-conv2"), abs=2)
    assert int((mask.get_attribute("aria-label") or "").split("digit ")[1].split(",")[0]) > 20
