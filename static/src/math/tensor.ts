/** Numbers with a shape: (C, H, W) for maps, (N) for units. A view of the message; nothing is copied. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Exact values, or codes of 8 bits: see `valueAt`. */
  readonly values: Float32Array | Uint8Array;
  /** Smallest and largest value, exactly. */
  readonly low: number;
  readonly high: number;
}

/** Channels, rows and columns of a layer's picture; a row of units is one channel, one row. */
export function planes(shape: readonly number[]): {
  channels: number;
  rows: number;
  columns: number;
} {
  const [first = 0, rows, columns] = shape;
  return rows === undefined || columns === undefined
    ? { channels: 1, rows: 1, columns: first }
    : { channels: first, rows, columns };
}

/** The largest distance from zero: what a colour scale has to reach. */
export function peak(tensor: Tensor): number {
  return Math.max(Math.abs(tensor.low), Math.abs(tensor.high));
}

/** The largest distance from zero among some of the values. */
export function peakOf(tensor: Tensor, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(valueAt(tensor, i) ?? 0));
  return largest;
}

/** One value; from a code it is right to half a 255th of the peak, and zero is exact. */
export function valueAt(tensor: Tensor, index: number): number | undefined {
  const value = tensor.values[index];
  if (value === undefined || tensor.values instanceof Float32Array) return value;
  return tensor.low < 0 ? ((value - 128) * peak(tensor)) / 127 : (value * tensor.high) / 255;
}

/** A tensor that is not complete yet: map `channel` has `named` cells, every other map `others`; the rest is as in `before`, or zero. Its scale is the complete one's. */
export function filledMaps(
  tensor: Tensor,
  { channel, named, others }: { channel: number; named: number; others: number },
  before?: Tensor,
): Tensor {
  const { values } = tensor;
  const { channels, rows, columns } = planes(tensor.shape);
  const cells = rows * columns;
  if (named >= cells && others >= cells) return tensor;
  const rest = before?.values.constructor === values.constructor ? before?.values : undefined;
  const filled =
    rest?.length === values.length ? rest.slice() : values.slice().fill(zeroOf(tensor));
  for (let map = 0; map < channels; map++) {
    const from = map * cells;
    filled.set(values.subarray(from, from + (map === channel ? named : others)), from);
  }
  return { ...tensor, values: filled };
}

/** What stands for zero among a tensor's values. */
function zeroOf({ values, low }: Tensor): number {
  return values instanceof Uint8Array && low < 0 ? 128 : 0;
}
