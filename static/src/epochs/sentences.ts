/** What a run's curves show, in words computed from them. */
import { significant } from "../math/numbers.ts";
import type { Lab } from "../state/lab.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { chance, decimals, number, percent } from "../words/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";
import { titleOf } from "./settings.ts";
import { lossInWords } from "./table.ts";
import { sinceWhen, type Verdict, verdictOf } from "./verdict.ts";

/** What the film's curves show, with the titles of the layers that it is about. Reads signals. */
export function curvesInWords(film: FilmDetail, lab: Lab): string {
  return verdictInWords(verdictOf(film), film, titlesIn(lab));
}

/** The title of the layer that an operation belongs to. Reads signals. */
export function titlesIn({ reader }: Lab): (operation: string) => string {
  const layers = reader.network.value?.layers ?? [];
  return (operation) =>
    layers.find(({ operations }) => operations.includes(operation))?.title ?? operation;
}

export function verdictInWords(
  verdict: Verdict,
  { steps }: FilmDetail,
  titleOf: (operation: string) => string,
): string {
  const { kind } = verdict;
  switch (kind) {
    case "diverged":
      return counted("epochs.says.diverged", verdict.within, {
        step: verdict.step,
        times: Math.round(verdict.times),
      });
    case "by-heart":
      return phrase("epochs.says.heart", {
        training: decimals(verdict.training, 3),
        right: percent(verdict.right),
      });
    case "overfits":
    case "restless":
      return phrase(`epochs.says.${kind}`, {
        step: steps[verdict.lowest] ?? 0,
        low: decimals(verdict.low, 2),
        last: decimals(verdict.last, 2),
        training: decimals(verdict.training, 2),
      });
    case "vanishing":
      return phrase("epochs.says.vanishing", {
        first: titleOf(verdict.first),
        last: titleOf(verdict.last),
        times: Math.round(verdict.times),
      });
    default:
      return phrase(`epochs.says.${kind}`, numbersOf(verdict));
  }
}

/** The numbers in the sentence of a verdict that needs no other values. */
function numbersOf(
  verdict: Exclude<
    Verdict,
    { kind: "diverged" | "by-heart" | "overfits" | "restless" | "vanishing" }
  >,
): Record<string, string | number> {
  switch (verdict.kind) {
    case "leapt":
      return { step: verdict.step, top: verdict.top, peak: large(verdict.peak) };
    case "recovers":
      return {
        step: verdict.step,
        rate: written(verdict.rate),
        high: decimals(verdict.high, 2),
        last: decimals(verdict.last, 2),
      };
    case "slow":
      return { fell: decimals(verdict.fell, 3) };
    case "learns":
      return { right: percent(verdict.right), loss: decimals(verdict.loss, 2) };
    default:
      return {};
  }
}

/** Large numbers need only two digits. */
const large = (value: number) => written(value < 100 ? Math.round(value) : significant(value, 2));

/** The least probability of the first guess for a sentence that the network reads the drawing: twice that of a random guess among ten digits. */
const LEAST_TO_READ = 2 / 10;

/** "From step 200 on it reads your 7", and its guess at the moment that is shown. `isOver`: no further moment comes. */
export function readingInWords(
  outcomes: readonly (readonly number[])[] | null,
  { steps, diverged }: Pick<FilmDetail, "steps" | "diverged">,
  classes: readonly string[],
  isOver = true,
): string {
  if (outcomes === null) return phrase("epochs.reads.waits");
  const since = sinceWhen(outcomes);
  if (since === null) return phrase("epochs.reads.blank");
  const guess = classes[since.guess] ?? String(since.guess);
  const sure = chance(since.chance);
  if (since.chance < LEAST_TO_READ)
    return isOver
      ? phrase("epochs.reads.unsure", { guess, chance: sure })
      : phrase("epochs.reads.unsure.far", { guess, chance: sure });
  if (diverged !== null) {
    const last = steps[outcomes.length - 1] ?? 0;
    return phrase("epochs.reads.until", { guess, chance: sure, step: last });
  }
  const step = steps[since.moment] ?? 0;
  if (isOver)
    return step === 0
      ? phrase("epochs.reads.always", { guess, chance: sure })
      : phrase("epochs.reads.since", { guess, chance: sure, step });
  return step === 0
    ? phrase("epochs.reads.always.far", { guess, chance: sure })
    : phrase("epochs.reads.since.far", { guess, chance: sure, step });
}

/** How the guess changed to the last one: the guess before, the probabilities before and after, and how far training was by then. */
export function turnInWords(
  outcomes: readonly (readonly number[])[] | null,
  film: FilmDetail,
  classes: readonly string[],
): string {
  const since = outcomes === null ? null : sinceWhen(outcomes);
  if (outcomes === null || since === null || since.moment === 0 || since.chance < LEAST_TO_READ)
    return "";
  const { guess, moment } = since;
  const [before, after] = [outcomes[moment - 1] ?? [], outcomes[moment] ?? []];
  const other = before.indexOf(Math.max(...before));
  const turn = phrase("epochs.turn", {
    before: film.steps[moment - 1] ?? 0,
    other: classes[other] ?? String(other),
    otherChance: chance(before[other] ?? 0),
    ownChance: chance(before[guess] ?? 0),
    guess: classes[guess] ?? String(guess),
    chance: chance(after[guess] ?? 0),
  });
  const by = reachedInWords(film, moment);
  return by === "" ? turn : `${turn} ${by}`;
}

/** How far training has come at a moment; "" if the run has not measured it. */
function reachedInWords(
  { validation_loss: losses, validation_accuracy: all }: FilmDetail,
  at: number,
): string {
  const [from, to, part] = [losses[0], losses[at], all[at]];
  if (part == null) return "";
  const right = percent(part);
  if (from == null || to == null || to >= from) return phrase("epochs.turn.right", { right });
  return phrase("epochs.turn.fell", { right, from: decimals(from, 2), to: decimals(to, 2) });
}

export function momentInWords(film: FilmDetail, at: number): string {
  const [loss, right] = [film.validation_loss[at], film.validation_accuracy[at]];
  return phrase("epochs.moment", {
    step: film.steps[at] ?? 0,
    steps: film.of_steps,
    right: percent(right ?? 0),
    loss: lossInWords(loss ?? null, number),
  });
}

/**
 * The line above the stage: the run and the moment, in one line because there is no room for two; at the end of a run in a lecture,
 * which has room for two lines and no panel, also what its curves show. Reads signals.
 */
export function captionInWords(film: FilmDetail, at: number, lab: Lab): string {
  const title = titleOf(film);
  const [step, right] = [film.steps[at] ?? 0, percent(film.validation_accuracy[at] ?? 0)];
  if (lab.lecture.on.value && at === film.steps.length - 1) {
    const caption = phrase("epochs.caption", { film: title, says: curvesInWords(film, lab) });
    return film.on_stage ? caption : phrase("epochs.caption.aside", { says: caption });
  }
  if (!film.on_stage) return phrase("epochs.caption.aside.moment", { film: title, step, right });
  const says = phrase("epochs.caption.moment", { step, right });
  return phrase("epochs.caption", { film: title, says });
}
