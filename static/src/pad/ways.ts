import { need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { mountPopover } from "../dom/popover.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** "More ways": what is seldom used for drawing, and other ways to a drawing, in a popover. */
export function mountWays(host: HTMLElement, lab: Lab): Dispose {
  const part = (name: string) => need(`[data-part=${name}]`, host);
  return endAll(
    mountPopover(part("more-ways"), part("ways")),
    listen(part("open-styles"), { click: () => lab.look.openPanel("styles") }),
  );
}
