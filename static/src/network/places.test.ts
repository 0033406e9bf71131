import { expect, test } from "vitest";
import { SKIPPING } from "../testing/skipping.ts";
import { withOneOpen } from "./blocks.ts";
import { branchAt } from "./branch-at.ts";
import { branchesAround, columnsOf } from "./branches.ts";
import { indexNetwork } from "./network.ts";
import { asideOf } from "./places.ts";

const BLOCKS = [
  { name: "one", title: "Block 1", layers: ["first", "added"], switches: [] },
  { name: "two", title: "Block 2", layers: ["wide", "narrow", "joined"], switches: [] },
];
const network = indexNetwork({ ...SKIPPING, blocks: BLOCKS });

test("while no block is open, layers stand where the network's form says", () => {
  expect(withOneOpen(network, null).places).toBeNull();
});

test("branches are rows, each in its part of the height, and end in the column before their join", () => {
  const open = withOneOpen(network, "two");
  const { places } = open;
  expect(places?.get("wide")).toMatchObject({ part: [0, 0.5], branch: { row: 0, isLast: true } });
  expect(places?.get("narrow")).toMatchObject({ part: [0.5, 1], branch: { row: 1 } });
  expect(places?.get("joined")).toEqual({ column: 3, inside: true, part: [0, 1] });
  expect(columnsOf(open).get("narrow")).toBe(2);
  expect(places?.get("output")).toEqual({ column: 4, inside: false });
  // From each layer inside there is a way to every branch; from others, and in a block without branches, there is none.
  const names = (name: string, of = open) =>
    branchesAround(of, name).map((each) => each.map((layer) => layer.name));
  expect(names("joined")).toEqual([["wide"], ["narrow"]]);
  expect(names("output")).toEqual([]);
  expect(names("first", withOneOpen(network, "one"))).toEqual([]);
});

test("a shortcut takes the part of a branch without layers", () => {
  const operations = SKIPPING.operations.map((each) =>
    each.name === "added" ? { ...each, inputs: ["second", "image"] } : each,
  );
  const past = indexNetwork({ ...SKIPPING, operations, blocks: BLOCKS });
  const { places } = withOneOpen(past, "one");
  expect(places?.get("first")).toMatchObject({ part: [0, 0.5], branch: { row: 0 } });
  expect(places?.get("added")).toMatchObject({ part: [0, 1] });
});

test("a cell of a branch and one of its maps among those that are joined name the same branch", () => {
  const open = withOneOpen(network, "two");
  const narrow = branchAt(open, { layer: "narrow", index: 0 });
  expect(narrow?.row).toBe(1);
  const [first = 0, last = 0] = narrow?.joined?.box.channels ?? [];
  const [, rows = 1, columns = 1] = open.layer.get("joined")?.shape ?? [];
  const size = rows * columns;
  expect(branchAt(open, { layer: "joined", index: first * size })).toEqual(narrow);
  expect(branchAt(open, { layer: "joined", index: last * size })).toEqual(narrow);
  expect(branchAt(open, { layer: "joined", index: (last + 1) * size })?.row).toBe(0);
  expect(branchAt(open, { layer: "output", index: 0 })).toBeNull();
});

test("only what leads to a further answer alone is aside", () => {
  expect([...asideOf(network)]).toEqual([]);
  const [output] = SKIPPING.operations.filter(({ name }) => name === "joined");
  if (output === undefined) throw new Error("no join");
  const more = {
    ...SKIPPING,
    layers: [
      ...SKIPPING.layers.slice(0, -1),
      { ...SKIPPING.layers[1], name: "half", shown: "half" },
    ],
    operations: [
      ...SKIPPING.operations,
      { ...output, name: "half", layer: "half", inputs: ["wide"] },
    ],
  };
  const last = SKIPPING.layers.at(-1);
  if (last === undefined) throw new Error("no output");
  const all = { ...more, layers: [...more.layers, last] } as typeof SKIPPING;
  expect([...asideOf(indexNetwork({ ...all, blocks: [] }))]).toEqual(["half"]);
});
