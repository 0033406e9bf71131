/** Controls that a lesson leaves out: they are neither seen nor do they work, until "More" brings all of them back. */

import type { Control } from "./controls.ts";
import type { WritableSignals } from "./slice.ts";

export interface Less {
  /** Whether a control is there; reads a signal. */
  offers(control: Control): boolean;
  leaveOut(controls: ReadonlySet<Control>): void;
  /** The action, which does nothing while its control is left out. */
  ifOffered<Given extends unknown[]>(
    control: Control,
    act: (...given: Given) => void,
  ): (...given: Given) => void;
}

export function lessOf(state: WritableSignals): Less {
  return {
    offers: (control) => !state.less.value.has(control),
    leaveOut: (controls) => {
      state.less.value = controls;
    },
    ifOffered:
      (control, act) =>
      (...given) => {
        if (!state.less.peek().has(control)) act(...given);
      },
  };
}
