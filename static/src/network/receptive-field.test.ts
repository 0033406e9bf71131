import { expect, test } from "vitest";
import { countOf } from "../math/shape.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { Box } from "./boxes.ts";
import { find, type Graph, graphOf, indexOf } from "./graph.ts";
import * as fields from "./receptive-field.ts";

const LENET = graphOf(DESCRIPTION.operations);
const SKIP = graphOf(SKIPPING.operations);

const fieldOf = (graph: Graph, name: string, index: number) =>
  fields.fieldOf(graph, { operation: find(graph, name), index });
const seersOf = (graph: Graph, name: string, index: number) =>
  fields.seersOf(graph, { operation: find(graph, name), index });
/** Each window on the way, where they can be listed. */
function growthOf(graph: Graph, name: string, index: number): readonly fields.Growth[] {
  const growth = fields.growthOf(graph, { operation: find(graph, name), index });
  if (growth === "whole") throw new Error(`a cell of ${name} sees everything`);
  return growth;
}

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

test("how a field grows is given window by window", () => {
  const steps = growthOf(LENET, "pool2", 0);
  expect(steps.map(({ operation, size, jump }) => [operation.name, size, jump])).toEqual([
    ["conv1", 5, 1],
    ["pool1", 6, 2],
    ["conv2", 14, 2],
    ["pool2", 16, 4],
  ]);
  expect(fields.growthOf(LENET, { operation: find(LENET, "fc1"), index: 0 })).toBe("whole");
});

/** Every pair (cell that sees, cell seen) of two operations, tried one by one. */
function agrees(graph: Graph, later: string, earlier: string): void {
  const shapes = new Map(graph.operations.map((each) => [each.name, each.output_shape]));
  const count = (name: string) => countOf(shapes.get(name) ?? []);
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

test("how a field grows through a concatenation is given for the branch that the cell comes from", () => {
  const kernels = (channel: number) =>
    growthOf(SKIP, "joined", indexOf([6, 8, 8], { channel, row: 4, column: 4 })).map(
      ({ operation }) => operation.name,
    );
  expect(kernels(1)).toEqual(["first", "second", "narrow"]);
  expect(kernels(5)).toEqual(["first", "second", "wide"]);
});

test("a convolution in groups sees the maps of its own group, and is seen by no other", () => {
  const grouped = graphOf(
    SKIPPING.operations.map((each) => (each.name === "second" ? { ...each, groups: 2 } : each)),
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

test("past an operation that the page does not know nothing is said to be seen, on every way through it", () => {
  const strange = (name: string) =>
    graphOf(
      SKIPPING.operations.map((each) => (each.name === name ? { ...each, kind: "fold" } : each)),
    );
  const graph = strange("second");
  // "added" takes from "second" and from "first" itself: the half that is known would not be all of it.
  expect([...fieldOf(graph, "added", 9).keys()].sort()).toEqual(["added", "second"]);
  expect(fieldOf(graph, "first", 9).has("image")).toBe(true);
  expect([...seersOf(graph, "image", 9).keys()]).toEqual(["image", "first"]);
  expect(fields.unknownBefore(graph, find(graph, "output"))?.name).toBe("second");
  expect(fields.unknownBefore(graph, find(graph, "first"))).toBeNull();
});

test("an operation with other settings than its shapes have is not known", () => {
  const padding = [0, 0]; // "same" padding, as a module may have it, does not reach the description
  const graph = graphOf(
    SKIPPING.operations.map((each) => (each.name === "wide" ? { ...each, padding } : each)),
  );
  expect([...fieldOf(graph, "wide", 9).keys()]).toEqual(["wide"]);
});
