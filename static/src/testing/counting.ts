/** A moment of the made-up network with values that are easy to redo by hand. */

import { countOf } from "../math/shape.ts";
import type { Tensor } from "../math/tensor.ts";
import type { Weights } from "../network/arithmetic.ts";
import type { Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { SKIPPING } from "./skipping.ts";

/** Cells count 0, 0.1, 0.2 ... up to 0.9. */
export function counting(shape: readonly number[]): Tensor {
  const count = countOf(shape);
  const values = Float32Array.from({ length: count }, (_, i) => (i % 10) / 10);
  return { shape: [...shape], values, low: 0, high: 0.9 };
}

/** Weights -0.5, 0, 0.5 in turn; biases 0.25. */
export const WEIGHTS: AllWeights = new Map<string, Weights>(
  SKIPPING.operations.flatMap(({ name, kind, inputs, output_shape, kernel_size }) => {
    const input = SKIPPING.operations.find((each) => each.name === inputs[0]);
    if (input === undefined || (kind !== "convolution" && kind !== "linear")) return [];
    const shape = [output_shape[0] ?? 0, input.output_shape[0] ?? 0, ...(kernel_size ?? [])];
    const count = countOf(shape);
    const values = Float32Array.from({ length: count }, (_, i) => ((i % 3) - 1) / 2);
    const bias = new Float32Array(output_shape[0] ?? 0).fill(0.25);
    return [
      [`${name}.weight`, { shape, values }],
      [`${name}.bias`, { shape: [bias.length], values: bias }],
    ] as const;
  }),
);

const VALUES = new Map(SKIPPING.operations.map((each) => [each.name, counting(each.output_shape)]));
const [FIRST, NARROW, WIDE] = ["first", "narrow", "wide"].map((name) => [
  ...(VALUES.get(name)?.values ?? []),
]) as [number[], number[], number[]];
// "second" counts as "first" does.
const ADDED = { ...counting([4, 8, 8]), values: Float32Array.from(FIRST, (value) => 2 * value) };
const JOINED = { ...counting([6, 8, 8]), values: Float32Array.from([...NARROW, ...WIDE]) };
VALUES.set("added", ADDED).set("joined", JOINED);

/** An exact reading of it; the first guess is its class "a". */
export const READING = {
  seq: 1,
  exact: true,
  off: "",
  blank: false,
  outcomes: new Map(),
  firstGuess: 0,
  secondGuess: 1,
  maps: new Map(SKIPPING.layers.map(({ name, shape }) => [name, counting(shape)])),
  values: VALUES,
  imageOnPad: null,
} as unknown as Reading;
