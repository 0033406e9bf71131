/** How well a network does on drawings that it never learned from, as its card has it; each kind of answer has its own measure. */
import type { Card } from "./network.ts";

/** Right digits; right sums of ways; drawings of which all answers are right; mean average precision; the least agreement (ICC). */
export type Measure = "accuracy" | "ways" | "several" | "boxes" | "numbers";

export interface Score {
  readonly measure: Measure;
  /** The name of the set of drawings. */
  readonly set: string;
  readonly part: number;
  readonly count: number;
}

export function scoresOf(card: Card | null): readonly Score[] {
  const read = each(card?.accuracy, "accuracy", ({ first_guess }) => first_guess);
  const others = Object.values(card?.answers ?? {}).flatMap(
    ({ ways, several, detection, agreement }) => [
      ...each(ways, "ways", ({ digit_by_sum }) => digit_by_sum),
      ...each(several, "several", ({ all_right }) => all_right),
      ...each(detection, "boxes", ({ average_precision_50 }) => average_precision_50),
      ...each(agreement, "numbers", ({ measures }) =>
        Math.min(...Object.values(measures).map(({ icc }) => icc)),
      ),
    ],
  );
  return [...read, ...others];
}

function each<Found extends { readonly count: number }>(
  sets: Readonly<Record<string, Found>> | undefined,
  measure: Measure,
  partOf: (found: Found) => number | null,
): readonly Score[] {
  return Object.entries(sets ?? {}).flatMap(([set, found]) => {
    const part = partOf(found);
    const { count } = found;
    return part === null || !Number.isFinite(part) ? [] : [{ measure, set, part, count }];
  });
}
