/** LeNet-5 slid over a canvas, by the trained weights: PyTorch's logits of all windows, and those of LeNet-5 itself on crops. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { parseSafetensors } from "./safetensors.ts";
import { slide } from "./slid.ts";

const CASE = JSON.parse(readFileSync("tests/golden/slid.json", "utf8")) as {
  readonly image: readonly number[];
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly crops: readonly { row: number; column: number; logits: readonly number[] }[];
};
const file = readFileSync("models/weights/lenet5.safetensors");
const WEIGHTS = parseSafetensors(
  file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer,
);
const LENET = { description: DESCRIPTION, weights: WEIGHTS };
const side = Math.sqrt(CASE.image.length);
const values = Float32Array.from(CASE.image, (ink) => ink / 255);
const CANVAS = { channels: 1, rows: side, columns: side, values };

const farthest = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Math.max(...Array.from(one, (value, at) => Math.abs(value - (other[at] ?? Number.NaN))));

test("the logits of all windows are PyTorch's", () => {
  const slid = slide(CANVAS, LENET);
  expect([slid.channels, slid.rows, slid.columns]).toEqual(CASE.shape);
  expect([slid.side, slid.stride]).toEqual([28, 4]);
  expect(farthest(slid.values, CASE.logits)).toBeLessThan(1e-4);
});

test("of a window that stands alone they are those of LeNet-5 on that crop", () => {
  const { values: logits, rows, columns } = slide(CANVAS, LENET);
  expect(CASE.crops.length).toBeGreaterThan(3);
  for (const { row, column, logits: said } of CASE.crops) {
    const here = said.map((_, label) => logits[(label * rows + row) * columns + column] ?? 0);
    expect(farthest(here, said)).toBeLessThan(1e-4);
  }
});

test("over an image of its own size there is one window", () => {
  const small = { channels: 1, rows: 28, columns: 28, values: new Float32Array(784) };
  const { rows, columns } = slide(small, LENET);
  expect([rows, columns]).toEqual([1, 1]);
});

test("what cannot be slid, and weights that are missing, are told by name", () => {
  expect(() => slide(CANVAS, { ...LENET, weights: new Map() })).toThrow("conv1 has no weights");
  const [image, conv1, relu1] = DESCRIPTION.operations;
  if (!image || !conv1 || !relu1) throw new Error("no operations");
  const description = {
    ...DESCRIPTION,
    operations: [image, conv1, { ...relu1, kind: "softsign" }],
  };
  expect(() => slide(CANVAS, { ...LENET, description })).toThrow("relu1: softsign cannot be slid");
});
