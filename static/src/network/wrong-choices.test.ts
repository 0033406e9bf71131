import { expect, test } from "vitest";
import { softmaxOf } from "./arithmetic.ts";
import {
  accuracyIn,
  byNothing,
  costOf,
  eachAlone,
  meanClass,
  sigmoid,
  slopeAt,
  stageOf,
  torn,
  weightedKappa,
} from "./wrong-choices.ts";

test("sigmoids of a softmax's logits change when all logits grow, and softmax does not", () => {
  const logits = [3, 1, -2];
  const moved = logits.map((each) => each + 4);
  expect(softmaxOf(moved).probabilities[0]).toBeCloseTo(
    softmaxOf(logits).probabilities[0] ?? 0,
    12,
  );
  expect(eachAlone(logits).above).toEqual([0, 1]);
  expect(eachAlone(moved).above).toEqual([0, 1, 2]);
  expect(eachAlone(moved).sum).toBeGreaterThan(eachAlone(logits).sum);
});

test("softmax leaves at most one of two that are there", () => {
  expect(torn([5, 5, -9])).toMatchObject({ there: [0, 1], left: [] });
  expect(torn([6, 4, -9])).toMatchObject({ there: [0, 1], left: [0] });
});

test("between a 3 and a 9 the mean says 6", () => {
  const parts = Array.from({ length: 10 }, (_, i) => (i === 3 || i === 9 ? 0.5 : 0));
  expect(meanClass(parts)).toBe(6);
});

test("a sigmoid is flat where numbers are large", () => {
  expect(slopeAt(0)).toBe(0.25);
  expect(slopeAt(20)).toBeLessThan(1e-8);
  const step = (sigmoid(1.001) - sigmoid(0.999)) / 0.002;
  expect(slopeAt(1)).toBeCloseTo(step, 6);
});

test("stages are equal parts of a range, and what lies outside is in the first or the last", () => {
  const stage = (value: number) => stageOf(value, [-10, 40], 5);
  expect([-11, -10, -0.1, 0, 39.9, 40, 50].map(stage)).toEqual([0, 0, 0, 1, 4, 4, 4]);
});

test("kappa tells a near miss from a far one, which accuracy does not", () => {
  const is = [0, 1, 2, 3, 4, 4];
  const near = is.map((each) => [each, Math.max(0, each - 1)] as const);
  const far = is.map((each) => [each, each === 0 ? 0 : (each + 3) % 5] as const);
  expect(accuracyIn(near)).toBe(accuracyIn(far));
  expect(weightedKappa(near, 5)).toBeGreaterThan(0.7);
  expect(weightedKappa(far, 5)).toBeLessThan(0.2);
  expect(
    weightedKappa(
      is.map((each) => [each, each] as const),
      5,
    ),
  ).toBe(1);
  expect(costOf(1, 5)).toBe(1 / 16);
});

test("kappa equals that of a table worked by hand", () => {
  // Two stages: 20 and 15 right, 5 and 10 wrong; unweighted by nature. po = 0.7, pe = 0.5: kappa 0.4.
  const of = (count: number, is: number, said: number) =>
    Array.from({ length: count }, () => [is, said] as const);
  const pairs = [...of(20, 0, 0), ...of(5, 0, 1), ...of(10, 1, 0), ...of(15, 1, 1)];
  expect(weightedKappa(pairs, 2)).toBeCloseTo(0.4, 12);
});

test("kappa equals the published one of two radiologists", () => {
  // N. Boyd and others, J. Natl. Cancer Inst. 68, 1982: 85 xeromammograms, normal, benign, suspected cancer, cancer; the worked example
  // of D. Altman, Practical Statistics for Medical Research, 1991, and of Stata's manual ("kappa"): with weights 1 - (i - j)^2 / 9
  // agreement is 94.77 %, expected 84.09 %, kappa 0.6714.
  // By hand: off the diagonal 12 + 4 + 1 + 9 + 2 = 28 are one stage apart and 3 are two. So (28 / 9 + 3 * 4 / 9) / 85 = 0.0523 disagree,
  // and by chance, of the margins 33 22 29 1 and 28 38 16 3, 0.1591: 1 - 0.0523 / 0.1591 = 0.6714.
  const counts = [
    [21, 12, 0, 0],
    [4, 17, 1, 0],
    [3, 9, 15, 2],
    [0, 0, 0, 1],
  ];
  const pairs = counts.flatMap((row, one) =>
    row.flatMap((count, other) => Array.from({ length: count }, () => [one, other] as const)),
  );
  expect(pairs).toHaveLength(85);
  expect(accuracyIn(pairs)).toBeCloseTo(0.6353, 4);
  expect(weightedKappa(pairs, 4)).toBeCloseTo(0.6714, 4);
});

test("who says nothing is right where nothing is", () => {
  expect(byNothing(256, 4)).toBe(252 / 256);
});
