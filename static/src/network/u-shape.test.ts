import { expect, test } from "vitest";
import { SKIPPING } from "../testing/skipping.ts";
import { U_SHAPED } from "../testing/u-shaped.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { withOneOpen } from "./blocks.ts";
import { answeringOperations, columnsOf, compactIn, connectionsOf, depthsOf } from "./branches.ts";
import { indexNetwork } from "./network.ts";
import { uShapeOf } from "./u-shape.ts";

const shown = (description: NetworkDescription, open: string | null = null) =>
  withOneOpen(indexNetwork(description), open);
const closed = shown(U_SHAPED);

/** The layers of each level, by column. */
function drawn(network: typeof closed): string[] {
  const u = uShapeOf(network);
  const levels = Math.max(...(u?.level.values() ?? [])) + 1;
  return Array.from({ length: levels }, (_, level) =>
    network.layers
      .filter(({ name }) => u?.level.get(name) === level)
      .map(({ name }) => `${u?.column.get(name)} ${name}`)
      .join(", "),
  );
}

test("levels have maps of one size; each begins above or below what it is made of", () => {
  expect(drawn(closed)).toEqual([
    "0 input, 1 down1-two, 4 up1, 5 level1, 6 output",
    "1 pool1, 2 down2, 3 up2, 4 level2",
    "2 pool2, 3 bottom",
  ]);
});

test("skips lead from a block to the join of its size, past what was made of smaller maps", () => {
  const u = uShapeOf(closed);
  expect(u?.skips).toEqual([
    ["down2", "level2"],
    ["down1-two", "level1"],
  ]);
  expect([...(u?.passed ?? [])]).toEqual(["up2", "up1"]);
  expect(connectionsOf(closed)).toEqual(expect.arrayContaining([["down1-two", "level1"]]));
});

test("an open block goes on within its level, and its join has the skip", () => {
  const open = shown(U_SHAPED, "decoder1");
  expect(drawn(open)[0]).toBe("0 input, 1 down1-two, 4 up1, 5 join1, 6 level1, 7 output");
  expect(uShapeOf(open)?.skips).toContainEqual(["down1-two", "join1"]);
  expect(drawn(shown(U_SHAPED, "encoder1"))[1]).toContain("2 pool1, 3 down2");
});

test("what stands between levels is told by its operation, levels and ends by their titles", () => {
  const names = ["pool1", "pool2", "up2", "up1"];
  expect([...compactIn(closed)]).toEqual(names);
  expect([...answeringOperations(closed)]).toEqual(names);
});

test("in depth one layer still follows the other", () => {
  const depths = [...depthsOf(closed).values()];
  expect(depths).toEqual(depths.map((_, i) => i));
  expect([...columnsOf(closed).values()]).not.toEqual(depths);
});

test("it follows from skips alone: without them, without blocks or with branches there is no U", () => {
  const operations = U_SHAPED.operations.map((each) =>
    each.kind === "concatenate" ? { ...each, kind: "add" } : each,
  );
  expect(uShapeOf(shown({ ...U_SHAPED, operations }))).toBeNull();
  expect(uShapeOf(indexNetwork(U_SHAPED))).toBeNull();
  expect(uShapeOf(shown({ ...U_SHAPED, blocks: [] }))).toBeNull();
  const blocks = [{ name: "one", title: "One", layers: ["first"], switches: [] }];
  expect(uShapeOf(shown({ ...SKIPPING, blocks }))).toBeNull();
});

test("no name plays a part", () => {
  const renamed = (name: string) => `${name.length}-${name}`;
  const other: NetworkDescription = {
    ...U_SHAPED,
    name: "other",
    blocks: U_SHAPED.blocks.map((each) => ({ ...each, name: renamed(each.name), title: "x" })),
  };
  expect(drawn(shown(other))).toEqual(drawn(closed));
});
