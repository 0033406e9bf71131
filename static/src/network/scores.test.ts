/** The scores of the cards that come with Inkling. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Card } from "./network.ts";
import { scoresOf } from "./scores.ts";

const cardOf = (name: string): Card =>
  JSON.parse(readFileSync(`models/weights/${name}.json`, "utf8"));

test.each([
  ["lenet5", "accuracy"],
  ["fine_classes", "ways"],
  ["several_digits", "several"],
  ["stroke_measures", "numbers"],
  ["detector", "boxes"],
] as const)("the card of %s says how well it does, by its own measure", (name, measure) => {
  const scores = scoresOf(cardOf(name));
  const first = scores.find(({ set }) => set === "strokes-validation");
  expect(first?.measure).toBe(measure);
  expect(first?.count).toBeGreaterThan(100);
  for (const { part } of scores) {
    expect(part).toBeGreaterThan(0.5);
    expect(part).toBeLessThanOrEqual(1);
  }
});

test("of measures the worst counts, and what nobody measured is left out", () => {
  const agreement = { pens: { count: 9, measures: { slant: { icc: 0.99 }, width: { icc: 0.9 } } } };
  const accuracy = { pens: { count: 9, first_guess: null } };
  const found = scoresOf({ accuracy, answers: { measures: { agreement } } });
  expect(found).toEqual([{ measure: "numbers", set: "pens", part: 0.9, count: 9 }]);
  expect(scoresOf(null)).toEqual([]);
});
