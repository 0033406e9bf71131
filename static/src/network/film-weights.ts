/** The weights of a film, as docs/films.md describes its file: 8 bits a weight, and a scale for each channel. */
import { countOf } from "../math/shape.ts";
import type { AllWeights } from "./safetensors.ts";

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const WEIGHTS = "weights.";

/** Reads a film's file; the function that it returns gives the weights of a moment. Throws an Error that says what is wrong with the file. */
export function parseFilmWeights(content: ArrayBuffer): (moment: number) => AllWeights {
  if (content.byteLength < 8) throw new Error("the film is cut off");
  const length = Number(new DataView(content).getBigUint64(0, true));
  if (8 + length > content.byteLength) throw new Error("the film's header is cut off");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 8, length)));
  const entries = Object.entries<Entry>(header);
  const bytesOf = ({ data_offsets: [from, to] }: Entry) => {
    if (8 + length + to > content.byteLength) throw new Error("the film is cut off");
    // A copy: the offset need not be a multiple of four.
    return content.slice(8 + length + from, 8 + length + to);
  };
  const parts = entries
    .filter(([name]) => name.startsWith(WEIGHTS))
    .map(([name, entry]) => {
      const scale: Entry | undefined = header[name.replace(WEIGHTS, "scales.")];
      const floats = entry.dtype === "F32" ? new Float32Array(bytesOf(entry)) : null;
      if (floats === null && (entry.dtype !== "I8" || scale === undefined))
        throw new Error(`${name} is ${entry.dtype}, expected F32, or I8 with scales`);
      const scales = scale === undefined ? null : new Float32Array(bytesOf(scale));
      const values = floats ?? new Int8Array(bytesOf(entry));
      return {
        name: named(name.slice(WEIGHTS.length)),
        shape: entry.shape.slice(1),
        values,
        scales,
      };
    });
  return (moment) =>
    new Map(
      parts.map(({ name, shape, values, scales }) => {
        const count = countOf(shape);
        const now = Float32Array.from(values.subarray(moment * count, (moment + 1) * count));
        if (now.length !== count) throw new Error(`the film has no moment ${moment}`);
        if (scales !== null) rescale(now, scales.subarray(moment * (shape[0] ?? 1)), shape[0] ?? 1);
        return [name, { shape, values: now }];
      }),
    );
}

function rescale(values: Float32Array, scales: Float32Array, channels: number): void {
  const each = values.length / channels;
  for (let i = 0; i < values.length; i++)
    values[i] = (values[i] ?? 0) * (scales[Math.floor(i / each)] ?? 0);
}

/** The name as the network's description has it: `block.0.weight`, of a module inside another, becomes `block_0.weight`. */
function named(name: string): string {
  const end = Math.max(0, name.lastIndexOf("."));
  return name.slice(0, end).replaceAll(".", "_") + name.slice(end);
}
