/**
 * How one cell's value comes about, number by number, from the values of the forward pass and the weights.
 *
 * Sums are made in double precision from float32 values: they agree with the network's own to about six digits.
 */
import {
  type CellOf,
  extent,
  find,
  type Graph,
  indexOf,
  origin,
  placeOf,
  windowOf,
} from "./graph.ts";

/** The values of an operation's output in the forward pass; undefined where they have not come. */
export type ValuesOf = (operation: string) => ((index: number) => number) | undefined;

export interface Weights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type WeightsOf = (name: string) => Weights | undefined;

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

export interface ConvolutionSum {
  readonly kind: "convolution";
  readonly input: string;
  readonly channels: readonly ChannelTerms[];
  readonly bias: number;
  readonly total: number;
}

export interface LinearSum {
  readonly kind: "linear";
  readonly input: string;
  readonly terms: readonly Term[];
  readonly sum: number;
  readonly bias: number;
  readonly total: number;
}

export interface Pooled {
  readonly kind: "max-pooling" | "average-pooling";
  readonly input: string;
  readonly columns: number;
  readonly window: readonly { readonly source: number | null; readonly value: number }[];
  /** Place in the window of the largest value (the first of equals, as PyTorch). */
  readonly winner: number;
  readonly total: number;
}

export interface Copied {
  readonly kind: "copied";
  readonly parts: readonly (CellOf & { readonly value: number })[];
  readonly total: number;
}

export type Arithmetic = ConvolutionSum | LinearSum | Pooled | Copied;

/** The arithmetic of one cell; null while values or weights are missing, or for an operation that is not known here. */
export function arithmeticOf(
  graph: Graph,
  operation: string,
  index: number,
  valuesOf: ValuesOf,
  weightsOf: WeightsOf,
): Arithmetic | null {
  const { kind, inputs } = find(graph, operation);
  const input = inputs[0];
  if (input === undefined) return null;
  if (kind === "convolution")
    return convolution(graph, operation, index, input, valuesOf, weightsOf);
  if (kind === "linear") return linear(operation, index, input, valuesOf, weightsOf);
  if (kind === "max-pooling" || kind === "average-pooling") {
    return pooling(graph, operation, kind, index, input, valuesOf);
  }
  if (kind === "add" || kind === "concatenate") return joined(graph, operation, index, valuesOf);
  return null;
}

/** The values that a flatten passes on are its input's. */
export function unflattened(graph: Graph, valuesOf: ValuesOf): ValuesOf {
  const look: ValuesOf = (name) => {
    const operation = graph.byName.get(name);
    const known = valuesOf(name);
    if (known !== undefined || operation?.kind !== "flatten") return known;
    return operation.inputs[0] === undefined ? undefined : look(operation.inputs[0]);
  };
  return look;
}

function convolution(
  graph: Graph,
  operation: string,
  index: number,
  input: string,
  valuesOf: ValuesOf,
  weightsOf: WeightsOf,
): ConvolutionSum | null {
  const value = valuesOf(input);
  const kernel = weightsOf(`${operation}.weight`);
  if (value === undefined || kernel === undefined) return null;
  const own = find(graph, operation);
  const shape = find(graph, input).output_shape;
  const [inChannels] = extent(shape);
  const [outChannels = 1, perGroup = 1] = kernel.shape;
  const { channel, row, column } = placeOf(own.output_shape, index);
  const first = Math.floor(channel / (outChannels / (inChannels / perGroup))) * perGroup;
  const windowed = sourcesOf(graph, operation, input, row, column);
  const area = windowed.length;
  const channels = Array.from({ length: perGroup }, (_, each) => {
    const terms = windowed.map((place, at) => {
      const source = place === null ? null : indexOf(shape, { ...place, channel: first + each });
      const weight = kernel.values[(channel * perGroup + each) * area + at] ?? 0;
      return term(source, source === null ? 0 : value(source), weight);
    });
    const columns = windowOf(own).size[1];
    return { channel: first + each, columns, terms, sum: sumOf(terms) };
  });
  const bias = weightsOf(`${operation}.bias`)?.values[channel] ?? 0;
  const total = channels.reduce((sum, each) => sum + each.sum, bias);
  return { kind: "convolution", input, channels, bias, total };
}

function linear(
  operation: string,
  index: number,
  input: string,
  valuesOf: ValuesOf,
  weightsOf: WeightsOf,
): LinearSum | null {
  const value = valuesOf(input);
  const matrix = weightsOf(`${operation}.weight`);
  if (value === undefined || matrix === undefined) return null;
  const width = matrix.shape[1] ?? 0;
  const terms = Array.from({ length: width }, (_, at) =>
    term(at, value(at), matrix.values[index * width + at] ?? 0),
  );
  const sum = sumOf(terms);
  const bias = weightsOf(`${operation}.bias`)?.values[index] ?? 0;
  return { kind: "linear", input, terms, sum, bias, total: sum + bias };
}

function pooling(
  graph: Graph,
  operation: string,
  kind: Pooled["kind"],
  index: number,
  input: string,
  valuesOf: ValuesOf,
): Pooled | null {
  const value = valuesOf(input);
  if (value === undefined) return null;
  const own = find(graph, operation);
  const shape = find(graph, input).output_shape;
  const { channel, row, column } = placeOf(own.output_shape, index);
  const empty = kind === "max-pooling" ? -Infinity : 0;
  const window = sourcesOf(graph, operation, input, row, column).map((place) => {
    const source = place === null ? null : indexOf(shape, { ...place, channel });
    return { source, value: source === null ? empty : value(source) };
  });
  let winner = 0;
  for (const [at, each] of window.entries()) {
    if (each.value > (window[winner]?.value ?? empty)) winner = at;
  }
  const mean = window.reduce((sum, each) => sum + each.value, 0) / window.length;
  const total = kind === "max-pooling" ? (window[winner]?.value ?? 0) : mean;
  return { kind, input, columns: windowOf(own).size[1], window, winner, total };
}

function joined(graph: Graph, operation: string, index: number, valuesOf: ValuesOf): Copied | null {
  const { kind, inputs } = find(graph, operation);
  const parts: (CellOf & { value: number })[] = [];
  let at = index;
  for (const name of inputs) {
    const size = find(graph, name).output_shape.reduce((product, side) => product * side, 1);
    const inside = kind === "add" || (at >= 0 && at < size);
    if (inside) {
      const value = valuesOf(name);
      if (value === undefined) return null;
      parts.push({ operation: name, index: at, value: value(at) });
    }
    if (kind === "concatenate") at -= size;
  }
  return { kind: "copied", parts, total: parts.reduce((sum, { value }) => sum + value, 0) };
}

/** The places (of channel 0) that a window at (row, column) of the output covers, row by row; null in the padding. */
function sourcesOf(graph: Graph, operation: string, input: string, row: number, column: number) {
  const { size, stride, padding, dilation } = windowOf(find(graph, operation));
  const [, rows, columns] = extent(find(graph, input).output_shape);
  return Array.from({ length: size[0] * size[1] }, (_, at) => {
    const y = row * stride[0] - padding[0] + Math.floor(at / size[1]) * dilation[0];
    const x = column * stride[1] - padding[1] + (at % size[1]) * dilation[1];
    return y < 0 || x < 0 || y >= rows || x >= columns ? null : { channel: 0, row: y, column: x };
  });
}

function term(source: number | null, value: number, weight: number): Term {
  return { source, value, weight, product: value * weight };
}

function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { product }) => sum + product, 0);
}

/** What feeds a cell: cells of other operations, each with its weight and its share of the sum. */
export interface Link {
  readonly operation: string;
  readonly index: number;
  readonly weight: number;
  /** Weight times activation; for pooling the value that was passed on, 0 for what was not. */
  readonly product: number;
}

export function linksOf(arithmetic: Exclude<Arithmetic, Copied>): Link[] {
  if ("window" in arithmetic) {
    const { input, window, winner } = arithmetic;
    return window.flatMap(({ source, value }, at) => {
      const passed =
        arithmetic.kind === "average-pooling" ? 1 / window.length : at === winner ? 1 : 0;
      return source === null
        ? []
        : [{ operation: input, index: source, weight: passed, product: passed * value }];
    });
  }
  const terms =
    arithmetic.kind === "linear"
      ? arithmetic.terms
      : arithmetic.channels.flatMap((each) => each.terms);
  return terms.flatMap(({ source, weight, product }) =>
    source === null ? [] : [{ operation: arithmetic.input, index: source, weight, product }],
  );
}

/** Softmax as it is computed: the largest logit is taken off before the exponentials, which changes no probability. */
export function softmaxOf(logits: readonly number[]) {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, each) => total + each, 0);
  return { largest, exponentials, sum, probabilities: exponentials.map((each) => each / sum) };
}

/** What each input adds to one class's logit over another's: terms of (w1 - w2) x activation, and of the biases. */
export function differenceOf(first: LinearSum, second: LinearSum) {
  const terms = first.terms.map((term, at) => {
    const weight = term.weight - (second.terms[at]?.weight ?? 0);
    return { ...term, weight, product: weight * term.value };
  });
  return { terms, bias: first.bias - second.bias, total: first.total - second.total };
}

/** The largest share first. */
export function bySize<T extends { readonly product: number }>(terms: readonly T[]): T[] {
  return [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
}

/** From a cell back to the drawing, each time to the cell with the largest share of the sum; the cell itself first. */
export function strongestPath(
  graph: Graph,
  cell: CellOf,
  linksTo: (cell: CellOf) => readonly Link[],
): CellOf[] {
  const path: CellOf[] = [];
  let at: CellOf | undefined = origin(graph, cell);
  while (at !== undefined) {
    path.push(at);
    const links: readonly Link[] = linksTo(at);
    const strongest: Link | undefined = bySize(links)[0];
    at = strongest === undefined ? undefined : origin(graph, strongest);
  }
  return path;
}
