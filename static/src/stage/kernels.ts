import type { Grid, KernelGrid } from "../layout/grids.ts";
import { kernelCorner } from "../layout/places.ts";
import { colourOf, type Scale } from "../math/colour.ts";
import { positionIn } from "../math/shape.ts";

/** Paints the kernels beside the maps that they make; `weights` (out, in, row, column) share one scale. */
export function paintKernels(
  context: CanvasRenderingContext2D,
  grid: Grid,
  kernels: KernelGrid,
  weights: Float32Array,
  scale: Scale,
): void {
  const peak = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const size = kernels.rows * kernels.columns;
  const colours = (weight: number) => colourOf(weight, peak, scale);
  for (let channel = grid.first; channel < grid.first + grid.channels; channel++) {
    for (let input = 0; input < kernels.count; input++) {
      const from = (channel * kernels.count + input) * size;
      const corner = kernelCorner(grid, kernels, channel, input);
      paintKernel(context, corner, kernels, weights.subarray(from, from + size), colours);
    }
  }
}

function paintKernel(
  context: CanvasRenderingContext2D,
  corner: { readonly x: number; readonly y: number },
  kernels: KernelGrid,
  weights: Float32Array,
  colours: (weight: number) => string,
): void {
  const { cell } = kernels;
  for (const [i, weight] of weights.entries()) {
    const { row, column } = positionIn(kernels, i);
    context.fillStyle = colours(weight);
    context.fillRect(corner.x + column * cell, corner.y + row * cell, cell, cell);
  }
}
