import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { counted, phrase } from "../words/phrases.ts";

/** What stands above the stage: the network's name, the list of its layers, and one sentence about what is seen. */
export function mountHead(host: HTMLElement, lab: Lab): Dispose {
  const name = need("[data-part=network]", host);
  const caption = need("[data-part=caption]", host);
  const about = () => (lab.look.panel.peek() === "about" ? null : "about");
  return endAll(
    listen(name, { click: () => lab.look.openPanel(about()) }),
    effect(() => {
      name.setAttribute("aria-expanded", String(lab.look.panel.value === "about"));
    }),
    effect(() => {
      const network = lab.reader.network.value;
      // While the forward pass is shown, its steps have the line.
      if (network !== null && lab.forward.step.value === null) say(caption, captionOf(network));
    }),
  );
}

/** The page as one sentence, read from left to right. */
export function captionOf({ classes }: Network): string {
  return phrase("head.caption", { votes: votesInWords(classes.length) });
}

function votesInWords(classes: number): string {
  if (classes === 0) return phrase("head.answer");
  return classes === 10 ? phrase("head.votes.ten") : counted("head.votes", classes);
}
