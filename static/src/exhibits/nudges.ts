/** A drawing moved to either side, pixel by pixel: how much of each map stays as it is, and what the network says. */
import { ask, postJson } from "../server/api.ts";
import { toBase64 } from "../wire/bytes.ts";
import type { Prediction } from "../wire/messages.ts";
import { likeness, type Maps, moved, POOLINGS, type Pooling, pooled, type Way } from "./windows.ts";

/** Pixels to the right; below zero to the left. */
export const FURTHEST = 6;
export const SHIFTS: readonly number[] = Array.from(
  { length: 2 * FURTHEST + 1 },
  (_, at) => at - FURTHEST,
);

export type Kept = Readonly<Record<Pooling | "drawing", readonly number[]>>;

/** How similar each shifted map is to the unshifted one: of the drawing itself, and of each pooling's output. */
export function keptOf(image: Maps, way: Way): Kept {
  const shifted = SHIFTS.map((shift) => moved(image, shift, 0));
  const along = (made: (map: Maps) => Maps) => {
    const still = made(image);
    return shifted.map((map) => likeness(still, made(map)));
  };
  const [max, average, stride] = POOLINGS.map((pooling) =>
    along((map) => pooled(map, pooling, way)),
  );
  return {
    drawing: along((map) => map),
    max: max ?? [],
    average: average ?? [],
    stride: stride ?? [],
  };
}

/** The network's answer for one shift: its first guess, and the chance of the class that it guesses for the unshifted drawing. */
export interface ShiftedGuess {
  readonly guess: number;
  readonly chance: number;
}

/** Asks for each shift, one after the other; null where the drawing is blank or another one has come. Throws as `ask` does. */
export async function guessesOf(
  network: string,
  image: Maps,
  isWanted: () => boolean,
): Promise<readonly ShiftedGuess[] | null> {
  const readings: number[][] = [];
  for (const shift of SHIFTS) {
    if (!isWanted()) return null;
    const bytes = Uint8Array.from(moved(image, shift, 0).values, (value) =>
      Math.round(255 * value),
    );
    const path = `models/${encodeURIComponent(network)}/predictions`;
    const { outcomes } = await ask<Prediction>(
      path,
      postJson({ strokes: [], pixels: toBase64(bytes) }),
    );
    const chances = Object.values(outcomes)[0];
    if (chances === undefined) return null;
    readings.push(chances);
  }
  const best = (chances: readonly number[]) => chances.indexOf(Math.max(...chances));
  const still = best(readings[SHIFTS.indexOf(0)] ?? []);
  return readings.map((chances) => ({ guess: best(chances), chance: chances[still] ?? 0 }));
}
