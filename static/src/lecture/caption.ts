/** The line above the stage while the forward pass is shown: one sentence, whose cell can be opened. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { captionNow } from "./sentence.ts";

/** While no forward pass is shown, the stage writes this line. */
export function mountCaption(host: HTMLElement, lab: Lab): Dispose {
  let cell: Cell | null = null;
  return endAll(
    effect(() => {
      const caption = captionNow(lab);
      if (caption === null) return;
      cell = caption.cell;
      const [before = "", after] = caption.words.split("{here}");
      const words = after === undefined ? [before] : [before, linkTo(), after];
      const text = words.map((each) => (typeof each === "string" ? each : each.textContent));
      if (host.textContent !== text.join("")) host.replaceChildren(...words);
    }),
    listen(host, {
      click: ({ target }) => {
        if ((target as Element).closest("button")) lab.selection.pin(cell);
      },
    }),
  );
}

function linkTo(): HTMLElement {
  return make("button", { type: "button", class: "link", text: phrase("caption.here") });
}
