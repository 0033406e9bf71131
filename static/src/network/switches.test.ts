/** Edges that are switched off: what is computed, seen and drawn without them. */
import { expect, test } from "vitest";
import { countOf } from "../math/shape.ts";
import { SWITCHING } from "../testing/switching.ts";
import { withOneOpen } from "./blocks.ts";
import { cutIn } from "./branches.ts";
import { connectionsTo, explainCell, type Snapshot } from "./explain.ts";
import { find, indexOf } from "./graph.ts";
import type { Network } from "./network.ts";
import type { Reading } from "./reading.ts";
import { fieldOf, growthOf, seersOf } from "./receptive-field.ts";
import { layersOf } from "./switch-lines.ts";
import { asText, switchesOf } from "./switches.ts";

const without = (...off: string[]) => withOneOpen(SWITCHING, "two", new Set(off));
const cellOf = ({ graph }: Network, name: string, index: number) => ({
  operation: find(graph, name),
  index,
});

/** Every operation has values of its own. */
function snapshotOf(network: Network): Snapshot {
  const tensors = network.operations.map(({ name, output_shape }, at) => {
    const values = Float32Array.from({ length: countOf(output_shape) }, (_, i) => at + i / 1024);
    return [name, { shape: output_shape, values, low: 0, high: 99 }] as const;
  });
  return {
    network,
    reading: { values: new Map(tensors) } as unknown as Reading,
    weights: new Map(),
  };
}

test("a network has the switches of all of its blocks, and knows those that are off", () => {
  expect(switchesOf(SWITCHING.description).map(({ name }) => name)).toEqual([
    "shortcut1",
    "narrow",
    "wide",
  ]);
  expect([...without("wide", "unknown").off]).toEqual(["wide"]);
  expect(asText(new Set(["b", "a"]))).toBe("a,b");
  expect(SWITCHING.off.size).toBe(0);
});

test("a sum leaves out the term that is switched off, and says which", () => {
  const index = indexOf([4, 8, 8], { channel: 1, row: 4, column: 4 });
  const sumIn = (network: Network) => {
    const sum = explainCell(snapshotOf(network), cellOf(network, "added", index));
    if (sum?.form !== "addition") throw new Error("no addition");
    return sum;
  };
  const [whole, cut] = [sumIn(SWITCHING), sumIn(without("shortcut1"))];
  expect(whole.parts.map(({ operation }) => operation.name)).toEqual(["second", "first"]);
  expect(whole.off).toEqual([]);
  expect(cut.parts.map(({ operation }) => operation.name)).toEqual(["second"]);
  expect(cut.off.map(({ operation, index: at }) => [operation.name, at])).toEqual([
    ["first", index],
  ]);
  expect(cut.total).toBe(whole.parts[0]?.value);
  expect(whole.total).toBeCloseTo((whole.parts[0]?.value ?? 0) + (whole.parts[1]?.value ?? 0), 9);
});

test("where a branch is switched off its maps in the concatenation are 0, made of nothing", () => {
  const network = without("wide");
  const at = (channel: number) => indexOf([6, 8, 8], { channel, row: 2, column: 3 });
  const off = explainCell(snapshotOf(network), cellOf(network, "joined", at(5)));
  expect(off).toMatchObject({ form: "addition", parts: [], total: 0 });
  expect(off?.form === "addition" && off.off[0]?.operation.name).toBe("wide");
  expect(connectionsTo(snapshotOf(network), cellOf(network, "joined", at(5)))).toEqual([]);
  const on = explainCell(snapshotOf(network), cellOf(network, "joined", at(1)));
  expect(on).toMatchObject({ form: "addition", off: [], parts: [{ index: at(1) }] });
});

test("through an edge that is off nothing is seen, forward or back", () => {
  const network = without("wide");
  const wide = cellOf(network, "joined", indexOf([6, 8, 8], { channel: 5, row: 4, column: 4 }));
  expect([...fieldOf(network.graph, wide).keys()]).toEqual(["joined"]);
  expect(growthOf(network.graph, wide)).toEqual([]);
  const before = cellOf(network, "wide", 9);
  expect([...seersOf(network.graph, before).keys()]).toEqual(["wide"]);
  const seen = (of: Network) =>
    fieldOf(of.graph, cellOf(of, "output", 0))
      .get("added")
      ?.channels.join();
  expect(seen(network)).toBe("0,3");
  expect(fieldOf(without("wide", "narrow").graph, cellOf(network, "output", 0)).has("image")).toBe(
    false,
  );
  const shortcut = without("shortcut1");
  const seers = seersOf(shortcut.graph, cellOf(shortcut, "first", 0)).get("added");
  expect(seers).toEqual([{ channels: [0, 3], rows: [0, 1], columns: [0, 1] }]);
});

test("a connection is cut where nothing else goes its way", () => {
  expect([...cutIn(without("wide"))]).toEqual(["wide,joined"]);
  // The shortcut goes the way of the convolution beside it: that still carries its values.
  expect([...cutIn(without("shortcut1"))]).toEqual([]);
  expect(cutIn(SWITCHING).size).toBe(0);
});

test("a switch stands on a line that is its own", () => {
  const [shortcut, narrow] = switchesOf(SWITCHING.description);
  if (shortcut === undefined || narrow === undefined) throw new Error("no switches");
  expect(layersOf(narrow, without())).toEqual(["narrow", "joined"]);
  expect(layersOf(shortcut, without())).toBeNull();
  expect(layersOf(narrow, withOneOpen(SWITCHING, null))).toBeNull();
});
