import { expect, test } from "vitest";
import { length } from "../math/vectors.ts";
import { withOneOpen } from "../network/blocks.ts";
import { find, graphOf } from "../network/graph.ts";
import { indexNetwork } from "../network/network.ts";
import { fieldOf } from "../network/receptive-field.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { spaceOf } from "../testing/spaces.ts";
import { around, coneOf, sidesOf } from "./cone.ts";

function coneIn(
  description: typeof DESCRIPTION,
  operation: string,
  index: number,
  hidden: string[] = [],
) {
  const shown = new Map(description.layers.map((layer) => [layer.name, layer.shown]));
  const graph = graphOf(description.operations);
  const field = fieldOf(graph, { operation: find(graph, operation), index });
  return coneOf(graph, shown, spaceOf(description, { hidden }), field);
}

const ways = (hulls: ReturnType<typeof coneIn>) => [
  ...new Set(hulls.map(({ layer, before }) => `${layer}<${before}`)),
];

test("a cell of the second convolution sees six maps, each of them its own, all of them the drawing", () => {
  const hulls = coneIn(DESCRIPTION, "relu2", 0);
  expect(ways(hulls)).toEqual(["conv2<pool1", "pool1<conv1", "conv1<input"]);
  expect(hulls.filter(({ layer }) => layer === "pool1").length).toBe(6);
  expect(hulls.length).toBe(18);
});

test("on the drawing, the cone ends at the receptive field", () => {
  const hulls = coneIn(DESCRIPTION, "relu1", 14 * 28 + 14);
  expect(hulls.length).toBe(1);
  expect(length(hulls[0]?.to.right ?? [0, 0, 0])).toBeCloseTo(5 / Math.sqrt(28), 9);
});

test("it goes through hidden layers to what is behind them", () => {
  expect(ways(coneIn(DESCRIPTION, "relu2", 0, ["pool1", "conv1"]))).toEqual(["conv2<input"]);
});

test("many maps of many maps become one hull", () => {
  const hulls = coneIn(DESCRIPTION, "relu3", 5);
  expect(hulls.filter(({ layer, before }) => layer === "conv2" && before === "pool1").length).toBe(
    1,
  );
});

test("it follows both sides of a skip and every branch", () => {
  const seen = ways(coneIn(SKIPPING, "output", 1));
  expect(seen).toContain("joined<wide");
  expect(seen).toContain("joined<narrow");
  expect(seen).toContain("added<first");
});

test("a hull has four sides of two triangles", () => {
  const tile = { corner: [0, 0, 0], right: [1, 0, 0], down: [0, -1, 0] } as const;
  const sides = sidesOf({ layer: "", before: "", from: tile, to: { ...tile, corner: [0, 0, 5] } });
  expect(sides.length).toBe(24);
});

test("the smallest tile around tiles reaches from the first to the last", () => {
  const tile = { right: [1, 0, 0], down: [0, -1, 0] } as const;
  const all = around([
    { ...tile, corner: [2, 0, 0] },
    { ...tile, corner: [0, -3, 0] },
  ]);
  expect(all).toEqual({ corner: [0, 0, 0], right: [3, 0, 0], down: [0, -4, 0] });
});

test("it goes through closed blocks to what they are made of", () => {
  const blocks = [
    { name: "one", title: "Block 1", layers: ["first", "added"], switches: [] },
    { name: "two", title: "Block 2", layers: ["wide", "narrow", "joined"], switches: [] },
  ];
  const { description } = withOneOpen(indexNetwork({ ...SKIPPING, blocks }), null);
  expect(ways(coneIn(description, "joined", 27))).toEqual(["joined<added", "added<input"]);
});
