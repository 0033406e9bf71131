/** The mask of a network that labels each pixel: one more map, behind its last layer. */
import { coloursOfLabels } from "../dom/mask.ts";
import { countOf } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import { labelsIn, type MaskAnswer, maskOf } from "../network/mask.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { maskNow } from "../state/mask.ts";

/** The name of the mask's slab, among those of layers. */
export const MASK = " mask";

export interface MaskSlab {
  readonly answer: MaskAnswer;
  /** The layer that it comes from. */
  readonly layer: string;
  readonly shape: readonly number[];
}

/** Null for a network that has none. */
export function maskSlabOf(network: Network): MaskSlab | null {
  const layer = network.layers.at(-1);
  const answer = layer === undefined ? null : maskOf(network, layer.name);
  if (layer === undefined || answer === null) return null;
  const { rows, columns } = planes(layer.shape);
  return { answer, layer: layer.name, shape: [1, rows, columns] };
}

/** A value of zero stands no higher than its plane. */
const FLAT = 128 << 24;

/** Writes the pixels of the mask, which begin at `start`. */
export function fillMask(
  table: Uint32Array,
  start: number,
  { answer: { labels }, shape }: MaskSlab,
  values: ReturnType<typeof maskNow>,
  host: Element,
): void {
  const words = coloursOfLabels(labels.length, host).map(packed);
  const found = labelsIn(values, countOf(shape), labels.length);
  for (const [at, label] of found.entries()) table[start + at] = words[label] ?? 0;
}

/** "#rrggbb" as a pixel of the table. */
function packed(colour: string): number {
  const number = Number.parseInt(colour.slice(1), 16);
  const [red, green, blue] = [number >> 16, (number >> 8) & 255, number & 255];
  return (FLAT | (blue << 16) | (green << 8) | red) >>> 0;
}

export function fillMaskNow(table: Uint32Array, start: number, lab: Lab, host: Element): void {
  const network = lab.reader.network.peek();
  const mask = network && maskSlabOf(network);
  if (mask) fillMask(table, start, mask, maskNow(lab, mask.answer), host);
}
