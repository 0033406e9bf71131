/**
 * The slope of one weight as a sum: at each place where the weight is used, what goes in there times the gradient of what comes
 * out. Tests compare it with PyTorch.
 */
import { fromBase64 } from "../wire/bytes.ts";
import type { Exactly, InEightBits } from "../wire/messages.ts";

/** An operation whose weights can be chosen: (outputs, inputs) or (outputs, inputs, rows, columns), and how its window goes. */
export interface Weighted {
  readonly shape: readonly number[];
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[] | null;
  readonly dilation: readonly number[] | null;
  readonly has_bias: boolean;
}

/** A weight's position: its operation's output map or unit, the input, and the cell in the kernel. */
export interface WeightPlace {
  readonly made: number;
  readonly input: number;
  readonly row: number;
  readonly column: number;
}

/** A table of numbers; a single number has one row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export function placeOf({ shape }: Pick<Weighted, "shape">, index: number): WeightPlace {
  const [, inputs = 1, rows = 1, columns = 1] = shape;
  const cell = index % (rows * columns);
  const kernel = (index - cell) / (rows * columns);
  return {
    made: Math.floor(kernel / inputs),
    input: kernel % inputs,
    row: Math.floor(cell / columns),
    column: cell % columns,
  };
}

export function indexOf({ shape }: Pick<Weighted, "shape">, place: WeightPlace): number {
  const [, inputs = 1, rows = 1, columns = 1] = shape;
  return ((place.made * inputs + place.input) * rows + place.row) * columns + place.column;
}

/** The exact values of a message. */
export function gridOf({ shape, values }: Exactly): Grid {
  const [rows, columns] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
  const bytes = fromBase64(values);
  return { rows: rows ?? 1, columns: columns ?? 1, values: new Float64Array(bytes.buffer) };
}

/** Values in 8 bits, as frames have them. */
export function valuesOf({ low, high, codes }: InEightBits): Float32Array {
  const step = low >= 0 ? high / 255 : Math.max(high, -low) / 127;
  const zero = low >= 0 ? 0 : 128;
  return Float32Array.from(fromBase64(codes), (code) => (code - zero) * step);
}

/** Where a kernel's cell lies on the input for the first output cell, and how far it moves to the next. */
export function meets({ stride, padding, dilation }: Omit<Weighted, "shape" | "has_bias">) {
  return ({ row, column }: WeightPlace) => ({
    top: row * (dilation?.[0] ?? 1) - (padding?.[0] ?? 0),
    left: column * (dilation?.[1] ?? 1) - (padding?.[1] ?? 0),
    down: stride?.[0] ?? 1,
    across: stride?.[1] ?? 1,
  });
}

/** Each cell of the gradient times the input value that the weight meets there, zero beyond the edges; of a bias (no input) times 1. */
export function productsOf(
  input: Grid | null,
  gradient: Grid,
  operation: Omit<Weighted, "shape" | "has_bias">,
  place: WeightPlace,
): Grid {
  const { top, left, down, across } = meets(operation)(place);
  const values = gradient.values.map((slope, at) => {
    if (input === null) return slope;
    const row = top + down * Math.floor(at / gradient.columns);
    const column = left + across * (at % gradient.columns);
    return slope * valueAt(input, row, column);
  });
  return { ...gradient, values };
}

export function valueAt({ rows, columns, values }: Grid, row: number, column: number): number {
  if (row < 0 || column < 0 || row >= rows || column >= columns) return 0;
  return values[row * columns + column] ?? 0;
}

export const sumOf = ({ values }: Grid): number => values.reduce((sum, value) => sum + value, 0);

/** The indices of the largest absolute values, the largest first; zeros are left out. */
export function largestOf({ values }: Grid, count: number): readonly number[] {
  return Array.from(values.keys())
    .filter((at) => values[at] !== 0)
    .sort((one, other) => Math.abs(values[other] ?? 0) - Math.abs(values[one] ?? 0))
    .slice(0, count);
}

const MOST_DIGITS = 14;

/** How many decimals show `counting` significant digits of a value; at least `least`. */
export function digitsFor(value: number, counting: number, least = 0): number {
  if (value === 0) return least;
  const before = Math.floor(Math.log10(Math.abs(value))) + 1;
  return Math.min(MOST_DIGITS, Math.max(least, counting - before));
}
