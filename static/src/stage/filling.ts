/** How far the layer that is being computed has got: its cells fill in the order of computation. */
import { effect } from "@preact/signals-core";
import { filledTo, type Tensor } from "../math/tensor.ts";
import type { ForwardStep } from "../network/forward.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** Milliseconds for a layer, however many cells it has. */
const FILLS = 1500;

export interface Filling {
  /** What of a layer's values is there now. */
  readonly of: (layer: string, tensor: Tensor, output: boolean) => Tensor;
  readonly stop: Dispose;
}

/** Calls `paint` for each frame while a layer fills; with reduced motion, and on steps back, all is there at once. */
export function makeFilling(lab: Lab, paint: () => void): Filling {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let request = 0;
  let began = 0;
  let part = 1;
  let before: ForwardStep | null = null;

  const go = (now: number) => {
    part = Math.min(1, Math.max(0, now - began) / FILLS);
    if (part < 1) request = requestAnimationFrame(go);
    paint();
  };
  const stop = effect(() => {
    const now = lab.forward.currentStep.value;
    const steps = lab.forward.steps.peek();
    const forward = now !== null && (before === null || steps.indexOf(now) > steps.indexOf(before));
    before = now;
    cancelAnimationFrame(request);
    part = 1;
    if (!forward || now?.softmax || still.matches) return;
    part = 0;
    began = performance.now();
    request = requestAnimationFrame(go);
  });

  return {
    of: (layer, tensor, output) => {
      const now = lab.forward.currentStep.peek();
      if (part >= 1 || now?.layer !== layer) return tensor;
      const count = Math.floor(part * tensor.values.length);
      // Units with names show nothing until they have a value.
      if (output) return { ...tensor, values: tensor.values.subarray(0, count) };
      return filledTo(tensor, count, now.before ? undefined : previous(lab, now));
    },
    stop: () => {
      stop();
      cancelAnimationFrame(request);
    },
  };
}

/** What cells show until the step reaches them: at a ReLU, their values before it. */
function previous(lab: Lab, now: ForwardStep): Tensor | undefined {
  const before = lab.reader.network.peek()?.preactivation.get(now.layer);
  return before === undefined ? undefined : lab.reader.reading.peek()?.values.get(before);
}
