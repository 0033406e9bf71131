import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { VALUES, WEIGHTS } from "../testing/noise.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { asText } from "../words/as-text.ts";
import {
  type Arithmetic,
  bySize,
  differenceOf,
  softmaxOf,
  type ValuesOf,
  type WeightsOf,
} from "./arithmetic.ts";
import { asPyTorch } from "./explain.ts";
import { find, type Graph, graphOf, indexOf } from "./graph.ts";
import { kindOf } from "./kinds/kinds.ts";
import { relu } from "./kinds/relu.ts";

const RECTIFIED = relu.passes && relu.passes !== "copies" ? [relu.passes] : [];
const LENET = graphOf(DESCRIPTION.operations);

const valuesOf: ValuesOf =
  ({ name }) =>
  (index) =>
    VALUES.get(name)?.[index] ?? Number.NaN;
const weightsOf: WeightsOf = (name) => WEIGHTS.get(name);

function explainIn(
  graph: Graph,
  name: string,
  index: number,
  numbers: { valuesOf: ValuesOf; weightsOf: WeightsOf },
): Arithmetic | null {
  const operation = find(graph, name);
  return kindOf(operation)?.explains?.arithmetic(operation, index, numbers) ?? null;
}
const arithmeticOf = (name: string, index: number) =>
  explainIn(LENET, name, index, { valuesOf, weightsOf });

/** Conv2d as its definition has it, with loops over everything. */
function convolved(out: number, y: number, x: number, padding: number, first: boolean): number {
  const [input, side, channels, name] = first
    ? ["image", 28, 1, "conv1"]
    : ["pool1", 14, 6, "conv2"];
  let sum = WEIGHTS.get(`${name}.bias`)?.values[out] ?? 0;
  for (let c = 0; c < (channels as number); c++) {
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        const [row, column] = [y + i - padding, x + j - padding];
        if (row < 0 || column < 0 || row >= (side as number) || column >= (side as number))
          continue;
        const at = (c * (side as number) + row) * (side as number) + column;
        const weight =
          WEIGHTS.get(`${name}.weight`)?.values[
            ((out * (channels as number) + c) * 5 + i) * 5 + j
          ] ?? 0;
        sum += (VALUES.get(input as string)?.[at] ?? 0) * weight;
      }
    }
  }
  return sum;
}

test.each([
  ["conv1", 2, 0, 0],
  ["conv1", 5, 27, 13],
  ["conv1", 0, 14, 14],
  ["conv2", 15, 0, 9],
  ["conv2", 3, 5, 5],
] as const)(
  "%s, map %i, at %i, %i is the sum that a convolution is",
  (name, channel, row, column) => {
    const first = name === "conv1";
    const sum = arithmeticOf(
      name,
      indexOf(first ? [6, 28, 28] : [16, 10, 10], { channel, row, column }),
    );
    if (sum?.form !== "channel-sums") throw new Error("no convolution");
    expect(sum.total).toBeCloseTo(convolved(channel, row, column, first ? 2 : 0, first), 6);
    expect(sum.channels).toHaveLength(first ? 1 : 6);
    const parts = sum.channels.reduce((total, each) => total + each.sum, sum.bias);
    expect(parts).toBe(sum.total);
  },
);

test("padding has the value 0 and no cell of its own", () => {
  const corner = arithmeticOf("conv1", 0);
  if (corner?.form !== "channel-sums") throw new Error("no convolution");
  const padded = corner.channels[0]?.terms.filter(({ source }) => source === null) ?? [];
  expect(padded).toHaveLength(16);
  expect(padded.every(({ value, product }) => value === 0 && product === 0)).toBe(true);
});

test("pooling keeps the first of the largest and says where it was", () => {
  const pooled = arithmeticOf("pool1", indexOf([6, 14, 14], { channel: 4, row: 3, column: 7 }));
  if (pooled?.form !== "window") throw new Error("no pooling");
  const sources = [6, 7].flatMap((row) =>
    [14, 15].map((column) => indexOf([6, 28, 28], { channel: 4, row, column })),
  );
  expect(pooled.window.map(({ source }) => source)).toEqual(sources);
  expect(pooled.total).toBe(Math.max(...sources.map((at) => VALUES.get("relu1")?.[at] ?? 0)));
  expect(pooled.window[pooled.winner]?.value).toBe(pooled.total);
});

test("a fully connected unit is its row of the matrix times the values, plus its bias", () => {
  const sum = arithmeticOf("fc1", 77);
  if (sum?.form !== "weighted-sum") throw new Error("no sum");
  const expected = Array.from({ length: 400 }, (_, i) => i).reduce(
    (total, i) =>
      total +
      (VALUES.get("flatten")?.[i] ?? 0) * (WEIGHTS.get("fc1.weight")?.values[77 * 400 + i] ?? 0),
    WEIGHTS.get("fc1.bias")?.values[77] ?? 0,
  );
  expect(sum.total).toBeCloseTo(expected, 6);
  expect(Math.abs(bySize(sum.terms)[0]?.product ?? 0)).toBe(
    Math.max(...sum.terms.map(({ product }) => Math.abs(product))),
  );
});

test("softmax adds up to one and does not overflow", () => {
  const { probabilities } = softmaxOf([1000, 999, -1000]);
  expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});

test("what makes one class win over another adds up to the distance of their logits", () => {
  const [one, other] = [arithmeticOf("fc3", 3), arithmeticOf("fc3", 8)];
  if (one?.form !== "weighted-sum" || other?.form !== "weighted-sum") throw new Error("no sums");
  const { terms, bias, total } = differenceOf(one, other);
  expect(terms.reduce((sum, { product }) => sum + product, bias)).toBeCloseTo(total, 6);
});

test("joined layers say what they are made from", () => {
  const graph = graphOf(SKIPPING.operations);
  const values: ValuesOf =
    ({ name }) =>
    (index) =>
      index + (name === "second" ? 1000 : 0);
  const numbers = { valuesOf: values, weightsOf: () => undefined };
  expect(explainIn(graph, "added", 9, numbers)).toMatchObject({ total: 1018 });
  expect(explainIn(graph, "joined", 64 * 4 + 3, numbers)).toMatchObject({
    parts: [{ operation: { name: "wide" }, value: 3 }],
  });
});

test("nothing is explained while values or weights are missing", () => {
  const none = () => undefined;
  expect(explainIn(LENET, "conv1", 0, { valuesOf: none, weightsOf })).toBeNull();
  expect(explainIn(LENET, "conv1", 0, { valuesOf, weightsOf: none })).toBeNull();
  expect(arithmeticOf("image", 0)).toBeNull();
});

test("as text every product is there, and the last line is the value", () => {
  const pooled = arithmeticOf("pool1", 0);
  if (pooled === null) throw new Error("no pooling");
  const lines = asText("Downsampling layer 1", pooled, 0.5, [], 2).split("\n");
  expect(lines[0]).toBe("Downsampling layer 1");
  expect(lines.at(-1)).toBe("Value: 0.50");
  const corner = arithmeticOf("conv1", 0);
  if (corner === null) throw new Error("no convolution");
  expect(asText("", corner, 0, RECTIFIED, 3).match(/ × /g)).toHaveLength(26); // 25 and the heading
  expect(asPyTorch(corner, RECTIFIED)).toMatch(
    /^torch\.relu\(torch\.nn\.functional\.conv2d\(.*\)\.item\(\)$/,
  );
});
