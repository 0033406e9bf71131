/** A view of numbers with a shape: (C, H, W) for maps, (N) for units. Nothing is copied. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Smallest and largest value, as the server measured them. */
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
