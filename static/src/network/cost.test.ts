import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { withOneOpen } from "./blocks.ts";
import { costOf, nearest, valuesOf } from "./cost.ts";
import { indexNetwork } from "./network.ts";

const LENET = indexNetwork(DESCRIPTION);

test("the parts of a count are those of the layers, in the order of computation, and add up to all of it", () => {
  for (const count of ["parameters", "multiply_adds"] as const) {
    const { total, shares, ways } = costOf(LENET, count);
    expect(total).toBe(DESCRIPTION[count]);
    expect(shares.map(({ layer, amount }) => [layer.name, amount])).toEqual(
      LENET.layers.filter((layer) => layer[count] > 0).map((layer) => [layer.name, layer[count]]),
    );
    const sum = (parts: Iterable<number>) => [...parts].reduce((all, each) => all + each, 0);
    expect(sum(shares.map(({ part }) => part))).toBeCloseTo(1, 12);
    expect(sum(ways.values())).toBeCloseTo(1, 12);
  }
});

test("most of LeNet-5's weights are in its dense layers, most of its multiplications in convolutions", () => {
  const [weights, work] = [costOf(LENET, "parameters"), costOf(LENET, "multiply_adds")];
  // 5 x 5 x 16 x 120 + 120, 120 x 84 + 84 and 84 x 10 + 10, of 61,706.
  expect(weights.ways.get("dense")).toBeCloseTo((48_120 + 10_164 + 850) / 61_706, 12);
  expect([...weights.ways.keys()]).toEqual(["dense", "convolution"]);
  // 28 x 28 places of 6 windows of 25, and 10 x 10 places of 16 windows of 150.
  expect(work.ways.get("convolution")).toBeCloseTo((784 * 150 + 100 * 2_400) / 416_520, 12);
  expect([...work.ways.keys()]).toEqual(["convolution", "dense"]);
});

test("a closed block is one part, of all that is inside it", () => {
  const operations = SKIPPING.operations.map((each) =>
    each.kind === "convolution" ? { ...each, parameters: 10, multiply_adds: 100 } : each,
  );
  const layers = ["wide", "narrow", "joined"];
  const blocks = [{ name: "both", title: "Both", layers, switches: [] }];
  const closed = withOneOpen(indexNetwork({ ...SKIPPING, operations, blocks }), null);
  const { shares, total } = costOf(closed, "parameters");
  expect(shares.map(({ layer, amount }) => [layer.title, amount])).toEqual([
    ["First layer", 10],
    ["Skip", 10],
    ["Both", 20],
  ]);
  expect(total).toBe(40);
});

test("a network without weights costs nothing, and nothing is divided by it", () => {
  const none = costOf(indexNetwork(SKIPPING), "parameters");
  expect(none).toEqual({ total: 0, shares: [], ways: new Map() });
});

test("the values of a forward pass are the outputs of all operations", () => {
  const shapes = DESCRIPTION.operations.map(({ output_shape }) => output_shape);
  expect(valuesOf(LENET)).toBe(
    shapes.reduce((sum, shape) => sum + shape.reduce((one, other) => one * other, 1), 0),
  );
});

/** Published sizes of the original of 2012: places, windows, their numbers, and groups on two graphics cards. */
const ALEXNET = [
  { places: 55 ** 2, inputs: 11 ** 2 * 3, maps: 96 },
  { places: 27 ** 2, inputs: 5 ** 2 * 48, maps: 256 },
  { places: 13 ** 2, inputs: 3 ** 2 * 256, maps: 384 },
  { places: 13 ** 2, inputs: 3 ** 2 * 192, maps: 384 },
  { places: 13 ** 2, inputs: 3 ** 2 * 192, maps: 256 },
  { places: 1, inputs: 6 ** 2 * 256, maps: 4096 },
  { places: 1, inputs: 4096, maps: 4096 },
  { places: 1, inputs: 4096, maps: 1000 },
];

test("what the document of networks says of the original AlexNet follows from its published sizes", () => {
  const of = (cost: (layer: (typeof ALEXNET)[number]) => number) => {
    const each = ALEXNET.map(cost);
    const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
    return sum(each.slice(0, 5)) / sum(each);
  };
  const convolutions = of(({ places, inputs, maps }) => places * inputs * maps);
  const dense = 1 - of(({ inputs, maps }) => (inputs + 1) * maps);
  const told = readFileSync("docs/networks.md", "utf8");
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  expect(told).toContain(`${percent(convolutions)} of the original's multiplications`);
  expect(told).toContain(`${percent(dense)} of its weights`);
});

test("a network is compared at first with the one of its depth, or else of all, whose cost is nearest", () => {
  const listed = (
    name: string,
    depth: number,
    multiply_adds: number,
    ready = true,
    answers = ["one"],
  ) => ({ name, depth, multiply_adds, ready, answers });
  const [plain, twin] = [listed("plain", 44, 1000), listed("twin", 44, 4000)];
  const [near, broken] = [listed("near", 20, 1001), listed("broken", 44, 1000, false)];
  expect(nearest(plain, [plain, near, broken, twin])?.name).toBe("twin");
  expect(nearest(plain, [plain, near, listed("far", 8, 10)])?.name).toBe("near");
  expect(nearest(plain, [plain, broken])).toBeUndefined();
  // Boxes are no answer to which digit it is; ways of writing are.
  const boxes = listed("boxes", 44, 1001, true, ["boxes"]);
  expect(nearest(plain, [plain, boxes])).toBeUndefined();
  expect(nearest(boxes, [plain, near, boxes])).toBeUndefined();
  expect(nearest(boxes, [plain, near, boxes], () => true)?.name).toBe("plain");
  const ways = listed("ways", 5, 1001, true, ["ways"]);
  expect(nearest(plain, [plain, boxes, ways])?.name).toBe("ways");
});
