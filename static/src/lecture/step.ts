/** What the right column says while the forward pass is shown: which step it is, and all that happens in it. */
import { effect, type ReadonlySignal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { whyThatMany } from "../words/parameters.ts";
import { phrase } from "../words/phrases.ts";

export function mountStep(host: HTMLElement, lab: Lab, sentence: ReadonlySignal<string>): Dispose {
  const [count, title] = [need(".count", host), need("h2", host)];
  const [text, reached] = [need(".sentence", host), need(".reached", host)];
  const why = need(".why", host);
  return endAll(
    effect(() => {
      const { step, steps, currentStep } = lab.forward;
      const now = currentStep.value;
      if (now === null || step.value === null) return;
      const number = Math.min(step.value, steps.value.length - 1) + 1;
      say(count, phrase("changes.step", { step: number, steps: steps.value.length }));
      const network = lab.reader.network.value;
      const layer = network?.layer.get(now.layer);
      say(title, layer?.title ?? now.layer);
      const reason = network && layer ? whyThatMany(layer, network) : "";
      why.hidden = reason === "" || layer?.parameters === 0;
      say(need("p", why), reason);
    }),
    effect(() => {
      if (text.textContent === sentence.value) return;
      say(text, sentence.value);
      explainWithin([text]);
    }),
    effect(() => say(reached, reachedNow(lab))),
    sayMoreBelow(host),
    listen(need("[data-part=show-all-at-once]", host), { click: lab.forward.endSteps }),
  );
}

/** The position that the film's window has reached; "" if there is none. */
function reachedNow({ forward }: Lab): string {
  const [now, made] = [forward.currentStep.value, forward.made.value];
  if (now === null || made === null) return "";
  const { channels, rows, columns } = planes(now.operation.output_shape);
  if (rows === 1) return phrase("caption.reached.unit", { unit: made + 1, units: columns });
  const { channel, row, column } = positionIn({ rows, columns }, made);
  const map = channels > 1 ? channel + 1 : 1;
  return phrase("caption.reached", { map, row: row + 1, column: column + 1 });
}
