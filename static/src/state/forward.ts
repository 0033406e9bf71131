/** Time on the page: the moment of the drawing that is shown, and the step of the forward pass that is told. */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import { MAX_POINTS, MAX_STROKES } from "../ink/strokes.ts";
import { pointsIn } from "../ink/timeline.ts";
import type { PenTrace } from "../ink/trace.ts";
import { type ForwardStep, forwardSteps, reachedBy } from "../network/forward.ts";
import { lessOf } from "./left-out.ts";
import type { WritableSignals } from "./slice.ts";

export interface Time {
  /** The steps of the forward pass, in order. */
  readonly forward: ReadonlySignal<readonly ForwardStep[]>;
  /** The step that is told now; null while the whole network is shown. */
  readonly telling: ReadonlySignal<ForwardStep | null>;
  /** Layers whose values are before ReLU: as somebody chose, or as the step says. */
  readonly showsBefore: ReadonlySignal<ReadonlySet<string>>;
  /** The network has come to its end: its guesses may be known. */
  readonly concluded: ReadonlySignal<boolean>;

  /** Somebody looks at the trace, and there are strokes to trace, which all travel. */
  readonly traceable: ReadonlySignal<boolean>;

  /** Whether the forward pass has got to this layer; reads signals. */
  hasReached(layer: string): boolean;
  /** Shows the drawing after so many of its points; null or all of them: as it is now. */
  scrub(moment: number | null): void;
  openTrace(open: boolean): void;
  learnTrace(trace: PenTrace): void;
  troubleTrace(problem: string | null): void;
  /** Plays the drawing at writing speed, from the moment shown or, at its end, from the beginning. */
  play(playing: boolean): void;
  /** The first step, or the next one; at the last it stays. */
  stepOn(): void;
  stepBack(): void;
  stepTo(step: number): void;
  /** Lets the steps go on by themselves, from the one that is told or, after the last, from the first. */
  tour(touring: boolean): void;
  /** The whole network again. */
  endSteps(): void;
}

export function timeOf(state: WritableSignals): Time {
  const { offers, ifOffered } = lessOf(state);
  const forward = computed(() => {
    const network = state.network.value;
    return network === null ? [] : forwardSteps(network.layers, network.graph);
  });
  const telling = computed(() => {
    const { value } = forward;
    const step = state.step.value;
    // A link may name a step that this network does not have: its last one is meant.
    return step === null ? null : (value[Math.min(step, value.length - 1)] ?? null);
  });
  const reached = computed(() =>
    telling.value === null ? null : reachedBy(forward.value, state.step.value ?? 0),
  );
  const showsBefore = computed(() => {
    const now = telling.value;
    if (now === null) return state.before.value;
    const layers = new Set(state.before.value);
    if (now.before) layers.add(now.layer);
    else layers.delete(now.layer);
    return layers;
  });
  const stepTo = ifOffered("steps", (step: number) => {
    const last = forward.peek().length - 1;
    if (last >= 0) state.step.value = Math.max(0, Math.min(last, step));
  });
  /** Of the step that is told, which is the last where a link names one that is not there. */
  const place = () => Math.min(state.step.peek() ?? 0, forward.peek().length - 1);
  const scrub = (moment: number | null) => {
    const points = pointsIn(state.history.peek().drawing);
    const inside = moment === null || moment >= points ? null : Math.max(0, Math.round(moment));
    state.moment.value = inside;
  };
  return {
    forward,
    telling,
    showsBefore,
    concluded: computed(() => telling.value === null || telling.value.softmax),
    traceable: computed(() => {
      const { drawing } = state.history.value;
      const travels =
        drawing.length <= MAX_STROKES && pointsIn(drawing) + drawing.length <= MAX_POINTS;
      const read = state.picture.value === null && state.pixels.value === null;
      const looked = state.tracing.value && offers("trace");
      return looked && drawing.length > 0 && travels && read;
    }),
    hasReached: (layer) => reached.value?.has(layer) ?? true,
    scrub,
    openTrace: ifOffered("trace", (open: boolean) => {
      batch(() => {
        state.tracing.value = open;
        if (open) return;
        state.playing.value = false;
        state.moment.value = null;
      });
    }),
    learnTrace: (trace) => {
      state.penTrace.value = trace;
    },
    troubleTrace: (problem) => {
      state.traceProblem.value = problem;
    },
    play: ifOffered("trace", (playing: boolean) => {
      state.playing.value = playing;
    }),
    stepOn: () => stepTo(state.step.peek() === null ? 0 : place() + 1),
    stepBack: () => stepTo(place() - 1),
    stepTo,
    tour: ifOffered("steps", (touring: boolean) => {
      batch(() => {
        const last = forward.peek().length - 1;
        if (touring && (state.step.peek() === null || place() >= last)) stepTo(0);
        state.touring.value = touring;
      });
    }),
    endSteps: ifOffered("steps", () => {
      batch(() => {
        state.step.value = null;
        state.touring.value = false;
      });
    }),
  };
}
