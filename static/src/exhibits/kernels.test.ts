import { expect, test } from "vitest";
import { costOf, PRESETS, presetOf, SIZES } from "./kernels.ts";

test("what a size costs is counted from its sides; two of 3 × 3 see as far as one of 5 × 5", () => {
  expect(SIZES.map((size) => costOf(size, 1, 784).weights)).toEqual([1, 9, 25, 49, 18]);
  expect(SIZES.map((size) => costOf(size, 1, 784).field)).toEqual([1, 3, 5, 7, 5]);
  expect(costOf("3-3", 64, 784)).toEqual({
    weights: 73_728,
    products: 73_728 * 784,
    memory: 4 * (73_728 + 2 * 64 * 784),
    field: 5,
  });
});

test("kernels made by hand have their sums, as far as two decimals allow", () => {
  for (const side of [3, 5, 7]) {
    const sums = PRESETS.map((preset) =>
      presetOf(preset, side).values.reduce((sum, value) => sum + value, 0),
    );
    const expected = [1, 1, 1, 0, 0, 0];
    for (const [at, sum] of sums.entries())
      expect(Math.abs(sum - (expected[at] ?? 9))).toBeLessThan(0.005 * side ** 2);
  }
  expect(
    [...presetOf("vertical", 3).values.subarray(0, 3)].map((value) => value.toFixed(2)),
  ).toEqual(["-0.33", "0.00", "0.33"]);
  expect([...presetOf("outline", 1).values]).toEqual([0]);
});
