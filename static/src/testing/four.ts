/** LeNet-5 and what PyTorch makes of a drawn 4, as tests/models/test_moments.py writes it. */
import { readFileSync } from "node:fs";
import type { Tensor } from "../math/tensor.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { parseSafetensors } from "../network/safetensors.ts";
import { DESCRIPTION } from "./description.ts";

const bytesOf = (file: string): ArrayBuffer => new Uint8Array(readFileSync(file)).buffer;

export const NETWORK = indexNetwork(DESCRIPTION);
export const WEIGHTS = parseSafetensors(bytesOf("models/weights/lenet5.safetensors"));

/** What each operation gives, by its name. */
export const VALUES: ReadonlyMap<string, Tensor> = valuesIn(
  new Float32Array(bytesOf("tests/golden/moments/four.f32")),
);

/** The exact reading of it. */
export const READING = {
  seq: 1,
  exact: true,
  off: "",
  blank: false,
  doubtful: false,
  firstGuess: 4,
  secondGuess: 9,
  outcomes: new Map(),
  image: VALUES.get("image") ?? null,
  maps: new Map(DESCRIPTION.layers.map(({ name, shown }) => [name, VALUES.get(shown)])),
  values: VALUES,
  imageOnPad: null,
  of: null,
} as unknown as Reading;

function valuesIn(all: Float32Array): Map<string, Tensor> {
  let start = 0;
  return new Map(
    DESCRIPTION.operations.map(({ name, output_shape: shape }) => {
      const values = all.subarray(start, start + shape.reduce((one, other) => one * other, 1));
      start += values.length;
      const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
      return [name, { shape, values, low, high }];
    }),
  );
}
