"""A first visit: a few words, and an example that is drawn once and belongs to nobody."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.hands.lab import Lab, OpenLab

TELLS = "document.querySelector('.guide').dataset.tells"


def undo_is_there(lab: Lab) -> bool:
    return lab.page.locator("#undo").is_enabled()


def test_an_example_is_drawn_once_and_goes_when_somebody_draws(open_lab: OpenLab) -> None:
    lab = open_lab(wait=False, first_visit=True)
    expect(lab.page.locator(".guide")).to_contain_text("A network that reads digits")
    lab.expect_first_guess(5)
    lab.settle()
    assert lab.page.evaluate("location.search + location.hash") == ""
    assert not undo_is_there(lab)
    lab.draw([[(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)]])
    lab.expect_first_guess(1)
    expect(lab.page.locator(".guide h2").first).to_have_text("How to read this")
    lab.page.locator("#undo").click()
    lab.expect_blank()
    assert not undo_is_there(lab)
    lab.page.reload()
    lab.wait_until_live()
    lab.wait_until(f"{TELLS} === 'guide'")


def test_a_second_visit_finds_the_example_there_and_the_guide(open_lab: OpenLab) -> None:
    lab = open_lab(wait=False, first_visit=True)
    lab.expect_first_guess(5)
    lab.page.reload()
    lab.wait_until_live()
    lab.wait_until(f"{TELLS} === 'guide'")
    lab.expect_first_guess(5)


def test_on_a_phone_the_words_stand_on_the_pad(open_lab: OpenLab) -> None:
    lab = open_lab(390, 844, wait=False, first_visit=True, reduced_motion="reduce")
    words = lab.page.locator(".pad .welcome")
    expect(words).to_be_visible()
    lab.draw([[(0.5, 0.2), (0.5, 0.8)]])
    expect(words).to_be_hidden()
