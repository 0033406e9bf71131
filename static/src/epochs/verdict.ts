/** What the curves of a run show: learning, divergence, learning by heart, or nothing at all. Pure, of numbers alone. */
import type { FilmDetail } from "../wire/messages.ts";

export type Curves = Pick<
  FilmDetail,
  | "steps"
  | "losses"
  | "validation_loss"
  | "validation_accuracy"
  | "confusion"
  | "moved"
  | "diverged"
  | "settings"
>;

export type Verdict =
  /** From `step` on no loss was finite; before, the loss had grown `times` times within `within` steps. */
  | {
      readonly kind: "diverged";
      readonly step: number;
      readonly times: number;
      readonly within: number;
    }
  /** The loss leapt at `step`, had its highest value `peak` at step `top`, and nothing was learned afterwards. */
  | { readonly kind: "leapt"; readonly step: number; readonly top: number; readonly peak: number }
  /** The training loss fell far below that of guessing, the validation loss did not: the network does not generalise. */
  | { readonly kind: "by-heart"; readonly training: number; readonly right: number }
  /** The validation loss has risen since a moment while the training loss went on falling. */
  | {
      readonly kind: "overfits";
      readonly lowest: number;
      readonly low: number;
      readonly last: number;
      readonly training: number;
    }
  /** The validation loss has risen since its lowest moment, and the training loss is far from none, too. */
  | {
      readonly kind: "restless";
      readonly lowest: number;
      readonly low: number;
      readonly last: number;
      readonly training: number;
    }
  /** Training went on with smaller steps from `step` on, and since then the validation loss has fallen. */
  | {
      readonly kind: "recovers";
      readonly step: number;
      readonly rate: number;
      readonly high: number;
      readonly last: number;
    }
  /** No weight has moved, only biases. */
  | { readonly kind: "still" }
  /** The loss stays that of guessing, and the first weights hardly moved beside the last ones. */
  | {
      readonly kind: "vanishing";
      readonly first: string;
      readonly last: string;
      readonly times: number;
    }
  /** The loss falls, and is nearly that of guessing when the run ends. */
  | { readonly kind: "slow"; readonly fell: number }
  /** The loss stays that of guessing. */
  | { readonly kind: "stuck" }
  | { readonly kind: "learns"; readonly right: number; readonly loss: number };

/** From this part of the loss of guessing on, nothing has been learned. */
const NEARLY = 0.97;
/** From this many times the loss of guessing on, a loss has leapt. */
const LEAP = 3;
/** The validation loss rises if it is this many times its lowest value, */
const RISES = 1.1;
/** and also above it by this part of the loss of guessing: a good run's validation loss varies by less. */
const SHAKES = 0.05;
/** Smaller steps helped if the validation loss fell to this part of its value before them. */
const HELPED = 0.8;
/** Training examples are known by heart if their loss is below this part of the lowest validation loss. */
const BY_HEART = 0.25;
/** The network generalises if it reads this many times as many drawings right as guessing does. */
const CARRIES = 2;
/** Weights that moved so many times less than others hardly moved. */
const HARDLY = 5;
/** A loss that fell by less has not fallen. */
const FELL = 0.005;
/** The part at the end of the training losses that is averaged: one batch alone varies too much. */
const END = 0.1;

export function verdictOf(curves: Curves): Verdict {
  const classes = curves.confusion[0]?.length ?? 10;
  const guessing = Math.log(classes);
  const last = lastOf(curves.validation_loss) ?? guessing;
  const right = lastOf(curves.validation_accuracy) ?? 0;
  const training = meanOf(curves.losses.slice(-Math.ceil(curves.losses.length * END)));
  if (curves.diverged !== null) return divergence(curves, curves.diverged);
  const learned = last < NEARLY * guessing;
  const leap = curves.losses.find(([, loss]) => (loss ?? Infinity) > LEAP * guessing);
  if (leap !== undefined && !learned) {
    const [top, peak] = highestOf(curves.losses);
    return { kind: "leapt", step: leap[0], top, peak };
  }
  const lowest = lowestOf(curves.validation_loss);
  const low = curves.validation_loss[lowest] ?? last;
  if (!learned) {
    if (training >= guessing / 2) return withoutLearning(curves, guessing, last);
    // A few wrong guesses with high probabilities raise the loss; the others are right.
    if (right > CARRIES / classes) return { kind: "overfits", lowest, low, last, training };
    return { kind: "by-heart", training, right };
  }
  const recovered = recovery(curves, last);
  if (recovered !== null) return recovered;
  const before = meanOf(
    curves.losses.filter(([step]) => step <= (curves.steps[lowest] ?? 0)).slice(-5),
  );
  if (last > Math.max(RISES * low, low + SHAKES * guessing)) {
    if (training < before && training < BY_HEART * low)
      return { kind: "overfits", lowest, low, last, training };
    return { kind: "restless", lowest, low, last, training };
  }
  return { kind: "learns", right, loss: last };
}

/** The last time that somebody took smaller steps, if they helped. */
function recovery({ steps, settings, validation_loss }: Curves, last: number): Verdict | null {
  const rates = changesOf(settings);
  const at = rates.findLastIndex(([, rate], i) => rate < (rates[i - 1]?.[1] ?? 0));
  const [step, rate] = rates[at] ?? [0, 0];
  const high = lastOf(validation_loss.filter((_, i) => (steps[i] ?? 0) <= step));
  if (at < 1 || high === null || last > HELPED * high) return null;
  return { kind: "recovers", step, rate, high, last };
}

/** The step sizes of a run, each with the step from which on it held. */
export function changesOf({ learning_rate, step_sizes }: Curves["settings"]): [number, number][] {
  return Array.isArray(step_sizes) ? step_sizes : [[0, Number(learning_rate)]];
}

/** The moment with the lowest validation loss: training could have been stopped there. */
export function lowestOf(losses: readonly (number | null)[]): number {
  const finite = losses.map((loss) => loss ?? Infinity);
  return finite.indexOf(Math.min(...finite));
}

/** The step of the highest loss, and that. */
function highestOf(losses: Curves["losses"]): readonly [number, number] {
  return losses.reduce<readonly [number, number]>(
    (most, [step, loss]) => ((loss ?? Infinity) > most[1] ? [step, loss ?? Infinity] : most),
    [0, 0],
  );
}

function divergence({ losses }: Curves, step: number): Verdict {
  const finite = losses.filter(([at, loss]) => at < step && loss !== null) as [number, number][];
  const [lastAt, lastLoss] = finite.at(-1) ?? [0, 0];
  const from = finite.findLast(([, loss]) => loss < lastLoss / 10) ?? finite[0] ?? [0, lastLoss];
  const times = from[1] > 0 ? lastLoss / from[1] : 1;
  return { kind: "diverged", step, times, within: Math.max(1, lastAt - from[0]) };
}

function withoutLearning(
  { moved, validation_loss: losses }: Curves,
  guessing: number,
  last: number,
): Verdict {
  const layers = Object.entries(moved).map(([name, far]) => [name, far.at(-1) ?? 0] as const);
  const [first, final] = [layers[0], layers.at(-1)];
  if (layers.length > 0 && layers.every(([, far]) => far === 0)) return { kind: "still" };
  if (first && final && first !== final && first[1] * HARDLY < final[1])
    return { kind: "vanishing", first: first[0], last: final[0], times: final[1] / first[1] };
  const fell = (losses[0] ?? guessing) - last;
  const falls = losses.every((loss, i) => i === 0 || (loss ?? 0) <= (losses[i - 1] ?? 0) + 1e-3);
  return falls && fell > FELL ? { kind: "slow", fell } : { kind: "stuck" };
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

function meanOf(losses: readonly (readonly [number, number | null])[]): number {
  const finite = losses.flatMap(([, loss]) => (loss === null ? [] : [loss]));
  return finite.reduce((sum, loss) => sum + loss, 0) / Math.max(1, finite.length);
}

/** What the network guessed last, and the first moment from which on it guessed nothing else; null of a blank pad. */
export function sinceWhen(
  outcomes: readonly (readonly number[])[],
): { readonly guess: number; readonly moment: number; readonly chance: number } | null {
  const guesses = outcomes.map((outcome) => outcome.indexOf(Math.max(...outcome)));
  const [guess, last] = [guesses.at(-1), outcomes.at(-1)];
  if (guess === undefined || last === undefined || last.every((chance) => chance === 0))
    return null;
  const other = guesses.findLastIndex((each) => each !== guess);
  return { guess, moment: other + 1, chance: last[guess] ?? 0 };
}
