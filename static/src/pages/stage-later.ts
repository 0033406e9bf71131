/** Brings what the stage shows after its first picture. */
import { signal } from "@preact/signals-core";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";

/** What a cell sees, over the maps. */
export function mountOutlinesLater(
  overlay: HTMLCanvasElement,
  onPad: HTMLElement,
  lab: Lab,
): Dispose {
  const load = async () => {
    const { mountOutlines } = await withItsWords(() => import("../stage/outlines.ts"));
    return () => mountOutlines(overlay, onPad, lab);
  };
  const fail = failure(lab);
  return mountLater(lab, { load, asked: () => lab.selection.selected.value, fail });
}

/** What the colours stand for, once there are any. */
export function mountLegendLater(host: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const { mountLegend } = await withItsWords(() => import("../stage/legend.ts"));
    return () => mountLegend(host, lab);
  };
  const fail = failure(lab);
  return mountLater(lab, { load, asked: () => null, fail });
}

/** The list of layers, which its button opens; pressed before it is there, as soon as it is. */
export function mountVisibilityLater(host: HTMLElement, opener: HTMLElement, lab: Lab): Dispose {
  const wanted = signal(false);
  const load = async () => {
    const { mountVisibility } = await withItsWords(() => import("../stage/visibility.ts"));
    return () => {
      const end = endAll(mountVisibility(host, lab), mountPopover(opener, host));
      if (wanted.peek()) opener.click();
      return end;
    };
  };
  const fail = () => {
    wanted.value = false; // pressing again tries again
    failure(lab)();
  };
  const press = () => {
    wanted.value = true;
  };
  return endAll(
    listen(opener, { click: press }),
    mountLater(lab, { load, asked: () => wanted.value || null, fail }),
  );
}
