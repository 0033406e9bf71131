import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { need } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import { PANELS } from "../state/look.ts";
import { panelSeen } from "../state/panel.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/**
 * The panels, of which one is open at most. When it is closed, the keyboard goes back to where it was: to `instead` where
 * nothing had it before, as in a page whose link opens a panel.
 */
export function mountDrawer(host: HTMLElement, instead: HTMLElement, lab: Lab): Dispose {
  const panels = PANELS.map((name) => {
    const panel = need(`[data-opened-by="${name}"]`, host);
    const label = phrase("panel.close", { panel: panel.getAttribute("aria-label") ?? "" });
    const attributes = { class: "close", "aria-label": label, title: label };
    const close = makeButton(() => lab.look.openPanel(null), attributes);
    panel.prepend(close);
    return { name, panel, close };
  });
  let before: Element | null = null;
  const stop = effect(() => {
    const page = host.ownerDocument;
    const { activeElement } = page;
    const seen = panelSeen(lab);
    const isOpen = seen !== null;
    const isInside = panels.some(({ panel }) => panel.contains(activeElement));
    if (isOpen && !isInside) before = activeElement;
    for (const { name, panel } of panels) panel.hidden = seen !== name;
    if (!isOpen && isInside) backTo(before, instead).focus();
  });
  return endAll(stop, () => {
    for (const { close } of panels) close.remove();
  });
}

function backTo(before: Element | null, instead: HTMLElement): HTMLElement {
  const { body } = instead.ownerDocument;
  const isThere = before instanceof HTMLElement && before !== body && before.isConnected;
  return isThere ? before : instead;
}
