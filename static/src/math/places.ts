/** Where in a laid-out grid each map, kernel, weight and cell lies, and what lies at a place. */
import { FRAME, type Grid, type KernelGrid } from "./grids.ts";
import type { Placed } from "./layout.ts";

/** Left upper corner of a shown channel's map, in device pixels of its grid. */
export function mapCorner(grid: Grid, channel: number): { x: number; y: number } {
  const at = channel - grid.first;
  return {
    x: grid.lead + FRAME + (at % grid.across) * slotWidth(grid),
    y: FRAME + Math.floor(at / grid.across) * (grid.rows * grid.cell + 2 * FRAME + grid.gap),
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
  const down = Math.ceil(kernels.count / kernels.across);
  const height = down * (kernels.rows * kernels.cell + 1) - 1;
  const top = map.y + Math.max(0, Math.floor((grid.rows * grid.cell - height) / 2));
  return {
    x: map.x - FRAME - grid.lead + (input % kernels.across) * (kernels.columns * kernels.cell + 1),
    y: top + Math.floor(input / kernels.across) * (kernels.rows * kernels.cell + 1),
  };
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
  const high = grid.rows * grid.cell + 2 * FRAME + grid.gap;
  const across = Math.floor(x / wide);
  const at = Math.floor(y / high) * grid.across + across;
  const column = Math.floor(((x % wide) - grid.lead - FRAME) / grid.cell);
  const row = Math.floor(((y % high) - FRAME) / grid.cell);
  const inside = column >= 0 && row >= 0 && column < grid.columns && row < grid.rows;
  return inside && across < grid.across && at < grid.channels
    ? { channel: grid.first + at, row, column }
    : null;
}
