import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { type Graph, graphOf, indexOf, windowOf } from "./graph.ts";
import { type Box, fieldOf, growthOf, seersOf } from "./receptive-field.ts";

const LENET = graphOf(DESCRIPTION.operations);
const SKIP = graphOf(SKIPPING.operations);

test("a cell deep in the network sees the patch that the layers' windows add up to", () => {
  const index = indexOf([16, 5, 5], { channel: 3, row: 2, column: 2 });
  const field = fieldOf(LENET, "pool2", index);
  expect(field.get("relu2")).toEqual({ channels: [3, 3], rows: [4, 5], columns: [4, 5] });
  expect(field.get("pool1")).toEqual({ channels: [0, 5], rows: [4, 9], columns: [4, 9] });
  expect(field.get("image")).toEqual({ channels: [0, 0], rows: [6, 21], columns: [6, 21] });
});

test("at the border the field is clipped to what exists", () => {
  const corner = fieldOf(LENET, "relu1", 0);
  expect(corner.get("image")).toEqual({ channels: [0, 0], rows: [0, 2], columns: [0, 2] });
});

test("how a field grows is told window by window", () => {
  const steps = growthOf(LENET, "pool2", 0);
  expect(steps?.map(({ operation, size, jump }) => [operation, size, jump])).toEqual([
    ["conv1", 5, 1],
    ["pool1", 6, 2],
    ["conv2", 14, 2],
    ["pool2", 16, 4],
  ]);
  expect(growthOf(LENET, "fc1", 0)).toBeNull();
});

/** Every pair (cell that sees, cell seen) of two operations, tried one by one. */
function agrees(graph: Graph, later: string, earlier: string): void {
  const shapes = new Map(graph.operations.map((each) => [each.name, each.output_shape]));
  const count = (name: string) => (shapes.get(name) ?? []).reduce((a, b) => a * b, 1);
  const step = (name: string) => Math.max(1, Math.floor(count(name) / 60));
  const inside = (box: Box | undefined, name: string, index: number) => {
    const [, rows = 1, columns = 1] = shapes.get(name) ?? [];
    const channel = Math.floor(index / (rows * columns));
    const row = Math.floor(index / columns) % rows;
    const column = index % columns;
    return (
      box !== undefined &&
      channel >= box.channels[0] &&
      channel <= box.channels[1] &&
      row >= box.rows[0] &&
      row <= box.rows[1] &&
      column >= box.columns[0] &&
      column <= box.columns[1]
    );
  };
  for (let seer = 0; seer < count(later); seer += step(later)) {
    const field = fieldOf(graph, later, seer).get(earlier);
    for (let seen = 0; seen < count(earlier); seen += step(earlier)) {
      const seers = seersOf(graph, earlier, seen).get(later);
      const isSeer = seers?.some((box) => inside(box, later, seer)) ?? false;
      expect(inside(field, earlier, seen)).toBe(isSeer);
    }
  }
}

for (const later of ["relu1", "pool1", "conv2", "pool2", "fc1"]) {
  test(`what ${later} sees and what sees the drawing agree, cell by cell`, () => {
    agrees(LENET, later, "image");
  });
}

test("a skip widens the field to the wider branch, and a concatenation sees the branch it comes from", () => {
  for (const later of ["narrow", "wide", "joined"]) agrees(SKIP, later, "image");
  const joined = fieldOf(SKIP, "joined", indexOf([6, 8, 8], { channel: 1, row: 4, column: 4 }));
  expect([...joined.keys()]).not.toContain("wide");
  const added = fieldOf(SKIP, "added", indexOf([4, 8, 8], { channel: 1, row: 4, column: 4 }));
  expect(added.get("image")).toEqual({ channels: [0, 0], rows: [2, 6], columns: [2, 6] });
});

test("how a field grows through a concatenation is told of the branch that the cell comes from", () => {
  const kernels = (channel: number) =>
    growthOf(SKIP, "joined", indexOf([6, 8, 8], { channel, row: 4, column: 4 }))?.map(
      ({ operation }) => operation,
    );
  expect(kernels(1)).toEqual(["first", "second", "narrow"]);
  expect(kernels(5)).toEqual(["first", "second", "wide"]);
});

test("windows fall back to one cell where an operation has none", () => {
  expect(windowOf(SKIPPING.operations[0] as (typeof SKIPPING.operations)[0]).size).toEqual([1, 1]);
});

test("a convolution in groups sees the maps of its own group, and is seen by no other", () => {
  // Two groups of two maps: half as many products as with all four.
  const multiply_adds = 4 * 8 * 8 * 3 * 3 * 2;
  const grouped = graphOf(
    SKIPPING.operations.map((each) => (each.name === "second" ? { ...each, multiply_adds } : each)),
  );
  const cell = (channel: number) => indexOf([4, 8, 8], { channel, row: 4, column: 4 });
  const around = { rows: [3, 5], columns: [3, 5] };
  expect(fieldOf(grouped, "second", cell(3)).get("first")).toEqual({ channels: [2, 3], ...around });
  expect(fieldOf(grouped, "added", cell(0)).get("first")).toEqual({ channels: [0, 1], ...around });
  expect(seersOf(grouped, "first", cell(1)).get("second")).toEqual([
    { channels: [0, 1], ...around },
  ]);
  agrees(grouped, "second", "first");
});
