/** A pen trace in words. */
import type { Drawing } from "../ink/strokes.ts";
import { momentsOf, pointsIn, strideOf } from "../ink/timeline.ts";
import { guessesOf, type Turn } from "../ink/trace.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { chance } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import type { NamedTrace } from "../words/trace-named.ts";

/** "after point 41 of 64: 8, 51.0 %" */
export function momentInWords(named: NamedTrace, moment: number): string {
  const { trace, areAlone } = named;
  const [point, points] = [moment, pointsIn(trace.drawing)];
  const probabilities = trace.probabilities.get(moment);
  const guesses = guessesAt(named, moment);
  const [guess] = guesses;
  if (guess === undefined) return phrase("trace.at.blank", { point, points });
  if (areAlone) return phrase("trace.at.yes", { point, points, names: namesOf(guesses, named) });
  const sure = chance(probabilities?.[guess] ?? 0);
  return phrase("trace.at", { point, points, guess: namesOf(guesses, named), sure });
}

const namesOf = (guesses: readonly number[], { classes }: NamedTrace) =>
  guesses.map((at) => classes[at] ?? "").join(", ");

/** What to know about the graph: why there is none, or where the guess last changed. */
export function traceInWords(lab: Lab, named: NamedTrace, turns: readonly Turn[]): string {
  const { trace, classes, areAlone } = named;
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
  if (last !== undefined) return turnInWords(named, last, now) + thinned;
  const first = momentsOf(trace.drawing).find((moment) => guessesAt(named, moment).length > 0);
  if (first === undefined) return phrase(isRead(named) ? "trace.yes.none" : "trace.reading");
  const guess = namesOf(guessesAt(named, first), named);
  if (areAlone) return phrase("trace.yes.steady", { names: guess }) + thinned;
  return phrase("trace.steady", { guess: withArticle(guess) }) + thinned;
}

/** Whether the times of all points are known: those of samples and old links are not. */
function isTimed(drawing: Drawing): boolean {
  return drawing.every(({ times }) => times !== undefined);
}

/** Whether all moments are read, of a network whose classes have each a probability of their own. */
function isRead({ trace, areAlone }: NamedTrace): boolean {
  return areAlone && momentsOf(trace.drawing).every((moment) => trace.probabilities.has(moment));
}

function guessesAt({ trace, areAlone }: NamedTrace, moment: number): readonly number[] {
  return guessesOf(trace.probabilities.get(moment) ?? [], areAlone);
}

/** "Here, at point 41 of 64, the 3 became an 8: 51.0 % against 44.1 %." */
function turnInWords(named: NamedTrace, { moment, from, to }: Turn, now: number): string {
  const { trace, areAlone } = named;
  const [point, points] = [moment, pointsIn(trace.drawing)];
  const [before, after] = [namesOf(from, named), namesOf(to, named)];
  const isHere = now === moment;
  if (areAlone) {
    const key = isHere ? "trace.yes.turn.here" : "trace.yes.turn";
    return phrase(key, { point, points, from: before, to: after });
  }
  const probabilities = trace.probabilities.get(moment);
  return phrase(isHere ? "trace.turn.here" : "trace.turn", {
    point,
    points,
    from: before,
    to: withArticle(after),
    now: chance(probabilities?.[to[0] ?? 0] ?? 0),
    before: chance(probabilities?.[from[0] ?? 0] ?? 0),
  });
}

/** "a 3", "an 8". */
function withArticle(label: string): string {
  return phrase(/^(8|11|18|[aeiou])/i.test(label) ? "trace.an" : "trace.a", { label });
}
