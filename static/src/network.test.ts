import { expect, test } from "vitest";
import { layOutAcross } from "./math/layout.ts";
import { indexNetwork, skipsOf } from "./network.ts";
import { DESCRIPTION } from "./testing/description.ts";
import { SKIPPING } from "./testing/skipping.ts";

test("a chain has no skips; a skip and the branches of a concatenation are found", () => {
  expect(skipsOf(indexNetwork(DESCRIPTION))).toEqual([]);
  expect(skipsOf(indexNetwork(SKIPPING))).toEqual([
    ["added", "narrow"],
    ["wide", "joined"],
  ]);
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
  const space = { width: 900, height: 700, ratio: 1, heading: 96, narrowest: 80 };
  const placed = layOutAcross(layers, space);
  const shown = placed?.map(({ grid }) => grid.channels) ?? [];
  expect(shown[2]).toBeLessThan(512);
  expect(shown[2]).toBeGreaterThanOrEqual(8);
  const last = placed?.at(-1);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(901);
});
