"""Where: boxes as the server finds them, suppression by buttons and keys, the curve, links."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from models._checkpoint import load_weights, read_card
from tests.browser.hands.ink import drawn_strokes
from tests.browser.hands.lab import INK, OpenLab
from tests.drawings import drawing_of
from tests.serving import Server

SAID = """async strokes => {
    const answer = await fetch("api/models/detector/predictions",
        { method: "POST", body: JSON.stringify({ strokes }) });
    return (await answer.json()).answers[0];
}"""
"""What the server says of strokes."""


def placed(label: int, x: float, y: float, size: float) -> list[list[tuple[float, float]]]:
    """A digit around a place of the pad, so large."""
    strokes = [np.asarray(stroke)[:, :2] for stroke in drawing_of(label).strokes]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    moved = [(s - (low + high) / 2) * size / (high - low).max() + (x, y) for s in strokes]
    return [[(float(x), float(y)) for x, y in stroke] for stroke in moved]


def four_digits() -> str:
    """A canvas as the network learned from, as a dropped file."""
    strokes = placed(4, 0.25, 0.25, 0.38) + placed(9, 0.7, 0.28, 0.4)
    strokes += placed(2, 0.3, 0.72, 0.36) + placed(7, 0.75, 0.74, 0.35)
    return json.dumps({"strokes": strokes})


def test_boxes_are_the_servers_and_suppression_goes_step_by_step(
    open_lab: OpenLab, server: Server, subtests: pytest.Subtests
) -> None:
    lab = open_lab(address=f"{server.address}/?network=detector&open=answer")
    lab.page.evaluate(INK, four_digits())
    answer = lab.page.locator("#answer")
    said: dict[str, Any] = lab.page.evaluate(SAID, drawn_strokes(lab))
    boxes = said["boxes"]
    kept = [box["label"] for box in boxes if box["suppressed_by"] is None]
    assert 1 < len(kept) < len(boxes)
    rows = answer.locator(".of-boxes tbody tr")
    with subtests.test("the boxes, in the server's order, and by which each is suppressed"):
        expect(rows).to_have_count(min(len(boxes), 10) + (len(boxes) > 10))
        first = boxes[:10]
        ends = [box["suppressed_by"] for box in first]
        columns = {
            1: [f"{at}: {box['label']}" for at, box in enumerate(first, 1)],
            2: [f"{box['score']:.2f}" for box in first],
            4: ["stays" if by is None else f"goes: box {by + 1}" for by in ends],
        }
        for number, texts in columns.items():
            cells = answer.locator(f".of-boxes tbody tr:nth-child(-n+10) > :nth-child({number})")
            expect(cells).to_have_text(texts)
    with subtests.test("what is left stands below the pad, too"):
        expect(lab.page.locator(".answers dt")).to_have_text(kept[:5])
    with subtests.test("forward and back, by buttons and by keys"):
        says = answer.locator("[aria-live]")
        answer.get_by_role("button", name="From the start").click()
        expect(says).to_contain_text(f"{len(boxes)} boxes have a score from 0.30 on")
        lab.page.keyboard.press("ArrowRight")
        expect(says).to_contain_text("Round 1 of")
        expect(answer.locator(".boxes .now").first).to_be_visible()
        answer.get_by_role("button", name="Back").click()
        expect(says).to_contain_text("the surest first")
        lab.page.keyboard.press("End")
        expect(says).to_contain_text(f"{len(kept)} of {len(boxes)} boxes are left")
    with subtests.test("threshold, round and what lies below are in the link, and come back"):
        answer.locator("input[type=range]").first.fill("0.5")
        expect(answer.locator(".agreement figcaption")).to_contain_text("From 0.50 on")
        answer.get_by_role("button", name="Score", exact=True).click()
        answer.get_by_role("button", name="From the start").click()
        where = "open=answer&threshold=50&round=0&ground=score"
        expect(lab.page).to_have_url(re.compile(where))
        lab.page.reload()
        expect(answer.locator(".boxes figcaption")).to_contain_text("a cell's score")
        expect(answer.locator("[aria-live]")).to_contain_text("from 0.50 on")
    with subtests.test("LeNet-5 slid over it names a digit on blank paper, too"):
        lab.page.goto(f"{server.address}/?network=detector&open=answer&ground=slid")
        lab.page.evaluate(INK, json.dumps({"strokes": placed(4, 0.25, 0.25, 0.3)}))
        caption = answer.locator(".boxes figcaption")
        with torch.inference_mode():
            paper = load_weights("lenet5")(torch.zeros(1, 1, 28, 28)).softmax(dim=1)[0]
        named = f"a {int(paper.argmax())}, {100 * float(paper.max()):.1f}\u00a0% sure"
        expect(caption).to_contain_text(re.compile(rf"\d+ windows see only paper: .* {named}"))
        expect(answer.locator(".window")).to_have_count(100)
        answer.locator("[data-slid]").focus()
        lab.page.keyboard.press("ArrowDown")
        lab.page.keyboard.press("ArrowDown")
        expect(caption).to_contain_text("Window 2, 1:")
        expect(answer.locator(".chosen")).to_have_count(1)
    with subtests.test("a digit as large as the pad is told with the card's figures, and shrunk"):
        answer.locator(".close").click()
        lab.page.evaluate(INK, json.dumps({"strokes": placed(5, 0.5, 0.5, 0.75)}))
        note = lab.page.locator(".size-note")
        told = dict(map(tuple, read_card("detector")["sizes"]["found"]))
        expect(note).to_contain_text("One digit spans 75\u00a0% of the pad.")
        expect(note).to_contain_text(f"finds {100 * told[0.75]:.0f}\u00a0% of those that large")
        expect(lab.page.locator(".size-hint")).to_be_visible()
        note.get_by_role("button").click()
        expect(note).to_be_hidden()
        expect(lab.page.locator(".answers dt")).to_have_text(["5"])
    with subtests.test("nothing is cut off in Dutch, small or on a wall"):
        for width, height, more in ((390, 844, ""), (1024, 768, "&lecture=on")):
            lab.page.set_viewport_size({"width": width, "height": height})
            lab.page.goto(f"{server.address}/?network=detector&open=answer&lang=nl&round=1{more}")
            expect(answer.locator(".agreement figcaption")).to_contain_text("Vanaf 0,30")
            sizes = "e => [e.scrollWidth - e.clientWidth, document.documentElement.scrollWidth]"
            beyond, wide = answer.locator(".where").evaluate(sizes)
            assert (beyond, wide) == (0, width)
