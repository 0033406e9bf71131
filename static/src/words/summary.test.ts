import { expect, test } from "vitest";
import { regionOf, summaryOf } from "./summary.ts";

const values = (channels: number, rows: number, columns: number, numbers: readonly number[]) => ({
  channels,
  rows,
  columns,
  at: (index: number) => numbers[index] ?? 0,
});

test("range, cells that are on, the strongest place, the strongest maps and blank ones are told", () => {
  const numbers = [0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, -2, 1];
  expect(summaryOf(values(3, 2, 2, numbers))).toBe(
    "values from −2.00 to 1.00, 3 of 12 cells are on, strongest in map 3, row 2, column 1, " +
      "most in map 3 (bottom left), map 1 (top right), map 2 blank",
  );
});

test("three maps are told, the one with the most first, by all of its values and not its largest", () => {
  const maps = [
    [9, 0, 0, 0],
    [4, 4, 4, 4],
    [0, 0, 0, 1],
    [0, 0, -6, -6],
  ];
  expect(summaryOf(values(4, 2, 2, maps.flat()))).toContain(
    "most in map 2 (middle), map 4 (bottom), map 1 (top left)",
  );
});

test("where a map responds is the middle of its values", () => {
  expect([regionOf(0.2, 0.2), regionOf(0.5, 0.5), regionOf(0.9, 0.5), regionOf(0.5, 0.7)]).toEqual([
    "region.top.left",
    "region.middle",
    "region.bottom",
    "region.right",
  ]);
});

test("units are counted, and nothing but zeros is said so", () => {
  expect(summaryOf(values(1, 1, 3, [1, 4, 2]))).toBe(
    "values from 1.00 to 4.00, strongest in unit 2",
  );
  expect(summaryOf(values(1, 1, 3, [0, 4, 0]))).toContain("1 of 3 units are on");
  expect(summaryOf(values(2, 1, 1, []))).toBe("all values are zero");
});
