/** What an exhibit shows of a recorded run: some of its moments, and a summary of its curves. Pure. */
import type { FilmDetail } from "../wire/messages.ts";

export type Curves = Pick<
  FilmDetail,
  "of_steps" | "steps" | "losses" | "validation_loss" | "validation_accuracy"
>;

/** Added to steps before their logarithm, which would be infinite for step 0 and spread the first steps too far. */
const EARLY = 4;

/** Some of a run's moments, with the first and the last; more of the early ones, when most is learned. */
export function someMoments(steps: readonly number[], wanted: number): readonly number[] {
  if (steps.length <= wanted) return steps.map((_, at) => at);
  const places = steps.map((step) => Math.log(EARLY + step));
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  const chosen: number[] = [];
  for (let at = 0; at < wanted; at++) {
    const aim = first + ((last - first) * at) / (wanted - 1);
    const far = (moment: number) => Math.abs((places[moment] ?? 0) - aim);
    let nearest = (chosen.at(-1) ?? -1) + 1;
    // Enough later moments must be left for those still wanted.
    const latest = steps.length - (wanted - at);
    for (let moment = nearest + 1; moment <= latest; moment++)
      if (far(moment) < far(nearest)) nearest = moment;
    chosen.push(nearest);
  }
  return chosen;
}

/** The loss of a network that guesses: all classes alike. */
export const guessingOf = (classes: number) => Math.log(classes);

/** A loss this many times the loss of guessing has leapt. */
const LEAP = 3;

export interface RunSummary {
  readonly kind: "learns" | "leaps";
  /** Validation accuracy at the end, 0..1. */
  readonly right: number;
  /** Its validation loss at the end. */
  readonly loss: number;
  /** The largest loss of a batch, and the step of it. */
  readonly peak: number;
  readonly peakStep: number;
}

export function summaryOf(
  { losses, validation_loss, validation_accuracy }: Curves,
  classes: number,
): RunSummary {
  const finite = losses.flatMap(([step, loss]) => (loss === null ? [] : [[step, loss] as const]));
  const [peakStep, peak] = finite.reduce((most, each) => (each[1] > most[1] ? each : most), [
    0, 0,
  ] as readonly [number, number]);
  const kind = peak > LEAP * guessingOf(classes) ? "leaps" : "learns";
  const [right, loss] = [validation_accuracy.at(-1) ?? 0, validation_loss.at(-1) ?? 0];
  return { kind, right, loss, peak, peakStep };
}

/** The class with the largest chance; null of a blank pad. */
export function guessIn(chances: readonly number[]): number | null {
  const most = Math.max(...chances);
  return most > 0 ? chances.indexOf(most) : null;
}

/** The last guess, and the first moment from which on there is no other; null of a blank pad. */
export function keptSince(
  outcomes: readonly (readonly number[])[],
): { readonly guess: number; readonly moment: number; readonly chance: number } | null {
  const guesses = outcomes.map(guessIn);
  const guess = guesses.at(-1) ?? null;
  if (guess === null) return null;
  const moment = guesses.findLastIndex((each) => each !== guess) + 1;
  return { guess, moment, chance: outcomes.at(-1)?.[guess] ?? 0 };
}
