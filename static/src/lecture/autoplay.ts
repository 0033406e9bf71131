/** Plays the steps of the forward pass one after the other: each stays as long as its sentence takes to read. */
import { effect, type ReadonlySignal } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** Milliseconds: for the move to a step, and for each letter of its sentence (about 200 words a minute). */
const WAY = 1600;
const LETTER = 55;

/** How long a step stays; the first half as long, since nothing moves in it that one could watch. */
export function stayFor(sentence: string, isFirst = false): number {
  return (WAY + LETTER * sentence.length) / (isFirst ? 2 : 1);
}

/** Goes to the next step while autoplay is on; a step chosen by hand is shown for its whole time, and the last step ends autoplay. */
export function followAutoplay(lab: Lab, sentence: ReadonlySignal<string>): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    const [step, text] = [lab.forward.step.value, sentence.value];
    if (!lab.forward.autoplay.value) return;
    if (step === null || step >= lab.forward.steps.value.length - 1)
      return lab.forward.playSteps(false);
    timer = setTimeout(() => lab.forward.stepTo(step + 1), stayFor(text, step === 0));
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
