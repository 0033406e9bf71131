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
    // Words for screen readers alone: by their class, or at this width only.
    const isUnseen = each => each.closest(".unseen") !== null
        || getComputedStyle(each).clipPath === "inset(50%)";
    const reach = each => {
        const boxes = [];
        const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (isUnseen(node.parentElement)) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            boxes.push(...range.getClientRects());
        }
        return [Math.min(...boxes.map(box => box.left)), Math.max(...boxes.map(box => box.right))];
    };
    for (const each of document.querySelectorAll("button, h1, h2, h3, p, th, td, a, label, span")) {
        if (!each.checkVisibility() || isUnseen(each)) continue;
        if (each.closest("[hidden], table, canvas, #inspector .body")) continue;
        if (!each.textContent.trim()) continue;
        const [left, right] = reach(each);
        const where = `${each.tagName} ${each.textContent.trim().slice(0, 40)}`;
        if (right > wide + 0.5 || left < -0.5) cut.push(`${where}: off the page`);
        const hides = getComputedStyle(each).overflowX !== "visible";
        if (hides && each.scrollWidth > each.clientWidth + 1) cut.push(`${where}: cut off`);
    }
    return cut;
}"""
"""Texts that leave the page, or that their own box cuts off."""
