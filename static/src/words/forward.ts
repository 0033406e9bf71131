/** One sentence for each step of the forward pass, made of this drawing's numbers. */

import { productLine } from "../math/rounding.ts";
import { positionIn } from "../math/shape.ts";
import { planes, type Tensor, valueAt } from "../math/tensor.ts";
import { guessesOf } from "../network/answers.ts";
import type { Term } from "../network/arithmetic.ts";
import { explainCell, originOf, type Snapshot } from "../network/explain.ts";
import type { ForwardStep } from "../network/forward.ts";
import type { CellOf, Operation } from "../network/graph.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import { answerOf } from "../network/network.ts";
import { chance, decimals, number, percent, sentence, spelled } from "./numbers.ts";
import { course, type Key, knows, phrase } from "./phrases.ts";
import { positionInWords } from "./position.ts";

/** What happens in this step, with the numbers of the moment; "" where one of them has not come. */
export function stepInWords(snapshot: Snapshot, step: ForwardStep): string {
  const { operation } = step;
  const made = snapshot.reading.values.get(operation.name);
  if (made === undefined) return "";
  if (step.softmax) return softmaxInWords(snapshot, step);
  const layer = snapshot.network.layer.get(step.layer);
  if (layer?.block !== undefined) {
    const { title, operations } = layer;
    const facts = { ...factsOf(snapshot, operation, made), layer: title, steps: operations.length };
    return phrase("forward.block", facts);
  }
  const kind = kindOf(operation);
  if (kind === null) return phrase("forward.unknown", factsOf(snapshot, operation, made));
  const isClasses = answerOf(snapshot.network, step.layer)?.kind === "classes";
  const sentence = (isClasses ? kind.sentenceOfClasses : undefined) ?? kind.sentence;
  if (operation.cut !== undefined) {
    const cut = { ...factsOf(snapshot, operation, made), ...cutFacts(snapshot, operation) };
    return phrase("forward.cut", cut);
  }
  const facts = { ...factsOf(snapshot, operation, made), ...largestShare(snapshot, step, made) };
  const text = phrase(sentence ?? "forward.other", facts);
  return /\{\w+\}/.test(text) ? "" : text;
}

/** A step in one line; `words` have the hole {here} for a link to the cell that they are about. */
export interface Caption {
  readonly words: string;
  readonly cell: { readonly layer: string; readonly index: number } | null;
}

/** The step in a line of at most 95 letters, with one number and where it is. */
export function captionOf(snapshot: Snapshot, step: ForwardStep): Caption {
  const { operation, layer, softmax } = step;
  const made = snapshot.reading.values.get(operation.name);
  if (made === undefined) return { words: "", cell: null };
  const { network } = snapshot;
  const index = largestOf(made);
  const isClasses = answerOf(network, layer)?.kind === "classes";
  const kind = kindOf(operation);
  const known = softmax
    ? "forward.softmax"
    : ((isClasses ? kind?.sentenceOfClasses : undefined) ?? kind?.sentence);
  const isBlock = network.layer.get(layer)?.block !== undefined;
  const key =
    isBlock || operation.cut !== undefined
      ? "caption.other"
      : `caption.${known?.replace("forward.", "")}`;
  const [from] = operation.inputs;
  const isOfDrawing = from !== undefined && isInput(snapshot, from);
  const facts = factsOf(snapshot, operation, made);
  const words = phrase(knows(key) ? (key as Key) : "caption.other", {
    ...facts,
    ...(softmax ? softmaxFacts(snapshot, step) : {}),
    filters: spelled(facts.filters),
    sources: isOfDrawing ? phrase("caption.drawing") : facts.sources,
    map:
      planes(made.shape).rows > 1 ? positionIn(planes(made.shape), index).channel + 1 : index + 1,
    unit: network.names.get(layer)?.[index] ?? String(index + 1),
  });
  return { words: sentence(words), cell: { layer, index } };
}

/** The layers whose values do not come, as their way is switched off. */
function cutFacts(snapshot: Snapshot, { inputs, cut }: Operation) {
  const titles = inputs.filter((_, at) => cut?.has(at)).map((each) => titleOf(snapshot, each));
  return { off: titles.join(` ${phrase("forward.and")} `) };
}

function isInput({ network }: Snapshot, { layer }: Operation): boolean {
  return network.layer.get(layer)?.kind === "input";
}

/** What a kind's sentence (network/kinds) can have in its {holes}. */
function factsOf(snapshot: Snapshot, operation: Operation, made: Tensor) {
  const [input] = operation.inputs;
  const before = input && snapshot.reading.values.get(input.name);
  const [rows = 1, columns = 1] = operation.kernel_size ?? [];
  const [maps = 0, high = 1, wide = 1] = operation.output_shape;
  const [down = 1, across = 1] = operation.scale ?? [];
  const count = made.values.length;
  const positive = countOf(made, (value) => value > 0);
  return {
    kind: operation.kind,
    layer: titleOf(snapshot, operation),
    /** The layers that it takes from. */
    sources: operation.inputs
      .map((each) =>
        isInput(snapshot, each) ? phrase("forward.drawing") : titleOf(snapshot, each),
      )
      .join(` ${phrase("forward.and")} `),
    /** The largest value and where it is; the smallest; the largest before. */
    ...strongestOf(made),
    low: number(made.low),
    peak: number(before?.high ?? 0),
    /** How many values there are, and before; how many are positive, and which part of all; how many were negative before. */
    count,
    before: before?.values.length ?? 0,
    positive,
    part: percent(positive / count),
    negative: before === undefined ? 0 : countOf(before, (value) => value < 0),
    /** Sizes of the kernel or window, and of an output map; how often upsampling repeats a value. */
    rows,
    columns,
    high,
    wide,
    down,
    across,
    /** Maps or units that are made, and that each of them looks at. */
    filters: maps,
    inputs: snapshot.weights.get(`${operation.name}.weight`)?.shape[1] ?? 1,
  };
}

/** Of a weighted sum: the unit that gets the most, and the largest of its terms. */
function largestShare(snapshot: Snapshot, { operation, layer }: ForwardStep, made: Tensor) {
  const at = largestOf(made);
  const sum = explainCell(snapshot, { operation, index: at });
  if (sum?.form !== "weighted-sum") return {};
  const term = sum.terms.reduce((most, each) => (each.product > most.product ? each : most));
  const { network } = snapshot;
  return {
    unit: network.names.get(layer)?.[at] ?? phrase("position.unit", { unit: at + 1 }),
    ...productAsPrinted(term),
    from: positionOfInput({ operation: sum.input, index: term.source ?? 0 }),
  };
}

/** Value, weight and product with digits such that the printed numbers give the printed product. */
function productAsPrinted({ value, weight, product }: Term) {
  const line = productLine([value, weight], product, Math.abs(product) < 0.01 ? 4 : 2);
  return {
    activation: decimals(value, line.digits),
    weight: decimals(weight, line.digits),
    equals: line.sign,
    product: decimals(product, line.resultDigits),
  };
}

function softmaxInWords(snapshot: Snapshot, step: ForwardStep): string {
  const facts = softmaxFacts(snapshot, step);
  return facts === null ? "" : phrase("forward.softmax", facts);
}

function softmaxFacts({ network, reading }: Snapshot, { layer, operation }: ForwardStep) {
  const answer = answerOf(network, layer);
  const logits = reading.values.get(operation.name);
  const outcome = answer && reading.outcomes.get(answer.name);
  if (answer?.kind !== "classes" || logits === undefined || outcome === undefined) return null;
  const { labels } = answer;
  const { firstGuess, secondGuess, probabilities } = guessesOf(
    new Map([[answer.name, outcome]]),
    reading.blank,
  );
  if (firstGuess === null || secondGuess === null) return null;
  return {
    classes: labels.length,
    first: labels[firstGuess] ?? "",
    firstLogit: number(valueAt(logits, firstGuess) ?? 0),
    firstPart: chance(probabilities[firstGuess] ?? 0),
    second: labels[secondGuess] ?? "",
    secondLogit: number(valueAt(logits, secondGuess) ?? 0),
    secondPart: chance(probabilities[secondGuess] ?? 0),
  };
}

/** The title of the layer that an operation belongs to. */
function titleOf({ network }: Snapshot, { layer }: Operation): string {
  return course(network.layer.get(layer)?.title ?? layer);
}

/** Where an input of a sum is: a cell of maps that were laid in a row, or a unit. */
function positionOfInput(cell: CellOf): string {
  const { operation, index } = originOf(cell).origin;
  const { channels, rows, columns } = planes(operation.output_shape);
  return positionInWords(index, channels, rows, columns);
}

/** The largest value and where it is, in words. */
function strongestOf(tensor: Tensor): { readonly value: string; readonly position: string } {
  const { channels, rows, columns } = planes(tensor.shape);
  return {
    value: number(tensor.high),
    position: positionInWords(largestOf(tensor), channels, rows, columns),
  };
}

function largestOf(tensor: Tensor): number {
  let at = 0;
  for (let i = 1; i < tensor.values.length; i++)
    if ((valueAt(tensor, i) ?? 0) > (valueAt(tensor, at) ?? 0)) at = i;
  return at;
}

function countOf(tensor: Tensor, counts: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < tensor.values.length; i++) if (counts(valueAt(tensor, i) ?? 0)) count += 1;
  return count;
}
