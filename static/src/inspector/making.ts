/** What the film's window makes, number by number, beside the stage: the values under it, their weights, the sum. */
import { effect } from "@preact/signals-core";
import { paintAtOnce } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { patchChildren } from "../dom/patch.ts";
import type { Arithmetic } from "../network/arithmetic.ts";
import { explainCell } from "../network/explain.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours } from "../state/watching.ts";
import { captionOf } from "../words/forward.ts";
import type { Showing } from "./frame.ts";
import { type Inspected, inspect } from "./inspected.ts";
import { functionParts, sumParts } from "./parts.ts";
import { ledger } from "./sums.ts";

export function mountMaking(host: HTMLElement, lab: Lab): Dispose {
  let scale = scaleOf(host);
  return endAll(
    effect(() => {
      host.hidden = lab.forward.currentStep.value === null;
    }),
    effect(() => {
      watchColours(lab);
      scale = scaleOf(host); // not in each frame: it asks for the page's styles
    }),
    // The numbers change in the same frame as the ring on the stage.
    paintAtOnce(
      () => {
        watchColours(lab);
        lab.forward.currentStep.value;
        lab.forward.made.value;
        lab.reader.snapshot.value;
        lab.look.digits.value;
      },
      () => {
        patchChildren(host, partsNow(lab, { digits: lab.look.digits.peek(), scale }));
      },
    ),
    () => host.replaceChildren(),
  );
}

/** The numbers of the cell that the window is at; once it has gone over all of the map, of the cell that the sentence names. */
function partsNow({ forward, reader }: Lab, showing: Showing): readonly HTMLElement[] {
  const [step, snapshot] = [forward.currentStep.peek(), reader.snapshot.peek()];
  if (step === null || snapshot === null || step.softmax) return [];
  const index = forward.made.peek() ?? captionOf(snapshot, step).cell?.index ?? null;
  if (index === null) return [];
  const arithmetic = explainCell(snapshot, { operation: step.operation, index });
  if (arithmetic === null) return [];
  const cell = { layer: step.layer, index };
  const inspected = inspect(snapshot, cell, { arithmetic, field: new Map() });
  const sum = sumNow(inspected, inspected.arithmetic ?? arithmetic, showing);
  return step.before ? sum : [...sum, ...functionParts(inspected, showing)];
}

/** Of the hundreds of products of a unit only their sum: nobody reads so many in a second. */
function sumNow(inspected: Inspected, made: Arithmetic, showing: Showing): readonly HTMLElement[] {
  if (made.form !== "weighted-sum") return sumParts(inspected, made, showing);
  const { sum, bias, total } = made;
  return [ledger([{ channel: 0, columns: 1, terms: [], sum }], bias, total, showing)];
}
