"""Lecture mode, presenter keys and predict first, on a projector and on a phone."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands.lab import STEPS, Lab, OpenLab
from tests.browser.hands.lecture import SIZES, open_lecture
from tests.browser.hands.menu import open_menu
from tests.drawings import EIGHT
from tests.serving import Server


def test_the_keys_of_a_remote_reveal_blank_and_come_back(open_lab: OpenLab, server: Server) -> None:
    lab = open_lecture(open_lab, server, "projector", "&cover=guesses,conv1")
    press = lab.page.keyboard.press
    question = lab.page.locator("#predict")
    expect(question).to_contain_text("What do you think it is?")
    press(".")
    expect(lab.page.locator("main")).not_to_be_visible()
    press("PageDown")
    expect(lab.page.locator("main")).to_be_visible()
    covered = lab.page.locator('.layer[data-layer="conv1"] .cover')
    expect(covered).to_be_visible()
    press("PageDown")
    expect(covered).to_be_hidden()
    expect(question).to_be_visible()
    press("PageDown")
    lab.expect_first_guess(8)
    expect(question).to_be_hidden()
    press("PageUp")
    expect(question).to_be_visible()
    assert "cover=guesses" in lab.page.url


def test_nothing_on_the_page_tells_a_covered_guess(open_lab: OpenLab, server: Server) -> None:
    everything = f"{server.address}/?cover=guesses&open=sees&cell=output.8&trace=on"
    lab = open_lab(address=everything, wait=False)
    lab.wait_until_live()
    lab.page.keyboard.press("c")
    lab.ink(EIGHT)
    lab.page.wait_for_timeout(800)  # longer than words wait to be read out
    wrong = lab.page.evaluate(
        """() => [...document.querySelectorAll("body :not(script, #about, #about *)")]
            .flatMap((element) => [...element.attributes].map(({ value }) => value).concat(
                [...element.childNodes].filter((node) => node.nodeType === 3)
                    .map((node) => node.data)))
            .filter((text) => /^\\W*\\d+(\\.\\d+)? %$|guess: /.test(text))"""
    )
    assert wrong == []
    expect(lab.page.locator("#spoken")).to_be_empty()
    assert lab.page.locator(".guess .digit, .guess .sure").all_text_contents() == [""] * 4
    assert set(lab.page.locator('[data-layer="output"] .value').all_inner_texts()) == {""}
    expect(lab.page.locator("#inspector")).to_contain_text("Covered")
    lab.page.locator("#reveal").click()
    lab.expect_first_guess(8)
    expect(lab.page.locator("#spoken")).to_contain_text("First guess: 8")


@pytest.mark.parametrize("view", ["2d", "3d"])
def test_no_step_and_no_view_tells_what_is_covered(
    open_lab: OpenLab, server: Server, view: str
) -> None:
    query = f"&cover=guesses,pool2&view={view}&step=0"
    lab = open_lecture(open_lab, server, "laptop", query, reduced_motion="reduce")
    sentence = lab.page.locator("#step .sentence")
    sentences = []
    for step in range(1, STEPS + 1):
        expect(lab.page.locator("#transport .count")).to_have_text(f"{step} of {STEPS}")
        sentences.append(sentence.inner_text())
        assert lab.page.locator(".class.first, .units .first").count() == 0
        if step < STEPS:
            lab.page.locator("[data-step=on]").click()
    covered = [at for at, text in enumerate(sentences, 1) if "overed" in text]
    assert covered == [7, 8, 9, 12, 13]  # pool2, what is computed from it, and the end
    assert not any(re.search(r"\d", sentences[at - 1]) for at in covered)
    expect(lab.page.locator("#spoken")).to_be_empty()
    lab.page.keyboard.press("Shift+R")
    lab.expect_first_guess(8)
    expect(sentence).to_contain_text("Softmax")


def test_a_remote_tells_the_network_step_by_step(open_lab: OpenLab, server: Server) -> None:
    options = {"reduced_motion": "reduce"}  # else next skips the beats of the film first
    lab = open_lecture(open_lab, server, "projector", "&cover=guesses", **options)
    press = lab.page.keyboard.press
    press("PageDown")
    lab.expect_first_guess(8)
    press("PageDown")
    count = lab.page.locator("#transport .count")
    expect(count).to_have_text(f"1 of {STEPS}")
    expect(lab.page.locator("#first-guess .digit")).to_have_text("")
    press("Space")
    play = lab.page.locator("#transport [data-step=play]")
    expect(play).to_have_accessible_name("Pause")
    press("Space")
    expect(play).to_have_accessible_name("Step")
    press("PageDown")
    press("PageDown")
    expect(count).to_have_text(f"3 of {STEPS}")
    for _ in range(3):
        press("PageUp")
    expect(lab.page.locator("#transport")).not_to_have_attribute("data-begun", "")
    lab.expect_first_guess(8)
    press("PageUp")
    expect(lab.page.locator("#predict")).to_be_visible()


def test_space_plays_the_pen_trace_in_a_lecture(open_lab: OpenLab, server: Server) -> None:
    lab = open_lecture(open_lab, server, "projector")
    lab.page.keyboard.press("Space")
    expect(lab.page.locator("#pen-trace")).to_be_visible()
    play = lab.page.locator("#transport [data-step=play]")
    expect(play).to_have_accessible_name("Pause")
    lab.page.keyboard.press("Space")
    expect(play).to_have_accessible_name("Play")


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_covering_moves_nothing(open_lab: OpenLab, size: tuple[int, int]) -> None:
    lab = open_lab(*size)
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    boxes = """() => [...document.querySelectorAll("#pad, .layer, #teacher")]
        .filter(element => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => JSON.stringify(element.getBoundingClientRect()))"""
    before = lab.page.evaluate(boxes)
    lab.page.keyboard.press("g")
    lab.page.keyboard.press("Shift+Digit2")
    expect(lab.page.locator("#predict")).to_be_visible()
    lab.settle()
    assert lab.page.evaluate(boxes) == before


def test_the_lecture_is_entered_and_left_and_a_reload_stays_in_it(lab: Lab) -> None:
    open_menu(lab.page).locator("#lecture").click()
    root = lab.page.locator("html")
    expect(root).to_have_attribute("data-lecture", "")
    lab.wait_until("document.fullscreenElement !== null")
    assert "lecture=on" in lab.page.url
    lab.page.keyboard.press("f")
    lab.wait_until("document.fullscreenElement === null")
    expect(root).to_have_attribute("data-lecture", "")
    lab.page.reload()
    lab.wait_until_live()
    expect(root).to_have_attribute("data-lecture", "")
    lab.page.keyboard.press("F5")  # a remote's beginning: it must not load the page again
    lab.wait_until("document.fullscreenElement !== null")
    lab.page.keyboard.press("Escape")
    expect(root).not_to_have_attribute("data-lecture", "")


def test_the_ring_follows_the_pointer_and_lets_clicks_through(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lecture(open_lab, server, "projector")
    lab.page.keyboard.press("s")
    cell = lab.page.locator('[data-layer="conv1"] canvas').bounding_box()
    assert cell is not None
    x, y = cell["x"] + cell["width"] - 40, cell["y"] + 40
    lab.page.mouse.move(x, y)
    spot = lab.page.locator("#spot")
    expect(spot).to_be_visible()
    box = spot.bounding_box()
    assert box is not None
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert middle == pytest.approx([x, y])
    lab.page.mouse.down()
    lab.page.mouse.up()
    expect(lab.page.locator("#opened")).to_be_visible()
    lab.page.keyboard.press("s")
    expect(spot).to_be_hidden()


def test_keys_stay_with_whoever_types_or_moves_in_a_map(open_lab: OpenLab, server: Server) -> None:
    lab = open_lecture(open_lab, server, "projector", "&cover=guesses")
    lab.page.locator('[data-layer="conv1"] canvas').focus()
    lab.page.keyboard.press("PageDown")  # the map's own: to its next map
    expect(lab.page.locator("#predict")).to_be_visible()
    lab.page.evaluate(
        "document.body.append(Object.assign(document.createElement('textarea'), { id: 'notes' }))"
    )
    lab.page.locator("#notes").focus()
    lab.page.keyboard.type("1bgl?. ")
    assert lab.page.locator("#notes").input_value() == "1bgl?. "
    expect(lab.page.locator(".layer.hidden")).to_have_count(0)


def test_letters_are_no_keys_once_they_are_switched_off_on_this_device(
    open_lab: OpenLab, server: Server
) -> None:
    lab = open_lecture(open_lab, server, "projector", "&cover=guesses")
    press = lab.page.keyboard.press
    press("?")
    lab.page.get_by_label("Letters, digits and signs").uncheck()
    lab.page.locator("#leave-lecture").focus()
    for key in ("c", "g", "b", ".", "2", "Shift+R", "?"):
        press(key)
    expect(lab.page.locator("main")).to_be_visible()
    expect(lab.page.locator("#predict")).to_be_visible()
    expect(lab.page.locator("#keys")).to_be_visible()
    assert "conv1" in lab.shown_layers()
    press("PageDown")  # a remote's next
    lab.expect_first_guess(8)
    lab.page.reload()
    lab.wait_until_live()
    press("c")
    press("PageDown")
    expect(lab.page.locator("#transport")).to_have_attribute("data-begun", "")
    press("PageUp")
    lab.expect_first_guess(8)
    lab.page.get_by_label("Letters, digits and signs").check()
    press("c")
    lab.expect_blank()
    lab.page.get_by_label("Letters, digits and signs").uncheck()
    press("Control+z")  # no single key
    lab.expect_first_guess(8)


@pytest.mark.parametrize("size", ["projector", "phone"])
def test_the_list_of_keys_opens_and_its_lines_act(
    open_lab: OpenLab, server: Server, size: str
) -> None:
    lab = open_lecture(open_lab, server, size)
    lab.page.keyboard.press("?")
    keys = lab.page.locator("#keys")
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Cover or reveal the guesses").click()
    expect(lab.page.locator("#predict")).to_be_visible()
    lab.page.keyboard.press("?")
    expect(keys).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", ["phone", "small phone"])
def test_a_lecture_is_shown_and_left_on_a_phone_and_no_button_lies_over_another(
    open_lab: OpenLab, server: Server, size: str, language: str
) -> None:
    lab = open_lecture(open_lab, server, size, f"&lang={language}&step=4")
    boxes = [
        each.bounding_box()
        for each in lab.page.locator("#transport button[data-step]:visible").all()
    ]
    for one, other in itertools.pairwise(boxes):
        assert one is not None
        assert other is not None
        assert one["x"] + one["width"] <= other["x"] + 0.5
    lab.page.locator("[data-step=end]").click()
    lab.expect_first_guess(8)
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    expect(lab.page.locator("#stage")).to_contain_class("alone")
    # It is the phone's own page, with what the link shows.
    expect(lab.page.locator("html")).not_to_have_attribute("data-lecture", "")
    leave = lab.page.locator('#chips [data-change="lecture"]')
    leave.scroll_into_view_if_needed()
    box = leave.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= SIZES[size][0]
    leave.click()
    expect(lab.page).not_to_have_url(re.compile("lecture"))


def test_a_one_is_drawn_by_keyboard_alone_and_undone(lab: Lab) -> None:
    press = lab.page.keyboard.press
    for _ in range(20):
        press("Tab")
        if lab.page.evaluate("document.activeElement.id") == "pad":
            break
    cursor = lab.page.locator("#pen-cursor")
    expect(cursor).to_be_visible()
    for _ in range(8):
        press("ArrowUp")
    press("Space")
    for _ in range(16):
        press("ArrowDown")
    press("Space")
    lab.expect_first_guess(1)
    expect(lab.page.locator("#pen-status")).to_contain_text("Pen up")
    press("z")
    lab.expect_blank()
    press("Escape")
    expect(cursor).to_be_hidden()
