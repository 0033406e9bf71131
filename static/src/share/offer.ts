/** The button that opens the sheet, at the end of `page`. The sheet comes when it is first asked for: the first view has no use for it. */
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";

export function offerSheet(button: HTMLElement, page: HTMLElement, lab: Lab): Dispose {
  const open = async () => {
    try {
      (await withItsWords(() => import("./sheet.ts"))).openSheet(page, lab);
    } catch {
      lab.session.notify(phrase("page.failed"));
    }
  };
  return listen(button, { click: () => void open() });
}
