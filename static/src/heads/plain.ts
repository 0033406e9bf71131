/** Answers that have no view of their own yet, as a list of names and values: all but the first that names classes. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { type Answer, firstClasses, type Outcome } from "../network/answers.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { chance, number, percent } from "../words/numbers.ts";
import { course } from "../words/phrases.ts";

/** Guesses that are listed. */
const GUESSES_LISTED = 2;
/** Boxes that are listed, the surest first. */
const BOXES = 3;
/** Of a box: x, y, width, height and how sure the network is of it; then its labels. */
const SURE = 4;
const LABELS = 5;

export type Line = readonly [name: string, value: string];

/** Shows them after `before`; nothing is added while the network has no such answer. */
export function mountPlain(before: HTMLElement, lab: Lab): Dispose {
  const list = make("div", { class: "answers", "data-control": "guesses" });
  const end = effect(() => {
    const answers = lab.reader.network.value?.description.answers ?? [];
    const others = answers.filter((answer) => answer !== firstClasses(answers));
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
  const lines = outcome === undefined ? [] : linesOf(outcome);
  return make("section", {}, [
    make("h3", { text: course(answer.title) }),
    make(
      "dl",
      {},
      lines.map(([name, value]) =>
        make("div", {}, [make("dt", { text: course(name) }), make("dd", { text: value })]),
      ),
    ),
  ]);
}

/**
 * A line for each label or number, of guesses the first two; of a mask the part of the image where a label is the most probable, of boxes the
 * surest ones with their labels.
 */
export function linesOf({ answer, values }: Outcome): Line[] {
  if (answer.kind === "numbers") {
    return answer.names.map((name, i) => {
      const value = [number(values[i] ?? 0), answer.units[i] ?? ""].join(" ").trim();
      return [name, value];
    });
  }
  if (answer.kind === "mask") return partsOf(values, answer.labels);
  if (answer.kind === "boxes") return surestOf(values, answer.labels);
  const all = answer.labels.map((label, i) => [label, values[i] ?? 0] as const);
  const listed = answer.activation === "softmax" ? likeliest(all) : all;
  return listed.map(([label, value]) => [label, chance(value)]);
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
