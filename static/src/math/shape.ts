/** Shapes (C, H, W) and (N), and where a value is in them; values lie in C order. */

/** Where a value is among maps of rows and columns. */
export interface Position {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

interface Sides {
  readonly rows: number;
  readonly columns: number;
}

/** How many values a shape has. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

export function positionIn({ rows, columns }: Sides, index: number): Position {
  const row = Math.floor(index / columns) % rows;
  return { channel: Math.floor(index / (rows * columns)), row, column: index % columns };
}

export function indexIn({ rows, columns }: Sides, { channel, row, column }: Position): number {
  return (channel * rows + row) * columns + column;
}
