/** What the page wants read: the drawing with all that it is read with, or only what the pen has added. */
import { untracked } from "@preact/signals-core";
import { type Drawing, incrementOf, MAX_POINTS, pointsToWire, toWire } from "../ink/strokes.ts";
import { pointsIn } from "../ink/timeline.ts";
import type { ReadInk } from "../ink/trace.ts";
import { howRead, penOf } from "../state/asked.ts";
import type { Lab } from "../state/lab.ts";
import { toBase64 } from "../wire/bytes.ts";
import type { Draw, Extend } from "../wire/messages.ts";

/** What the server has: the drawing, and everything else that it is read with. */
interface Known {
  readonly drawing: Drawing;
  readonly rest: string;
}

export class Wanted {
  readonly #lab: Lab;
  #known: Known | null = null;
  /** Something changed since the last drawing was sent. */
  #isChanged = false;
  /** The pen rests, and exact values would say more. */
  #isExact = false;
  /** What was asked for last has the exact values of every operation. */
  #hasEverything = false;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  get isChanged(): boolean {
    return this.#isChanged;
  }

  change(): void {
    this.#isChanged = true;
  }

  /** The same drawing once more, exactly, unless all that is needed of it is known already. */
  wantExactly(): void {
    const reading = this.#lab.reader.reading.peek();
    this.#isExact = reading !== null && !reading.blank && !(reading.exact && this.#isWhole());
  }

  /** Whether the last frame that was asked for had every operation, if that is needed. */
  #isWhole(): boolean {
    return this.#hasEverything || !untracked(() => needsEverything(this.#lab));
  }

  /** The server no longer has what was sent. */
  forget(): void {
    this.#known = null;
  }

  /** The message that asks for it; null while nothing is wanted. */
  next(seq: number, deflate: boolean): Draw | Extend | null {
    const network = this.#lab.reader.network.peek();
    if (network === null || !(this.#isChanged || this.#isExact)) return null;
    // What is shown before ReLU only travels in exact frames.
    const before = this.#lab.forward.showsBefore.peek().size > 0;
    const how = { exact: (this.#isExact && !this.#isChanged) || before, deflate };
    this.#isChanged = false;
    this.#isExact = false;
    this.#hasEverything = how.exact && untracked(() => needsEverything(this.#lab));
    return this.#message(seq, contextOf(this.#lab, network.description.name), how);
  }

  /** Only what the pen has added, if the server has the rest. */
  #message(seq: number, context: Context, how: Pick<Draw, "exact" | "deflate">): Draw | Extend {
    const drawing = this.#lab.ink.drawing.peek();
    const rest = JSON.stringify(context);
    const known = this.#known;
    const increment = known?.rest === rest ? incrementOf(known.drawing, drawing) : null;
    const fits = pointsIn(drawing) <= MAX_POINTS;
    const inked = context.pixels === undefined && context.picture === undefined;
    this.#known = fits && inked ? { drawing, rest } : null;
    if (increment === null || !fits) {
      const strokes = inked ? toWire(drawing) : [];
      return { type: "draw", seq, ...context, strokes, ...how };
    }
    const [stroke, point] = increment.at;
    const points = pointsToWire(increment.points);
    return { type: "extend", seq, at: [stroke, point], points, ...how };
  }
}

/**
 * Whether the exact values of hidden layers are needed, too: the strongest path and the steps of the forward pass go
 * through them, and the panel for saving writes them all. Reads signals.
 */
export function needsEverything({ look, forward, reader }: Lab): boolean {
  return look.path.value || forward.step.value !== null || reader.canSave.value;
}

type Context = ReturnType<typeof contextOf>;

/** All that a drawing is read with. */
function contextOf(lab: Lab, network: string) {
  return {
    network,
    layers: [...lab.look.shown.peek()],
    // Cells of what is shown can be pointed at: what they are made of is there before, and no pointer waits for it.
    explained: untracked(() => needsEverything(lab)) ? null : [...lab.look.shown.peek()],
    ...sourceOf(lab),
    without: [...lab.look.without.peek()],
    explain: lab.look.panel.peek() === "sees",
  };
}

/** What takes the strokes' place, if anything does: edited pixels before a picture. */
function sourceOf(lab: Lab): Pick<Draw, "picture" | "pixels" | "pen"> {
  const pixels = lab.ink.pixels.peek();
  const picture = lab.ink.picture.peek();
  if (pixels !== null) return { pixels: toBase64(pixels) };
  if (picture !== null) return { picture: toBase64(picture) };
  return { pen: penOf(lab) };
}

/** The drawing that is asked for, if strokes are what is read. */
export function readNow(lab: Lab): ReadInk | null {
  if (lab.ink.pixels.peek() !== null || lab.ink.picture.peek() !== null) return null;
  return { drawing: lab.ink.drawing.peek(), how: howRead(lab) };
}
