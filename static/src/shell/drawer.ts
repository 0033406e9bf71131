import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Lab } from "../state/lab.ts";
import { PANELS } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** The row of buttons below the network, each opening and closing its own panel; one is open at most. */
export function mountDrawer(host: HTMLElement, lab: Lab): Dispose {
  const parts = PANELS.map((name) => {
    const button = need(`[data-panel="${name}"]`, host);
    return { name, button, panel: need(`[data-opened-by="${name}"]`, host) };
  });
  const click = (event: Event) => {
    const chosen = parts.find(
      ({ button }) => button === (event.target as Element).closest("button"),
    );
    if (chosen !== undefined)
      lab.look.openPanel(lab.look.panel.peek() === chosen.name ? null : chosen.name);
  };
  const stop = effect(() => {
    for (const { name, button, panel } of parts) {
      const open = lab.look.panel.value === name;
      button.setAttribute("aria-expanded", String(open));
      panel.hidden = !open;
    }
  });
  return endAll(stop, listen(host, { click }));
}
