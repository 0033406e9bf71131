/**
 * The forms that one cell's arithmetic can have, number by number. A kind of operation (network/kinds) fills one of them; the
 * inspector, the text to copy and the lines on the stage know the forms and not the kinds.
 *
 * Sums are made in double precision from float32 values: they agree with the network's own to about six digits.
 */
import type { CellOf, Operation } from "./graph.ts";

/** The values of an operation's output in the forward pass; undefined where they have not come. */
export type ValuesOf = (operation: Operation) => ((index: number) => number) | undefined;

export interface Weights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The parameters of a network by name, as "conv1.weight"; undefined where there is none. */
export type WeightsOf = (name: string) => Weights | undefined;

/** What arithmetic is made from. */
export interface ValuesAndWeights {
  readonly valuesOf: ValuesOf;
  readonly weightsOf: WeightsOf;
}

/** One product of a weighted sum. */
export interface Term {
  /** Index in the input's values; null in the padding, whose value is 0. */
  readonly source: number | null;
  readonly value: number;
  readonly weight: number;
  readonly product: number;
}

/** What one input channel adds to a convolution's cell: its terms row by row, `columns` a row. */
export interface ChannelTerms {
  readonly channel: number;
  readonly columns: number;
  readonly terms: readonly Term[];
  readonly sum: number;
}

interface OneOperation {
  readonly operation: Operation;
  /** The cell's value. */
  readonly total: number;
}

/** A weighted sum over windows of several maps. */
export interface ChannelSums extends OneOperation {
  readonly form: "channel-sums";
  readonly input: Operation;
  readonly channels: readonly ChannelTerms[];
  readonly bias: number;
}

/** A weighted sum over all values of the input. */
export interface WeightedSum extends OneOperation {
  readonly form: "weighted-sum";
  readonly input: Operation;
  readonly terms: readonly Term[];
  readonly sum: number;
  readonly bias: number;
}

/** A window of which the largest value or the mean is kept. */
export interface Window extends OneOperation {
  readonly form: "window";
  readonly keeps: "largest" | "mean";
  readonly input: Operation;
  readonly columns: number;
  /** Row by row; `source` is null in the padding. */
  readonly window: readonly { readonly source: number | null; readonly value: number }[];
  /** Where in the window the largest value is (the first of equals, as PyTorch). */
  readonly winner: number;
}

/** Values of other cells, added up; of one cell alone: a copy. `off`: cells that count as 0, as their edge is switched off. */
export interface Addition extends OneOperation {
  readonly form: "addition";
  readonly parts: readonly (CellOf & { readonly value: number })[];
  readonly off: readonly CellOf[];
}

/** (value - mean) / sqrt(variance + eps) * weight + bias, with the channel's numbers from training. */
export interface Normalisation extends OneOperation {
  readonly form: "normalisation";
  readonly input: Operation;
  readonly source: number;
  readonly value: number;
  readonly mean: number;
  readonly variance: number;
  readonly eps: number;
  readonly weight: number;
  readonly bias: number;
}

export type Arithmetic = ChannelSums | WeightedSum | Window | Addition | Normalisation;

export function term(source: number | null, value: number, weight: number): Term {
  return { source, value, weight, product: value * weight };
}

export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { product }) => sum + product, 0);
}

/** A cell that feeds another one: its weight and its share of the sum. */
export interface Connection extends CellOf {
  readonly weight: number;
  /** Weight times value; for pooling the value that was passed on, 0 for what was not. */
  readonly product: number;
}

/** The cells that a cell is made from. */
export function connectionsIn(arithmetic: Arithmetic): Connection[] {
  switch (arithmetic.form) {
    case "channel-sums":
      return weighted(
        arithmetic.input,
        arithmetic.channels.flatMap(({ terms }) => terms),
      );
    case "weighted-sum":
      return weighted(arithmetic.input, arithmetic.terms);
    case "window":
      return weighted(arithmetic.input, passedOn(arithmetic));
    case "addition":
      return arithmetic.parts.map(({ operation, index, value }) => ({
        operation,
        index,
        weight: 1,
        product: value,
      }));
    case "normalisation": {
      const { input, source, value, variance, eps, weight } = arithmetic;
      return weighted(input, [term(source, value, weight / Math.sqrt(variance + eps))]);
    }
  }
}

function weighted(operation: Operation, terms: readonly Term[]): Connection[] {
  return terms.flatMap(({ source, weight, product }) =>
    source === null ? [] : [{ operation, index: source, weight, product }],
  );
}

function passedOn({ keeps, window, winner }: Window): Term[] {
  return window.flatMap(({ source, value }, at) => {
    const weight = keeps === "mean" ? 1 / window.length : at === winner ? 1 : 0;
    return source === null ? [] : [term(source, value, weight)];
  });
}

/** Softmax as it is computed: the largest logit is taken off before the exponentials, which changes no probability. */
export function softmaxOf(logits: readonly number[]) {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, each) => total + each, 0);
  return { largest, exponentials, sum, probabilities: exponentials.map((each) => each / sum) };
}

/** What each input adds to one class's logit over another's: terms of (w1 - w2) x activation, and of the biases. */
export function differenceOf(first: WeightedSum, second: WeightedSum) {
  const terms = first.terms.map((each, at) => {
    const weight = each.weight - (second.terms[at]?.weight ?? 0);
    return { ...each, weight, product: weight * each.value };
  });
  return { terms, bias: first.bias - second.bias, total: first.total - second.total };
}

/** The largest share first. */
export function bySize<T extends { readonly product: number }>(terms: readonly T[]): T[] {
  return [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
}
