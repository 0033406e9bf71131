"""The forward pass, step by step: order, numbers, keys, and room for it on every screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.film import begin_film, end_film, go_to_step
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import LAYERS, STEPS, Lab, OpenLab
from tests.browser.hands.screens import SCREENS
from tests.browser.hands.strip import go_to
from tests.drawings import EIGHT
from tests.serving import Server
from tests.steps import numbers_of_steps


def begin(lab: Lab) -> Locator:
    """Draw an eight and take the first step; the sentence."""
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    begin_film(lab.page)
    sentence = lab.page.locator("#step .sentence")
    expect(sentence).to_contain_text("The image comes in")
    return sentence


def count_of(lab: Lab) -> Locator:
    return lab.page.locator("#transport .count")


def resize(lab: Lab, size: tuple[int, int]) -> None:
    lab.page.set_viewport_size({"width": size[0], "height": size[1]})
    lab.settle()


NEXT = """() => {
    const bar = document.querySelector("#transport");
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    return [bar.hasAttribute("data-running"), bar.querySelector(".count").textContent];
}"""
"""Press next, and say whether the film runs then, and at which step: all in one task."""

INKED = """layers => layers.filter(name => name === "output"
    ? [...document.querySelectorAll('[data-layer="output"] .value')].some(each => each.innerText)
    : !(document.querySelector(`[data-layer="${name}"] canvas`).ariaLabel ?? "blank")
        .includes("blank"))"""
"""Of these layers, those whose maps, units or logits are not blank."""

WALK = f"""async ([layers, steps]) => {{
    const next = {NEXT}, inkedOf = {INKED};
    const all = selector => [...document.querySelectorAll(selector)];
    const box = each => each.getBoundingClientRect();
    const textOf = selector => document.querySelector(selector).innerText;
    const look = after => {{
        const {{ left, right, top, bottom }} = box(document.querySelector("#transport"));
        return {{
            after,
            sentence: textOf("#step .sentence"),
            guess: textOf("#first-guess .digit"),
            inked: inkedOf(layers),
            titles: all(".layer header h3").length,
            bar: {{ left, right, top, bottom }},
            lowest: Math.max(...all(".layer canvas, .layer ol").map(each => box(each).bottom)),
            places: all("#strip, #strip button, #stage, #cell").map(each =>
                [each.id || each.tagName, Math.round(box(each).top)].join(" ")),
        }};
    }};
    const seen = [];
    for (let step = 1; step <= steps; step++) {{
        const after = step === 1 ? null : next();
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        seen.push(look(after));
    }}
    return seen;
}}"""
"""What the page shows at each step, and where, from the first to the last."""


def walk(lab: Lab) -> list[dict[str, Any]]:
    go_to_step(lab.page, 1)
    expect(count_of(lab)).to_have_text(f"1 of {STEPS}")
    lab.settle()
    seen: list[dict[str, Any]] = lab.page.evaluate(WALK, [LAYERS, STEPS])
    return seen


def numbers(text: str) -> list[float]:
    plain = text.replace("−", "-").replace(",", "")
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", plain)]


def test_steps_show_and_tell_the_network_where_motion_is_reduced(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(reduced_motion="reduce")
    begin(lab)
    seen = walk(lab)
    with subtests.test("every sentence has the numbers of PyTorch"):
        told = [numbers(each["sentence"]) for each in seen]
        assert told == list(map(pytest.approx, numbers_of_steps(drawn_strokes(lab))))
    with subtests.test("a step is there at once"):
        assert [each["after"] for each in seen[1:]] == [
            [False, f"{step} of {STEPS}"] for step in range(2, STEPS + 1)
        ]
    with subtests.test("layers appear one after the other, and the guess at the end"):
        counts = (1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 7, 8, 8)
        assert [each["inked"] for each in seen] == [LAYERS[:count] for count in counts]
        assert [each["guess"] for each in seen] == [""] * (STEPS - 1) + ["8"]
        assert {each["titles"] for each in seen} == {len(LAYERS)}
        lab.page.keyboard.press("ArrowLeft")
        lab.expect_blank()
    with subtests.test("the sentence has its own place", size="laptop"):
        assert_the_bar_has_its_own_place(seen, SCREENS["laptop"])
    with subtests.test("the sentence has its own place", size="projector"):
        resize(lab, SCREENS["projector"])
        assert_the_bar_has_its_own_place(walk(lab), SCREENS["projector"])
    with subtests.test("layers beyond the step are under the veil"):
        go_to_step(lab.page, 2)
        veiled = lab.page.locator(".layer.unread")
        expect(veiled).to_have_count(len(LAYERS) - 2)
        expect(veiled.first.locator("canvas")).to_have_css("opacity", "0.4")
        end_film(lab.page)
        expect(veiled).to_have_count(0)
    with subtests.test("the pen draws on while the network is told"):
        assert_the_pen_draws_on(lab)


def assert_the_bar_has_its_own_place(seen: list[dict[str, Any]], size: tuple[int, int]) -> None:
    """On the screen and below the maps; it does not move when a sentence is longer."""
    for each in seen:
        assert_on_the_screen(each["bar"], size)
        assert each["lowest"] <= each["bar"]["top"] + 1
    assert len({round(each["bar"]["top"]) for each in seen}) == 1


def assert_on_the_screen(bar: dict[str, float], size: tuple[int, int]) -> None:
    assert bar["left"] >= -0.5
    assert bar["right"] <= size[0] + 0.5
    assert bar["bottom"] <= size[1] + 0.5


def assert_the_pen_draws_on(lab: Lab) -> None:
    begin_film(lab.page)
    sentence = lab.page.locator("#step .sentence")
    expect(sentence).to_contain_text("The image comes in")
    lab.settle()
    before, words = lab.picture('[data-layer="input"] canvas'), sentence.inner_text()
    later = lab.picture('[data-layer="fc1"] canvas')
    lab.draw([[(0.1, 0.2), (0.9, 0.2)]])
    lab.expect_another_picture('[data-layer="input"] canvas', before)
    expect(sentence).not_to_have_text(words)
    expect(sentence).to_contain_text("pixels have ink")
    assert lab.picture('[data-layer="fc1"] canvas') == later


def test_the_sentence_has_its_own_place_on_a_phone(open_lab: OpenLab) -> None:
    lab = open_lab(*SCREENS["phone"], reduced_motion="reduce", has_touch=True)
    begin(lab)
    lab.wait_until("document.querySelector('#strip').getBoundingClientRect().y < 1")
    seen = walk(lab)
    for each in seen:  # it ends with the network, which may be above the screen's foot
        assert_on_the_screen(each["bar"], SCREENS["phone"])
    # Strip, layer and line begin where they did, whatever layer it is.
    places = {tuple(each["places"]) for each in seen}
    assert len(places) == 1, places
    assert len(places.pop()) > 3


PLACES = """() => [...document.querySelectorAll(
        ".layer canvas, .layer .units, .layer header, .guess, #pad, #transport, .caption, " +
        ".track, #legend, #begin-steps, [data-step=play]")]
    .filter(each => innerWidth > 1360 || !each.closest("#explanation")) // there it is a sheet
    .map(each => JSON.stringify(each.getBoundingClientRect()))"""

BEATS = f"""async ([steps, before]) => {{
    const next = {NEXT}, places = {PLACES};
    const moved = [];
    const look = what => {{
        if (JSON.stringify(places()) !== JSON.stringify(before)) moved.push(what);
    }};
    const bar = document.querySelector("#transport");
    let beats = 0;
    for (let step = 2; step <= steps; step++) {{
        const [, count] = next();
        if (count !== `${{step}} of ${{steps}}`) moved.push(`${{count}} instead of ${{step}}`);
        await new Promise(requestAnimationFrame);
        look(count);
        while (bar.hasAttribute("data-running")) {{
            next();
            beats += 1;
            look(`${{count}}, beat ${{beats}}`);
        }}
    }}
    return [beats, moved];
}}"""
"""Skip every beat of every step; how many there were, and in which something was moved."""


def test_the_film(lab: Lab, subtests: pytest.Subtests) -> None:
    lab.ink(EIGHT)
    for size in [(1366, 768), (1024, 768), (1440, 900)]:
        with subtests.test("nothing moves in any beat of any step", size=size):
            resize(lab, size)
            assert_nothing_moves_in_any_beat(lab)
    for phase in PHASES:
        with subtests.test(phase.__name__.replace("_", " ")):
            if lab.page.locator("#transport").get_attribute("data-begun") is None:
                begin_film(lab.page)
            go_to_step(lab.page, 1)
            expect(count_of(lab)).to_have_text(f"1 of {STEPS}")
            lab.settle()
            phase(lab)


def assert_nothing_moves_in_any_beat(lab: Lab) -> None:
    before = lab.page.evaluate(PLACES)
    begin_film(lab.page)
    beats, moved = lab.page.evaluate(BEATS, [STEPS, before])
    assert moved == []
    assert beats > STEPS
    end_film(lab.page)
    lab.settle()
    assert lab.page.evaluate(PLACES) == before


PICTURES = """async ([selector, whole]) => {
    const canvas = document.querySelector(selector);
    const seen = new Set();
    for (let frame = 0; frame < 2000; frame++) {
        const now = canvas.toDataURL();
        seen.add(now);
        if (now === whole) return seen.size;
        await new Promise(requestAnimationFrame);
    }
    throw new Error("it is never whole");
}"""
"""How many pictures a canvas shows, one after the other, until it is whole."""


def a_layer_fills_cell_by_cell_and_stays_where_it_is(lab: Lab) -> None:
    selector, count = '[data-layer="conv1"] canvas', count_of(lab)
    blank, position = lab.picture(selector), lab.page.locator(selector).bounding_box()
    lab.page.locator("#transport input").fill("3")
    lab.page.locator("[data-step=back]").click()  # steps back are at once whole
    expect(count).to_have_text(f"2 of {STEPS}")
    wait_for_painting(lab)
    whole = lab.picture(selector)
    lab.page.keyboard.press("ArrowLeft")
    expect(count).to_have_text(f"1 of {STEPS}")
    wait_for_painting(lab)
    assert lab.picture(selector) == blank != whole
    lab.page.keyboard.press("ArrowRight")
    assert lab.page.evaluate(PICTURES, [selector, whole]) > 2
    assert lab.page.locator(selector).bounding_box() == position


def next_skips_one_beat_after_the_other(lab: Lab) -> None:
    pressed = lab.page.evaluate(f"() => Array.from({{ length: 5 }}, {NEXT})")  # in no time
    second, third = f"2 of {STEPS}", f"3 of {STEPS}"
    assert pressed == [
        [True, second],  # lines
        [True, second],  # window
        [True, second],  # the rest
        [False, second],
        [True, third],
    ]


STYLES_READ = """async () => {
    let read = 0;
    const real = window.getComputedStyle;
    window.getComputedStyle = (...given) => { read += 1; return real(...given); };
    const bar = document.querySelector("#transport");
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    let frames = 0;
    while (bar.hasAttribute("data-running")) {
        frames += 1;
        await new Promise(requestAnimationFrame);
    }
    window.getComputedStyle = real;
    return [frames, read];
}"""


def no_frame_asks_for_styles(lab: Lab) -> None:
    for key in ("ArrowRight", "ArrowLeft"):  # its formula's letters come, and the stage is laid out
        lab.page.keyboard.press(key)
        lab.settle()
    frames, read = lab.page.evaluate(STYLES_READ)
    assert frames > 12
    assert read < 12  # two when a beat begins, and what is made of a newer reading


def keys_belong_to_what_has_the_keyboard(lab: Lab) -> None:
    eraser = lab.page.locator("#eraser")
    lab.page.locator('[data-layer="input"] canvas').focus()
    lab.page.keyboard.press("ArrowRight")
    expect(count_of(lab)).to_have_text(f"1 of {STEPS}")
    lab.page.evaluate("document.activeElement.blur()")
    lab.page.keyboard.press("ArrowRight")
    expect(count_of(lab)).to_have_text(f"2 of {STEPS}")
    lab.page.keyboard.press("e")
    expect(eraser).to_have_attribute("aria-pressed", "true")
    expect(count_of(lab)).to_have_text(f"2 of {STEPS}")
    lab.page.keyboard.press("p")
    expect(eraser).to_have_attribute("aria-pressed", "false")


def escape_and_show_all_show_the_whole_network_again(lab: Lab) -> None:
    end_film(lab.page)
    begin_film(lab.page)
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")
    expect(lab.page.get_by_role("button", name="Show me how it read this")).to_be_focused()
    lab.expect_first_guess(8)
    begin_film(lab.page)
    end_film(lab.page)
    lab.expect_first_guess(8)
    assert lab.page.evaluate(INKED, LAYERS) == LAYERS


def the_named_cell_is_opened_by_its_link(lab: Lab) -> None:
    lab.page.keyboard.press("ArrowRight")
    caption = lab.page.locator("[data-part=caption]")
    expect(caption).to_contain_text("Six windows slide over your drawing")
    caption.get_by_role("button", name="here").click()
    expect(lab.page.locator("#inspector .value")).not_to_be_empty()
    expect(lab.page).to_have_url(re.compile(r"cell=conv1\.\d+"))


def a_step_outlives_a_reload_and_a_made_up_one_is_the_last(lab: Lab) -> None:
    lab.page.keyboard.press("ArrowRight")
    expect(lab.page).to_have_url(re.compile("step=1"))
    lab.page.reload()
    lab.wait_until_live()
    expect(count_of(lab)).to_have_text(f"2 of {STEPS}")
    lab.page.goto(lab.address + "?step=99")
    lab.wait_until_live()
    expect(count_of(lab)).to_have_text(f"{STEPS} of {STEPS}")
    lab.page.keyboard.press("ArrowLeft")
    expect(count_of(lab)).to_have_text(f"{STEPS - 1} of {STEPS}")


PHASES: tuple[Callable[[Lab], None], ...] = (
    a_layer_fills_cell_by_cell_and_stays_where_it_is,
    next_skips_one_beat_after_the_other,
    no_frame_asks_for_styles,
    keys_belong_to_what_has_the_keyboard,
    escape_and_show_all_show_the_whole_network_again,
    the_named_cell_is_opened_by_its_link,
    a_step_outlives_a_reload_and_a_made_up_one_is_the_last,
)
"""What is to be seen of the film on one page, each from the first step on."""


def test_a_link_to_a_step_shows_its_layer_on_a_phone(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(*SCREENS["phone"], address=f"{server.address}/?step=4&lecture=on", wait=False)
    with subtests.test("in a lecture"):
        assert_the_steps_layer_stays_in_view(lab)
    with subtests.test("in the lab"):
        lab.page.goto(f"{server.address}/?step=4")
        assert_the_steps_layer_stays_in_view(lab)
    with subtests.test("what is laid out anew does not scroll away"):
        lab.page.keyboard.press("Escape")
        expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")
        go_to(lab, "output")
        lab.settle()
        before = lab.page.evaluate(SCROLLED)
        assert before > 100
        for _ in range(2):
            lab.page.keyboard.press("1")  # another layer: nothing on the stage moves
            lab.settle()
            assert lab.page.evaluate("scrollY") == pytest.approx(before, abs=2)


SCROLLED = "() => { scrollBy({ top: 150, behavior: 'instant' }); return scrollY; }"
"""Where the page is, a little further down; a wheel would take its time."""


def assert_the_steps_layer_stays_in_view(lab: Lab) -> None:
    lab.wait_until_live()
    lab.settle()
    maps = lab.page.locator('[data-layer="conv2"] canvas')
    expect(maps).to_be_in_viewport(ratio=0.8)
    # Laid out anew, with another layer hidden above it, it is still there.
    lab.page.keyboard.press("3")
    lab.settle()
    expect(maps).to_be_in_viewport(ratio=0.8)
    lab.page.keyboard.press("3")
