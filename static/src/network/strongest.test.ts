import { expect, test } from "vitest";
import type { Tensor } from "../math/tensor.ts";
import type { Network } from "./network.ts";
import { strongestMaps } from "./strongest.ts";

const maps = (...of: number[][]): Tensor => {
  const values = Float32Array.from(of.flat());
  return { shape: [of.length, 1, 2], values, low: Math.min(...values), high: Math.max(...values) };
};
const network = {
  layers: [{ name: "input" }, { name: "a", block: {} }, { name: "b", block: {} }, { name: "c" }],
} as unknown as Network;

test("a closed block's picture is the map that is farthest from zero, whatever its sign", () => {
  const come = new Map([
    ["input", maps([9, 9])],
    ["a", maps([0, 0], [1, 1], [-3, 0.5])],
    ["c", maps([0, 0], [5, 5])],
  ]);
  expect([...strongestMaps(network, { maps: come })]).toEqual([["a", 2]]);
});

test("where all maps are zero the first one stands for them", () => {
  const come = new Map([["b", maps([0, 0], [0, 0])]]);
  expect([...strongestMaps(network, { maps: come })]).toEqual([["b", 0]]);
});
