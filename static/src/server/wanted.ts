/** What to ask the server for: the whole drawing with its settings, or only the points that the pen has added. */
import { untracked } from "@preact/signals-core";
import { type Drawing, incrementOf, MAX_POINTS, pointsToWire, toWire } from "../ink/strokes.ts";
import { pointsIn } from "../ink/timeline.ts";
import type { ReadInk } from "../ink/trace.ts";
import type { Network } from "../network/network.ts";
import { asText } from "../network/switches.ts";
import { howRead, penOf } from "../state/asked.ts";
import type { Lab } from "../state/lab.ts";
import { toBase64 } from "../wire/bytes.ts";
import type { Draw, Extend } from "../wire/messages.ts";

/** What the server has: the drawing and, as text, its settings. */
interface Known {
  readonly drawing: Drawing;
  readonly rest: string;
}

export class Wanted {
  readonly #lab: Lab;
  #known: Known | null = null;
  /** Something changed since the last drawing was sent. */
  #isChanged = false;
  /** Exact values of the same drawing are wanted. */
  #isExact = false;
  /** The last request asked for the exact values of every operation. */
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

  /** Asks for the exact values of the same drawing, unless the page has all that it needs. */
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

  /** The next message to send; null while there is nothing to ask for. */
  next(seq: number, deflate: boolean): Draw | Extend | null {
    const network = this.#lab.reader.network.peek();
    if (network === null || !(this.#isChanged || this.#isExact)) return null;
    // What is shown before ReLU only travels in exact frames.
    const before = this.#lab.forward.showsBefore.peek().size > 0;
    const how = { exact: (this.#isExact && !this.#isChanged) || before, deflate };
    this.#isChanged = false;
    this.#isExact = false;
    this.#hasEverything = how.exact && untracked(() => needsEverything(this.#lab));
    return this.#message(seq, contextOf(this.#lab, network), how);
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

/** The settings of a drawing: everything that is sent with its strokes. */
function contextOf(lab: Lab, { description, off }: Network) {
  const film = lab.epochs.asked.peek();
  return {
    network: description.name,
    layers: [...lab.look.shown.peek()],
    // Any cell of a shown layer can be pointed at next: its exact values come in advance, so that nobody waits for them.
    explained: untracked(() => needsEverything(lab)) ? null : [...lab.look.shown.peek()],
    ...sourceOf(lab),
    without: [...lab.look.without.peek()],
    ...(film !== null && { film }),
    ...(off.size > 0 && { off: [...off] }),
    explain: lab.look.panel.peek() === "sees",
  };
}

/** What is read in place of the strokes: edited pixels or, without them, a picture; else the pen's width. */
function sourceOf(lab: Lab): Pick<Draw, "picture" | "pixels" | "pen"> {
  const pixels = lab.ink.pixels.peek();
  return pixels === null ? sourceWithoutPixels(lab) : { pixels: toBase64(pixels) };
}

function sourceWithoutPixels(lab: Lab): Pick<Draw, "picture" | "pen"> {
  const picture = lab.ink.picture.peek();
  if (picture !== null) return { picture: toBase64(picture) };
  return { pen: penOf(lab) };
}

/** What is on the pad, as a request to one network has it, whose input has so many pixels along its side. */
export function drawingFor(side: number, lab: Lab) {
  const pixels = lab.ink.pixels.peek();
  const fits = pixels === null || pixels.length === side ** 2;
  const source: ReturnType<typeof sourceOf> = fits ? sourceOf(lab) : sourceWithoutPixels(lab);
  const inked = source.pixels === undefined && source.picture === undefined;
  const strokes = inked ? toWire(lab.ink.drawing.peek()) : [];
  return { ...source, strokes, without: [...lab.look.without.peek()] };
}

/** The drawing that is asked for, of the shown network or another one; null where pixels or a picture are read. */
export function readNow(lab: Lab, network?: string): ReadInk | null {
  if (lab.ink.pixels.peek() !== null || lab.ink.picture.peek() !== null) return null;
  return { drawing: lab.ink.drawing.peek(), how: howRead(lab, network) };
}

/** The network's switches that are off, as readings name them. */
export function offNow({ reader }: Lab): string {
  return asText(reader.network.peek()?.off ?? new Set());
}
