import { expect, test } from "vitest";
import type { Placed } from "../layout/flat.ts";
import { chooseTitles, staggeredWidths, widestOf } from "./titles.ts";

const placed = (cell: number) => [{ hidden: false, grid: { cell, rows: 28 } }] as never as Placed[];

test("titles are as large as they can be without costing the maps a pixel", () => {
  const layOut = ({ size }: { size: number }) => placed(size > 24 ? 2 : 3);
  expect(chooseTitles(layOut)).toEqual({ size: 24, staggered: false });
});

test("they stand in one row where that fits, in two where only that does", () => {
  const layOut = ({ staggered }: { staggered: boolean }) => (staggered ? placed(3) : null);
  expect(chooseTitles(layOut)).toEqual({ size: 36, staggered: true });
});

test("where nothing fits they are the smallest", () => {
  expect(chooseTitles(() => null)).toEqual({ size: 20, staggered: false });
});

test("staggered titles in a row never touch, and none leaves the stage", () => {
  const seeds = Array.from({ length: 200 }, (_, i) => i);
  const noise = (i: number) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
  for (const seed of seeds) {
    const count = 1 + Math.floor(noise(seed) * 9);
    const titles = Array.from({ length: count }, (_, i) => {
      const word = 40 + 150 * noise(seed * 31 + i);
      return { word, line: word * (1 + noise(seed * 7 + i)) };
    });
    const columns = staggeredWidths(titles);
    const widest = widestOf(titles);
    const width = columns.reduce((sum, column) => sum + column, 0);
    const boxes = titles.map(({ line }, i) => {
      const half = Math.min(line, widest - 12) / 2;
      const before = columns.slice(0, i).reduce((sum, column) => sum + column, 0);
      const middle = before + (columns[i] ?? 0) / 2;
      const inside = Math.max(half, Math.min(width - half, middle));
      return [inside - half, inside + half] as const;
    });
    for (const [i, [left]] of boxes.entries()) {
      const other = boxes[i - 2];
      if (other !== undefined) expect(left, `seed ${seed}`).toBeGreaterThanOrEqual(other[1] - 1e-6);
    }
  }
});
