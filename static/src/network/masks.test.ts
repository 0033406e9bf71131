import { expect, test } from "vitest";
import { allInk, diceOf, maskOf, overlapOf, truthOf } from "./masks.ts";

test("a pixel is what is most probable of it", () => {
  expect(maskOf([0.9, 0.2, 0.1, 0.05, 0.7, 0.3, 0.05, 0.1, 0.6], 3)).toEqual([0, 1, 2]);
});

test("ink begins at 64 of 255", () => {
  expect(allInk([63 / 255, 64 / 255, 1])).toEqual([0, 1, 1]);
});

test("ink belongs to the line that is nearer, on the part of the pad that the image shows", () => {
  // 4 x 4 pixels of the pad's lower right quarter: the digit goes down at x = 0.6, a line goes along at y = 0.95.
  const image = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 || i > 11 ? 1 : 0));
  const digit = [
    [
      [0.6, 0.5],
      [0.6, 0.85],
    ],
  ] as const;
  const line = [
    [
      [0.5, 0.95],
      [1, 0.95],
    ],
  ] as const;
  const truth = truthOf(image, [0.5, 0.5, 0.5], digit, line);
  expect(truth).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 2, 2, 2]);
  expect(truthOf(image, [0.5, 0.5, 0.5], digit, [])).toEqual(allInk(image));
});

test("overlap is what both have over what either has, and Dice counts what both have twice", () => {
  const [said, is] = [
    [1, 1, 1, 2, 0, 0],
    [1, 1, 2, 2, 0, 1],
  ];
  expect(overlapOf(said, is, 1)).toEqual({ iou: 0.5, dice: 2 / 3, both: 2, either: 4 });
  expect(overlapOf(said, is, 2).iou).toBe(0.5);
  // 2 · 2 pixels over 3 + 3, counted by themselves.
  expect(diceOf(0.5)).toBeCloseTo((2 * 2) / (3 + 3), 12);
  expect(overlapOf([0, 0], [0, 0], 1)).toMatchObject({ iou: 1, dice: 1 });
});

test("overlaps are those of the worked example in scikit-learn's documentation", () => {
  // jaccard_score: of [0, 1, 1] and [1, 1, 1] it is 2 / 3, of [1, 1, 0] and [1, 0, 0] 1 / 2, of both together ("micro") 3 / 5.
  expect(overlapOf([1, 1, 1], [0, 1, 1], 1).iou).toBeCloseTo(2 / 3, 12);
  expect(overlapOf([1, 0, 0], [1, 1, 0], 1).iou).toBe(0.5);
  // By hand: 3 pixels are in both, 4 in the one and 4 in the other: 3 / (4 + 4 - 3); Dice 2 * 3 / (4 + 4).
  const both = overlapOf([1, 1, 1, 1, 0, 0], [0, 1, 1, 1, 1, 0], 1);
  expect(both.iou).toBeCloseTo(0.6, 12);
  expect(both.dice).toBeCloseTo(0.75, 12);
});
