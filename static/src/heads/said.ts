/** What a network says beside two guesses, in the column below the pad: each answer as names and values, its digits large. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { type Answer, firstClasses, isOneOfAll, type Outcome } from "../network/answers.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { chance, number, percent } from "../words/numbers.ts";
import { course, phrase } from "../words/phrases.ts";

/** Guesses that are listed. */
const GUESSES_LISTED = 2;
/** Boxes that are listed, the surest first. */
const BOXES = 3;
/** Of a box: x, y, width, height and how sure the network is of it; then its labels. */
const SURE = 4;
const LABELS = 5;

export type Line = readonly [name: string, value: string];

/** Shows them after `before`; nothing is added while the network has no such answer. */
export function mountSaid(before: HTMLElement, lab: Lab): Dispose {
  const list = make("div", { class: "answers", "data-control": "guesses" });
  const end = effect(() => {
    const answers = lab.reader.network.value?.description.answers ?? [];
    const guessed = firstClasses(answers);
    const others = answers.filter((each) => each !== guessed || !isOneOfAll(each));
    // Where the guesses are covered, these answers are not shown either.
    if (others.length === 0 || lab.lecture.isCovered(GUESSES)) return list.remove();
    if (!list.isConnected) before.after(list);
    const reading = lab.forward.atEnd.value ? lab.reader.reading.value : null;
    const outcomes = reading?.blank === false ? reading.outcomes : null;
    patchChildren(
      list,
      others.map((answer) => partOf(answer, outcomes?.get(answer.name))),
    );
  });
  return () => {
    end();
    list.remove();
  };
}

function partOf(answer: Answer, outcome: Outcome | undefined): HTMLElement {
  const large = answer.kind === "classes" ? largeOf(answer, outcome?.values) : null;
  if (large !== null) return large;
  const lines = outcome === undefined ? [] : linesOf(outcome);
  return make("section", {}, [
    make("h3", { text: course(answer.title) }),
    make(
      "dl",
      {},
      lines.map(([name, value]) => lineOf(course(name), value)),
    ),
  ]);
}

function lineOf(name: string, value: string): HTMLElement {
  return make("div", {}, [make("dt", { text: name }), make("dd", { text: value })]);
}

/**
 * A line for each label or number, of guesses the first two; of a mask the part of the image where a label is the most probable, of boxes the
 * surest ones with their labels.
 */
export function linesOf({ answer, values }: Outcome): Line[] {
  if (answer.kind === "numbers") {
    return answer.names.map((name, i) => {
      return [name, withUnit(number(values[i] ?? 0), answer.units[i] ?? "")];
    });
  }
  if (answer.kind === "mask") return partsOf(values, answer.labels);
  if (answer.kind === "boxes") return surestOf(values, answer.labels);
  const all = answer.labels.map((label, i) => [label, values[i] ?? 0] as const);
  const listed = answer.activation === "softmax" ? likeliest(all) : all;
  return listed.map(([label, value]) => [label, chance(value)]);
}

type Classes = Extract<Answer, { kind: "classes" }>;

/** More probable than not. */
const YES = 0.5;
/** Digits that are shown large, and ways of writing that are named below them. */
const LARGE = 4;
const WAYS = 3;

/** Digits that are there, each with its own chance; or the digits that ways of writing add up to. */
function largeOf(answer: Classes, values: Float32Array | undefined): HTMLElement | null {
  if (isOneOfAll(answer)) return null;
  return answer.activation === "sigmoid" ? several(answer, values) : summed(answer, values);
}

function several({ labels }: Classes, values: Float32Array | undefined): HTMLElement {
  const there = labels
    .map((label, i) => [label, values?.[i] ?? 0] as const)
    .filter(([, probability]) => probability > YES)
    .slice(0, LARGE);
  const none = values !== undefined && there.length === 0;
  return make("section", { class: "said" }, [
    make("h3", { text: phrase("reads.several") }),
    ...(none ? [make("p", { class: "note", text: phrase("reads.several.none") })] : []),
    ...there.map(([label, probability]) => guess(label, chance(probability))),
  ]);
}

function summed({ labels, groups }: Classes, values: Float32Array | undefined): HTMLElement {
  if (values === undefined) return make("section", { class: "said" });
  const [first, second] = sumsOf(groups, values);
  const heads = ["reads.first", "reads.second"] as const;
  const guesses = [first, second].flatMap((each, i) =>
    each === undefined
      ? []
      : [guess(each[0], chance(each[1]), phrase(heads[i] ?? "reads.first"), i > 0)],
  );
  const ways = labels
    .map((label, i) => [label, values[i] ?? 0, groups[i]] as const)
    .filter(([, , group]) => group === first?.[0])
    .sort(([, one], [, other]) => other - one)
    .slice(0, WAYS);
  const rows = ways.map(([label, value]) => lineOf(label, chance(value)));
  return make("section", { class: "said" }, [...guesses, make("dl", {}, rows)]);
}

/** Each coarser class with the sum over its labels, the largest first. */
export function sumsOf(groups: readonly string[], values: ArrayLike<number>) {
  const sums = new Map<string, number>();
  for (const [i, group] of groups.entries())
    sums.set(group, (sums.get(group) ?? 0) + (values[i] ?? 0));
  return [...sums].sort(([, one], [, other]) => other - one);
}

function guess(label: string, sure: string, head?: string, quiet = false): HTMLElement {
  const kinds = quiet ? ["guess"] : ["guess", "first-guess"];
  return make("div", { class: kinds.join(" ") }, [
    ...(head === undefined ? [] : [make("h4", { text: head })]),
    make("p", { class: "digit", text: label }),
    make("p", { class: "sure", text: sure }),
  ]);
}

/** A degree stands at its number, other units a little apart. */
export function withUnit(value: string, unit: string): string {
  return unit === "" || unit === "°" ? value + unit : `${value}\u00a0${unit}`;
}

/** Of labels of which one is right the two guesses, as of the first answer. */
function likeliest<Labelled extends readonly [string, number]>(all: readonly Labelled[]) {
  return [...all].sort(([, one], [, other]) => other - one).slice(0, GUESSES_LISTED);
}

function partsOf(values: Float32Array, labels: readonly string[]): Line[] {
  const positions = values.length / labels.length;
  const counts = labels.map(() => 0);
  for (let position = 0; position < positions; position++) {
    const best = labels.length > 1 ? largestAt(values, position, positions, 0, labels.length) : 0;
    const counted = labels.length > 1 || (values[position] ?? 0) > 0.5;
    if (counted) counts[best] = (counts[best] ?? 0) + 1;
  }
  return labels.map((label, i) => [label, percent((counts[i] ?? 0) / positions)]);
}

function surestOf(values: Float32Array, labels: readonly string[]): Line[] {
  const cells = values.length / (LABELS + labels.length);
  const sure = (cell: number) => values[SURE * cells + cell] ?? 0;
  const order = Array.from({ length: cells }, (_, cell) => cell);
  order.sort((a, b) => sure(b) - sure(a));
  return order.slice(0, BOXES).map((cell) => {
    const label = largestAt(values, cell, cells, LABELS, labels.length);
    return [labels[label] ?? "", chance(sure(cell))];
  });
}

/** Which of `count` planes from `first` on has the largest value at a position. */
function largestAt(
  values: Float32Array,
  position: number,
  positions: number,
  first: number,
  count: number,
): number {
  const at = (plane: number) => values[(first + plane) * positions + position] ?? 0;
  let largest = 0;
  for (let plane = 1; plane < count; plane++) if (at(plane) > at(largest)) largest = plane;
  return largest;
}
