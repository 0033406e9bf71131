/** Where in a laid-out grid each map, kernel, weight and cell lies, and what lies at a place. */

import type { Placed } from "./flat.ts";
import { FRAME, type Grid, type KernelGrid, savedBelow, slotHeight } from "./grids.ts";

/** Left upper corner of a shown channel's map, in device pixels of its grid. */
export function mapCorner(grid: Grid, channel: number): { x: number; y: number } {
  const at = channel - grid.first;
  return {
    x: grid.lead + FRAME + (at % grid.across) * slotWidth(grid),
    y: FRAME + Math.floor(at / grid.across) * slotHeight(grid),
  };
}

function slotWidth({ lead, columns, cell, gap }: Grid): number {
  return lead + columns * cell + 2 * FRAME + gap;
}

/** Left upper corner of the kernel that makes `channel` from map `input`, in device pixels of the grid. */
export function kernelCorner(
  grid: Grid,
  kernels: KernelGrid,
  channel: number,
  input: number,
): { x: number; y: number } {
  const map = mapCorner(grid, channel);
  const [wide, high] = [kernels.columns * kernels.cell + 1, kernels.rows * kernels.cell + 1];
  const [across, down] = [input % kernels.across, Math.floor(input / kernels.across)];
  const within = (side: number, kernelsHeight: number) =>
    Math.max(0, Math.floor((side - kernelsHeight + 1) / 2));
  if (grid.foot > 0) {
    const bottom = map.y + grid.rows * grid.cell + FRAME;
    const kernelsHeight = Math.ceil(kernels.count / kernels.across) * high - 1;
    const gap = grid.foot + savedBelow(grid) - kernelsHeight;
    const left = map.x + within(grid.columns * grid.cell, kernels.across * wide);
    return { x: left + across * wide, y: bottom + gap + down * high };
  }
  const kernelsHeight = Math.ceil(kernels.count / kernels.across) * high;
  const top = map.y + within(grid.rows * grid.cell, kernelsHeight);
  return { x: map.x - FRAME - grid.lead + across * wide, y: top + down * high };
}

/** A weight of one map's kernels: of the one for which input map, and where in it, row by row. */
export interface WeightPlace {
  readonly input: number;
  readonly at: number;
}

/** The weight that an arrow key goes to, over all kernels of a map as they lie; the first kernel's middle to begin with. */
export function weightBeside(
  { count, across, rows, columns }: KernelGrid,
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
export function cellAt(
  grid: Grid,
  x: number,
  y: number,
): { channel: number; row: number; column: number } | null {
  const wide = slotWidth(grid);
  const high = slotHeight(grid);
  const across = Math.floor(x / wide);
  const at = Math.floor(y / high) * grid.across + across;
  const column = Math.floor(((x % wide) - grid.lead - FRAME) / grid.cell);
  const row = Math.floor(((y % high) - FRAME) / grid.cell);
  const inside = column >= 0 && row >= 0 && column < grid.columns && row < grid.rows;
  return inside && across < grid.across && at < grid.channels
    ? { channel: grid.first + at, row, column }
    : null;
}
