/** Values and weights of LeNet-5 without a pattern: sums of them are easy to tell apart. */
import { countOf } from "../math/shape.ts";
import { DESCRIPTION } from "./description.ts";

/** Numbers without a pattern, the same each time. */
export function noise(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export const VALUES = new Map(
  DESCRIPTION.operations.map(({ name, output_shape }, seed) => [
    name,
    noise(countOf(output_shape), seed + 1),
  ]),
);
/** The parameters of some layers. */
const SHAPES: Record<string, number[]> = {
  "conv1.weight": [6, 1, 5, 5],
  "conv1.bias": [6],
  "conv2.weight": [16, 6, 5, 5],
  "conv2.bias": [16],
  "fc1.weight": [120, 400],
  "fc1.bias": [120],
  "fc3.weight": [10, 84],
  "fc3.bias": [10],
};
export const WEIGHTS = new Map(
  Object.entries(SHAPES).map(([name, shape], seed) => [
    name,
    {
      shape,
      values: noise(countOf(shape), 100 + seed),
    },
  ]),
);
