import { expect, test } from "vitest";
import { layerOf } from "../testing/shapes.ts";
import { layOutAlone } from "./alone.ts";
import type { LayerShape } from "./grids.ts";
import type { Room2d } from "./placed.ts";
import { thumbsOf } from "./thumbs.ts";

const PHONE: Room2d = { width: 358, height: 620, ratio: 2, rem: 16, heading: 44 };
const layer = (channels: number, side: number, more: Partial<LayerShape> = {}) =>
  layerOf("layer", channels, side, more);

test.each([
  [6, 28, 3],
  [6, 14, 3],
  [16, 10, 4],
  [16, 5, 4],
  [1, 28, 1],
])(
  "%i maps of %i cells stand %i in a row, in whole cells, no wider than the phone",
  (channels, side, across) => {
    for (const width of [328, 358, 552]) {
      const { grid, left } = layOutAlone(layer(channels, side), { ...PHONE, width });
      expect(grid.across).toBe(across);
      expect(grid.cell).toBe(Math.floor(grid.cell));
      expect(grid.width).toBeLessThanOrEqual(width);
      expect(grid.width).toBeGreaterThan(channels === 1 ? 270 : 0.85 * width);
      expect(left).toBeCloseTo((width - grid.width) / 2, 0);
    }
  },
);

test("on a phone's side more maps stand in a row, so that they are not higher than the screen", () => {
  const { grid } = layOutAlone(layer(6, 28), { ...PHONE, width: 608, height: 136 });
  expect(grid.across).toBe(6);
  expect(grid.height).toBeLessThanOrEqual(136);
});

test("units stand in lines that a finger can tell apart", () => {
  for (const units of [84, 120]) {
    const { grid } = layOutAlone(layer(1, 1, { units: true, columns: units }), PHONE);
    expect(grid.folded).toBe(true);
    expect(grid.rows * grid.columns).toBeGreaterThanOrEqual(units);
    expect(grid.cell / PHONE.ratio).toBeGreaterThanOrEqual(28);
    expect(grid.width).toBeLessThanOrEqual(PHONE.width);
  }
});

test("of a hidden layer a row remains, high enough for a finger", () => {
  expect(layOutAlone(layer(6, 28, { hidden: true }), PHONE).height).toBe(44);
});

test("in the strip, layers have the sizes of the design", () => {
  const shapes = [
    [1, 28],
    [6, 28],
    [6, 14],
    [16, 10],
    [16, 5],
  ].map(([channels = 1, rows = 1]) => ({ channels, rows }));
  const thumbs = thumbsOf(shapes);
  expect(thumbs.map(({ side }) => 16 * side)).toEqual([36, 23, 16, 12, 8]);
  expect(thumbs.map(({ across }) => across)).toEqual([1, 3, 3, 4, 4]);
  expect(thumbsOf([{ channels: 256, rows: 4 }])[0]).toMatchObject({ across: 4, down: 4 });
});
