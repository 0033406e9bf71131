/** The menu at the end of the top row: what is about the page, not about the drawing. */
import { need } from "../dom/element.ts";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { PANELS } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { openStory } from "../state/story.ts";

/**
 * Whatever is chosen closes it and gives the keyboard back to its sign, or to the panel that opens; light and dark are
 * tried with the menu open. `page` has the panels, and the button that phones show in the menu only.
 */
export function mountMenu(host: HTMLElement, page: HTMLElement, lab: Lab): Dispose {
  const [sign, menu] = [need("[data-part=open-menu]", host), need("[data-part=menu]", host)];
  const choose = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("button");
    if (chosen === null || chosen.dataset.part === "theme") return;
    sign.click();
    sign.focus();
    if (chosen.dataset.part === "share") need("[data-part=open-share]", page).click();
    if (chosen.dataset.part === "open-presenter") lab.lesson.askForPresenter();
    if (chosen.dataset.part === "story") openStory(lab, lab.look.chapter.peek() ?? "draw");
    const panel = PANELS.find((name) => name === chosen.dataset.opens);
    if (panel === undefined) return;
    lab.look.openPanel(panel);
    page.querySelector<HTMLElement>(`[data-opened-by=${panel}] :is([tabindex], input)`)?.focus();
  };
  return endAll(mountPopover(sign, menu), listen(menu, { click: choose }));
}
