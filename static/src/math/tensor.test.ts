import { expect, test } from "vitest";
import { filledTo, valueAt } from "./tensor.ts";

const exact = { shape: [4], values: Float32Array.of(1, -2, 3, -4), low: -4, high: 3 };
const codes = { shape: [3], values: Uint8Array.of(0, 128, 255), low: -2, high: 2 };

test("cells that have not been computed are zero, in exact values and in codes", () => {
  expect([...filledTo(exact, 2).values]).toEqual([1, -2, 0, 0]);
  const half = filledTo(codes, 1);
  expect([0, 1, 2].map((index) => valueAt(half, index))).toEqual([valueAt(codes, 0), 0, 0]);
  expect(filledTo(exact, 4)).toBe(exact);
});

test("where ReLU has not passed, the values are those before it", () => {
  const rectified = { ...exact, values: Float32Array.of(1, 0, 3, 0), low: 0 };
  expect([...filledTo(rectified, 2, exact).values]).toEqual([1, 0, 3, -4]);
  expect([...filledTo(rectified, 2, codes).values]).toEqual([1, 0, 0, 0]);
});

test("the tensor itself and its scale stay as they are", () => {
  const filled = filledTo(exact, 1);
  expect([filled.low, filled.high]).toEqual([-4, 3]);
  expect([...exact.values]).toEqual([1, -2, 3, -4]);
});
