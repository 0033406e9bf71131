/** Controls that a lesson leaves out: they are hidden and do nothing, until "More" brings all of them back. */
import type { Signal } from "@preact/signals-core";

export const CONTROLS = [
  "tools",
  "samples",
  "pictures",
  "guesses",
  "panels",
  "networks",
  "visibility",
  "legend",
  "inspector",
  "trace",
  "steps",
  "space",
  "relu",
  "covers",
  "top",
] as const;
export type Control = (typeof CONTROLS)[number];

export interface Controls {
  /** Whether a control is there; reads a signal. */
  offers(control: Control): boolean;
  leaveOut(controls: ReadonlySet<Control>): void;
}

/** Makes of an action one that does nothing while its control is left out. */
export type IfOffered = <Given extends unknown[]>(
  control: Control,
  act: (...given: Given) => void,
) => (...given: Given) => void;

export function controlsOf(
  leftOut: Signal<ReadonlySet<Control>>,
): Controls & { readonly ifOffered: IfOffered } {
  return {
    offers: (control) => !leftOut.value.has(control),
    leaveOut: (controls) => {
      leftOut.value = controls;
    },
    ifOffered:
      (control, act) =>
      (...given) => {
        if (!leftOut.peek().has(control)) act(...given);
      },
  };
}
