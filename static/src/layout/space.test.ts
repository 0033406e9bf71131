import { expect, test } from "vitest";
import { dot, length, subtract } from "../math/vectors.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { slabIn, spaceOf } from "../testing/spaces.ts";
import {
  cellTile,
  cornersOf,
  indexAt,
  layOutInSpace,
  pointOn,
  type Slab,
  type Slabs,
  slabTile,
  tilesOf,
} from "./space.ts";

test("layers follow one another along the flow, in the order of computation", () => {
  const along = spaceOf(DESCRIPTION).slabs.map((slab) => slab.along);
  expect(along).toEqual([...along].sort((a, b) => a - b));
  expect(new Set(along).size).toBe(8);
});

test("branches stand beside one another at the same depth, and do not touch", () => {
  const space = spaceOf(SKIPPING);
  const [wide, narrow] = [slabIn(space, "wide"), slabIn(space, "narrow")];
  expect(wide.along).toBe(narrow.along);
  expect(Math.abs(wide.aside - narrow.aside)).toBeGreaterThan((wide.width + narrow.width) / 2);
  expect(slabIn(space, "joined").along).toBeGreaterThan(wide.along);
});

test("a hidden layer closes up to a stub, and the row gets shorter", () => {
  const reach = ({ slabs }: Slabs) => (slabs.at(-1)?.along ?? 0) - (slabs[0]?.along ?? 0);
  const closed = spaceOf(DESCRIPTION, { hidden: ["conv2"] });
  expect(slabIn(closed, "conv2").width).toBeLessThan(2);
  expect(reach(closed)).toBeLessThan(reach(spaceOf(DESCRIPTION)) - 2);
});

test("spacing moves layers apart and nothing else", () => {
  const [near, far] = [0.5, 1.5].map((spacing) => spaceOf(DESCRIPTION, { spacing }));
  const ratio = (slabIn(far as Slabs, "output").along ?? 0) / slabIn(near as Slabs, "output").along;
  expect(ratio).toBeCloseTo(3, 9);
  expect(slabIn(far as Slabs, "conv1").width).toBe(slabIn(near as Slabs, "conv1").width);
});

test.each(["row", "stack"] as const)(
  "in a %s, every cell is found where it lies",
  (arrangement) => {
    for (const description of [DESCRIPTION, SKIPPING]) {
      const space = spaceOf(description, { arrangement });
      for (const slab of space.slabs) {
        const corner = pointOn(space, slab, 0, 0);
        for (let index = 0; index < slab.count; index += 7) {
          const tile = cellTile(space, slab, index);
          const across = subtract(tile.corner, corner);
          const right = dot(across, space.axes.right) + slab.cell / 2;
          const down = -dot(across, space.axes.up) + slab.cell / 2;
          expect(indexAt(slab, right, down), `${slab.name} ${index}`).toBe(index);
        }
      }
    }
  },
);

test("between maps, and past the last unit of a strip, there is no cell", () => {
  const conv1 = slabIn(spaceOf(DESCRIPTION), "conv1");
  expect(indexAt(conv1, conv1.columns * conv1.cell + conv1.gap / 2, 1)).toBe(null);
  expect(indexAt(conv1, -0.1, 1)).toBe(null);
  const odd = layOutInSpace([{ name: "fc", shape: [37], hidden: false, depth: 0 }], 1, "row");
  const strip = odd.slabs[0] as Slab;
  expect(indexAt(strip, strip.width - 0.01, strip.height - 0.01)).toBe(null);
});

test("a box of cells covers one tile in each of its maps; a whole row of units one", () => {
  const space = spaceOf(DESCRIPTION);
  const box = { channels: [1, 3], rows: [2, 4], columns: [0, 4] } as const;
  const tiles = tilesOf(space, slabIn(space, "pool1"), box);
  expect(tiles.length).toBe(3);
  const { cell } = slabIn(space, "pool1");
  expect(length(tiles[0]?.down ?? [0, 0, 0])).toBeCloseTo(3 * cell, 9);
  const all = { channels: [0, 119], rows: [0, 0], columns: [0, 0] } as const;
  expect(tilesOf(space, slabIn(space, "fc1"), all)).toEqual([
    slabTile(space, slabIn(space, "fc1")),
  ]);
});

test("tiles go round: right from left above to left below", () => {
  const corners = cornersOf({ corner: [0, 0, 0], right: [2, 0, 0], down: [0, -1, 0] });
  expect(corners).toEqual([
    [0, 0, 0],
    [2, 0, 0],
    [2, -1, 0],
    [0, -1, 0],
  ]);
});

test("what is like the layer before it stands closer behind it, and does not touch it", () => {
  const shapes = ["one", "two", "three"].map((name, depth) => ({
    name,
    shape: [8, 14, 14],
    hidden: false,
    depth,
  }));
  const [apart, close] = [false, true].map((isClose) =>
    layOutInSpace(
      shapes.map((each) => ({ ...each, close: isClose && each.depth > 0 })),
      1,
      "row",
    ).slabs.map(({ along }) => along),
  );
  const stepsOf = (all: readonly number[] = []) => all.slice(1).map((at, i) => at - (all[i] ?? 0));
  expect(Math.max(...stepsOf(close))).toBeLessThan(Math.min(...stepsOf(apart)) / 2);
  expect(Math.min(...stepsOf(close))).toBeGreaterThan(1);
});
