/** In a lecture one layer is large: which one, and how it changes. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { ForwardStep } from "../network/forward.ts";
import type { Layer, Network } from "../network/network.ts";

/** In the place of a layer's name: all layers at once, none larger than the others. */
export const WHOLE = "all";

export interface Focus {
  /** The layer that is large now; null where all layers stand side by side. */
  readonly focused: ReadonlySignal<string | null>;
  /** The layer that is large where all of them do not fit side by side; null outside a lecture. */
  readonly large: ReadonlySignal<string | null>;
  /** Makes a layer the large one; while the network is shown step by step, goes to that layer's step. */
  focusOn(layer: string): void;
  /** The layer so many places further in the order of computation, of those that are shown; false where there is none. */
  focusFurther(by: number): boolean;
  /** From one large layer to all of them at once, and back. */
  switchWhole(): void;
  /** As at the beginning. */
  resetFocus(): void;
}

interface Needs {
  readonly on: ReadonlySignal<boolean>;
  readonly network: ReadonlySignal<Network | null>;
  readonly hidden: ReadonlySignal<ReadonlySet<string>>;
  readonly steps: ReadonlySignal<readonly ForwardStep[]>;
  readonly currentStep: ReadonlySignal<ForwardStep | null>;
  stepTo(step: number): void;
}

/** `chosen`: a layer's name or WHOLE; null: the network and its hidden layers decide. */
export function focusOf(chosen: Signal<string | null>, needs: Needs): Focus {
  const { on, network, hidden, steps, currentStep, stepTo } = needs;
  const shown = computed(() =>
    (network.value?.layers ?? []).filter(({ name }) => !hidden.value.has(name)),
  );
  const large = computed(() => {
    if (!on.value) return null;
    const names = shown.value.map(({ name }) => name);
    const wanted = [currentStep.value?.layer, chosen.value].find(
      (name) => name != null && names.includes(name),
    );
    return wanted ?? atFirst(shown.value, network.value);
  });
  const focused = computed(() => (chosen.value === WHOLE ? null : large.value));
  const focusOn = (layer: string) => {
    const step = steps.peek().findIndex((each) => each.layer === layer);
    if (currentStep.peek() !== null && step >= 0) stepTo(step);
    else chosen.value = layer;
  };
  return {
    focused,
    large,
    focusOn,
    focusFurther: (by) => {
      const at = shown.peek().findIndex(({ name }) => name === focused.peek());
      const next = at < 0 ? undefined : shown.peek()[at + by];
      if (next !== undefined) focusOn(next.name);
      return next !== undefined;
    },
    switchWhole: () => {
      chosen.value = chosen.peek() === WHOLE ? null : WHOLE;
    },
    resetFocus: () => {
      chosen.value = null;
    },
  };
}

/** The first layer that the network makes; where the network is shown up to a layer, that one. */
function atFirst(shown: readonly Layer[], network: Network | null): string | null {
  const [last, end] = [network?.layers.at(-1), shown.at(-1)];
  const made = shown.find(({ kind }) => kind !== "input");
  const layer = end === last ? (made ?? end) : end;
  return layer?.name ?? null;
}
