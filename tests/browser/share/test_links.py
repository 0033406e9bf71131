"""Links: the whole screen in an address, opened in another browser as it was."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import cv2
import httpx2
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hands.cells import choose
from tests.browser.hands.ink import keep_now
from tests.browser.hands.lab import Lab, OpenLab
from tests.browser.hands.links import link_to, open_as_elsewhere, opened, share
from tests.browser.hands.popovers import press_folded
from tests.browser.hands.screens import SCREENS
from tests.drawings import EIGHT, FOUR, golden_drawings
from tests.serving import Server, start_server

DRAWINGS = golden_drawings()


DAMAGED = {
    # All that a sentence has room for: three parts of a link.
    "?hide=conv9,conv1&cell=conv1.99999#d=IAbcdefghijk": ("conv9", "conv1.99999", "d IAbcdefghijk"),
    "?open=everything&view=4d&scale=map&network=alexnet": (
        *("open everything", "view", "network alexnet"),
    ),
    "?hide=%ff%00&digits=%F0%9F%98%80#pixels=!!": ("digits",),
}


def test_made_up_damaged_and_old_links_open_the_page(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    digit = 5  # the sample that greets a newcomer, then what was drawn here
    first, *_ = DAMAGED
    lab = opened(open_lab, f"{server.address}/{first}", reduced_motion="reduce")
    notice = lab.page.locator("#notice")
    for link, sentences in DAMAGED.items():
        with subtests.test("what is made up or damaged is said", link=link):
            if link != first:
                lab.page.goto(f"{server.address}/{link}")
                lab.wait_until_live()
            for sentence in sentences:
                expect(notice).to_contain_text(sentence)
            lab.expect_first_guess(digit)
            lab.draw([[(0.5, 0.15), (0.5, 0.5), (0.5, 0.85)]])
            lab.expect_first_guess(digit := 1)
            expect(notice).to_be_hidden()
    with subtests.test("an old link opens without a word"):
        lab.page.goto(f"{server.address}/?hide=conv2,pool2&open=sees&without=centre")
        lab.wait_until_live()
        assert "conv2" not in lab.shown_layers()
        expect(lab.page.locator("#sees")).to_be_visible()
        centre = lab.page.locator('[data-step="centre"]')
        expect(centre).to_have_attribute("aria-checked", "false")
        expect(notice).to_be_hidden()


def test_the_address_follows_the_screen_and_a_link_comes_on_top_of_ones_own_drawing(
    still_lab: Lab, subtests: pytest.Subtests
) -> None:
    lab = still_lab
    page = lab.page
    lab.ink(EIGHT)
    with subtests.test("the address follows the screen"):
        choose(lab, '[data-palette="safe"]', '[data-scope="map"]', "#kernels")
        page.locator('[data-layer="conv1"] canvas').click(position={"x": 40, "y": 40})
        expect(page).to_have_url(re.compile(r"cell=conv1\.\d+&colours=safe&scale=map&kernels=off$"))
        page.reload()
        lab.wait_until_live()
        expect(page.locator("#inspector")).to_be_visible()
        safe = page.locator('button[data-palette="safe"]')
        expect(safe).to_have_attribute("aria-pressed", "true")
    with subtests.test("a link's drawing is on top of one's own, which undo brings back"):
        lab.expect_first_guess(8)
        keep_now(lab)
        kept = "localStorage.getItem('inkling.drawing.1')"
        own_drawing = page.evaluate(kept)
        follow(lab, link_to(FOUR.strokes))
        lab.expect_first_guess(4)
        assert urlsplit(page.url).fragment.startswith("d=")
        keep_now(lab)
        assert page.evaluate(kept) == own_drawing  # looking at a link takes nothing away
        page.locator("#undo").click()
        lab.expect_first_guess(8)
        assert "#" not in page.url
        press_folded(page, "#redo")
        lab.expect_first_guess(4)
        lab.draw([[(0.1, 0.1), (0.12, 0.1)]])
        keep_now(lab)
        # Now it is one's own.
        assert len(json.loads(page.evaluate(kept))) == len(FOUR.strokes) + 1
    with subtests.test("the next link opens in the same tab"):
        follow(lab, link_to(EIGHT.strokes))
        lab.expect_first_guess(8)


def follow(lab: Lab, link: str) -> None:
    """Open a link that differs by its drawing: the page takes that, and is not loaded anew."""
    lab.page.evaluate("link => { location.hash = link; }", link)


# --- Share -------------------------------------------------------------------------------------


def decoded(lab: Lab, selector: str) -> str:
    """What a camera reads off the screen."""
    picture = lab.page.locator(selector).screenshot()
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(image)
    return text


SCREEN = """() => {
    const all = (selector, part) => [...document.querySelectorAll(selector)].map(part);
    return {
        canvases: all("#pad, .layer:not(.hidden) canvas", canvas => canvas.toDataURL()),
        words: all("#student, #stage, #teacher, #inspector", part => part.innerText),
        pressed: all("[aria-pressed='true'], [aria-checked='true']", part => part.outerHTML),
    };
}"""


def screen_of(lab: Lab) -> dict[str, object]:
    """Everything on the screen that a link has to bring back."""
    page = lab.page
    expect(page.locator("#spoken")).not_to_be_empty()  # announced after a while
    lab.settle()
    return dict(page.evaluate(SCREEN))


def look_by_hand(lab: Lab) -> None:
    """A palette, a scale, a layer hidden, one before ReLU, and a cell pinned."""
    lab.ink(EIGHT)
    lab.expect_first_guess(8)
    choose(lab, "[data-scope=map]", "[data-palette=safe]")
    press_folded(lab.page, '[data-toggle="fc1"]')
    press_folded(lab.page, '[data-row="conv1"] .relu')
    lab.page.locator('[data-layer="conv1"] canvas').click(position={"x": 60, "y": 60})
    expect(lab.page.locator("#inspector")).not_to_contain_text("on their way")  # weights


def test_a_shared_link_reproduces_the_screen_exactly(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab, other = open_lab(reduced_motion="reduce"), None
    for name, theme in (("laptop", "light"), ("projector", "dark"), ("phone", "light")):
        with subtests.test(name, theme=theme):
            show_at(lab, name, theme)
            if name == "phone":  # its stage has one layer, and sheets
                lab.page.goto(lab.address)
                lab.wait_until_live()
            if name != "projector":
                look_by_hand(lab)
            link = share(lab)
            assert len(link) < 250 + len(OF_LOOK)
            lab.page.keyboard.press("Escape")
            expect(lab.page.locator("#share")).to_have_count(0)
            lab.page.mouse.move(1, 1)
            if other is None:
                other = opened(open_lab, link, reduced_motion="reduce")
            else:
                show_at(other, name, theme)
                other.page.goto("about:blank")  # the link may be the one that is open
                other.page.goto(link)
                other.wait_until_live()
            other.expect_first_guess(8)
            expect(other.page.locator("#inspector")).not_to_contain_text("on their way")
            assert screen_of(other) == screen_of(lab)


def show_at(lab: Lab, screen: str, theme: str) -> None:
    width, height = SCREENS[screen]
    lab.page.set_viewport_size({"width": width, "height": height})
    lab.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(lab.page.locator("html")).to_have_attribute("data-theme", theme)


OF_LOOK = "&cell=conv1.0000&colours=safe&scale=map&before=conv1&hide=fc1"


def test_the_sheet_has_the_link_and_a_code_that_a_camera_reads(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(reduced_motion="reduce")
    page = lab.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.ink(FOUR)
    # The code is as large as the screen lets it be, and has its colours from the theme.
    for name, theme in (
        *(("laptop", "light"), ("laptop", "dark")),
        *(("projector", "dark"), ("phone", "light")),
    ):
        with subtests.test("a camera reads the code", screen=name, theme=theme):
            show_at(lab, name, theme)
            link = share(lab)
            assert decoded(lab, "#share .screen .qr") == link
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            page.locator("#share .close").click()
            expect(page.locator("#share")).to_have_count(0)
    page.set_viewport_size({"width": 1440, "height": 900})
    with subtests.test("the link is copied"):
        link = share(lab)
        page.locator("#share .screen .main").click()
        expect(page.locator("#share .screen .status")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == link
        page.context.clear_permissions()
    with subtests.test("a page that only this computer can open says how the room can"):
        expect(page.locator("#share .warning")).to_contain_text("Only this computer")
        page.locator("#share [data-part=room]").click()
        expect(page.locator("#share .room")).to_contain_text("make serve HOST=0.0.0.0")
    with subtests.test("the page's keys rest while the sheet is open"):
        page.keyboard.press("c")
        page.keyboard.press("Escape")
        expect(page.locator("#share")).to_have_count(0)
        lab.expect_first_guess(4)


def test_a_lesson_leaves_controls_out_until_somebody_asks_for_more(still_lab: Lab) -> None:
    lab = still_lab
    lab.ink(EIGHT)
    press_folded(lab.page, '[data-toggle="conv2"]')
    share(lab)
    left_out = ("tools", "samples", "pictures", "panels", "visibility", "legend", "inspector")
    for name in left_out:
        lab.page.locator(f"#share input[name={name}]").check()
    link = lab.page.locator("#share textarea").input_value()
    assert "less=" + ",".join(left_out) in link

    open_as_elsewhere(lab, link)
    pupil = lab.page
    pupil.locator("#more-ways").click()  # the pen trace is left
    expect(pupil.locator("#open-trace")).to_be_visible()
    for gone in (
        "[data-control=tools]",
        ".samples",
        "#choose-picture",
        "#open-visibility",
        "#legend",
        "[data-opens=sees]",
    ):
        expect(pupil.locator(gone).first).to_be_hidden()
    pupil.keyboard.press("Escape")
    expect(pupil.locator("#first-guess .digit")).to_have_text("8")
    pupil.keyboard.press("c")  # hidden is inoperable
    pupil.locator('[data-layer="conv2"] .stub').click(force=True)
    pupil.locator('[data-layer="conv1"] canvas').click(position={"x": 60, "y": 60})
    pupil.evaluate("() => new Promise(requestAnimationFrame)")
    expect(pupil.locator("#first-guess .digit")).to_have_text("8")
    expect(pupil.locator('.layer[data-layer="conv2"]')).to_have_class("layer hidden")
    expect(pupil.locator("#inspector")).to_be_hidden()

    pupil.locator("#more").click()
    expect(pupil.locator("[data-control=tools]").first).to_be_visible()
    expect(pupil.locator("#open-visibility")).to_be_visible()
    expect(pupil.locator("#more")).to_be_hidden()
    assert "less" not in pupil.url
    pupil.locator('[data-layer="conv2"] .stub').click()
    expect(pupil.locator('.layer[data-layer="conv2"]')).to_have_class("layer")


# --- everyone in the room ----------------------------------------------------------------------


def test_the_room_gets_the_address_in_the_local_network_large_and_as_a_code(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    with start_server(INKLING_HOST="0.0.0.0") as server:
        here = f"http://127.0.0.1:{server.port}/"
        lab = open_lab(address=here, reduced_motion="reduce")
        share(lab)
        lab.page.locator("#share [data-part=room]").click()
        address = lab.page.locator("#share .address")
        expect(address).to_be_visible()
        addresses = httpx2.get(here + "api/addresses").json()["addresses"]
        if not addresses:
            pytest.skip("this machine is in no network")
        assert f"http://{address.inner_text()}/" == addresses[0]
        for size in SCREENS.values():
            with subtests.test(size=size):
                lab.page.set_viewport_size({"width": size[0], "height": size[1]})
                lab.settle()
                assert decoded(lab, "#share .room .qr") == addresses[0]
                box = address.bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= size[0]
                assert box["y"] + box["height"] <= size[1]
                size_of_type = address.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
                assert size_of_type >= min(64, 0.07 * size[0])
