import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** What stands above the stage: one sentence about what is seen. */
export function mountHead(host: HTMLElement, lab: Lab): Dispose {
  const caption = need("[data-part=caption]", host);
  /** The page in one sentence: for the first network the server has written it, for others `networks/names.ts` writes it. */
  const plain = caption.textContent ?? "";
  return effect(() => {
    // While the forward pass is shown, this line is for its steps.
    if (lab.forward.step.value !== null) return;
    say(caption, lab.epochs.caption.value ?? caption.dataset.plain ?? plain);
  });
}
