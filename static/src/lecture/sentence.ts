/** What happens in the current step of the forward pass, in this drawing's numbers. */
import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import { coverOver } from "../state/snapshot.ts";
import { stepInWords } from "../words/forward.ts";
import { phrase } from "../words/phrases.ts";

/** One sentence about the current step; "" while the whole network is shown. */
export function sentenceOf(lab: Lab): ReadonlySignal<string> {
  return computed(() => {
    const now = lab.forward.currentStep.value;
    if (now === null) return "";
    if (lab.reader.reading.value?.blank) return phrase("inspector.blank");
    const network = lab.reader.network.value;
    const cover =
      network && coverOver(lab.lecture.isCovered, network, { layer: now.layer, index: 0 });
    if (cover !== null) return phrase(`cover.${cover}`);
    const snapshot = lab.reader.snapshot.value;
    return snapshot === null ? phrase("forward.resting") : stepInWords(snapshot, now);
  });
}
