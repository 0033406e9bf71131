/** Boxes of cells in an operation's output. */
import { type CellOf, extent, positionOf } from "./graph.ts";

/** First and last, both included. */
export type Range = readonly [number, number];

export interface Box {
  readonly channels: Range;
  readonly rows: Range;
  readonly columns: Range;
}

export function boxOfCell({ operation, index }: CellOf): Box {
  const { channel, row, column } = positionOf(operation.output_shape, index);
  return { channels: [channel, channel], rows: [row, row], columns: [column, column] };
}

/** All cells of a shape. */
export function boxOfAll(shape: readonly number[]): Box {
  const [channels, rows, columns] = extent(shape);
  return { channels: [0, channels - 1], rows: [0, rows - 1], columns: [0, columns - 1] };
}

/** The smallest box around both. */
export function union(one: Box | undefined, other: Box): Box {
  if (one === undefined) return other;
  const both = (a: Range, b: Range): Range => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  return {
    channels: both(one.channels, other.channels),
    rows: both(one.rows, other.rows),
    columns: both(one.columns, other.columns),
  };
}
