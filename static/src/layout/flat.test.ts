import { describe, expect, test } from "vitest";
import { layOutDown } from "./down.ts";
import { layOutAcross } from "./flat.ts";
import type { LayerShape } from "./grids.ts";
import type { Placed, Room2d } from "./placed.ts";
import {
  cellAt,
  indexOf,
  kernelCorner,
  mapCorner,
  positionOf,
  type WeightPlace,
  weightAt,
  weightBeside,
} from "./places.ts";
import { rowsFor, sideOf } from "./sizes.ts";

const layer = (
  name: string,
  channels: number,
  rows: number,
  columns: number,
  more: Partial<LayerShape> = {},
): LayerShape => ({ name, channels, rows, columns, units: false, hidden: false, ...more });

/** A title of this width. */
const reach = (width: number) => ({ left: width / 2, right: width / 2 });
const KERNEL = { count: 1, rows: 5, columns: 5 };
/** The layers behind the drawing, with the widths of their titles at 16 pixels a rem. */
const LENET: readonly LayerShape[] = [
  layer("conv1", 6, 28, 28, { gap: 3.25, kernels: KERNEL, title: reach(82), operation: 55 }),
  layer("pool1", 6, 14, 14, { gap: 1.875, title: reach(97), operation: 58 }),
  layer("conv2", 16, 10, 10, { gap: 2.5, title: reach(92), operation: 55 }),
  layer("pool2", 16, 5, 5, { gap: 1.875, title: reach(97), operation: 58 }),
  layer("fc1", 1, 1, 120, { units: true, gap: 2.5, title: reach(42), operation: 20 }),
  layer("fc2", 1, 1, 84, { units: true, gap: 2.25, title: reach(42), operation: 20 }),
  layer("output", 1, 1, 10, {
    units: true,
    gap: 2.125,
    title: reach(46),
    operation: 20,
    fixed: { width: 140, height: 400, across: 1, rows: 10 },
  }),
];
const HEADING = 84;

const space = (width: number, height: number, ratio = 1, rem = 16): Room2d => ({
  width,
  height: height + HEADING,
  ratio,
  rem,
  heading: HEADING,
});

const hide = (...names: string[]) =>
  LENET.map((each) => ({ ...each, hidden: names.includes(each.name) }));

const expectWhole = (number: number) => expect(number).toBeCloseTo(Math.round(number), 6);

/** Positions are whole device pixels, and no map leaves its layer's part of the height. */
function expectSound(placed: readonly Placed[], ratio: number) {
  for (const { x, y, left, top, grid, hidden, height } of placed) {
    for (const length of [x, y, left, top]) expectWhole(length * ratio);
    if (!hidden) expect(grid.height).toBeLessThanOrEqual(height + 1e-6);
  }
}

const acrossOf = (layers: readonly LayerShape[], room: Room2d) => layOutAcross(layers, room);

describe("sizes", () => {
  test("maps shrink by one rule, as measured for four windows", () => {
    const sides = (unit: number) => [28, 14, 10, 5].map((cells) => sideOf(cells, unit));
    expect(sides(77)).toEqual([77, 56, 45, 30]);
    expect(sides(98)).toEqual([98, 70, 55, 37.5]);
    expect(sides(168)).toEqual([168, 112, 95, 65]);
  });

  test("to scale, a cell is as large in every map, and halving a map halves its side", () => {
    for (let unit = 42; unit <= 336; unit += 7)
      for (const cells of [28, 14, 10, 5])
        expect(sideOf(cells, unit, true)).toBe((cells * unit) / 28);
    for (const ratio of [1, 2]) {
      const room = { ...space(804, 670, ratio), toScale: true };
      const cells = acrossOf(LENET, room)
        ?.placed.filter(({ name }) => /conv|pool/.test(name))
        .map(({ grid }) => grid.cell / ratio);
      expect(new Set(cells).size).toBe(1);
      expectSound(acrossOf(LENET, room)?.placed ?? [], ratio);
    }
  });

  test("what was downsampled is at most 0.74 of what it was made from, at every size", () => {
    for (let unit = 42; unit <= 336; unit += unit === 49 ? 14 : 7) {
      for (const [from, to] of [
        [28, 14],
        [10, 5],
      ] as const)
        expect(sideOf(to, unit) / sideOf(from, unit), `${unit}: ${to}`).toBeLessThanOrEqual(0.74);
    }
  });

  test("rows of maps are full where their number allows it", () => {
    expect([1, 4, 6, 16, 12, 32, 64, 7].map((maps) => rowsFor(maps))).toEqual([
      1, 4, 6, 8, 6, 8, 8, 7,
    ]);
    expect(rowsFor(11)).toBe(6); // a prime number: two columns, the last row with one
  });
});

describe("across", () => {
  test("the largest maps that fit are those of the design", () => {
    const unitAt = (width: number, height: number, rem = 16) =>
      acrossOf(LENET, { ...space(width, height, 1, rem) })?.unit;
    expect(unitAt(774, 496)).toBe(77); // 1366 x 768
    expect(unitAt(808, 628)).toBe(98); // 1440 x 900
  });

  for (let width = 700; width <= 2560; width += 89) {
    for (const ratio of [1, 1.25, 2, 3]) {
      test(`everything is in view and apart at ${width} px, ratio ${ratio}`, () => {
        const placed = acrossOf(LENET, space(width, 640, ratio))?.placed;
        if (placed === undefined) throw new Error("not laid out");
        expectSound(placed, ratio);
        let end = 0;
        for (const { x, width: wide, grid, left, height } of placed) {
          expect(Math.min(x, left + grid.frame / ratio)).toBeGreaterThanOrEqual(end - 1 / ratio);
          expect(grid.height + HEADING).toBeLessThanOrEqual(height + 1e-6);
          end = x + wide;
        }
        expect(end).toBeLessThanOrEqual(width + 1);
      });
    }
  }

  test("no two titles touch, and no operation's name touches an eye", () => {
    for (let width = 700; width <= 2000; width += 40) {
      const placed = acrossOf(LENET, space(width, 640))?.placed ?? [];
      for (const [i, one] of placed.entries()) {
        const other = placed[i + 1];
        if (other === undefined) continue;
        const [a, b] = [LENET[i], LENET[i + 1]];
        const middles = other.x + other.width / 2 - (one.x + one.width / 2);
        expect(middles).toBeGreaterThanOrEqual((a?.title?.right ?? 0) + (b?.title?.left ?? 0) + 7);
        const gap = (other.x + one.x + one.width) / 2;
        const half = (b?.operation ?? 0) / 2 + 12;
        expect(gap - (one.x + one.width / 2)).toBeGreaterThanOrEqual(half - 1);
        expect(other.x + other.width / 2 - gap).toBeGreaterThanOrEqual(half - 1);
      }
    }
  });

  test("downsampled maps stand on the rows of those that they are made from", () => {
    const placed = acrossOf(LENET, space(808, 628))?.placed ?? [];
    const middles = (name: string) => {
      const found = placed.find((each) => each.name === name);
      if (found === undefined) throw new Error(name);
      const { grid, top } = found;
      return Array.from(
        { length: Math.ceil(grid.channels / grid.across) },
        (_, row) => top + mapCorner(grid, row * grid.across).y + (grid.rows * grid.cell) / 2,
      );
    };
    for (const [from, to] of [
      ["conv1", "pool1"],
      ["conv2", "pool2"],
    ] as const) {
      const ends = middles(to);
      for (const [i, y] of middles(from).entries())
        expect(Math.abs(y - (ends[i] ?? 0))).toBeLessThanOrEqual(1);
    }
  });

  test("too little width is said so instead of made unreadable", () => {
    expect(acrossOf(LENET, space(420, 640))).toBeNull();
  });

  test("hidden layers close up and give their room to the others", () => {
    const all = acrossOf(LENET, space(700, 740));
    const some = acrossOf(hide("conv2", "pool2", "fc1"), space(700, 740));
    expect(some?.placed.find(({ name }) => name === "conv2")?.width).toBe(28);
    expect(some?.unit).toBeGreaterThan(all?.unit ?? 0);
  });

  test("all hidden is a row of stubs, none is nothing", () => {
    const placed = acrossOf(hide(...LENET.map(({ name }) => name)), space(1100, 740))?.placed;
    expect(placed?.every(({ hidden, width }) => hidden && width === 28)).toBe(true);
    expect(acrossOf([], space(1100, 740))?.placed).toEqual([]);
  });
});

/** Numbers that look random and are the same each time. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * most);
  };
}

describe("branches", () => {
  let laidOut = 0;
  for (let seed = 1; seed <= 40; seed++) {
    test(`made-up network ${seed}: layers of a column lie one above the other, nothing overlaps`, () => {
      const pick = chance(seed);
      let column = 0;
      const layers = Array.from({ length: 4 + pick(7) }, (_, i) => {
        if (i > 0 && pick(3) > 0) column++;
        const side = [28, 14, 8, 5][pick(4)] ?? 5;
        return layer(`layer${i}`, 1 + pick(24), side, side, { column, hidden: pick(6) === 0 });
      });
      const ratio = [1, 1.5, 2][pick(3)] ?? 1;
      const room = space(1100 + pick(900), 640 + pick(300), ratio);
      const placed = acrossOf(layers, room)?.placed;
      if (placed === undefined) return;
      laidOut++;
      expectSound(placed, ratio);
      const slack = 1.5 / ratio;
      for (const [i, one] of placed.entries()) {
        expect(one.x + one.width).toBeLessThanOrEqual(room.width + slack);
        expect(one.y + one.height).toBeLessThanOrEqual(room.height + slack);
        for (const [j, other] of placed.entries()) {
          if (j <= i) continue;
          const same = layers[i]?.column === layers[j]?.column;
          if (same) expect(other.y).toBeGreaterThanOrEqual(one.y + one.height - slack);
          else expect(other.x).toBeGreaterThanOrEqual(one.x + one.width - slack);
        }
      }
    });
  }

  test("most of them have room side by side", () => {
    expect(laidOut).toBeGreaterThan(30);
  });
});

describe("pages", () => {
  const crowded = (page: number) =>
    acrossOf([layer("many", 200, 28, 28, { page })], space(400, 600))?.placed[0]?.grid;

  test("all maps are on some page, each on one", () => {
    const first = crowded(0);
    if (first === undefined) throw new Error("not laid out");
    expect(first.pages).toBeGreaterThan(1);
    let next = 0;
    for (let page = 0; page < first.pages; page++) {
      const grid = crowded(page);
      expect(grid?.first).toBe(next);
      next += grid?.channels ?? 0;
    }
    expect(next).toBe(200);
  });

  test("a page that does not exist is the last one, and cells are found on every page", () => {
    const grid = crowded(999);
    if (grid === undefined) throw new Error("not laid out");
    expect(grid.page).toBe(grid.pages - 1);
    const { x, y } = mapCorner(grid, grid.first);
    expect(cellAt(grid, x, y)).toEqual({ channel: grid.first, row: 0, column: 0 });
  });
});

describe("kernels", () => {
  const gridAt = (name: string, ratio: number) =>
    acrossOf(LENET, space(808, 628, ratio))?.placed.find((each) => each.name === name)?.grid;

  test("one stands before each map, 30 pixels large and 8 from it; of more there are none", () => {
    for (const ratio of [1, 2]) {
      const grid = gridAt("conv1", ratio);
      if (!grid?.kernels) throw new Error("no kernels");
      expect(grid.kernels.cell * 5).toBe(30 * ratio);
      for (const channel of [0, 5]) {
        const [map, { x, y }] = [
          mapCorner(grid, channel),
          kernelCorner(grid, grid.kernels, channel, 0),
        ];
        expect(map.x - grid.frame - (x + 30 * ratio)).toBe(8 * ratio);
        expect(weightAt(grid, x, y)).toEqual({ channel, input: 0, at: 0 });
        const end = 30 * ratio - 0.5;
        expect(weightAt(grid, x + end, y + end)).toEqual({ channel, input: 0, at: 24 });
        expect(cellAt(grid, x, y)).toBeNull();
      }
      expect(gridAt("conv2", ratio)?.kernels).toBeNull();
    }
  });

  test("arrow keys go from weight to weight, over all kernels of a map, and stop at their edge", () => {
    const kernels = { count: 3, rows: 2, columns: 3, across: 2, cell: 4 };
    const go = (...keys: string[]) =>
      keys.reduce<WeightPlace | null>((from, key) => weightBeside(kernels, from, key), null);
    expect(go("ArrowRight")).toEqual({ input: 0, at: 4 });
    expect(go("", "ArrowRight")).toEqual({ input: 0, at: 5 });
    expect(go("", "ArrowRight", "ArrowRight")).toEqual({ input: 1, at: 3 });
    expect(go("", "ArrowDown")).toEqual({ input: 2, at: 1 });
    expect(go("", "ArrowDown", "ArrowRight", "ArrowRight")).toEqual({ input: 2, at: 2 });
    expect(go("", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft")).toEqual({ input: 0, at: 0 });
  });
});

describe("strips", () => {
  const strips = (height: number) =>
    (acrossOf(LENET, space(808, height))?.placed ?? []).filter(({ grid }) => grid.folded);

  test("units go down one line and up the next, in their own order", () => {
    const [first] = strips(628);
    if (first === undefined) throw new Error("no strip");
    expect([first.grid.columns, first.grid.rows]).toEqual([2, 60]);
    const at = (unit: number) => positionOf(first.grid, unit);
    expect(at(0)).toEqual({ channel: 0, row: 0, column: 0 });
    expect(at(59)).toEqual({ channel: 0, row: 59, column: 0 });
    expect(at(60)).toEqual({ channel: 0, row: 59, column: 1 });
    expect(at(119)).toEqual({ channel: 0, row: 0, column: 1 });
    for (let unit = 0; unit < 120; unit++) expect(indexOf(first.grid, at(unit))).toBe(unit);
  });

  test("their dots are 9 pixels apart, less where the stage is low, and the same in all of them", () => {
    expect(strips(628).map(({ grid }) => grid.cell)).toEqual([9, 9]);
    expect(strips(496).map(({ grid }) => grid.cell)).toEqual([7, 7]);
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

  test("each layer has the room that its own heading takes", () => {
    const headed = LENET.map((each, i) => ({ ...each, heading: 20 + 15 * (i % 3) }));
    const placed = layOutDown(headed, { ...space(358, 0, 2), heading: 30 });
    expect(placed.map(({ top, y }) => top - y)).toEqual(headed.map(({ heading }) => heading));
    expectSound(placed, 2);
  });
});

test("every cell is found where it is painted, and nothing is found between maps", () => {
  const placed = acrossOf(LENET, space(1200, 740, 2))?.placed ?? [];
  const grid = placed.find(({ name }) => name === "conv2")?.grid;
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
