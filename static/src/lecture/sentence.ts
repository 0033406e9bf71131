/** What happens in the current step of the forward pass, in this drawing's numbers. */
import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import { coverOver } from "../state/snapshot.ts";
import { type Caption, captionOf, stepInWords } from "../words/forward.ts";
import { phrase } from "../words/phrases.ts";

/** All of it in one sentence; "" while the whole network is shown. */
export function sentenceOf(lab: Lab): ReadonlySignal<string> {
  return computed(() => {
    const now = lab.forward.currentStep.value;
    if (now === null) return "";
    const snapshot = lab.reader.snapshot.value;
    return insteadOf(lab) ?? (snapshot === null ? "" : stepInWords(snapshot, now));
  });
}

/** The same in a line, with the cell that it is about; null while the whole network is shown. */
export function captionNow(lab: Lab): Caption | null {
  const now = lab.forward.currentStep.value;
  if (now === null) return null;
  const instead = insteadOf(lab);
  const snapshot = lab.reader.snapshot.value;
  if (instead !== null || snapshot === null) return { words: instead ?? "", cell: null };
  return captionOf(snapshot, now);
}

/** The sentence that is shown instead if there are no numbers to show. */
function insteadOf(lab: Lab): string | null {
  const now = lab.forward.currentStep.value;
  if (lab.reader.reading.value?.blank) return phrase("inspector.blank");
  const network = lab.reader.network.value;
  const cell = { layer: now?.layer ?? "", index: 0 };
  const cover = network && coverOver(lab.lecture.isCovered, network, cell);
  if (cover !== null) return phrase(`cover.${cover}`);
  return lab.reader.snapshot.value === null ? phrase("forward.resting") : null;
}
