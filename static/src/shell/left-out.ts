import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Control } from "../state/controls.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/**
 * Leaves controls out of the page, and has one quiet word that brings them back. Each element says in `data-control` which
 * control it belongs to; with `data-stays` it is a picture or a word that stays on the page, and is no longer a button.
 */
export function mountLeftOut(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  const more = need("[data-part=more]", page);
  const stopBack = listen(more, { click: () => lab.lecture.leaveOut(new Set()) });
  const leaveOut = () => {
    const leftOut = lab.lecture.leftOut.peek();
    for (const part of page.querySelectorAll<HTMLElement>("[data-control]")) {
      part.inert = leftOut.has(part.dataset.control as Control);
      part.toggleAttribute("data-gone", part.inert && !part.hasAttribute("data-stays"));
    }
  };
  const later = new MutationObserver(leaveOut); // some parts of the page come when they are asked for
  const stop = effect(() => {
    const leftOut = lab.lecture.leftOut.value;
    root.dataset.leftOut = [...leftOut].join(" ");
    more.hidden = leftOut.size === 0;
    leaveOut();
    later.disconnect();
    if (leftOut.size > 0) later.observe(page, { childList: true, subtree: true });
  });
  return () => {
    stop();
    later.disconnect();
    stopBack();
    root.removeAttribute("data-left-out");
  };
}
