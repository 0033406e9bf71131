import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** What stands above the stage: the network's name, the list of its layers, and one sentence about what is seen. */
export function mountHead(host: HTMLElement, lab: Lab): Dispose {
  const name = need("[data-part=network]", host);
  const caption = need("[data-part=caption]", host);
  /** The page as one sentence, which the server has written. */
  const plain = caption.textContent ?? "";
  const about = () => (lab.look.panel.peek() === "about" ? null : "about");
  return endAll(
    listen(name, { click: () => lab.look.openPanel(about()) }),
    effect(() => {
      name.setAttribute("aria-expanded", String(lab.look.panel.value === "about"));
    }),
    effect(() => {
      // While the forward pass is shown, its steps have the line.
      if (lab.forward.step.value === null) say(caption, plain);
    }),
  );
}
