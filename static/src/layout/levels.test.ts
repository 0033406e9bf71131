import { expect, test } from "vitest";
import { layerOf } from "../testing/shapes.ts";
import { layOutAcross } from "./flat.ts";
import type { LayerShape } from "./grids.ts";
import type { Placed, Room2d } from "./placed.ts";

/** [name, maps, side, column, level, passed by a skip] */
const PLACES = [
  ["down1", 8, 28, 0, 0, false],
  ["pool1", 8, 14, 0, 1, false],
  ["down2", 16, 14, 1, 1, false],
  ["pool2", 16, 7, 1, 2, false],
  ["bottom", 32, 7, 2, 2, false],
  ["up2", 16, 14, 2, 1, true],
  ["level2", 16, 14, 3, 1, false],
  ["up1", 8, 28, 3, 0, true],
  ["level1", 8, 28, 4, 0, false],
] as const;
const COMPACT = ["pool1", "pool2", "up2", "up1"];

const layers = (...hidden: string[]): LayerShape[] => [
  ...PLACES.map(([name, maps, side, column, level, passed]) =>
    layerOf(name, maps, side, {
      column,
      level,
      passed,
      most: 1,
      hidden: hidden.includes(name),
      ...(COMPACT.includes(name) && { heading: 28 }),
    }),
  ),
  layerOf("output", 3, 28, { column: 5, level: 0, passed: false }),
];
const room = (width: number, height: number): Room2d => ({
  width,
  height,
  ratio: 1,
  rem: 16,
  heading: 84,
});

function placedIn(width: number, height: number, ...hidden: string[]) {
  const across = layOutAcross(layers(...hidden), room(width, height));
  const placed = new Map(across?.placed.map((each) => [each.name, each]));
  const at = (name: string) => placed.get(name) as Placed;
  const middle = (name: string) => at(name).top + at(name).grid.height / 2;
  return { at, middle, all: [...placed.values()] };
}

test.each([
  [840, 724],
  [700, 570],
  [1300, 900],
])("maps of one size stand on one line in %i x %i, and nothing overlaps", (width, height) => {
  const { at, middle, all } = placedIn(width, height);
  expect(middle("down1")).toBeCloseTo(middle("level1"), 0);
  for (const name of ["pool1", "level2"]) expect(middle(name)).toBeCloseTo(middle("down2"), 0);
  expect(middle("bottom")).toBeCloseTo(middle("pool2"), 0);
  // A skip runs above what it goes past, title and all.
  expect(at("up1").y).toBeGreaterThan(middle("down1"));
  expect(at("up2").y).toBeGreaterThan(middle("down2"));
  for (const [below, above] of [
    ["pool1", "down1"],
    ["pool2", "down2"],
  ] as const)
    expect(at(below).y - (at(above).top + at(above).grid.height)).toBeGreaterThan(20);
  for (const one of all)
    for (const other of all) {
      if (one === other || one.x !== other.x) continue;
      expect(one.y + one.height <= other.y || other.y + other.height <= one.y).toBe(true);
    }
  for (const { x, y, width: wide, height: high } of all) {
    expect(x + wide).toBeLessThanOrEqual(width + 1);
    expect(y + high).toBeLessThanOrEqual(height + 1);
  }
});

test("the answer begins at the top right, its maps one below the other", () => {
  const { at } = placedIn(840, 724);
  expect(at("output").y).toBe(0);
  expect(at("output").grid).toMatchObject({ channels: 3, across: 1 });
  expect(at("output").x).toBeGreaterThan(at("level1").x);
});

test("below each of the answer's maps is room for its name", () => {
  const [output, ...rest] = layers().reverse() as [LayerShape, ...LayerShape[]];
  const all = [...rest.reverse(), { ...output, named: 20 }];
  const placed = layOutAcross(all, room(840, 724))?.placed ?? [];
  const [last, beside] = [placed.at(-1) as Placed, placed.at(-2) as Placed];
  expect(last.grid.pitch.y - last.grid.rows * last.grid.cell).toBeGreaterThanOrEqual(20);
  expect(last.top + last.grid.height + 20).toBeLessThanOrEqual(724);
  expect(last.top).toBe(beside.top);
});

test("a hidden layer leaves all levels where they are, and is no wider than its name needs", () => {
  const [before, after] = [placedIn(840, 724), placedIn(840, 724, "up2")];
  expect(after.at("up2").width).toBeLessThanOrEqual(44);
  expect(after.at("up2").y).toBeGreaterThan(after.middle("down2"));
  for (const name of ["down1", "down2", "bottom", "level2"])
    expect(after.at(name).y).toBe(before.at(name).y);
});

test("a room too low for the levels has none", () => {
  expect(layOutAcross(layers(), room(840, 260))).toBeNull();
});
