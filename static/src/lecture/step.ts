/** What the right column says while the forward pass is shown: which step it is, and all that happens in it. */
import { effect, type ReadonlySignal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { explainWithin } from "../dom/term.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

export function mountStep(host: HTMLElement, lab: Lab, sentence: ReadonlySignal<string>): Dispose {
  const [count, title] = [need(".count", host), need("h2", host)];
  const text = need(".sentence", host);
  return endAll(
    effect(() => {
      const { step, steps, currentStep } = lab.forward;
      const now = currentStep.value;
      if (now === null || step.value === null) return;
      const number = Math.min(step.value, steps.value.length - 1) + 1;
      say(count, phrase("changes.step", { step: number, steps: steps.value.length }));
      say(title, lab.reader.network.value?.layer.get(now.layer)?.title ?? now.layer);
    }),
    effect(() => {
      if (text.textContent === sentence.value) return;
      say(text, sentence.value);
      explainWithin([text]);
    }),
    listen(need("[data-part=show-all-at-once]", host), { click: lab.forward.endSteps }),
  );
}
