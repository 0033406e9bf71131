import { describe, expect, test } from "vitest";
import { indexNetwork, type Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { createLab, type Opened } from "./lab.ts";

const NETWORK = indexNetwork(DESCRIPTION);

/** A cell of convolution layer 2 (map 3, row 6, column 1) and a unit of fully-connected layer 1. */
const CELL = { layer: "conv2", index: 2 * 100 + 5 * 10 };
const UNIT = { layer: "fc1", index: 7 };

function numbers(count: number, of: (i: number) => number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => of(i));
}

function exactly(network: Network): Reading {
  const tensor = (shape: readonly number[]) => {
    const count = shape.reduce((all, side) => all * side, 1);
    const values = numbers(count, (i) => (i % 5) - 1);
    return { shape, values, low: -1, high: 3 };
  };
  return {
    exact: true,
    off: "",
    blank: false,
    values: new Map(network.operations.map((each) => [each.name, tensor(each.output_shape)])),
    maps: new Map(),
    outcomes: new Map(),
    probabilities: new Float32Array(10),
  } as unknown as Reading;
}

function weights(network: Network): AllWeights {
  const shapes: Record<string, readonly number[]> = {
    "conv1.weight": [6, 1, 5, 5],
    "conv2.weight": [16, 6, 5, 5],
    "fc1.weight": [120, 400],
    "fc2.weight": [84, 120],
    "fc3.weight": [10, 84],
  };
  const pairs = Object.entries(shapes).flatMap(([name, shape]) => {
    const count = shape.reduce((all, side) => all * side, 1);
    const values = numbers(count, (i) => Math.sin(i + 1));
    const bias = numbers(shape[0] ?? 1, () => 0.1);
    return [
      [name, { shape, values }],
      [name.replace("weight", "bias"), { shape: [shape[0]], values: bias }],
    ];
  });
  expect(network.description.name).toBe("lenet5");
  return new Map(pairs as never);
}

function highlightsIn(change: Opened = {}, network = NETWORK) {
  return createLab({ ...change, reader: { network, ...change.reader } }).selection.highlights.value;
}

describe("what a cell sees", () => {
  test("is its receptive field in every layer before it, its own left out", () => {
    const { seen, seers, onImage } = highlightsIn({ selection: { pinned: CELL } });
    expect(seen.map(({ layer }) => layer)).toEqual(["input", "conv1", "pool1"]);
    expect(seen.at(-1)?.box).toEqual({ channels: [0, 5], rows: [5, 9], columns: [0, 4] });
    expect(onImage).toEqual({ channels: [0, 0], rows: [8, 21], columns: [0, 11] });
    expect(seers).toEqual([]);
  });

  test("a pixel of the input shows who can see it", () => {
    const { seen, seers } = highlightsIn({
      selection: { cell: { layer: "input", index: 14 * 28 + 14 } },
    });
    expect(seen).toEqual([]);
    expect(seers.map(({ layer }) => layer)).toEqual([
      "conv1",
      "pool1",
      "conv2",
      "pool2",
      "fc1",
      "fc2",
      "output",
    ]);
  });

  test("both branches of a concatenation and what they come from are in it", () => {
    const network = indexNetwork(SKIPPING);
    const { seen } = highlightsIn(
      { selection: { pinned: { layer: "output", index: 0 } } },
      network,
    );
    expect(seen.map(({ layer }) => layer)).toEqual([
      "input",
      "first",
      "added",
      "wide",
      "narrow",
      "joined",
    ]);
  });
});

describe("lines", () => {
  const all: Opened = { reader: { reading: exactly(NETWORK), weights: weights(NETWORK) } };

  test("come from the cells that feed the selected one, the largest share being one", () => {
    const { lines } = highlightsIn({ ...all, selection: { pinned: UNIT } });
    expect(lines.every(({ from }) => from.layer === "pool2")).toBe(true);
    expect(lines.every(({ to }) => to.layer === "fc1" && to.index === 7)).toBe(true);
    expect(Math.max(...lines.map(({ share }) => share))).toBe(1);
  });

  test("have the weight's sign, and leave out what would be a fog", () => {
    const { lines } = highlightsIn({ ...all, selection: { pinned: UNIT } });
    const values = numbers(400, (i) => (i % 5) - 1);
    const products = values.map((value, i) => value * Math.sin(7 * 400 + i + 1));
    const most = Math.max(...products.map(Math.abs));
    const drawn = [...products.keys()].filter((i) => Math.abs(products[i] ?? 0) >= 0.0201 * most);
    expect(lines.length).toBeLessThan(400);
    for (const i of drawn) {
      const line = lines.find(({ from }) => from.index === i);
      expect(line?.negative).toBe(Math.sin(7 * 400 + i + 1) < 0);
    }
  });

  test("are not there while the selected layer is covered, or values and weights have not come", () => {
    expect(highlightsIn({ selection: { pinned: UNIT } }).lines).toEqual([]);
    const covered = new Set(["fc1"]);
    expect(
      highlightsIn({ ...all, selection: { pinned: UNIT }, lecture: { covered } }).lines,
    ).toEqual([]);
  });

  test("the strongest path begins at the cell and ends in the drawing, when it is asked for", () => {
    expect(highlightsIn({ ...all, selection: { pinned: UNIT } }).path).toEqual([]);
    const { path } = highlightsIn({ ...all, selection: { pinned: UNIT }, look: { path: true } });
    expect(path[0]).toEqual(UNIT);
    expect(path.at(-1)?.layer).toBe("input");
  });
});

describe("the pointer", () => {
  test("outlines another cell only while one is pinned", () => {
    const pointed = { layer: "pool1", index: 3 };
    expect(highlightsIn({ selection: { cell: pointed } }).pointed).toBeNull();
    expect(highlightsIn({ selection: { cell: pointed, pinned: CELL } }).pointed).toEqual(pointed);
  });

  test("on a kernel's weight shows what it multiplies, for the pinned cell or for its whole map", () => {
    const kernelCell = { layer: "conv2", channel: 2, input: 4, at: 7 }; // row 2, column 3 of 5
    expect(highlightsIn({ selection: { kernelCell } }).weighed).toEqual({
      layer: "pool1",
      box: { channels: [4, 4], rows: [1, 10], columns: [2, 11] },
    });
    expect(highlightsIn({ selection: { kernelCell, pinned: CELL } }).weighed).toEqual({
      layer: "pool1",
      box: { channels: [4, 4], rows: [6, 6], columns: [2, 2] },
    });
  });

  test("on a weight that meets only padding there is nothing to show", () => {
    const kernelCell = { layer: "conv1", channel: 0, input: 0, at: 0 };
    const corner = { layer: "conv1", index: 0 };
    expect(highlightsIn({ selection: { kernelCell, pinned: corner } }).weighed).toBeNull();
  });
});
