"""The forward pass, step by step: order, numbers, keys, and room for it on every screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.hands.cells import wait_for_painting
from tests.browser.hands.film import begin_film, end_film
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


def inked(lab: Lab) -> list[str]:
    """Layers whose maps, units or logits are not blank."""
    return [
        name
        for name in LAYERS
        if (
            any(lab.page.locator(f'[data-layer="{name}"] .value').all_inner_texts())
            if name == "output"
            else "blank" not in _label(lab, name)
        )
    ]


def _label(lab: Lab, name: str) -> str:
    canvas = lab.page.locator(f'[data-layer="{name}"] canvas')
    return canvas.get_attribute("aria-label") or "blank"


def numbers(text: str) -> list[float]:
    plain = text.replace("−", "-").replace(",", "")
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", plain)]


def test_every_sentence_has_the_numbers_of_pytorch(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    sentence = begin(lab)
    shown = [numbers(sentence.inner_text())]
    for step in range(2, STEPS + 1):
        lab.page.keyboard.press("ArrowRight")
        expect(lab.page.locator("#transport .count")).to_have_text(f"{step} of {STEPS}")
        shown.append(numbers(sentence.inner_text()))
    assert shown == list(map(pytest.approx, numbers_of_steps(drawn_strokes(lab))))


def test_layers_appear_one_after_the_other_and_the_guess_at_the_end(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    begin(lab)
    guess = lab.page.locator("#first-guess .digit")
    seen = []
    for _ in range(STEPS):
        wait_for_painting(lab)
        seen.append(len(inked(lab)))
        assert inked(lab) == LAYERS[: seen[-1]]
        expect(guess).to_have_text("8" if len(seen) == STEPS else "")
        assert lab.page.locator(".layer header h3").count() == len(LAYERS)
        lab.page.keyboard.press("ArrowRight")
    assert seen == [1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 7, 8, 8]
    lab.page.keyboard.press("ArrowLeft")
    expect(guess).to_have_text("")


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


def test_a_layer_fills_cell_by_cell_and_stays_where_it_is(lab: Lab) -> None:
    begin(lab)
    selector, count = '[data-layer="conv1"] canvas', lab.page.locator("#transport .count")
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


def test_the_pen_draws_on_while_the_network_is_told(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    sentence = begin(lab)
    before, words = lab.picture('[data-layer="input"] canvas'), sentence.inner_text()
    later = lab.picture('[data-layer="fc1"] canvas')
    lab.draw([[(0.1, 0.2), (0.9, 0.2)]])
    lab.expect_another_picture('[data-layer="input"] canvas', before)
    expect(sentence).not_to_have_text(words)
    expect(sentence).to_contain_text("pixels have ink")
    assert lab.picture('[data-layer="fc1"] canvas') == later


def test_escape_and_show_all_show_the_whole_network_again(lab: Lab) -> None:
    begin(lab)
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")
    expect(lab.page.get_by_role("button", name="Show me how it read this")).to_be_focused()
    lab.expect_first_guess(8)
    begin_film(lab.page)
    end_film(lab.page)
    lab.expect_first_guess(8)
    assert inked(lab) == LAYERS


def test_keys_belong_to_what_has_the_keyboard(lab: Lab) -> None:
    begin(lab)
    count = lab.page.locator("#transport .count")
    lab.page.locator('[data-layer="input"] canvas').focus()
    lab.page.keyboard.press("ArrowRight")
    expect(count).to_have_text(f"1 of {STEPS}")
    lab.page.evaluate("document.activeElement.blur()")
    lab.page.keyboard.press("ArrowRight")
    expect(count).to_have_text(f"2 of {STEPS}")
    lab.page.keyboard.press("e")
    expect(lab.page.locator("#eraser")).to_have_attribute("aria-pressed", "true")
    expect(count).to_have_text(f"2 of {STEPS}")


@pytest.mark.parametrize("query", ["step=4", "step=4&lecture=on"])
def test_a_link_to_a_step_shows_its_layer_on_a_phone(
    open_lab: OpenLab, server: Server, query: str
) -> None:
    lab = open_lab(*SCREENS["phone"], address=f"{server.address}/?{query}", wait=False)
    lab.wait_until_live()
    lab.settle()
    maps = lab.page.locator('[data-layer="conv2"] canvas')
    expect(maps).to_be_in_viewport(ratio=0.8)
    # Laid out anew, with another layer hidden above it, it is still there.
    lab.page.keyboard.press("3")
    lab.settle()
    expect(maps).to_be_in_viewport(ratio=0.8)


def test_what_is_laid_out_anew_on_a_phone_does_not_scroll_away(open_lab: OpenLab) -> None:
    lab = open_lab(*SCREENS["phone"])
    go_to(lab, "output")
    lab.page.mouse.wheel(0, 150)
    lab.wait_until("scrollY > 100")
    before = lab.page.evaluate("scrollY")
    for _ in range(2):
        lab.page.keyboard.press("1")  # another layer: nothing on the stage moves
        lab.settle()
        assert lab.page.evaluate("scrollY") == pytest.approx(before, abs=2)


def test_a_step_outlives_a_reload_and_a_made_up_one_is_the_last(lab: Lab) -> None:
    begin(lab)
    lab.page.keyboard.press("ArrowRight")
    expect(lab.page).to_have_url(re.compile("step=1"))
    lab.page.reload()
    lab.wait_until_live()
    expect(lab.page.locator("#transport .count")).to_have_text(f"2 of {STEPS}")
    lab.page.goto(lab.address + "?step=99")
    lab.wait_until_live()
    expect(lab.page.locator("#transport .count")).to_have_text(f"{STEPS} of {STEPS}")
    lab.page.keyboard.press("ArrowLeft")
    expect(lab.page.locator("#transport .count")).to_have_text(f"{STEPS - 1} of {STEPS}")


ABOVE_AND_BELOW = """() => innerWidth > 700 ? "" : JSON.stringify(
    ["#strip", "#strip button", "#stage", "#cell"]
        .map(each => Math.round(document.querySelector(each).getBoundingClientRect().y)))"""


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS.keys())
def test_the_sentence_has_its_own_place_on_every_screen(
    open_lab: OpenLab, size: tuple[int, int]
) -> None:
    width, height = size
    lab = open_lab(width, height, reduced_motion="reduce", has_touch=width < 700)
    begin(lab)
    tops = set()
    places = set()
    if width < 700:
        lab.wait_until("document.querySelector('#strip').getBoundingClientRect().y < 1")
    for _ in range(STEPS):
        places.add(lab.page.evaluate(ABOVE_AND_BELOW))
        box = lab.page.locator("#transport").bounding_box()
        assert box is not None
        tops.add(round(box["y"]))
        assert box["x"] >= -0.5
        assert box["x"] + box["width"] <= width + 0.5
        assert box["y"] + box["height"] <= height + 0.5
        if width > 700:
            for layer in lab.page.locator(".layer canvas, .layer ol").all():
                maps_box = layer.bounding_box()
                assert maps_box is not None
                assert maps_box["y"] + maps_box["height"] <= box["y"] + 1
        lab.page.keyboard.press("ArrowRight")
        wait_for_painting(lab)
    # On a phone strip, layer and line begin where they did, whatever layer it is.
    assert len(places) == 1, places
    # On a phone it ends with the network, which may be above the screen's foot.
    assert len(tops) == 1 or width < 700, "the row moves when a sentence is longer"


PLACES = """() => [...document.querySelectorAll(
        ".layer canvas, .layer .units, .layer header, .guess, #pad, #transport, .caption, " +
        ".track, #legend, #begin-steps, [data-step=play]")]
    .filter(each => innerWidth > 1360 || !each.closest("#explanation")) // there it is a sheet
    .map(each => JSON.stringify(each.getBoundingClientRect()))"""

NEXT = """() => {
    const bar = document.querySelector("#transport");
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    return [bar.hasAttribute("data-running"), bar.querySelector(".count").textContent];
}"""
"""Press next, and say whether the film runs then, and at which step: all in one task."""

SKIP = """() => {
    if (!document.querySelector("#transport").hasAttribute("data-running")) return false;
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    return true;
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (1024, 768)])
def test_nothing_moves_in_any_beat_of_any_step(open_lab: OpenLab, size: tuple[int, int]) -> None:
    lab = open_lab(*size)
    lab.ink(EIGHT)
    lab.settle()
    before = lab.page.evaluate(PLACES)
    begin_film(lab.page)
    beats = 0
    for step in range(2, STEPS + 1):
        lab.page.evaluate(NEXT)
        expect(lab.page.locator("#transport .count")).to_have_text(f"{step} of {STEPS}")
        assert lab.page.evaluate(PLACES) == before
        while lab.page.evaluate(SKIP):
            beats += 1
            assert lab.page.evaluate(PLACES) == before
    assert beats > STEPS
    end_film(lab.page)
    lab.settle()
    assert lab.page.evaluate(PLACES) == before


def test_next_skips_one_beat_after_the_other(lab: Lab) -> None:
    begin(lab)
    pressed = lab.page.evaluate(f"() => Array.from({{ length: 5 }}, {NEXT})")  # in no time
    second, third = f"2 of {STEPS}", f"3 of {STEPS}"
    assert pressed == [
        [True, second],  # lines
        [True, second],  # window
        [True, second],  # the rest
        [False, second],
        [True, third],
    ]


def test_with_reduced_motion_a_step_is_there_at_once(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    begin(lab)
    for step in range(2, STEPS + 1):
        assert lab.page.evaluate(NEXT) == [False, f"{step} of {STEPS}"]


def test_layers_beyond_the_step_are_under_the_veil(open_lab: OpenLab) -> None:
    lab = open_lab(reduced_motion="reduce")
    begin(lab)
    lab.page.keyboard.press("ArrowRight")
    veiled = lab.page.locator(".layer.unread")
    expect(veiled).to_have_count(len(LAYERS) - 2)
    expect(veiled.first.locator("canvas")).to_have_css("opacity", "0.4")
    end_film(lab.page)
    expect(veiled).to_have_count(0)


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


def test_no_frame_of_the_film_asks_for_styles(lab: Lab) -> None:
    begin(lab)
    for key in ("ArrowRight", "ArrowLeft"):  # its formula's letters come, and the stage is laid out
        lab.page.keyboard.press(key)
        lab.settle()
    frames, read = lab.page.evaluate(STYLES_READ)
    assert frames > 12
    assert read < 12  # two when a beat begins, and what is made of a newer reading


def test_the_named_cell_is_opened_by_its_link(open_lab: OpenLab, server: Server) -> None:
    lab = open_lab(address=f"{server.address}/?step=1", wait=False)
    lab.wait_until_live()
    lab.ink(EIGHT)
    caption = lab.page.locator("[data-part=caption]")
    expect(caption).to_contain_text("Six windows slide over your drawing")
    caption.get_by_role("button", name="here").click()
    expect(lab.page.locator("#inspector .value")).not_to_be_empty()
    expect(lab.page).to_have_url(re.compile(r"cell=conv1\.\d+"))
