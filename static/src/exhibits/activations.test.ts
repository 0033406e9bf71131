import { expect, test } from "vitest";
import { sigmoid, softmax, total } from "./activations.ts";

test("softmax adds up to 1, whatever is added to all scores, and never overflows", () => {
  for (const scores of [[0], [2, -1, 0.5], [1000, 999, -1000]]) {
    expect(total(softmax(scores))).toBeCloseTo(1, 12);
    const moved = softmax(scores.map((score) => score + 7));
    for (const [at, each] of softmax(scores).entries()) expect(moved[at]).toBeCloseTo(each, 12);
  }
});

test("of two scores softmax is a sigmoid of their difference", () => {
  for (const [one, other] of [
    [3, 2.5],
    [-800, 40],
    [0, 0],
  ] as const)
    expect(softmax([one, other])[0]).toBeCloseTo(sigmoid(one - other), 12);
});

test("sigmoids stay between 0 and 1 and do not add up to 1", () => {
  expect([-1000, 0, 1000].map(sigmoid)).toEqual([0, 0.5, 1]);
  expect(total([2, 1, -3].map(sigmoid))).toBeGreaterThan(1.6);
});
