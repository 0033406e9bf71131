import { describe, expect, test } from "vitest";
import {
  type LayerShape,
  layOutAcross,
  layOutDown,
  type Placed,
  type Space,
  STUB,
} from "./layout.ts";
import { cellAt, mapCorner } from "./places.ts";

const layer = (
  name: string,
  channels: number,
  rows: number,
  columns: number,
  more: Partial<LayerShape> = {},
): LayerShape => ({ name, channels, rows, columns, units: false, hidden: false, ...more });

const LENET: readonly LayerShape[] = [
  layer("input", 1, 28, 28),
  layer("conv1", 6, 28, 28),
  layer("pool1", 6, 14, 14),
  layer("conv2", 16, 10, 10),
  layer("pool2", 16, 5, 5),
  layer("fc1", 1, 1, 120, { units: true }),
  layer("fc2", 1, 1, 84, { units: true }),
  layer("output", 1, 1, 10, {
    units: true,
    fixed: { width: 88, height: 300, across: 1, rows: 10 },
  }),
];

const space = (width: number, height: number, ratio = 1): Space => ({
  width,
  height,
  ratio,
  heading: 82,
  narrowest: 86,
});

const hide = (...names: string[]) =>
  LENET.map((each) => ({ ...each, hidden: names.includes(each.name) }));

const expectWhole = (number: number) => expect(number).toBeCloseTo(Math.round(number), 6);

function expectSound(placed: readonly Placed[], ratio: number) {
  for (const { x, y, grid, hidden, height } of placed) {
    expectWhole(x * ratio);
    expectWhole(y * ratio);
    if (hidden) continue;
    expect(Number.isInteger(grid.cell)).toBe(true);
    expect(grid.height).toBeLessThanOrEqual(height + 1e-6);
  }
}

describe("across", () => {
  for (let width = 780; width <= 2560; width += 89) {
    for (const ratio of [1, 1.25, 2, 3]) {
      test(`everything is in view and apart at ${width} px, ratio ${ratio}`, () => {
        const placed = layOutAcross(LENET, space(width, 740, ratio));
        expect(placed).not.toBeNull();
        expectSound(placed ?? [], ratio);
        let end = 0;
        for (const { x, width: wide, grid } of placed ?? []) {
          expect(x).toBeGreaterThanOrEqual(end - 1 / ratio);
          expect(grid.width).toBeLessThanOrEqual(wide + 1 / ratio);
          expect(grid.height + 82).toBeLessThanOrEqual(740 + 1e-6);
          end = x + wide;
        }
        expect(end).toBeLessThanOrEqual(width + 1);
      });
    }
  }

  test("too little width is said so instead of made unreadable", () => {
    expect(layOutAcross(LENET, space(500, 740))).toBeNull();
  });

  test("what was downsampled is smaller than what it was made from", () => {
    const placed = layOutAcross(LENET, space(860, 740)) ?? [];
    const sides = new Map(placed.map(({ name, grid }) => [name, grid.rows * grid.cell]));
    expect(sides.get("pool1")).toBeLessThan(sides.get("conv1") ?? 0);
    expect(sides.get("pool2")).toBeLessThan(sides.get("conv2") ?? 0);
    expect(sides.get("input")).toBe(sides.get("conv1"));
  });

  test("hidden layers close up and give their room to the others", () => {
    const all = layOutAcross(LENET, space(1100, 740)) ?? [];
    const some = layOutAcross(hide("conv2", "pool2", "fc1"), space(1100, 740)) ?? [];
    expect(some.find(({ name }) => name === "conv2")?.width).toBe(STUB);
    const cell = (placed: readonly Placed[]) =>
      placed.find(({ name }) => name === "conv1")?.grid.cell ?? 0;
    expect(cell(some)).toBeGreaterThan(cell(all));
  });

  test("all hidden is a row of stubs, none is nothing", () => {
    const placed = layOutAcross(hide(...LENET.map(({ name }) => name)), space(1100, 740)) ?? [];
    expect(placed.every(({ hidden, width }) => hidden && width === STUB)).toBe(true);
    expect(layOutAcross([], space(1100, 740))).toEqual([]);
  });
});

describe("down", () => {
  for (const width of [288, 320, 358, 412, 600, 900]) {
    for (const ratio of [1, 2, 2.625, 3]) {
      test(`nothing overlaps or leaves the page at ${width} px, ratio ${ratio}`, () => {
        const shapes = LENET.map((each) =>
          each.fixed ? { ...each, fixed: { width, height: 116, across: 5, rows: 2 } } : each,
        );
        const placed = layOutDown(shapes, { ...space(width, 0, ratio), heading: 30 });
        expectSound(placed, ratio);
        let end = 0;
        for (const { y, height, grid } of placed) {
          expect(y).toBeGreaterThanOrEqual(end - 1 / ratio);
          expect(grid.width).toBeLessThanOrEqual(width + 1e-6);
          end = y + height;
        }
      });
    }
  }
});

test("every cell is found where it is painted, and nothing is found between maps", () => {
  const grids = layOutAcross(LENET, space(1200, 740, 2))?.map(({ grid }) => grid) ?? [];
  const grid = grids[3];
  if (grid === undefined) throw new Error("no conv2");
  for (const channel of [0, 1, 7, 15]) {
    const { x, y } = mapCorner(grid, channel);
    for (const [row, column] of [
      [0, 0],
      [9, 9],
      [4, 7],
    ] as const) {
      const at = { x: x + column * grid.cell, y: y + row * grid.cell };
      expect(cellAt(grid, at.x, at.y)).toEqual({ channel, row, column });
      const last = grid.cell - 0.01;
      expect(cellAt(grid, at.x + last, at.y + last)).toEqual({ channel, row, column });
    }
    expect(cellAt(grid, x - 2, y)).toBeNull();
    expect(cellAt(grid, x, y + grid.rows * grid.cell + 1)).toBeNull();
  }
  expect(cellAt(grid, -1, -1)).toBeNull();
  expect(cellAt(grid, 1e6, 0)).toBeNull();
});
