import { expect, test } from "vitest";
import { type Curves, guessIn, guessingOf, keptSince, someMoments, summaryOf } from "./run.ts";

const CURVES: Curves = {
  of_steps: 3,
  steps: [0, 1, 3],
  losses: [
    [1, 2.3],
    [2, 1.9],
    [3, 0.4],
  ],
  validation_loss: [2.3, 2.2, 0.5],
  validation_accuracy: [0.1, 0.3, 0.9],
};

test("moments are some of all, early ones close together, with the first and the last", () => {
  const steps = [0, 1, 2, 5, 10, 20, 50, 100, 225, 350, 474, 599, 724, 848, 973, 1098, 1223, 2096];
  const chosen = someMoments(steps, 10).map((moment) => steps[moment]);
  expect(chosen).toEqual([0, 5, 10, 20, 50, 100, 225, 474, 1098, 2096]);
  expect(someMoments([0, 1, 2, 3, 4], 4)).toEqual([0, 1, 2, 4]);
  expect(someMoments([0, 7, 9], 10)).toEqual([0, 1, 2]);
  expect(someMoments([], 10)).toEqual([]);
});

test("a run whose loss is never far over guessing learns, one whose loss is leaps", () => {
  expect(summaryOf(CURVES, 10)).toEqual({
    kind: "learns",
    right: 0.9,
    loss: 0.5,
    peak: 2.3,
    peakStep: 1,
  });
  const leapt = summaryOf(
    {
      ...CURVES,
      losses: [
        [1, 2.3],
        [2, 16.9],
        [3, null],
      ],
    },
    10,
  );
  expect(leapt).toMatchObject({ kind: "leaps", peak: 16.9, peakStep: 2 });
  expect(guessingOf(10)).toBeCloseTo(Math.LN10, 4);
});

test("a guess is kept since the last moment that had another; a blank pad has none", () => {
  expect(guessIn([0.2, 0.5, 0.3])).toBe(1);
  expect(guessIn([0, 0, 0])).toBeNull();
  expect(
    keptSince([
      [0.6, 0.4],
      [0.4, 0.6],
      [0.1, 0.9],
    ]),
  ).toEqual({
    guess: 1,
    moment: 1,
    chance: 0.9,
  });
  expect(keptSince([[0, 0]])).toBeNull();
  expect(keptSince([])).toBeNull();
});
