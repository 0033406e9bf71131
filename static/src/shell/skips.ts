import { need } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** The links at the beginning of the page: each goes to the first of its parts that is shown, and leaves the address as it is. */
export function mountSkips(page: HTMLElement): Dispose {
  const links = [...page.querySelectorAll<HTMLElement>(".skip")];
  const follow = (link: HTMLElement) =>
    listen(link, {
      click: (event) => {
        event.preventDefault();
        goTo(page, link.dataset.parts ?? "");
      },
    });
  return endAll(...links.map(follow));
}

function goTo(page: HTMLElement, parts: string): void {
  const all = parts.split(", ").flatMap((each) => [...page.querySelectorAll<HTMLElement>(each)]);
  const shown = all.find((part) => part.getClientRects().length > 0);
  const part = shown ?? need(".stage-head", page); // a lecture's sentence, where no cell is opened
  if (part.tabIndex < 0) part.tabIndex = -1; // without a tabindex a section cannot have the focus
  part.focus();
}
