import { expect, test } from "vitest";
import { stripOf } from "../layout/grids.ts";
import { Dots } from "./dots.ts";

test("the pixels of the values lie as the dots do: down one line and up the next", () => {
  const grid = { ...stripOf(20, 9, 1) };
  expect([grid.columns, grid.rows]).toEqual([2, 10]);
  const { pixels } = new Dots(grid, 20, "#000000", "#000000");
  expect(pixels.slice(0, 3)).toEqual([0, 2, 4]);
  expect(pixels.slice(9, 12)).toEqual([18, 19, 17]); // the fold
  expect(pixels.at(-1)).toBe(1);
  expect(new Set(pixels).size).toBe(20);
});
