"""What axe finds wrong with the page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.serving import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def serious(page: Page, *rules: str) -> list[object]:
    """What axe finds wrong and calls serious or critical; with rules, whatever they find."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # What passes is not described: that takes axe most of its time.
    asked: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        asked["runOnly"] = list(rules)
    found = page.evaluate("asked => axe.run(document, asked).then(f => f.violations)", asked)
    return [
        (each["id"], node["target"], node["failureSummary"].splitlines()[1:2])
        for each in found
        if rules or each["impact"] in ("serious", "critical")
        for node in each["nodes"][:4]
    ]
