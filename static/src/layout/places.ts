/** Where in a laid-out grid each map, kernel, weight and cell lies, and what lies at a place. */

import { indexIn, type Position, positionIn } from "../math/shape.ts";
import type { Grid, KernelGrid } from "./grids.ts";
import type { Placed } from "./placed.ts";

/** Left upper corner of a shown channel's map, in device pixels of its grid. */
export function mapCorner({ first, across, lead, frame, pitch }: Grid, channel: number) {
  const at = channel - first;
  return {
    x: lead + frame + (at % across) * pitch.x,
    y: frame + Math.floor(at / across) * pitch.y,
  };
}

/** Where a layer's value of this index is drawn: folded units go down one line and up the next. */
export function positionOf(grid: Grid, index: number): Position {
  if (!grid.folded) return positionIn(grid, index);
  const column = Math.floor(index / grid.rows);
  const row = index % grid.rows;
  return { channel: 0, row: column % 2 === 0 ? row : grid.rows - 1 - row, column };
}

/** The index of the value that is drawn there. */
export function indexOf(grid: Grid, { channel, row, column }: Position): number {
  if (!grid.folded) return indexIn(grid, { channel, row, column });
  return column * grid.rows + (column % 2 === 0 ? row : grid.rows - 1 - row);
}

/** Left upper corner of the kernel that makes `channel` from map `input`, in device pixels of the grid. */
export function kernelCorner(grid: Grid, kernels: KernelGrid, channel: number, input: number) {
  const map = mapCorner(grid, channel);
  const [wide, high] = [kernels.columns * kernels.cell + 1, kernels.rows * kernels.cell + 1];
  const [across, down] = [input % kernels.across, Math.floor(input / kernels.across)];
  const block = Math.ceil(kernels.count / kernels.across) * high - 1;
  const top = map.y + Math.max(0, Math.floor((grid.rows * grid.cell - block) / 2));
  return { x: map.x - grid.frame - grid.lead + across * wide, y: top + down * high };
}

/** A weight of one map's kernels: of the one for which input map, and where in it, row by row. */
export interface WeightPlace {
  readonly input: number;
  readonly at: number;
}

/** The weight that an arrow key goes to, over all kernels of a map as they lie; the first kernel's middle to begin with. */
export function weightBeside(
  { count, across, rows, columns }: Omit<KernelGrid, "cell">,
  from: WeightPlace | null,
  key: string,
): WeightPlace {
  if (from === null)
    return { input: 0, at: Math.floor(rows / 2) * columns + Math.floor(columns / 2) };
  const [down, right] = [
    { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0,
    { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0,
  ];
  const row = Math.floor(from.input / across) * rows + Math.floor(from.at / columns) + down;
  const column = (from.input % across) * columns + (from.at % columns) + right;
  const input = Math.floor(row / rows) * across + Math.floor(column / columns);
  const outside = row < 0 || column < 0 || column >= across * columns || input >= count;
  return outside ? from : { input, at: (row % rows) * columns + (column % columns) };
}

/** The weight at a place (device pixels of the grid): of which kernel, and where in it, row by row. */
export function weightAt(
  grid: Grid,
  x: number,
  y: number,
): { channel: number; input: number; at: number } | null {
  const { kernels } = grid;
  if (kernels === null) return null;
  for (let channel = grid.first; channel < grid.first + grid.channels; channel++) {
    for (let input = 0; input < kernels.count; input++) {
      const corner = kernelCorner(grid, kernels, channel, input);
      const column = Math.floor((x - corner.x) / kernels.cell);
      const row = Math.floor((y - corner.y) / kernels.cell);
      if (column >= 0 && row >= 0 && column < kernels.columns && row < kernels.rows)
        return { channel, input, at: row * kernels.columns + column };
    }
  }
  return null;
}

/** The rectangle of some cells of one map, in CSS pixels of the stage. */
export function cellsOnStage(
  placed: Placed,
  channel: number,
  rows: readonly [number, number],
  columns: readonly [number, number],
  ratio: number,
): { x: number; y: number; width: number; height: number } {
  const { grid } = placed;
  const corner = mapCorner(grid, channel);
  return {
    x: placed.left + (corner.x + columns[0] * grid.cell) / ratio,
    y: placed.top + (corner.y + rows[0] * grid.cell) / ratio,
    width: ((columns[1] - columns[0] + 1) * grid.cell) / ratio,
    height: ((rows[1] - rows[0] + 1) * grid.cell) / ratio,
  };
}

/** The cell at a place (device pixels of the grid), or null between maps. */
export function cellAt(grid: Grid, x: number, y: number): Position | null {
  const { lead, frame, across, pitch, rows, columns, cell } = grid;
  const wide = across > 1 ? Math.floor((x - lead - frame) / pitch.x) : 0;
  const high = pitch.y > 0 ? Math.floor((y - frame) / pitch.y) : 0;
  const at = high * across + wide;
  const column = Math.floor((x - lead - frame - wide * pitch.x) / cell);
  const row = Math.floor((y - frame - high * pitch.y) / cell);
  const inside = column >= 0 && row >= 0 && column < columns && row < rows;
  return inside && wide >= 0 && wide < across && high >= 0 && at < grid.channels
    ? { channel: grid.first + at, row, column }
    : null;
}
