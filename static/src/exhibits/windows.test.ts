import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  convolved,
  leftOver,
  likeness,
  type Maps,
  mapsOf,
  moved,
  type Pooling,
  placesAlong,
  pooled,
  type Way,
} from "./windows.ts";

interface Case {
  readonly kind: "convolution" | Pooling;
  readonly way: Way;
  readonly maps: number[][][];
  readonly kernel?: number[][][];
  readonly bias?: number;
  readonly out: number[][][];
}

const CASES = JSON.parse(readFileSync("tests/golden/windows.json", "utf8")) as Case[];

test.each(CASES)("$kind by $way is PyTorch's", ({ kind, way, maps, kernel, bias, out }) => {
  const [given, expected] = [mapsOf(maps), mapsOf(out)];
  const made =
    kind === "convolution"
      ? convolved(given, mapsOf(kernel ?? []), way, bias)
      : pooled(given, kind, way);
  expect([made.rows, made.columns]).toEqual([expected.rows, expected.columns]);
  for (const [at, value] of made.values.entries())
    expect(value).toBeCloseTo(expected.values[at] ?? Number.NaN, 5);
});

test("a size is how many places a window has; what no window reaches is left over", () => {
  const way = { window: 3, stride: 2, padding: 0 };
  expect([placesAlong(28, way), leftOver(28, way)]).toEqual([13, 1]);
  expect(placesAlong(2, { window: 5, stride: 1, padding: 1 })).toBe(0);
});

test("a map that has moved lost what left it, and is like itself where nothing moved", () => {
  const map: Maps = mapsOf([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect([...moved(map, 1, 0).values]).toEqual([0, 1, 0, 3]);
  expect([...moved(map, 0, -1).values]).toEqual([3, 4, 0, 0]);
  expect(likeness(map, map)).toBeCloseTo(1, 12);
  expect(likeness(map, moved(map, 2, 0))).toBe(0);
  const none = mapsOf([
    [
      [0, 0],
      [0, 0],
    ],
  ]);
  expect(likeness(none, none)).toBe(1);
});
