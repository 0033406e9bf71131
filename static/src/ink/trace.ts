/** What the network made of a drawing as it grew: ten probabilities for each moment that has been read. */
import type { Drawing } from "./strokes.ts";
import { momentsOf, pointsIn, sharedMoment } from "./timeline.ts";

/** Everything that a reading depends on: the drawing and, as text, the network and its settings. */
export interface ReadInk {
  readonly drawing: Drawing;
  readonly how: string;
}

export interface PenTrace extends ReadInk {
  /** By moment; all 0 where there was nothing to read. */
  readonly probabilities: ReadonlyMap<number, ArrayLike<number>>;
}

/** A moment at which the guess changed, from some classes to others; one class each where probabilities add up to 1. */
export interface Turn {
  readonly moment: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** What is still true of a trace for this drawing, read this way: its moments up to where the drawings part. */
export function keptFor({ drawing, how }: ReadInk, trace: PenTrace | null): PenTrace {
  if (trace === null || trace.how !== how) return { drawing, how, probabilities: new Map() };
  if (trace.drawing === drawing) return trace;
  const shared = sharedMoment(trace.drawing, drawing);
  const kept = [...trace.probabilities].filter(([moment]) => moment <= shared);
  return { drawing, how, probabilities: new Map(kept) };
}

/** The trace with one more reading, if it is of a moment of this very drawing. */
export function withReading(
  trace: PenTrace,
  read: ReadInk,
  probabilities: ArrayLike<number>,
): PenTrace {
  const moment = pointsIn(read.drawing);
  const isOfThis = read.how === trace.how && sharedMoment(read.drawing, trace.drawing) === moment;
  if (!isOfThis || moment === 0 || trace.probabilities.has(moment)) return trace;
  return { ...trace, probabilities: new Map(trace.probabilities).set(moment, probabilities) };
}

/** The moments of the drawing that nobody has read yet. */
export function missingFrom({ drawing, probabilities }: PenTrace): number[] {
  return momentsOf(drawing).filter((moment) => !probabilities.has(moment));
}

/** The most probable class; null where there was nothing to read. */
export function firstGuessOf(probabilities: ArrayLike<number>): number | null {
  let first = 0;
  for (let i = 1; i < probabilities.length; i++)
    if ((probabilities[i] ?? 0) > (probabilities[first] ?? 0)) first = i;
  return (probabilities[first] ?? 0) > 0 ? first : null;
}

/** More probable than not. */
const YES = 0.5;

/** The first guess; or all classes that are more probable than not, where each has a probability of its own. */
export function guessesOf(probabilities: ArrayLike<number>, areAlone: boolean): readonly number[] {
  if (areAlone)
    return Array.from(probabilities, (_, i) => i).filter((i) => (probabilities[i] ?? 0) > YES);
  const first = firstGuessOf(probabilities);
  return first === null ? [] : [first];
}

/** The moments at which the guess changed, in order; a change from no guess does not count. */
export function turnsOf({ drawing, probabilities }: PenTrace, areAlone = false): Turn[] {
  const turns: Turn[] = [];
  let from: readonly number[] = [];
  for (const moment of momentsOf(drawing)) {
    const there = probabilities.get(moment);
    const to = there === undefined ? [] : guessesOf(there, areAlone);
    if (to.length === 0) continue;
    if (from.length > 0 && from.join() !== to.join()) turns.push({ moment, from, to });
    from = to;
  }
  return turns;
}
