/** The network's weights, read from a safetensors file. */
import { countOf } from "../math/shape.ts";
import type { Weights } from "./arithmetic.ts";

/** How many batches batch normalisation has seen in training: a number that no forward pass uses. */
const COUNT = ".num_batches_tracked";

export type AllWeights = ReadonlyMap<string, Weights>;

/**
 * Reads a safetensors file of float32 tensors; throws an Error that says what is wrong with it. Names begin with an operation's, as
 * the network's description has it: `block.0`, a module inside another, becomes `block_0`.
 */
export function parseSafetensors(content: ArrayBuffer): AllWeights {
  if (content.byteLength < 8) throw new Error("the weights are cut off");
  const length = Number(new DataView(content).getBigUint64(0, true));
  if (8 + length > content.byteLength) throw new Error("the weights' header is cut off");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 8, length)));
  const weights = new Map<string, Weights>();
  for (const [name, entry] of Object.entries<SafetensorsEntry>(header)) {
    if (name === "__metadata__") continue;
    if (name.endsWith(COUNT)) continue;
    if (entry.dtype !== "F32") throw new Error(`${name} is ${entry.dtype}, expected F32`);
    const [from, to] = entry.data_offsets;
    if (8 + length + to > content.byteLength) throw new Error(`the weights end within ${name}`);
    // A copy: the offset need not be a multiple of four.
    const values = new Float32Array(content.slice(8 + length + from, 8 + length + to));
    const count = countOf(entry.shape);
    if (values.length !== count) throw new Error(`${name} has ${values.length} of ${count} values`);
    const end = Math.max(0, name.lastIndexOf("."));
    weights.set(name.slice(0, end).replaceAll(".", "_") + name.slice(end), {
      shape: entry.shape,
      values,
    });
  }
  return weights;
}

interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}
