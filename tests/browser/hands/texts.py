"""What can be asked of the page's texts: large enough, whole."""

from __future__ import annotations

SMALLEST = """least => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const host = node.parentElement;
        if (!node.data.trim() || host.closest("script, noscript, svg, .unseen")) continue;
        if (!host.checkVisibility({ visibilityProperty: true })) continue;
        const size = parseFloat(getComputedStyle(host).fontSize);
        if (size < least - 0.01) small.push(`${size} px: ${node.data.trim()}`);
    }
    return small;
}"""
"""Visible texts that are smaller than `least` CSS pixels."""


CUT_OFF = """() => {
    const wide = document.documentElement.clientWidth;
    const cut = [];
    for (const each of document.querySelectorAll("button, h1, h2, h3, p, th, td, a, label, span")) {
        if (!each.checkVisibility() || each.closest(".unseen, [hidden], table, canvas")) continue;
        if (!each.textContent.trim() || each.closest("#inspector .body")) continue;
        const range = document.createRange();
        range.selectNodeContents(each);
        const box = range.getBoundingClientRect();
        const where = `${each.tagName} ${each.textContent.trim().slice(0, 40)}`;
        if (box.right > wide + 0.5 || box.left < -0.5) cut.push(`${where}: off the page`);
        const hides = getComputedStyle(each).overflowX !== "visible";
        if (hides && each.scrollWidth > each.clientWidth + 1) cut.push(`${where}: cut off`);
    }
    return cut;
}"""
"""Texts that leave the page, or that their own box cuts off."""
