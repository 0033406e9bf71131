import type { Grid } from "../layout/grids.ts";
import type { Scale } from "../math/colour.ts";
import type { Tensor } from "../math/tensor.ts";

/** How one layer looks: maps of cells on a canvas, or named units. */
export interface LayerPicture {
  readonly element: HTMLElement;
  /** Takes its position and size; painting follows. */
  fit(grid: Grid): void;
  paint(shown: Shown): void;
  /** Says that the values are covered: they are not there to be shown. */
  cover(covered: boolean): void;
  /** Shows the weights (out, in, row, column) of the kernels that make the maps. */
  paintKernels(weights: Float32Array | null, scale: Scale): void;
}

/** What a layer shows now. */
export interface Shown {
  /** Its values; null is blank paper. */
  readonly tensor: Tensor | null;
  readonly scale: Scale;
  /** Where the scale ends; null: each map's own peak. */
  readonly peakShown: number | null;
  /** The first guess and the second, and the probability of each class, of the layer that they come from. */
  readonly guesses: readonly [number | null, number | null] | null;
  readonly chances: Float32Array | null;
}

/** What people do with a layer's cells. */
export interface CellActions {
  point(index: number | null): void;
  pin(index: number): void;
  /** The pinned cell, if it is one of this layer's. */
  pinned(): number | null;
  /** A weight: the map that it makes, the map it looks at, its index in the kernel. */
  pointAtWeight(weight: Weight | null): void;
  openKernel(kernel: { readonly channel: number; readonly input: number }): void;
  release(): void;
  /** Shows a page of the maps. */
  turnTo(page: number): void;
}

export interface Weight {
  readonly channel: number;
  readonly input: number;
  readonly at: number;
}
