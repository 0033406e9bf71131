/** Which scale shows a run's losses, and the numbers beside it. */
import { expect, test } from "vitest";
import "../testing/words.ts";
import { leapsFar, lossInShort, powersBetween } from "./scale.ts";

const trained = (losses: readonly (number | null)[]) =>
  losses.map((loss, at) => [at + 1, loss] as const);

test("one spike over all else asks for the logarithmic scale", () => {
  const spike = { losses: trained([2.3, 40, 1.6e7, 2.4, 2.3]), validation: [2.3, 2.31] };
  expect(leapsFar(spike)).toBe(true);
  expect(leapsFar({ losses: trained([400, 1e19, null]), validation: [null] })).toBe(true);
});

test("a run that learns, or learns by heart down to nothing, does not", () => {
  expect(leapsFar({ losses: trained([2.3, 0.4, 0.02]), validation: [2.3, 0.03] })).toBe(false);
  expect(leapsFar({ losses: trained([2.3, 0.1, 1e-5]), validation: [2.3, 1.6, 4] })).toBe(false);
  expect(leapsFar({ losses: [], validation: [] })).toBe(false);
});

test("large and small losses are written short, with all their digits", () => {
  const losses = [0, 0.5, 7500, 1e4, 7.5e18, 1e-6];
  expect(losses.map(lossInShort)).toEqual(["0", "0.5", "7,500", "1e4", "7.5e18", "1e−6"]);
});

test("as many powers of ten get a line as there is room for", () => {
  expect(powersBetween(0.5, 300, 5)).toEqual([0.1, 1, 10, 100, 1000]);
  expect(powersBetween(1, 1e19, 5)).toEqual([1, 1e4, 1e8, 1e12, 1e16]);
});
