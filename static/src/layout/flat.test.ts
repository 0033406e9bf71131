import { describe, expect, test } from "vitest";
import { layOutAcross, layOutDown, type Placed, type Room2d, STUB } from "./flat.ts";
import { type Grid, type LayerShape, makeGrid } from "./grids.ts";
import {
  cellAt,
  kernelCorner,
  mapCorner,
  type WeightPlace,
  weightAt,
  weightBeside,
} from "./places.ts";

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

const space = (width: number, height: number, ratio = 1): Room2d => ({
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

/** Numbers that look random and are the same each time. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * most);
  };
}

describe("branches", () => {
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
      const room = { ...space(1100 + pick(900), 640 + pick(300), ratio), aisle: 20 };
      const placed = layOutAcross(layers, room);
      if (placed === null) return;
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
});

describe("pages", () => {
  const crowded = (page: number) =>
    layOutAcross([layer("many", 200, 28, 28, { page })], space(400, 700))?.[0]?.grid;

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
  const with5 = (count: number) => ({ kernels: { count, rows: 5, columns: 5 } });
  const layers = LENET.map((each) => {
    if (each.name === "conv1") return { ...each, ...with5(1) };
    return each.name === "conv2" ? { ...each, ...with5(6) } : each;
  });
  const gridsAt = (width: number, height: number, from: readonly LayerShape[] = layers) =>
    new Map(layOutAcross(from, space(width, height))?.map(({ name, grid }) => [name, grid]));
  const namesAt = (width: number, height: number, has: (grid: Grid) => boolean) =>
    [...gridsAt(width, height)].filter(([, grid]) => has(grid)).map(([name]) => name);

  test("beside maps that would be small for them, those of layers with many input maps go first", () => {
    const beside = (width: number) => namesAt(width, 740, ({ lead }) => lead > 0);
    expect(beside(1100)).toEqual(["conv1", "conv2"]);
    const seen = Array.from({ length: 60 }, (_, i) => beside(700 + 8 * i).length);
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
  });

  test("where they have no room beside the maps they stand below them, where height allows", () => {
    expect(namesAt(740, 740, ({ foot }) => foot > 0)).toEqual(["conv1", "conv2"]);
    expect(namesAt(760, 660, ({ kernels }) => kernels !== null)).toEqual([]);
  });

  test("below the maps they cost them nothing, and every weight is found where it is painted", () => {
    for (const [width, height] of [
      [760, 740],
      [740, 660],
      [740, 900],
    ] as const) {
      const without = gridsAt(width, height, LENET);
      for (const [name, grid] of gridsAt(width, height)) {
        const { cell, across, channels, kernels, foot } = grid;
        if (foot === 0 || kernels === null) continue;
        const { cell: before, across: acrossBefore } = without.get(name) as Grid;
        expect([cell, across]).toEqual([before, acrossBefore]);
        for (const channel of [0, channels - 1]) {
          const map = mapCorner(grid, channel);
          expect(cellAt(grid, map.x, map.y)).toEqual({ channel, row: 0, column: 0 });
          for (let input = 0; input < kernels.count; input++) {
            const { x, y } = kernelCorner(grid, kernels, channel, input);
            expect(y).toBeGreaterThan(map.y + grid.rows * cell);
            const end = { x: x + 5 * kernels.cell, y: y + 5 * kernels.cell };
            expect(end.x).toBeLessThanOrEqual(map.x + grid.columns * cell);
            expect(end.y).toBeLessThanOrEqual(grid.height);
            expect(weightAt(grid, x, y)).toEqual({ channel, input, at: 0 });
            expect(weightAt(grid, end.x - 0.5, end.y - 0.5)).toEqual({ channel, input, at: 24 });
            expect(cellAt(grid, x, y)).toBeNull();
          }
        }
      }
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

  test("maps with their kernels fill the width", () => {
    const kernels = { count: 6, rows: 5, columns: 5 };
    for (const width of [288, 320, 358, 412]) {
      const conv2 = layer("conv2", 16, 10, 10, { kernels });
      const { grid } = layOutDown([conv2], space(width, 0, 2))[0] as Placed;
      const larger = makeGrid(conv2, grid.cell + 1, grid.across, 2);
      expect(grid.kernels).not.toBeNull();
      expect(larger.width > width || larger.height > 430).toBe(true);
    }
  });
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
