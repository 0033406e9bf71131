/** How well a network does, as its measure is written. */
import type { Score } from "../network/scores.ts";
import { decimals, percent } from "./numbers.ts";

/** Digits of a coefficient of agreement, which is not a percentage. */
const DIGITS = 3;

export function scoreInWords({ measure, part }: Pick<Score, "measure" | "part">): string {
  return measure === "numbers" ? decimals(part, DIGITS) : percent(part);
}
