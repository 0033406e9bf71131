/** A pen trace in words. */
import type { Drawing } from "../ink/strokes.ts";
import { momentsOf, pointsIn, strideOf } from "../ink/timeline.ts";
import { firstGuessOf, type PenTrace, type Turn } from "../ink/trace.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { chance } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";

/** "after point 41 of 64: 8, 51.0 %" */
export function momentInWords(trace: PenTrace, moment: number, classes: readonly string[]): string {
  const [point, points] = [moment, pointsIn(trace.drawing)];
  const probabilities = trace.probabilities.get(moment);
  const guess = probabilities === undefined ? null : firstGuessOf(probabilities);
  if (guess === null) return phrase("trace.at.blank", { point, points });
  const sure = chance(probabilities?.[guess] ?? 0);
  return phrase("trace.at", { point, points, guess: classes[guess] ?? "", sure });
}

/** What to know about the graph: why there is none, or where the guess last changed. */
export function traceInWords(
  lab: Lab,
  trace: PenTrace,
  turns: readonly Turn[],
  classes: readonly string[],
): string {
  const points = pointsIn(trace.drawing);
  if (lab.ink.pixels.peek() !== null) return phrase("trace.pixels");
  if (lab.ink.picture.peek() !== null) return phrase("trace.picture");
  if (points === 0) return phrase("trace.empty");
  if (lab.lecture.isCovered(GUESSES)) return phrase("cover.trace");
  if (classes.length === 0) return phrase("trace.classless");
  if (!lab.trace.traceable.peek()) return phrase("trace.long");
  if (lab.trace.playing.peek() && !isTimed(trace.drawing)) return phrase("trace.even");
  const problem = lab.trace.problem.peek();
  if (problem !== null) return phrase("trace.problem", { problem });
  const now = lab.trace.moment.peek() ?? points;
  const last = turns.findLast(({ moment }) => moment <= now);
  const stride = strideOf(points);
  const thinned = stride > 1 ? ` ${phrase("trace.stride", { stride })}` : "";
  if (last !== undefined) return turnInWords(trace, last, now, classes) + thinned;
  const first = momentsOf(trace.drawing).find((moment) => guessAt(trace, moment) !== null);
  const guess = first === undefined ? null : guessAt(trace, first);
  if (guess === null) return phrase("trace.reading");
  return phrase("trace.steady", { guess: withArticle(classes[guess] ?? "") }) + thinned;
}

/** Whether the times of all points are known: those of samples and old links are not. */
function isTimed(drawing: Drawing): boolean {
  return drawing.every(({ times }) => times !== undefined);
}

function guessAt(trace: PenTrace, moment: number): number | null {
  const probabilities = trace.probabilities.get(moment);
  return probabilities === undefined ? null : firstGuessOf(probabilities);
}

/** "Here, at point 41 of 64, the 3 became an 8: 51.0 % against 44.1 %." */
function turnInWords(
  trace: PenTrace,
  { moment, from, to }: Turn,
  now: number,
  classes: readonly string[],
): string {
  const probabilities = trace.probabilities.get(moment);
  return phrase(now === moment ? "trace.turn.here" : "trace.turn", {
    point: moment,
    points: pointsIn(trace.drawing),
    from: classes[from] ?? "",
    to: withArticle(classes[to] ?? ""),
    now: chance(probabilities?.[to] ?? 0),
    before: chance(probabilities?.[from] ?? 0),
  });
}

/** "a 3", "an 8". */
function withArticle(label: string): string {
  return phrase(/^(8|11|18|[aeiou])/i.test(label) ? "trace.an" : "trace.a", { label });
}
