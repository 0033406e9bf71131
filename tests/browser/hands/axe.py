"""What axe finds wrong with the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.serving import ROOT

AT_REST = """async () => {
    await new Promise(requestAnimationFrame);
    const ending = document.getAnimations()
        .filter(each => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map(each => each.finished.catch(() => {})));
}"""

COLOURS = ("color-contrast", "link-in-text-block")
"""Of the rules that are serious, those for which a theme makes a difference."""

LARGEST = {
    "color-contrast": {"enabled": False},
    "color-contrast-enhanced": {"enabled": True},
}
"""Whatever has the contrast of AAA has that of AA."""

SLIGHT = """() => Object.fromEntries(axe._audit.rules
    .filter(rule => ["minor", "moderate"].includes(rule.impact))
    .map(rule => [rule.id, { enabled: false }]))"""
"""Axe's rules that never find anything serious: they take it a fifth of its time."""

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def serious(page: Page, *rules: str) -> list[object]:
    """What axe finds wrong and calls serious or critical; with rules, whatever they find."""
    return _found(page, {"runOnly": list(rules)} if rules else {"rules": _without_slight(page)})


def serious_in_strong_contrast(page: Page) -> list[object]:
    """What is serious, and what has not the contrast of AAA."""
    return _found(page, {"rules": _without_slight(page) | LARGEST})


def _without_slight(page: Page) -> dict[str, object]:
    _bring_axe(page)
    return dict(page.evaluate(SLIGHT))


def _bring_axe(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)


def _found(page: Page, asked: dict[str, object]) -> list[object]:
    _bring_axe(page)
    # What passes is not described: that takes axe most of its time.
    asked |= {"resultTypes": ["violations"], "preload": False}
    everything = "runOnly" in asked
    found = page.evaluate("asked => axe.run(document, asked).then(f => f.violations)", asked)
    return [
        (each["id"], node["target"], node["failureSummary"].splitlines()[1:2])
        for each in found
        if everything or each["impact"] in ("serious", "critical")
        for node in each["nodes"][:4]
    ]


def serious_in_both_themes(page: Page) -> list[object]:
    """What is serious in this theme, and of it in the other what a theme can change."""
    found = serious(page)
    in_other_theme(page)
    return found + serious(page, *COLOURS)


def in_other_theme(page: Page) -> None:
    """As the system's: the page follows it, unless somebody has chosen; and there it stays."""
    html = page.locator("html")
    theme = "light" if html.get_attribute("data-theme") == "dark" else "dark"
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(html).to_have_attribute("data-theme", theme)
    page.evaluate(AT_REST)
