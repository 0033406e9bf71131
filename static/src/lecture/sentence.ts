/** What happens in the current step of the forward pass, in this drawing's numbers. */
import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Store } from "../state/lab.ts";
import { coverOver, snapshotOf } from "../state/snapshot.ts";
import { tellStep } from "../words/forward.ts";
import { phrase } from "../words/phrases.ts";

/** One sentence about the current step; "" while the whole network is shown. */
export function sentenceOf(store: Store): ReadonlySignal<string> {
  return computed(() => {
    const now = store.telling.value;
    if (now === null) return "";
    if (store.reading.value?.blank) return phrase("inspector.blank");
    const network = store.network.value;
    const cover = network && coverOver(store, network, { layer: now.layer, index: 0 });
    if (cover !== null) return phrase(`cover.${cover}`);
    const moment = snapshotOf(store);
    return moment === null ? phrase("forward.resting") : tellStep(moment, now);
  });
}
