/** The graph of a pen trace: a line for each class, the first guess in accent. */

import { liftsOf, momentsOf, pointsIn } from "../ink/timeline.ts";
import { guessesOf, type PenTrace } from "../ink/trace.ts";
import type { NamedTrace } from "../words/trace-named.ts";

/** CSS pixels: the room above the lines for the digits of the first guesses, and their least distance. */
const LABELS = 15;
const APART = 11;

/** A moment that has been read. */
interface ReadMoment {
  readonly moment: number;
  /** Among the moments of the drawing. */
  readonly index: number;
  readonly probabilities: ArrayLike<number>;
  /** The first guess, or all guesses where each class has a probability of its own. */
  readonly guesses: readonly number[];
}

/** `now`: the moment that is marked; null for the end. */
export function paintTrace(
  canvas: HTMLCanvasElement,
  { trace, classes, areAlone }: NamedTrace,
  now: number | null,
): void {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const context = canvas.getContext("2d");
  if (context === null || width === 0) return;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  const graph = new TraceGraph(context, pointsIn(trace.drawing), getComputedStyle(canvas), {
    width,
    height,
  });
  const read = readMomentsOf(trace, areAlone);
  graph.paintFrame(liftsOf(trace.drawing));
  graph.paintLines(read);
  graph.paintLabels(read, classes);
  graph.paintNow(now);
}

function readMomentsOf({ drawing, probabilities }: PenTrace, areAlone: boolean): ReadMoment[] {
  return momentsOf(drawing).flatMap((moment, index) => {
    const known = probabilities.get(moment);
    return known === undefined
      ? []
      : [{ moment, index, probabilities: known, guesses: guessesOf(known, areAlone) }];
  });
}

/** Points of the drawing from left to right, probabilities from 0 below to 1 above; in CSS pixels. */
class TraceGraph {
  readonly #context: CanvasRenderingContext2D;
  readonly #points: number;
  readonly #style: CSSStyleDeclaration;
  readonly #width: number;
  readonly #height: number;

  constructor(
    context: CanvasRenderingContext2D,
    points: number,
    style: CSSStyleDeclaration,
    { width, height }: { readonly width: number; readonly height: number },
  ) {
    this.#context = context;
    this.#points = points;
    this.#style = style;
    this.#width = width;
    this.#height = height;
  }

  /** The floor, the ceiling, and where the pen was lifted. */
  paintFrame(lifts: readonly number[]): void {
    const context = this.#context;
    context.lineWidth = 1;
    context.strokeStyle = this.#colour("--rule");
    context.beginPath();
    for (const part of [0, 1]) {
      context.moveTo(0, Math.round(this.#y(part)) + 0.5);
      context.lineTo(this.#width, Math.round(this.#y(part)) + 0.5);
    }
    for (const moment of lifts) {
      context.moveTo(Math.round(this.#x(moment)) + 0.5, LABELS);
      context.lineTo(Math.round(this.#x(moment)) + 0.5, this.#height);
    }
    context.stroke();
  }

  /** A line for each class, but none over moments that nobody has read. */
  paintLines(read: readonly ReadMoment[]): void {
    this.#context.lineJoin = "round";
    for (const [i, after] of read.entries()) {
      const before = read[i - 1];
      if (before === undefined || after.index !== before.index + 1) continue;
      for (let at = 0; at < after.probabilities.length; at++) this.#paintPiece(before, after, at);
    }
    this.#context.globalAlpha = 1;
  }

  /** Each guess where it begins; those without room between their neighbours are left out, never moved. */
  paintLabels(read: readonly ReadMoment[], classes: readonly string[]): void {
    const context = this.#context;
    context.font = `600 13px ${this.#style.getPropertyValue("--serif")}`;
    context.fillStyle = this.#style.getPropertyValue("--accent");
    context.textBaseline = "alphabetic";
    const begins = read.filter(
      ({ guesses }, i) => guesses.length > 0 && guesses.join() !== read[i - 1]?.guesses.join(),
    );
    for (const [i, { moment, guesses }] of begins.entries()) {
      const next = begins[i + 1];
      const end = next === undefined ? Infinity : this.#x(next.moment);
      if (end - this.#x(moment) < APART * guesses.length) continue;
      const name = guesses.map((at) => classes[at] ?? "").join(" ");
      // A guess that begins at the very end is written inside the graph.
      const room = this.#width - context.measureText(name).width;
      context.fillText(name, Math.min(this.#x(moment) + 1, room), LABELS - 4);
    }
  }

  paintNow(moment: number | null): void {
    const at = Math.round(this.#x(moment ?? this.#points));
    const left = Math.min(this.#width - 2, Math.max(0, at - 1));
    this.#context.fillStyle = this.#colour("--text");
    this.#context.fillRect(left, 0, 2, this.#height);
  }

  /** Of a class's line, the piece from one moment to the next. */
  #paintPiece(before: ReadMoment, after: ReadMoment, at: number): void {
    const context = this.#context;
    const leads = after.guesses.includes(at);
    context.strokeStyle = this.#colour(leads ? "--accent" : "--quiet");
    context.lineWidth = leads ? 2 : 1;
    context.globalAlpha = leads ? 1 : 0.55;
    context.beginPath();
    context.moveTo(this.#x(before.moment), this.#y(before.probabilities[at] ?? 0));
    context.lineTo(this.#x(after.moment), this.#y(after.probabilities[at] ?? 0));
    context.stroke();
  }

  #x(moment: number): number {
    return (moment / Math.max(1, this.#points)) * (this.#width - 2) + 1;
  }

  #y(probability: number): number {
    return this.#height - 1 - probability * (this.#height - LABELS - 2);
  }

  #colour(name: string): string {
    return this.#style.getPropertyValue(name).trim();
  }
}
