/** Another network takes the place of the one that is shown: what was about that one goes with it, all else stays. */
import { GUESSES } from "./covers.ts";
import { WHOLE } from "./focus.ts";
import { FORWARD } from "./forward.ts";
import type { InkValues } from "./ink.ts";
import type { LectureValues } from "./lecture.ts";
import { LOOK, type LookValues } from "./look.ts";
import type { ReaderValues } from "./reader.ts";
import { SELECTION, type SelectionValues } from "./selection.ts";
import { type Writable, write } from "./slice.ts";
import { SPACE, type SpaceValues } from "./space.ts";
import type { TraceValues } from "./trace.ts";

interface Changed {
  readonly ink: Writable<InkValues>;
  readonly look: Writable<LookValues>;
  readonly selection: Writable<SelectionValues>;
  readonly space: Writable<SpaceValues>;
  readonly trace: Writable<TraceValues>;
  readonly forward: Writable<typeof FORWARD.beginning>;
  readonly lecture: Writable<LectureValues>;
  readonly reader: Writable<ReaderValues>;
}

/** Names of layers, cells and steps are the network's own, and mean something else, or nothing, in another one. */
export function leaveNames({ look, selection, space, forward, lecture }: Changed): void {
  const [covered, focus] = [lecture.covered.peek(), lecture.focus.peek()];
  const { threshold, overlap, round, ground } = LOOK.beginning;
  write(look, {
    ...{ threshold, overlap, round, ground },
    hidden: new Set(),
    block: null,
    groups: null,
    before: new Set(),
    pages: new Map(),
    ignored: [],
  });
  write(selection, { ...SELECTION.beginning, entered: selection.entered.peek() });
  write(forward, { ...FORWARD.beginning, skips: forward.skips.peek() });
  write(space, { camera: SPACE.beginning.camera });
  write(lecture, {
    covered: new Set(covered.has(GUESSES) ? [GUESSES] : []),
    revealed: [],
    focus: focus === WHOLE ? WHOLE : null,
  });
}

/** What the network has made, and its weights. `side`: pixels along the input of the next one. */
export function leaveValues({ ink, trace, reader }: Changed, side: number): void {
  const pixels = ink.pixels.peek();
  if (pixels !== null && pixels.length !== side ** 2) ink.pixels.value = null;
  write(trace, { penTrace: null, problem: null });
  write(reader, { reading: null, steps: null, weights: null, weightsProblem: null });
}
