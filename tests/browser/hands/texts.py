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
        if (!each.checkVisibility({ visibilityProperty: true }) || isUnseen(each)) continue;
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


ON_EACH_OTHER = """selector => {
    const texts = [];
    const walker = document.createTreeWalker(
        document.querySelector(selector), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const host = node.parentElement;
        const seen = host.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        if (!node.data.trim() || !seen || host.closest(".unseen")) continue;
        if (host.getBoundingClientRect().width <= 1) continue; // for those who hear the page
        const range = document.createRange();
        range.selectNodeContents(node);
        // Letters reach as far as their line, not as far as the font's box.
        const line = parseFloat(getComputedStyle(host).lineHeight);
        for (const { left, right, top, bottom } of range.getClientRects()) {
            const over = Math.max(0, (bottom - top - line) / 2 || 0);
            const box = { left, right, top: top + over, bottom: bottom - over };
            texts.push([node.data.trim().slice(0, 24), box, host.closest("math")]);
        }
    }
    // Within a formula, limits stand closer than lines: the browser sets them.
    return texts.flatMap(([one, a, formula], i) => texts.slice(i + 1).filter(([, b, other]) =>
        (formula === null || formula !== other) &&
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4,
    ).map(([other]) => `${one} | ${other}`));
}"""
"""Texts of a part of the page that lie on one another."""


BROKEN_LINES = """() => [...document.querySelectorAll(".ledger > .ends")].flatMap(each => {
    const number = each.nextElementSibling;
    if (!each.checkVisibility({ visibilityProperty: true }) || number === null) return [];
    const apart = number.getBoundingClientRect().bottom - each.getBoundingClientRect().bottom;
    return Math.abs(apart) > 8 ? [`${each.textContent} | ${number.textContent}`] : [];
})"""
"""Last lines of sums whose result does not stand beside its sign."""


SMALL_TARGETS = """least => [
    ...document.querySelectorAll("button, a[href], input, summary, [role=switch], [role=button]"),
].flatMap(each => {
    const seen = each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const inText = each.matches(".term, .link, p a, .sentence *, .unseen *, .units *");
    if (each.matches(".skip:not(:focus)")) return []; // not seen before it has the keyboard
    if (!seen || inText || each.type === "file") return [];
    const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
    if (width === 0) return []; // as wide as nothing until it is pointed at
    const small = Math.min(width, height) < least - 0.5;
    return small ? [`${width} x ${height}: ${each.outerHTML.slice(0, 80)}`] : [];
})"""
"""Controls that are smaller than `least` CSS pixels; not those in running text, nor cells."""
