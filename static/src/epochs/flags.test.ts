import { expect, test } from "vitest";
import { flagsOf } from "./flags.ts";
import type { Curves } from "./verdict.ts";

const OVERFITS: Curves = {
  steps: [0, 50, 100, 150, 200],
  losses: Array.from({ length: 200 }, (_, i) => [i + 1, 2.3 * 0.96 ** i]),
  validation_loss: [2.3, 1.5, 1.2, 1.4, 1.6],
  validation_accuracy: [0.1, 0.4, 0.5, 0.55, 0.55],
  confusion: [],
  moved: {},
  diverged: null,
  settings: {},
};

test("the moment to have stopped at is marked, and other step sizes on the way", () => {
  expect(flagsOf(OVERFITS)).toEqual([{ step: 100, text: "stop here" }]);
  const step_sizes = [
    [0, 0.1],
    [70, 0.02],
  ];
  expect(flagsOf({ ...OVERFITS, settings: { step_sizes } })).toEqual([
    { step: 70, text: "step size 0.02" },
    { step: 100, text: "stop here" },
  ]);
  expect(flagsOf({ ...OVERFITS, validation_loss: [2.3, 1.5, 1.2, 1.1, 1] })).toEqual([]);
});
