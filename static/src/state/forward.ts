/** The forward pass, step by step: which step is shown, and what has been reached by it. */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import type { Box } from "../network/boxes.ts";
import { type ForwardStep, forwardSteps, reachedBy } from "../network/forward.ts";
import type { Network } from "../network/network.ts";
import { fieldOf } from "../network/receptive-field.ts";
import type { IfOffered } from "./controls.ts";
import { type Readable, slice, type Writable } from "./slice.ts";

export const FORWARD = slice(
  {
    /** Of the network's steps, from 0; null: the whole network is shown. */
    step: null as number | null,
    /** The steps go on by themselves. */
    autoplay: false,
    /** The film of the step runs: not all that it makes is shown yet. */
    running: false,
    /** How often a beat of the film was skipped. */
    skips: 0,
    /** Of the step's layer, the cell that the film's window makes now. */
    made: null as number | null,
  },
  { replacedByLink: true },
);
export type ForwardValues = typeof FORWARD.beginning;

export interface ForwardSlice extends Readable<ForwardValues> {
  /** The steps of the forward pass, in order. */
  readonly steps: ReadonlySignal<readonly ForwardStep[]>;
  /** The step that is shown now; null while the whole network is shown. */
  readonly currentStep: ReadonlySignal<ForwardStep | null>;
  /** Layers whose values are before ReLU: as somebody chose, or as the step says. */
  readonly showsBefore: ReadonlySignal<ReadonlySet<string>>;
  /** The receptive field, in each operation before it, of the cell that the film's window makes; empty while there is no window. */
  readonly madeField: ReadonlySignal<ReadonlyMap<string, Box>>;
  /** The network has come to its end: its guesses may be known. */
  readonly atEnd: ReadonlySignal<boolean>;
  /** Whether the forward pass has got to this layer; reads signals. */
  hasReached(layer: string): boolean;
  /** The first step, or the next one; at the last it stays. While the film runs, its next beat. */
  stepOn(): void;
  stepBack(): void;
  stepTo(step: number): void;
  /** Lets the steps go on by themselves, from the one that is shown or, after the last, from the first. */
  playSteps(on: boolean): void;
  /** The whole network again. */
  endSteps(): void;
  /** How far the film of the step is: whether it runs, and which cell it makes now. */
  showFilm(running: boolean, made?: number | null): void;
}

interface Needs {
  readonly network: ReadonlySignal<Network | null>;
  /** Layers that somebody chose to see before ReLU. */
  readonly before: ReadonlySignal<ReadonlySet<string>>;
  readonly ifOffered: IfOffered;
}

export function forwardSlice(forward: Writable<ForwardValues>, needs: Needs): ForwardSlice {
  const { step } = forward;
  const steps = computed(() => {
    const network = needs.network.value;
    if (network === null) return [];
    return forwardSteps(network.layers, network.graph, network.description.answers);
  });
  const currentStep = computed(() => {
    // A link may name a step that this network does not have: its last one is meant.
    const last = steps.value.length - 1;
    return step.value === null ? null : (steps.value[Math.min(step.value, last)] ?? null);
  });
  const reached = computed(() =>
    currentStep.value === null ? null : reachedBy(steps.value, step.value ?? 0),
  );
  const madeField = computed((): ReadonlyMap<string, Box> => {
    const [network, now, index] = [needs.network.value, currentStep.value, forward.made.value];
    if (network === null || now === null || index === null) return new Map();
    return fieldOf(network.graph, { operation: now.operation, index });
  });
  return {
    ...forward,
    steps,
    currentStep,
    madeField,
    showsBefore: computed(() => beforeReLU(needs.before.value, currentStep.value)),
    atEnd: computed(() => currentStep.value === null || currentStep.value.softmax),
    hasReached: (layer) => reached.value?.has(layer) ?? true,
    showFilm: (running, made = null) => {
      batch(() => {
        forward.running.value = running;
        forward.made.value = made;
      });
    },
    ...stepActions(forward, steps, needs.ifOffered),
  };
}

function beforeReLU(chosen: ReadonlySet<string>, now: ForwardStep | null): ReadonlySet<string> {
  if (now === null) return chosen;
  const layers = new Set(chosen);
  if (now.before) layers.add(now.layer);
  else layers.delete(now.layer);
  return layers;
}

type StepActions = "stepOn" | "stepBack" | "stepTo" | "playSteps" | "endSteps";

function stepActions(
  { step, autoplay, running, skips }: Writable<ForwardValues>,
  steps: ReadonlySignal<readonly ForwardStep[]>,
  ifOffered: IfOffered,
): Pick<ForwardSlice, StepActions> {
  const last = () => steps.peek().length - 1;
  /** The number of the step that is shown: the last one where a link names a step that is not there. */
  const at = () => Math.min(step.peek() ?? 0, last());
  const stepTo = ifOffered("steps", (next: number) => {
    if (last() >= 0) step.value = Math.max(0, Math.min(last(), next));
  });
  return {
    stepOn: () => {
      if (running.peek() && step.peek() !== null) skips.value += 1;
      else stepTo(step.peek() === null ? 0 : at() + 1);
    },
    stepBack: () => stepTo(at() - 1),
    stepTo,
    playSteps: ifOffered("steps", (on: boolean) => {
      batch(() => {
        if (on && (step.peek() === null || at() >= last())) stepTo(0);
        autoplay.value = on;
      });
    }),
    endSteps: ifOffered("steps", () => {
      batch(() => {
        step.value = null;
        autoplay.value = false;
      });
    }),
  };
}
