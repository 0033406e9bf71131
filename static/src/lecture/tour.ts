/** Plays the steps of the forward pass one after the other: each stays as long as its sentence takes to read. */
import { effect, type ReadonlySignal } from "@preact/signals-core";
import type { Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** Milliseconds: for the way to a stop, and for each letter that is read there (about 200 words a minute). */
const WAY = 1600;
const LETTER = 55;

/** How long a stop stays. */
export function stayFor(sentence: string): number {
  return WAY + LETTER * sentence.length;
}

/** Goes on while the tour plays; a step taken by hand begins its stop anew, and the last one ends it. */
export function followTour(store: Store, sentence: ReadonlySignal<string>): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    const [step, told] = [store.step.value, sentence.value];
    if (!store.touring.value) return;
    if (step === null || step >= store.forward.value.length - 1) return store.tour(false);
    timer = setTimeout(store.stepOn, stayFor(told));
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
