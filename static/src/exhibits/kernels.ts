/** Kernels of several sizes: what they cost, how far they see, and some that are made by hand. */
import { type Maps, mapsOf } from "./windows.ts";

/** A kernel by its side, or two of 3 × 3 one after the other. */
export const SIZES = ["1", "3", "5", "7", "3-3"] as const;
export type Size = (typeof SIZES)[number];

export const PRESETS = [
  "identity",
  "blur",
  "sharpen",
  "horizontal",
  "vertical",
  "outline",
] as const;
export type Preset = (typeof PRESETS)[number];

/** Sides of the kernels, one after the other. */
export const sidesOf = (size: Size): readonly number[] => size.split("-").map(Number);

export interface Cost {
  readonly weights: number;
  /** For each cell of the output. */
  readonly products: number;
  /** Bytes of weights and of the maps that are made, as float32. */
  readonly memory: number;
  /** The side of the receptive field of one output cell, in cells. */
  readonly field: number;
}

const BYTES = 4;

/** What a convolution costs that makes `maps` maps from as many, each of `cells` cells and kept at that size by padding; without biases. */
export function costOf(size: Size, maps: number, cells: number): Cost {
  const sides = sidesOf(size);
  const weights = maps * maps * sides.reduce((sum, side) => sum + side * side, 0);
  return {
    weights,
    products: weights * cells,
    memory: BYTES * (weights + sides.length * maps * cells),
    field: sides.reduce((field, side) => field + side - 1, 1),
  };
}

/** A kernel made by hand, its weights with two decimals: what is printed is what is used. */
export function presetOf(preset: Preset, side: number): Maps {
  const half = (side - 1) / 2;
  const mean = 1 / side ** 2;
  const part = half === 0 ? 0 : 1 / (side * half);
  const weight: Readonly<Record<Preset, (row: number, column: number) => number>> = {
    identity: (row, column) => (row === half && column === half ? 1 : 0),
    blur: () => mean,
    sharpen: (row, column) => 2 * weight.identity(row, column) - mean,
    horizontal: (row) => Math.sign(row - half) * part,
    vertical: (_, column) => Math.sign(column - half) * part,
    outline: (row, column) => weight.identity(row, column) - mean,
  };
  const lines = Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => hundredths(weight[preset](row, column))),
  );
  return mapsOf([lines]);
}

/** Two decimals, and no −0. */
export const hundredths = (value: number): number => Math.round(100 * value) / 100 + 0;
