/** How well a network labels each pixel, as its card has it. */
import type { Card, Overlap } from "./network.ts";

/** By the name of a set: the overlaps of the first answer that has any. */
export function overlapsOf(card: Card | null): readonly (readonly [string, Overlap])[] {
  for (const { overlap } of Object.values(card?.answers ?? {}))
    if (overlap !== undefined) return Object.entries(overlap);
  return [];
}

/** The first label that is not the background, and its overlap. */
export function firstThing(parts: Readonly<Record<string, number>>): readonly [string, number] {
  return Object.entries(parts)[1] ?? ["", 0];
}
