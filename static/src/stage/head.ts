import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** What stands above the stage: one sentence about what is seen. */
export function mountHead(host: HTMLElement, lab: Lab): Dispose {
  const caption = need("[data-part=caption]", host);
  /** The page as one sentence, which the server has written of the first network, and `networks/names.ts` writes of another. */
  const plain = caption.textContent ?? "";
  return effect(() => {
    // While the forward pass is shown, its steps have the line.
    if (lab.forward.step.value !== null) return;
    say(caption, lab.epochs.caption.value ?? caption.dataset.plain ?? plain);
  });
}
