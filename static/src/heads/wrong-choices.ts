/** Wrong choices of each kind of answer, with what they make of this drawing's own numbers. */

import { kindOfAnswer } from "../network/answer-kinds.ts";
import type { Answer, ClassesAnswer } from "../network/answers.ts";
import { allInk, maskOf, overlapOf } from "../network/masks.ts";
import {
  accuracyIn,
  byNothing,
  costOf,
  eachAlone,
  meanClass,
  sigmoid,
  slopeAt,
  stageOf,
  torn,
  weightedKappa,
} from "../network/wrong-choices.ts";
import { chance, decimals, percent, scientific } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { likeliestFirst, namedIn } from "../words/sums.ts";
import { withUnit } from "./answers.ts";

export interface Wrong {
  readonly title: string;
  /** Names of columns, and rows of as many cells. */
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly says: string;
}

export interface Known {
  readonly values: ArrayLike<number>;
  /** The logits of an answer that is no map. */
  readonly logits: readonly number[];
  readonly image: ArrayLike<number>;
  /** The visitor's own grouping of fine classes, as a link has it. */
  readonly groups?: string | null;
  /** The card as it came; null until then. */
  readonly card: unknown;
}

export function wrongChoices(answer: Answer, known: Known): readonly Wrong[] {
  const kind = kindOfAnswer(answer);
  if (answer.kind === "numbers") return [squashed(answer, known), ...inStages(answer, known)];
  if (answer.kind === "mask") return [pixelAccuracy(answer, known)];
  if (answer.kind === "boxes") return [cellAccuracy(answer, known)];
  if (kind === "several") return [shared(answer, known), nothingTen(answer, known)];
  if (kind === "ways") return [likeliestWay(answer, known)];
  return [alone(answer, known), ...asNumber(answer, known)];
}

const SHOWN = 3;

/** The indices of the largest values, the largest first. */
function largest(all: ArrayLike<number>, count = SHOWN): readonly number[] {
  const order = Array.from(all, (_, i) => i).sort(
    (one, other) => (all[other] ?? 0) - (all[one] ?? 0),
  );
  return order.slice(0, count);
}

const listed = (names: readonly string[]) =>
  names.length === 0 ? phrase("wrong.none") : names.join(", ");

/** Wrong: sigmoids where only one class is right. */
function alone({ labels }: ClassesAnswer, { values, logits }: Known): Wrong {
  const { parts, sum, above } = eachAlone(logits);
  const rows = largest(values).map((i) => [
    labels[i] ?? "",
    chance(values[i] ?? 0),
    chance(parts[i] ?? 0),
  ]);
  return {
    title: phrase("wrong.alone"),
    heads: [phrase("softmax.class"), phrase("heads.softmax"), phrase("heads.sigmoid")],
    rows: logits.length === 0 ? [] : rows,
    says: phrase("wrong.alone.says", {
      names: listed(above.map((i) => labels[i] ?? "")),
      sum: decimals(sum, 2),
    }),
  };
}

/** Wrong: the class as a number to predict; only for classes that are numbers. */
function asNumber({ labels }: ClassesAnswer, { values }: Known): readonly Wrong[] {
  if (!labels.every((label, i) => label === String(i))) return [];
  const mean = meanClass(values);
  const [first = 0, second = 0] = largest(values, 2);
  const near = Math.max(0, Math.min(labels.length - 1, Math.round(mean)));
  return [
    {
      title: phrase("wrong.number"),
      heads: [],
      rows: [],
      says: phrase(near === first ? "wrong.number.same" : "wrong.number.other", {
        mean: decimals(mean, 2),
        near: String(near),
        first: labels[first] ?? "",
        second: labels[second] ?? "",
        middle: decimals((first + second) / 2, 1),
      }),
    },
  ];
}

/** Wrong: softmax where several classes are right. */
function shared({ labels }: ClassesAnswer, { values, logits }: Known): Wrong {
  const { there, left } = torn(logits);
  const names = (all: readonly number[]) => listed(all.map((i) => labels[i] ?? ""));
  const title = phrase("wrong.shared");
  if (there.length < 2) {
    const says = phrase("wrong.shared.one", { names: names(there) });
    return { title, heads: [], rows: [], says };
  }
  // The table above has these numbers already: here is only the reason.
  const [first = 0, second = 0] = largest(values).filter((i) => there.includes(i));
  const by = (logits[first] ?? 0) - (logits[second] ?? 0);
  const why = phrase("wrong.shared.factor", {
    first: labels[first] ?? "",
    second: labels[second] ?? "",
    by: decimals(by, 1),
    factor: factorInWords(Math.exp(by)),
  });
  const lost = there.filter((i) => !left.includes(i));
  const says = phrase("wrong.shared.lost", { names: names(there), lost: names(lost) });
  return { title, heads: [], rows: [], says: `${why} ${says}` };
}

/** Factors below this are printed with a decimal. */
const SMALL = 10;

const factorInWords = (factor: number) => decimals(factor, factor < SMALL ? 1 : 0);

/** Wrong: accuracy of each yes or no, of which most are no. */
function nothingTen({ labels }: ClassesAnswer, { logits }: Known): Wrong {
  const { there } = torn(logits);
  return {
    title: phrase("wrong.no"),
    heads: [],
    rows: [],
    says: phrase("wrong.no.says", {
      part: percent(byNothing(labels.length, there.length)),
      count: labels.length,
    }),
  };
}

/** Wrong: the likeliest fine class, without the sum. */
function likeliestWay(answer: ClassesAnswer, { values, groups = null }: Known): Wrong {
  const [way = 0] = largest(values, 1);
  const sums = likeliestFirst(namedIn(answer, groups, values));
  const [{ name: digit, part: sum } = { name: "", part: 0 }] = sums;
  const digitOfWay = sums.find((each) => each.labels.includes(way))?.name ?? "";
  return {
    title: phrase("wrong.way"),
    heads: [],
    rows: [],
    says: phrase(digitOfWay === digit ? "wrong.way.same" : "wrong.way.other", {
      way: answer.labels[way] ?? "",
      part: chance(values[way] ?? 0),
      own: digitOfWay,
      digit,
      sum: chance(sum),
    }),
  };
}

type Numbers = Extract<Answer, { kind: "numbers" }>;

/** Smaller numbers would be zeros with four decimals. */
const TINY = 0.0001;

const slopeInWords = (slope: number) =>
  slope > 0 && slope < TINY ? scientific(slope) : decimals(slope, 4);

/** Wrong: a sigmoid after a number that may have any value. */
function squashed({ names, units }: Numbers, { values }: Known): Wrong {
  const shown = (i: number) => {
    const unit = units[i] ?? "";
    return withUnit(decimals(values[i] ?? 0, unit === "" ? 2 : 1), unit);
  };
  const far =
    largest(
      names.map((_, i) => Math.abs(values[i] ?? 0)),
      1,
    )[0] ?? 0;
  return {
    title: phrase("wrong.squashed"),
    heads: [phrase("wrong.measure"), phrase("heads.network"), phrase("heads.sigmoid")],
    rows: names.map((name, i) => [name, shown(i), decimals(sigmoid(values[i] ?? 0), 4)]),
    says: phrase("wrong.squashed.says", {
      name: names[far] ?? "",
      value: shown(far),
      slope: slopeInWords(slopeAt(values[far] ?? 0)),
    }),
  };
}

const STAGES = 5;
/** The card's set of drawings by people whose writing was kept aside. */
const SET = "strokes-validation";

interface AgreementCard {
  readonly answers?: Readonly<Record<string, { readonly agreement?: Record<string, Agreements> }>>;
  readonly points?: Readonly<
    Record<string, Readonly<Record<string, readonly (readonly [number, number])[]>>>
  >;
}

interface Agreements {
  readonly measures: Readonly<Record<string, { readonly range: readonly [number, number] }>>;
}

/** Wrong: accuracy of ordered stages, computed from the card's drawings for the first measure. */
function inStages({ name, names }: Numbers, { values, card }: Known): readonly Wrong[] {
  const found = card as AgreementCard | null;
  const measures = found?.answers?.[name]?.agreement?.[SET]?.measures ?? {};
  const [measure, first] = Object.entries(measures)[0] ?? [];
  const points = found?.points?.[SET]?.[measure ?? ""] ?? [];
  if (first === undefined || points.length === 0) return [];
  const stage = (value: number) => stageOf(value, first.range, STAGES);
  const pairs = points.map(([is, predicted]) => [stage(is), stage(predicted)] as const);
  const stageHere = stage(values[0] ?? 0);
  const furthest = Math.max(stageHere, STAGES - 1 - stageHere);
  const [low, high] = first.range;
  const borders = Array.from({ length: STAGES - 1 }, (_, i) =>
    decimals(low + ((high - low) * (i + 1)) / STAGES, 1),
  );
  return [
    {
      title: phrase("wrong.stages"),
      heads: [],
      rows: [],
      says: phrase("wrong.stages.says", {
        name: names[0] ?? "",
        stage: stageHere + 1,
        stages: STAGES,
        borders: borders.join("; "),
        near: decimals(costOf(1, STAGES), 2),
        far: decimals(costOf(furthest, STAGES), 2),
        by: furthest,
        count: points.length,
        accuracy: percent(accuracyIn(pairs)),
        kappa: decimals(weightedKappa(pairs, STAGES), 2),
      }),
    },
  ];
}

/** Accuracy of pixels, nearly all of which are paper. */
function pixelAccuracy({ labels }: Extract<Answer, { kind: "mask" }>, known: Known): Wrong {
  const ink = allInk(known.image);
  const count = ink.filter((each) => each > 0).length;
  const paper = ink.map(() => 0);
  const mask = maskOf(known.values, labels.length);
  return {
    title: phrase("wrong.pixels"),
    heads: [],
    rows: [],
    says: phrase("wrong.pixels.says", {
      part: percent(byNothing(ink.length, count)),
      count,
      all: ink.length,
      overlap: percent(overlapOf(paper, mask, 1).iou),
    }),
  };
}

/** The index of the score (that a box has something in it) among a box's values. */
const SURE = 4;
const LABELS = 5;
const YES = 0.5;

/** Wrong: accuracy of cells, nearly all of which are empty. */
function cellAccuracy({ labels }: Extract<Answer, { kind: "boxes" }>, { values }: Known): Wrong {
  const cells = values.length / (LABELS + labels.length);
  const sure = Array.from({ length: cells }, (_, cell) => values[SURE * cells + cell] ?? 0);
  const count = sure.filter((each) => each > YES).length;
  return {
    title: phrase("wrong.cells"),
    heads: [],
    rows: [],
    says: phrase("wrong.cells.says", {
      part: percent(byNothing(cells, count)),
      count,
      all: cells,
      least: decimals(YES, 2),
    }),
  };
}
