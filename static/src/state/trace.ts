/** The drawing in time: the moment that is shown, and what the network made of the drawing as it grew. */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import { type History, MAX_POINTS, MAX_STROKES } from "../ink/strokes.ts";
import { pointsIn } from "../ink/timeline.ts";
import type { PenTrace } from "../ink/trace.ts";
import type { Network } from "../network/network.ts";
import type { Controls, IfOffered } from "./controls.ts";
import { GUESSES } from "./covers.ts";
import { type Readable, slice, type Writable } from "./slice.ts";

export const TRACE = slice(
  {
    /** The drawing is shown as it was after so many of its points; null: as it is now. */
    moment: null as number | null,
    /** The pen trace is open. */
    open: false,
    penTrace: null as PenTrace | null,
    /** Why moments of the trace are missing, in words. */
    problem: null as string | null,
    /** The drawing plays at writing speed. */
    playing: false,
  },
  {
    replacedByLink: true,
    // A link to a moment shows how to leave it.
    complete: (trace) => ({ ...trace, open: trace.open || trace.moment !== null }),
  },
);
export type TraceValues = typeof TRACE.beginning;

export interface TraceSlice extends Readable<TraceValues> {
  /** The trace is open, strokes are what is read, they are few enough to be sent whole, and the network has classes to trace. */
  readonly traceable: ReadonlySignal<boolean>;
  /** Shows the drawing after so many of its points; null or all of them: as it is now. */
  scrub(moment: number | null): void;
  openTrace(open: boolean): void;
  learnTrace(trace: PenTrace): void;
  failTrace(problem: string | null): void;
  /** Plays the drawing at writing speed, from the moment shown or, at its end, from the beginning. */
  play(playing: boolean): void;
}

interface Needs {
  readonly history: ReadonlySignal<History>;
  readonly network: ReadonlySignal<Network | null>;
  readonly picture: ReadonlySignal<Uint8Array | null>;
  readonly pixels: ReadonlySignal<Uint8Array | null>;
  readonly covered: ReadonlySignal<ReadonlySet<string>>;
  readonly offers: Controls["offers"];
  readonly ifOffered: IfOffered;
}

export function traceSlice(trace: Writable<TraceValues>, needs: Needs): TraceSlice {
  const { history, network, picture, pixels, covered, offers, ifOffered } = needs;
  return {
    ...trace,
    penTrace: computed(() => (covered.value.has(GUESSES) ? null : trace.penTrace.value)),
    traceable: computed(() => {
      const { drawing } = history.value;
      const travels =
        drawing.length <= MAX_STROKES && pointsIn(drawing) + drawing.length <= MAX_POINTS;
      const read = picture.value === null && pixels.value === null;
      const looked = trace.open.value && offers("trace");
      const hasClasses = network.value?.classes.length !== 0;
      return looked && drawing.length > 0 && travels && read && hasClasses;
    }),
    scrub: (moment) => {
      const points = pointsIn(history.peek().drawing);
      const inside = moment === null || moment >= points ? null : Math.max(0, Math.round(moment));
      trace.moment.value = inside;
    },
    openTrace: ifOffered("trace", (open: boolean) => {
      batch(() => {
        trace.open.value = open;
        if (open) return;
        trace.playing.value = false;
        trace.moment.value = null;
      });
    }),
    learnTrace: (next) => {
      trace.penTrace.value = next;
    },
    failTrace: (problem) => {
      trace.problem.value = problem;
    },
    play: ifOffered("trace", (playing: boolean) => {
      trace.playing.value = playing;
    }),
  };
}
