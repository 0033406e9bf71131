import { need } from "../dom/element.ts";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { PANELS } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** "More ways": what is seldom used for drawing, other ways to a drawing, and what becomes of it, in a popover. */
export function mountWays(host: HTMLElement, lab: Lab): Dispose {
  const part = (name: string) => need(`[data-part=${name}]`, host);
  const [opener, ways] = [part("more-ways"), part("ways")];
  const open = ({ target }: Event) => {
    const { opens } = (target as Element).closest<HTMLElement>("[data-opens]")?.dataset ?? {};
    const panel = PANELS.find((name) => name === opens);
    if (panel === undefined) return;
    opener.focus(); // the keyboard comes back there
    lab.look.openPanel(panel);
  };
  return endAll(mountPopover(opener, ways), listen(ways, { click: open }));
}
