/** How well a network tells what each pixel is, as its card has it. */
import type { Card, Overlap } from "./network.ts";

/** By the name of a set: the overlaps of the first answer that has any. */
export function overlapsOf(card: Card | null): readonly (readonly [string, Overlap])[] {
  for (const { overlap } of Object.values(card?.answers ?? {}))
    if (overlap !== undefined) return Object.entries(overlap);
  return [];
}

/** The first thing that is not the background: its label, and its part. */
export function firstThing(parts: Readonly<Record<string, number>>): readonly [string, number] {
  return Object.entries(parts)[1] ?? ["", 0];
}
