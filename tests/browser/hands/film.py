"""The forward pass as a film: begun by the page's one button, then taken step by step."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def begin_film(page: Page) -> Locator:
    """Begin it, on a wall by the bar, which has the only button there, and let it go on by hand."""
    bar, button = page.locator("#transport"), page.locator("#begin-steps")
    (button if button.is_visible() else bar.locator("[data-step=play]")).click()
    expect(bar).to_have_attribute("data-begun", "")
    if button.get_attribute("data-playing") is not None:
        button.evaluate("each => each.click()")  # a phone would scroll back to it
    return bar


def go_to_step(page: Page, number: int) -> None:
    """By the bar's slider: next would show the beats of the step first."""
    page.locator("#transport input").evaluate(
        """(slider, number) => {
            slider.value = number;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        str(number),
    )


def end_film(page: Page) -> None:
    """The whole network again, by the button that is there at this width."""
    page.locator("#step [data-part=show-all-at-once], [data-step=end]").filter(
        visible=True
    ).first.click()
    expect(page.locator("#transport")).not_to_have_attribute("data-begun", "")
