/** How two networks differ, in sentences: each from their descriptions and cards, and only where these give it. */
import { gradientOf } from "../network/gradients.ts";
import { overlapsOf } from "../network/overlaps.ts";
import type { Pair } from "../network/pairs.ts";
import { type Twins, twinsOf } from "../network/twins.ts";
import { number, percent } from "../words/numbers.ts";
import { counted, phrase, translated, written } from "../words/phrases.ts";
import type { Points } from "./chart.ts";
import { BOTH, type Side, type Sides, type Which } from "./side.ts";

/** How many times smaller a gradient is: alike up to `ALIKE`, far apart from `FADED`, nearly zero from `DIED`. */
const ALIKE = 3;
const FADED = 10;
const DIED = 100;
/** A difference of less than this part of the training data does not count. */
const SAME = 0.01;

/** Of each pair the gradients of both before the first step. */
export function pointsOf(pairs: readonly Pair[], sides: Sides): Points {
  const of = (which: Which) =>
    pairs.map((pair) => {
      const { network, card } = sides[which];
      const layer = pair[which];
      return layer === null ? null : gradientOf(layer, network, card?.gradients ?? {});
    });
  return { one: of("one"), other: of("other") };
}

/** The two as twins: the one with shortcuts, and the one without. */
interface Roles {
  readonly more: Which;
  readonly less: Which;
  readonly twins: Twins;
}

function rolesOf({ one, other }: Sides): Roles | null {
  const twins = twinsOf(one.network.description, other.network.description);
  if (twins === null) return null;
  return { twins, more: twins.isOne ? "one" : "other", less: twins.isOne ? "other" : "one" };
}

/** How many times the gradients of the one with shortcuts are those of the one without, where both are known. */
function ratiosOf(points: Points, { more, less }: Roles): number[] {
  return points[more].flatMap((value, at) => {
    const other = points[less][at];
    return value !== null && other != null && value > 0 && other > 0 ? [value / other] : [];
  });
}

/** One sentence for everybody, from the last row on. */
export function captionOf(sides: Sides, points: Points): string {
  const roles = rolesOf(sides);
  if (roles === null) return phrase("compare.caption");
  const ratios = ratiosOf(points, roles);
  const least = Math.min(...ratios);
  if (ratios.length === 0 || least < FADED) return phrase("compare.caption.twins");
  const { title } = sides[roles.less];
  return phrase(least < DIED ? "compare.caption.faded" : "compare.caption.died", {
    network: title,
    times: written(Math.floor(least)),
  });
}

/** The differences as several sentences, in the order of the argument. */
export function sentencesOf(sides: Sides, points: Points): readonly string[] {
  const roles = rolesOf(sides);
  if (roles === null) return BOTH.flatMap((which) => ideaOf(sides[which]));
  const { more, less } = roles;
  return [
    twinsInWords(sides, roles),
    ...trainingInWords(sides[less], sides[more]),
    ...gradientsInWords(sides, points, roles),
    ...zerosInWords(sides[more]),
  ];
}

function ideaOf({ title, card }: Side): string[] {
  const idea = card?.story?.idea ?? "";
  return idea === ""
    ? []
    : [phrase("compare.idea", { network: title, idea: translated("about.text.", idea) })];
}

function twinsInWords(sides: Sides, { more, less, twins }: Roles): string {
  return phrase("compare.twins", {
    more: sides[more].title,
    less: sides[less].title,
    shortcuts: twins.shortcuts,
    parameters: twins.further,
  });
}

/** The part of its training data that a network read in the last epoch; undefined where its card does not say, or counts pixels. */
export function trainedOf({ card }: Side): number | undefined {
  const part = overlapsOf(card).length > 0 ? undefined : card?.epochs?.at(-1)?.training;
  return typeof part === "number" ? part : undefined;
}

function trainingInWords(less: Side, more: Side): string[] {
  const [part, other] = [trainedOf(less), trainedOf(more)];
  if (part === undefined || other === undefined) return [];
  return [
    phrase(other - part > SAME ? "compare.training.behind" : "compare.training", {
      less: less.title,
      more: more.title,
      part: percent(part),
      other: percent(other),
    }),
    ...recipesInWords(less, more),
  ];
}

/** How both were trained, where their cards say it: one run each, at a rate of its own. */
function recipesInWords(less: Side, more: Side): string[] {
  const [one, other] = [less.card?.recipe, more.card?.recipe];
  if (!one?.epochs || !one.learning_rate || !other?.epochs || !other.learning_rate) return [];
  return [
    phrase("compare.recipes", {
      less: less.title,
      more: more.title,
      epochs: counted("compare.epochs", one.epochs),
      others: counted("compare.epochs", other.epochs),
      rate: written(one.learning_rate),
      another: written(other.learning_rate),
    }),
  ];
}

/** How many operations have weights with no gradient at all before the first step. */
function zerosInWords({ title, card }: Side): string[] {
  const count = Object.values(card?.gradients ?? {}).filter((each) => each === 0).length;
  return count === 0 ? [] : [phrase("compare.gradients.zero", { network: title, count })];
}

function gradientsInWords(sides: Sides, points: Points, roles: Roles): string[] {
  const ratios = ratiosOf(points, roles);
  if (ratios.length === 0) return [];
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  const [less, more] = [sides[roles.less].title, sides[roles.more].title];
  if (high < ALIKE && low > 1 / ALIKE)
    return [phrase("compare.gradients.alike", { times: number(Math.max(high, 1 / low)) })];
  if (low < 1) return [];
  const last = ratios.at(-1) ?? 1;
  return [
    phrase("compare.gradients.smaller", { less, more, low: times(low), high: times(high) }),
    ...(last < FADED || isNormalised(sides) ? [] : [arrivesInWords(less, last)]),
    ...(low < FADED || isNormalised(sides) ? [] : [phrase("compare.paper")]),
  ];
}

const arrivesInWords = (network: string, last: number) =>
  phrase(last < DIED ? "compare.arrives.faded" : "compare.arrives.died", {
    network,
    times: times(last),
  });

const isNormalised = (sides: Sides) =>
  BOTH.some((which) =>
    sides[which].network.operations.some(({ kind }) => kind === "batch-normalisation"),
  );

/** 279.4 as "279", 2.31 as "2.31". */
const times = (ratio: number) => (ratio < FADED ? number(ratio) : written(Math.round(ratio)));
