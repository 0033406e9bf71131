/** The network's answers besides the two guesses, in the column below the pad: each as names and values, its digits large. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { type Answer, firstClasses, isOneOfAll, type Outcome } from "../network/answers.ts";
import { boxesOf, keptOf, PLANES } from "../network/detections.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { chance, decimals, number, percent } from "../words/numbers.ts";
import { course, phrase } from "../words/phrases.ts";
import { likeliestFirst, namedIn } from "../words/sums.ts";

/** Guesses that are listed. */
const GUESSES_LISTED = 2;
/** Boxes that are listed, the surest first. */
const BOXES = 5;

/** How boxes are found: rows of their grid, the least score, and the overlap above which two boxes count as one. */
export interface Search {
  readonly rows: number;
  readonly threshold: number;
  readonly overlap: number;
}

export type Line = readonly [name: string, value: string];

/** Shows them after `before`; nothing is added while the network has no such answer. */
export function mountAnswers(before: HTMLElement, lab: Lab): Dispose {
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
      others.map((answer) => partOf(answer, outcomes?.get(answer.name), lab)),
    );
  });
  return () => {
    end();
    list.remove();
  };
}

/** Reads signals. */
function searchIn({ operation }: Answer, { look, reader }: Lab): Search {
  const [, rows = 1] = reader.network.value?.graph.byName.get(operation)?.output_shape ?? [];
  return { rows, threshold: look.threshold.value, overlap: look.overlap.value };
}

/** Reads signals. */
function partOf(answer: Answer, outcome: Outcome | undefined, lab: Lab): HTMLElement {
  const groups = lab.look.groups.value;
  const large = answer.kind === "classes" ? largeOf(answer, outcome?.values, groups) : null;
  if (large !== null) return large;
  const search = searchIn(answer, lab);
  const lines = outcome === undefined ? [] : linesOf(outcome, search);
  const isNothing = answer.kind === "boxes" && outcome !== undefined && lines.length === 0;
  const threshold = decimals(search.threshold, 2);
  return make("section", {}, [
    make("h3", { text: course(answer.title) }),
    ...(isNothing ? [make("p", { class: "note", text: phrase("boxes.none", { threshold }) })] : []),
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
 * A line for each label or number; of a classification only the first two; of a mask the part of the image where a label is the most probable; of boxes those
 * that suppression keeps, with their labels and scores.
 */
export function linesOf({ answer, values }: Outcome, search: Search): Line[] {
  if (answer.kind === "numbers") {
    return answer.names.map((name, i) => {
      return [name, withUnit(number(values[i] ?? 0), answer.units[i] ?? "")];
    });
  }
  if (answer.kind === "mask") return partsOf(values, answer.labels);
  if (answer.kind === "boxes") return foundIn(values, answer.labels, search);
  const all = answer.labels.map((label, i) => [label, values[i] ?? 0] as const);
  const listed = answer.activation === "softmax" ? likeliest(all) : all;
  return listed.map(([label, value]) => [label, chance(value)]);
}

type Classes = Extract<Answer, { kind: "classes" }>;

/** Above this, something is more probable than not. */
const YES = 0.5;
/** Most digits that are shown large, and (`WAYS`) most fine classes that are named below them. */
const LARGE = 4;
/** Names of more letters than these are set as words. */
const LARGEST = 2;
const WAYS = 3;

/** The digits that are present, each with its own probability; or the digits that the fine classes are summed to. */
function largeOf(
  answer: Classes,
  values: Float32Array | undefined,
  groups: string | null,
): HTMLElement | null {
  if (isOneOfAll(answer)) return null;
  return answer.activation === "sigmoid" ? several(answer, values) : summed(answer, values, groups);
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

/** `groups`: the visitor's own grouping, as a link has it. */
function summed(
  answer: Classes,
  values: Float32Array | undefined,
  groups: string | null,
): HTMLElement {
  if (values === undefined) return make("section", { class: "said" });
  const [first, second] = likeliestFirst(namedIn(answer, groups, values));
  const heads = ["reads.first", "reads.second"] as const;
  const guesses = [first, second].flatMap((each, i) =>
    each === undefined
      ? []
      : [guess(each.name, chance(each.part), phrase(heads[i] ?? "reads.first"), i > 0)],
  );
  const ways = (first?.labels ?? [])
    .map((i) => [answer.labels[i] ?? "", values[i] ?? 0] as const)
    .sort(([, one], [, other]) => other - one)
    .slice(0, WAYS);
  const rows = ways.map(([label, value]) => lineOf(label, chance(value)));
  return make("section", { class: "said" }, [...guesses, make("dl", {}, rows)]);
}

function guess(label: string, sure: string, head?: string, quiet = false): HTMLElement {
  const kinds = quiet ? ["guess"] : ["guess", "first-guess"];
  const digit = make("p", { class: "digit", text: label });
  digit.classList.toggle("word", label.length > LARGEST);
  return make("div", { class: kinds.join(" ") }, [
    ...(head === undefined ? [] : [make("h4", { text: head })]),
    digit,
    make("p", { class: "sure", text: sure }),
  ]);
}

/** A degree sign follows its number directly, other units follow a space. */
export function withUnit(value: string, unit: string): string {
  return unit === "" || unit === "°" ? value + unit : `${value}\u00a0${unit}`;
}

/** The two most probable labels, for an answer of which one label is right. */
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

/** The boxes that suppression keeps, with their scores. `rows`: of the grid that the boxes come from. */
function foundIn(
  values: Float32Array,
  labels: readonly string[],
  { rows, ...how }: Search,
): Line[] {
  const columns = values.length / (PLANES + labels.length) / rows;
  const boxes = boxesOf(values, [rows, columns], how.threshold);
  return keptOf(boxes, how.overlap)
    .slice(0, BOXES)
    .map(({ label, score }) => [labels[label] ?? "", decimals(score, 2)]);
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
