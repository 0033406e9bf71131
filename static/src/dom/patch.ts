/**
 * Makes a host's children equal to these, and keeps every element that need not change: numbers that come many times a
 * second cost no new elements, and focus and scrolling stay. What is patched has no listeners.
 */
export function patchChildren(host: Element, wanted: readonly Node[]): void {
  const there = [...host.childNodes];
  for (const [i, node] of wanted.entries()) {
    const old = there[i];
    if (old === undefined) host.append(node);
    else if (!patch(old, node)) old.replaceWith(node);
  }
  for (const old of there.slice(wanted.length)) old.remove();
}

/** Whether `old` could be made equal to `now`; a canvas cannot, its picture is no attribute. */
function patch(old: Node, now: Node): boolean {
  if (old.nodeName !== now.nodeName || old.nodeName === "CANVAS") return false;
  if (old instanceof Element && now instanceof Element) {
    for (const name of old.getAttributeNames()) {
      if (!now.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of now.attributes) {
      if (old.getAttribute(name) === value) continue;
      // The page's policy allows styles by script, not as text.
      if (name === "style" && old instanceof HTMLElement) old.style.cssText = value;
      else old.setAttribute(name, value);
    }
    patchChildren(old, [...now.childNodes]);
  } else if (old.nodeValue !== now.nodeValue) {
    old.nodeValue = now.nodeValue;
  }
  return true;
}
