import { expect, test } from "vitest";
import { layOutAcross } from "../layout/flat.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { columnsOf, connectionsOf } from "./branches.ts";
import { indexNetwork } from "./network.ts";

test("in a chain every connection goes without saying, skips and branches are drawn", () => {
  expect(connectionsOf(indexNetwork(DESCRIPTION))).toEqual([]);
  expect(connectionsOf(indexNetwork(SKIPPING))).toEqual([
    ["added", "wide"],
    ["added", "narrow"],
    ["narrow", "joined"],
    ["wide", "joined"],
  ]);
});

test("branches share a column, everything else has one of its own", () => {
  expect([...columnsOf(indexNetwork(DESCRIPTION)).values()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const columns = columnsOf(indexNetwork(SKIPPING));
  expect(columns.get("wide")).toBe(columns.get("narrow"));
  expect(columns.get("joined")).toBe((columns.get("wide") ?? 0) + 1);
});

test("layers that end in ReLU have a preactivation, the others none", () => {
  const { preactivation } = indexNetwork(DESCRIPTION);
  expect([...preactivation]).toEqual([
    ["conv1", "conv1"],
    ["conv2", "conv2"],
    ["fc1", "fc1"],
    ["fc2", "fc2"],
  ]);
});

test("of many maps the first are laid out, and the grid says how many", () => {
  const layers = [64, 256, 512].map((channels, i) => ({
    name: `layer${i}`,
    channels,
    rows: 28,
    columns: 28,
    units: false,
    hidden: false,
  }));
  const room = { width: 900, height: 700, ratio: 1, rem: 16, heading: 84 };
  const placed = layOutAcross(layers, room)?.placed;
  const shown = placed?.map(({ grid }) => grid.channels) ?? [];
  expect(shown[2]).toBeLessThan(512);
  expect(shown[2]).toBeGreaterThanOrEqual(8);
  const last = placed?.at(-1);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(901);
});
