import { expect, test } from "vitest";
import { SKIPPING } from "../testing/skipping.ts";
import { blockToOpen, ideaOf, withOneOpen } from "./blocks.ts";
import { columnsOf, compactIn, connectionsOf, rowsOfBlocks } from "./branches.ts";
import { edgesOf } from "./edges.ts";
import { forwardSteps } from "./forward.ts";
import { convolutionOf, indexNetwork } from "./network.ts";
import { fieldOf } from "./receptive-field.ts";

const BLOCKS = [
  { name: "one", title: "Block 1", layers: ["first", "added"], switches: [] },
  { name: "two", title: "Block 2", layers: ["wide", "narrow", "joined"], switches: [] },
];
const network = indexNetwork({ ...SKIPPING, blocks: BLOCKS });
const closed = withOneOpen(network, null);
const namesOf = ({ layers }: typeof network) => layers.map(({ name }) => name);

test("a closed block is one layer: its last one, under the block's title, with the cost of all", () => {
  expect(namesOf(closed)).toEqual(["input", "added", "joined", "output"]);
  const joined = closed.layer.get("joined");
  expect(joined).toMatchObject({
    title: "Block 2",
    block: "two",
    shown: "joined",
    shape: [6, 8, 8],
  });
  expect(joined?.operations).toEqual(["wide", "narrow", "joined"]);
  expect(joined && convolutionOf(joined, closed)).toBeUndefined();
  expect(edgesOf(closed)).toEqual([
    ["input", "added"],
    ["added", "joined"],
    ["joined", "output"],
  ]);
  expect(connectionsOf(closed)).toEqual([]);
});

test("an open block has its own layers with branches and shortcuts, and the other stays closed", () => {
  const open = withOneOpen(network, "two");
  expect(namesOf(open)).toEqual(["input", "added", "wide", "narrow", "joined", "output"]);
  expect(connectionsOf(open)).toContainEqual(["added", "narrow"]);
  expect(open.layer.get("added")?.block).toBe("one");
  expect(open.layer.get("joined")?.block).toBeUndefined();
});

test("a closed block is one step, and an open one has its own", () => {
  const stepsOf = ({ layers, graph, description }: typeof network) =>
    forwardSteps(layers, graph, description.answers).map(({ layer }) => layer);
  expect(stepsOf(closed)).toEqual(["input", "added", "joined", "output", "output"]);
  const open = withOneOpen(network, "two");
  expect(stepsOf(open).slice(1, 5)).toEqual(["added", "wide", "narrow", "joined"]);
});

test("a cell of a closed block sees of the drawing what it sees while the block is open", () => {
  const seen = (of: typeof network) => {
    const operation = of.graph.byName.get("joined");
    if (operation === undefined) throw new Error("no such operation");
    return fieldOf(of.graph, { operation, index: 27 }).get("image");
  };
  expect(seen(closed)).toEqual(seen(network));
});

test("closed blocks of one shape that follow one another share a column", () => {
  const blocks = [
    { name: "one", title: "Block 1", layers: ["first"], switches: [] },
    { name: "two", title: "Block 2", layers: ["added"], switches: [] },
  ];
  const shown = withOneOpen(indexNetwork({ ...SKIPPING, blocks }), null);
  expect([...columnsOf(shown)].slice(0, 4)).toEqual([
    ["input", 0],
    ["first", 1],
    ["added", 1],
    ["wide", 2],
  ]);
  expect([...compactIn(shown)]).toEqual(["first", "added", "wide", "narrow"]);
  expect(rowsOfBlocks(shown).map((row) => row.map(({ name }) => name))).toEqual([
    ["first", "added"],
  ]);
  expect(rowsOfBlocks(closed)).toEqual([]);
  expect([...compactIn(closed)]).toEqual([]);
});

test("what is named inside a block opens it; its last layer is seen while it is closed", () => {
  expect(blockToOpen(network, [null, "narrow", "first"])).toBe("two");
  expect(blockToOpen(network, ["joined", undefined, "input"])).toBeNull();
});

test("a block's idea follows from what it is made of", () => {
  expect(BLOCKS.map((block) => ideaOf(network, block))).toEqual(["shortcut", "branches"]);
  const row = { name: "row", title: "Row", layers: ["first"], switches: [] };
  expect(ideaOf(network, row)).toBe("row");
});

test("a block whose convolution takes larger steps is a row, one that pools goes down", () => {
  const ideaWith = (kind: string) => {
    const operations = SKIPPING.operations.map((each) =>
      each.name === "wide" ? { ...each, kind, output_shape: [2, 4, 4] } : each,
    );
    const block = { name: "one", title: "Block 1", layers: ["wide"], switches: [] };
    return ideaOf(indexNetwork({ ...SKIPPING, operations, blocks: [block] }), block);
  };
  expect([ideaWith("convolution"), ideaWith("max-pooling")]).toEqual(["row", "down"]);
});
