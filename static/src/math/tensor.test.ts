import { expect, test } from "vitest";
import { filledMaps, valueAt } from "./tensor.ts";

/** Units are one map of one row. */
const soFar = (named: number) => ({ channel: 0, named, others: named });
const exact = { shape: [4], values: Float32Array.of(1, -2, 3, -4), low: -4, high: 3 };
const codes = { shape: [3], values: Uint8Array.of(0, 128, 255), low: -2, high: 2 };

test("cells that have not been computed are zero, in exact values and in codes", () => {
  expect([...filledMaps(exact, soFar(2)).values]).toEqual([1, -2, 0, 0]);
  const half = filledMaps(codes, soFar(1));
  expect([0, 1, 2].map((index) => valueAt(half, index))).toEqual([valueAt(codes, 0), 0, 0]);
  expect(filledMaps(exact, soFar(4))).toBe(exact);
});

test("where ReLU has not passed, the values are those before it", () => {
  const rectified = { ...exact, values: Float32Array.of(1, 0, 3, 0), low: 0 };
  expect([...filledMaps(rectified, soFar(2), exact).values]).toEqual([1, 0, 3, -4]);
  expect([...filledMaps(rectified, soFar(2), codes).values]).toEqual([1, 0, 0, 0]);
});

test("the tensor itself and its scale stay as they are", () => {
  const filled = filledMaps(exact, soFar(1));
  expect([filled.low, filled.high]).toEqual([-4, 3]);
  expect([...exact.values]).toEqual([1, -2, 3, -4]);
});

test("one map may be further than the others", () => {
  const maps = { ...exact, shape: [2, 1, 2] };
  expect([...filledMaps(maps, { channel: 1, named: 2, others: 1 }).values]).toEqual([1, 0, 3, -4]);
});
