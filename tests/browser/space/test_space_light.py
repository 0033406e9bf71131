"""The network in 3D as it is lit and filmed, and what it leaves in memory."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import CDPSession

from tests.browser.hands.axe import in_other_theme
from tests.browser.hands.ink import draw_four
from tests.browser.hands.lab import PATIENCE, Lab, OpenLab
from tests.browser.hands.popovers import unfold
from tests.browser.hands.space import CANVAS, press, rest, shot, stand


def hues(lab: Lab) -> NDArray[np.float64]:
    """Hue in degrees, saturation and value (0..1) of each pixel of the picture."""
    picture = cv2.imdecode(np.frombuffer(shot(lab), np.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_BGR2HSV)


def test_light_keeps_every_hue(still_lab: Lab, subtests: pytest.Subtests) -> None:
    lab = still_lab
    draw_four(lab)
    for switch in unfold(lab.page, "#visibility .relu").all():
        switch.click()  # values below zero are in red pencil
    lab.page.keyboard.press("Escape")
    lab.settle()
    assert "before=" in lab.page.url
    stand(lab)
    with subtests.test("flat, in the light"):
        look_at_hues(lab)
    with subtests.test("heights, in the light"):
        press(lab, "Shading")
        press(lab, "Heights")
        rest(lab)
        look_at_hues(lab)
    press(lab, "Shading")
    in_other_theme(lab.page)
    with subtests.test("heights, in the dark"):
        rest(lab)
        look_at_hues(lab)
    with subtests.test("flat, in the dark"):
        press(lab, "Shading")
        press(lab, "Heights")
        rest(lab)
        look_at_hues(lab)


def look_at_hues(lab: Lab) -> None:
    """Shading makes colours lighter and darker, and no other ones."""
    plain = hues(lab)
    press(lab, "Shading")
    rest(lab)
    lit = hues(lab)
    assert np.abs(plain - lit).max() > 0.02, "light changes nothing"
    clear = (
        (plain[..., 1] > 0.3) & (lit[..., 1] > 0.3) & (plain[..., 2] > 0.2) & (lit[..., 2] > 0.2)
    )
    # Where edges are smoothed, two colours are mixed: only what has its like all around it counts.
    clear = cv2.erode(clear.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert clear.sum() > 1000
    apart = np.abs((plain[..., 0] - lit[..., 0] + 180) % 360 - 180)[clear]
    assert np.quantile(apart, 0.98) <= 6, f"hues differ by {np.quantile(apart, 0.98):.1f} degrees"


@pytest.mark.alone
def test_the_film_is_ten_seconds_of_one_whole_turn(lab: Lab, tmp_path: Path) -> None:
    draw_four(lab)
    stand(lab)
    with lab.page.expect_download(timeout=60_000) as download:
        press(lab, "Save turntable")
    path = tmp_path / "turn.webm"
    download.value.save_as(path)
    film = cv2.VideoCapture(str(path))
    pictures: list[NDArray[np.uint8]] = []
    times: list[float] = []
    while film.grab():
        times.append(film.get(cv2.CAP_PROP_POS_MSEC) / 1000)
        pictures.append(film.retrieve()[1])
    # A busy machine paints the last pictures too late to be in the film, which ends in time.
    assert 7 <= times[-1] - times[0] <= 12.5, f"{times[-1]:.1f} s"
    assert pictures[0].shape == (720, 1280, 3)
    paper = pictures[0][2, 2].astype(int)
    inked = [(np.abs(each.astype(int) - paper).max(axis=2) > 60).mean() for each in pictures[::8]]
    assert min(inked) > 0.005, "a picture without a network"

    quarters = [pictures[len(pictures) * quarter // 4] for quarter in range(4)]
    blurred = [cv2.GaussianBlur(each, (0, 0), 60).astype(float) for each in quarters]
    away = [np.abs(each - blurred[0]).mean() for each in blurred[1:]]
    assert min(away) > 0.2, "it does not turn"
    last = cv2.GaussianBlur(pictures[-1], (0, 0), 60).astype(float)
    assert np.abs(last - blurred[0]).mean() < max(away), "it does not come round"


WATCH = """
    window.contexts = [];
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        const context = original.call(this, kind, ...more);
        const isKnown = window.contexts.some(each => each.deref() === context);
        if (kind.startsWith("webgl") && context !== null && !isKnown)
            window.contexts.push(new WeakRef(context));
        return context;
    };
"""
"""Before the page's own script: note each of WebGL's contexts, and keep none of them."""

SWITCH = f"""async ([selector, times]) => {{
    const until = holds => new Promise((done, fail) => {{
        const late = setTimeout(() => fail(new Error(`not ${{holds}}`)), {1000 * PATIENCE:.0f});
        const watch = new MutationObserver(() => look());
        const look = () => {{
            if (!holds()) return;
            clearTimeout(late);
            watch.disconnect();
            done();
        }};
        watch.observe(document, {{ attributes: true, childList: true, subtree: true }});
        look();
    }});
    const press = view => [...document.querySelectorAll(`[data-view="${{view}}"]`)].at(-1).click();
    const left = () => {{
        const contexts = window.contexts.map(each => each.deref());
        return contexts.filter(each => each !== undefined && !each.isContextLost()).length;
    }};
    const found = [];
    for (; times > 0; times--) {{
        press("3d");
        await until(() => /\\d/.test(document.querySelector(selector)?.dataset.frames ?? ""));
        const standing = left();
        press("2d");
        await until(() => document.querySelector(selector) === null);
        found.push([standing, left(), document.querySelector("#space").dataset.held]);
    }}
    return found;
}}"""
"""Switch to 3D and back: contexts while it stands, and afterwards; what the view still holds."""


def test_twenty_switches_leave_nothing_behind_and_memory_where_it_was(
    open_lab: OpenLab, subtests: pytest.Subtests
) -> None:
    lab = open_lab(reduced_motion="reduce", first=WATCH)
    draw_four(lab)
    client = lab.page.context.new_cdp_session(lab.page)
    found = lab.page.evaluate(SWITCH, [CANVAS, 5])
    before = what_is_left(lab, client)
    found += lab.page.evaluate(SWITCH, [CANVAS, 20])
    after = what_is_left(lab, client)
    with subtests.test("no context outlives the view, which holds nothing"):
        assert found == [[1, 0, "0"]] * 25
    with subtests.test("memory is where it was"):
        change = f"{before} became {after}"
        # One view that stays is 1,500 objects; what comes and goes by itself, one or two hundred.
        assert after["objects"] <= before["objects"] + 200, change
        assert after["nodes"] <= before["nodes"] + 60, change
        assert after["listeners"] <= before["listeners"] + 10, change


def what_is_left(lab: Lab, client: CDPSession) -> dict[str, int]:
    """Objects, nodes and listeners of the page, once what nobody needs has been collected."""
    fewest = math.inf
    for _ in range(3):
        client.send("HeapProfiler.collectGarbage")
        lab.page.wait_for_timeout(100)  # what is collected is counted down in its own time
        fewest = min(fewest, objects(client))
    counters = client.send("Memory.getDOMCounters")
    return {
        "objects": int(fewest),
        "nodes": counters["nodes"],
        "listeners": counters["jsEventListeners"],
    }


def objects(client: CDPSession) -> int:
    """Everything on the heap that JavaScript made: no compiled code, no timings."""
    ancestor = client.send("Runtime.evaluate", {"expression": "Object.prototype"})
    found = client.send(
        "Runtime.queryObjects", {"prototypeObjectId": ancestor["result"]["objectId"]}
    )
    counted = client.send(
        "Runtime.callFunctionOn",
        {
            "objectId": found["objects"]["objectId"],
            "functionDeclaration": "function () { return this.length; }",
        },
    )
    client.send("Runtime.releaseObject", {"objectId": found["objects"]["objectId"]})
    return int(counted["result"]["value"])
