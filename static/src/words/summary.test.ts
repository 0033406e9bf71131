import { expect, test } from "vitest";
import { summaryOf } from "./summary.ts";

const values = (channels: number, rows: number, columns: number, own: readonly number[]) => ({
  channels,
  rows,
  columns,
  at: (index: number) => own[index] ?? 0,
});

test("range, zeros, the strongest place and blank maps are told", () => {
  const own = [0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, -2, 1];
  expect(summaryOf(values(3, 2, 2, own))).toBe(
    "values from −2.00 to 1.00, 75 % of them zero, strongest in map 3, row 2, column 1, map 2 blank",
  );
});

test("units are counted, and nothing but zeros is said so", () => {
  expect(summaryOf(values(1, 1, 3, [1, 4, 2]))).toBe(
    "values from 1.00 to 4.00, strongest in unit 2",
  );
  expect(summaryOf(values(2, 1, 1, []))).toBe("all values are zero");
});
