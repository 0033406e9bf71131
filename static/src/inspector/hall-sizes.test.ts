import { describe, expect, test } from "vitest";
import { hallSizes, SIGN, sideIn } from "./hall-sizes.ts";

const ROOMS = [
  ["1024x768", { width: 806, height: 706, rem: 20 }],
  ["1920x1080", { width: 1551, height: 996, rem: 27 }],
] as const;
const WORKS = [
  ["one map", { tables: 3, rows: 5, columns: 5, partial: false }],
  ["six maps", { tables: 3, rows: 5, columns: 5, partial: true }],
  ["small kernels of many maps", { tables: 3, rows: 3, columns: 3, partial: true }],
  ["a window of four", { tables: 1, rows: 2, columns: 2, partial: false }],
  ["large kernels", { tables: 3, rows: 7, columns: 7, partial: false }],
] as const;

describe.each(ROOMS)("on %s", (_, room) => {
  test.each(WORKS)("%s, with its pictures and its result, stands on one screen", (__, work) => {
    const { beside, cell, picture } = hallSizes(room, work);
    const foot = (beside ? 0 : 4.75) + (work.partial ? 4.25 : 0) + 2.25 + 2.75;
    expect(picture + work.rows * cell + foot * room.rem).toBeLessThanOrEqual(room.height);
    const side = beside ? 8.75 : 0;
    const wide = work.tables * work.columns * cell + (work.tables - 1) * SIGN * room.rem;
    expect(wide + side * room.rem).toBeLessThanOrEqual(room.width);
    expect(cell).toBeGreaterThanOrEqual(32);
    expect(picture).toBeGreaterThanOrEqual(28 * 5);
  });
});

test("equal numbers of cells have equal sides, and a downsampled map at most 0.74 of its source", () => {
  expect(sideIn(224, 28)).toBe(224);
  expect(sideIn(224, 14) / sideIn(224, 28)).toBeLessThanOrEqual(0.74);
  expect(sideIn(224, 5) / sideIn(224, 10)).toBeLessThanOrEqual(0.74);
});
