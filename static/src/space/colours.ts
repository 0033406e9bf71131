/** The stage's values as pixels of one table: the same colours as in 2D, and each value's height beside its colour. */

import { colourOfZero, type Scale } from "../math/colour.ts";
import { countOf } from "../math/shape.ts";
import { peak, planes } from "../math/tensor.ts";
import { colourTensor } from "../math/tensor-colours.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { heightOf } from "./geometries.ts";
import { MASK, maskSlabOf } from "./mask.ts";

/** Where each layer's values begin in the table, and how many there are in all. */
export interface Offsets {
  readonly start: ReadonlyMap<string, number>;
  readonly count: number;
}

export function offsetsOf(network: Network): Offsets {
  const start = new Map<string, number>();
  let count = 0;
  for (const { name, shape } of network.layers) {
    start.set(name, count);
    count += countOf(shape);
  }
  const mask = maskSlabOf(network);
  if (mask !== null) {
    start.set(MASK, count);
    count += countOf(mask.shape);
  }
  return { start, count };
}

/** The scale with heights in place of opacity: 128 is zero, 255 the positive end. */
export function withHeights(scale: Scale): Scale {
  const middle = (scale.length - 1) / 2;
  return scale.map((word, i) => {
    const height = 128 + Math.round(((i - middle) * 127) / middle);
    return ((word & 0xffffff) | (height << 24)) >>> 0;
  });
}

/** Writes the pixels of all layers that are shown; a layer without values is blank paper. */
export function fillTable(table: Uint32Array, offsets: Offsets, lab: Lab, scale: Scale): void {
  const network = lab.reader.network.peek();
  if (network === null) return;
  const shown = lab.look.shown.peek();
  const tensors = new Map(shown.map((name) => [name, lab.reader.tensorOf(name)]));
  const peaks = [...tensors.values()].map((tensor) => (tensor === undefined ? 0 : peak(tensor)));
  const [scope, largest] = [lab.look.scope.peek(), Math.max(0, ...peaks)];
  for (const { name, shape } of network.layers) {
    const start = offsets.start.get(name) ?? 0;
    const { channels, rows, columns } = planes(shape);
    const words = table.subarray(start, start + channels * rows * columns);
    const tensor = tensors.get(name);
    if (tensor === undefined) words.fill(colourOfZero(scale));
    else {
      const end = scope === "map" ? null : scope === "layer" ? peak(tensor) : largest;
      colourTensor(words, tensor, scale, end, rows * columns);
    }
  }
}

/** A value's height in the table, −1..1. */
export function heightIn(table: Uint32Array, index: number): number {
  return heightOf(table[index] ?? 0) / 127;
}
