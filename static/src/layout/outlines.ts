/** Boxes of cells as rectangles on the stage. */

import type { Box } from "../network/boxes.ts";
import type { Placed } from "./placed.ts";
import { cellsOnStage, kernelCorner, positionOf } from "./places.ts";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangles, in CSS pixels of the stage, that outline a box of a layer's cells: one for each map in it. */
export function rectanglesOf(placed: Placed, box: Box, ratio: number): Rectangle[] {
  const { grid } = placed;
  const [first, last] = box.channels;
  if (grid.channels === 0) return named(placed, first, last);
  // Units folded into a strip: each is a channel of its own here, a cell of the strip there.
  if (grid.folded) {
    const { row, column } = positionOf(grid, first);
    const [rows, columns] = [grid.rows - 1, grid.columns - 1];
    return first === last
      ? [cellsOnStage(placed, 0, [row, row], [column, column], ratio)]
      : [cellsOnStage(placed, 0, [0, rows], [0, columns], ratio)];
  }
  const rectangles: Rectangle[] = [];
  const [start, end] = [grid.first, grid.first + grid.channels - 1];
  for (let channel = Math.max(first, start); channel <= Math.min(last, end); channel++) {
    rectangles.push(cellsOnStage(placed, channel, box.rows, box.columns, ratio));
  }
  return rectangles;
}

/** The tile of a kernel, in CSS pixels of the stage; null where its map is not shown or kernels are not. */
export function tileOf(placed: Placed, channel: number, input: number, ratio: number) {
  const { grid, left, top, hidden } = placed;
  const { kernels, first, channels } = grid;
  const isShown = !hidden && channel >= first && channel < first + channels;
  if (kernels === null || !isShown || input >= kernels.count) return null;
  const corner = kernelCorner(grid, kernels, channel, input);
  return {
    x: left + corner.x / ratio,
    y: top + corner.y / ratio,
    width: (kernels.columns * kernels.cell) / ratio,
    height: (kernels.rows * kernels.cell) / ratio,
  };
}

/** Named units (the output): rows of a list, `across` in a row. */
function named({ left, top, grid }: Placed, first: number, last: number): Rectangle[] {
  const [width, height] = [grid.width / grid.across, grid.height / grid.rows];
  const rectangles: Rectangle[] = [];
  for (let unit = first; unit <= last; unit++) {
    const x = left + (unit % grid.across) * width;
    const y = top + Math.floor(unit / grid.across) * height;
    rectangles.push({ x, y, width, height });
  }
  return rectangles;
}
