import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { PANELS, type Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** The row of buttons below the network, each opening and closing its own panel; one is open at most. */
export function mountDrawer(host: HTMLElement, store: Store): Dispose {
  const parts = PANELS.map((name) => ({
    name,
    button: need(`[data-panel="${name}"]`, host),
    panel: need(`#${name}`, host),
  }));
  const click = (event: Event) => {
    const chosen = parts.find(
      ({ button }) => button === (event.target as Element).closest("button"),
    );
    if (chosen !== undefined) store.open(store.panel.peek() === chosen.name ? null : chosen.name);
  };
  host.addEventListener("click", click);
  const stop = effect(() => {
    for (const { name, button, panel } of parts) {
      const open = store.panel.value === name;
      button.setAttribute("aria-expanded", String(open));
      panel.hidden = !open;
    }
  });
  return () => {
    host.removeEventListener("click", click);
    stop();
  };
}
