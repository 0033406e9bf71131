/** Attributes of the page's root element: what style sheets and tests know of the state. */
import { effect } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import { panelSeen } from "../state/panel.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { isWaiting } from "../state/waiting.ts";

export function showOnRoot(root: HTMLElement, lab: Lab): Dispose {
  return endAll(
    effect(() => {
      const seq = lab.reader.painted.value;
      if (seq > 0) root.dataset.painted = String(seq);
    }),
    effect(() => {
      root.toggleAttribute("data-pinned", lab.selection.pinned.value !== null);
    }),
    effect(() => {
      root.toggleAttribute("data-waiting", isWaiting(lab));
    }),
    effect(() => {
      const panel = panelSeen(lab) !== null;
      root.dataset.explains = panel ? "panel" : lab.selection.about.value;
    }),
    effect(() => {
      const tracing = lab.trace.open.value && lab.lecture.offers("trace");
      root.toggleAttribute("data-tracing", tracing);
    }),
  );
}
