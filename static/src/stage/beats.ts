/** The film of one step: its beats, and what of a layer is shown at a moment of it. */

import { planes } from "../math/tensor.ts";
import type { ForwardStep } from "../network/forward.ts";
import type { Network } from "../network/network.ts";

/** Lines come in, a window makes one map cell by cell, the other maps fill. */
export type Beat = "lines" | "window" | "rest";

/** Milliseconds. */
const LASTS: Readonly<Record<Beat, number>> = { lines: 300, window: 1200, rest: 300 };

/**
 * The beats of a step, in order. What changes each cell alone, as ReLU does, has no window: all maps change together. The
 * network's input, which is given, and chances have no beats: they are seen at once.
 */
export function beatsOf({ operation, layer, softmax }: ForwardStep, network: Network): Beat[] {
  if (softmax || operation.inputs.length === 0) return [];
  if (network.layer.get(layer)?.shown === operation.name && network.preactivation.has(layer))
    return ["rest"];
  const { channels } = planes(operation.output_shape);
  return channels > 1 ? ["lines", "window", "rest"] : ["lines", "window"];
}

/** A moment of the film. */
export interface FilmMoment {
  readonly beat: Beat;
  /** 0..1 of the beat. */
  readonly part: number;
}

/** What runs `elapsed` milliseconds after the beginning; null once all is over. */
export function momentAt(beats: readonly Beat[], elapsed: number): FilmMoment | null {
  let left = Math.max(0, elapsed);
  for (const beat of beats) {
    if (left < LASTS[beat]) return { beat, part: left / LASTS[beat] };
    left -= LASTS[beat];
  }
  return null;
}

/** When the beat that runs then is over. */
export function endOfBeat(beats: readonly Beat[], elapsed: number): number {
  let end = 0;
  for (const beat of beats) {
    end += LASTS[beat];
    if (elapsed < end) return end;
  }
  return end;
}

/** How many cells of the map that the window makes are there, and how many of every other map. */
export interface Filled {
  readonly named: number;
  readonly others: number;
}

/** `cells` of each map; without a window, all maps fill at the same pace. */
export function filledAt(
  beats: readonly Beat[],
  moment: FilmMoment | null,
  { cells, columns }: { readonly cells: number; readonly columns: number },
): Filled {
  if (moment === null) return { named: cells, others: cells };
  const part = Math.floor(moment.part * cells);
  if (moment.beat === "lines") return { named: 0, others: 0 };
  if (moment.beat === "window") return { named: part + 1, others: 0 };
  // Whole rows: single cells are too quick to follow.
  const rows = Math.floor(part / columns) * columns;
  return { named: beats.includes("window") ? cells : rows, others: rows };
}
