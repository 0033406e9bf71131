/** A film's weights, as the files that come with Inkling have them. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { parseFilmWeights } from "./film-weights.ts";

function contentOf(name: string): ArrayBuffer {
  const bytes = gunzipSync(readFileSync(`models/films/${name}.film`));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

test("each moment has all weights, in the shapes of the network", () => {
  const at = parseFilmWeights(contentOf("good"));
  const [first, last] = [at(0), at(23)];
  expect([...first.keys()].sort()).toEqual(
    ["conv1", "conv2", "fc1", "fc2", "fc3"].flatMap((name) => [`${name}.bias`, `${name}.weight`]),
  );
  expect(first.get("conv2.weight")?.shape).toEqual([16, 6, 5, 5]);
  expect(first.get("fc3.bias")?.shape).toEqual([10]);
  const [begun, done] = [first, last].map((each) => each.get("conv1.weight")?.values ?? []);
  // PyTorch begins with values up to 1 / sqrt(25).
  expect(Math.max(...(begun ?? []))).toBeLessThanOrEqual(0.2001);
  expect(Math.max(...(begun ?? []))).toBeGreaterThan(0.19);
  expect(done).not.toEqual(begun);
  expect(() => at(24)).toThrow("no moment 24");
});

test("values are steps of their channel's scale", () => {
  const header = {
    "weights.block.0.weight": { dtype: "I8", shape: [2, 2, 2], data_offsets: [0, 8] },
    "scales.block.0.weight": { dtype: "F32", shape: [2, 2], data_offsets: [8, 24] },
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const content = new Uint8Array(8 + text.length + 24);
  new DataView(content.buffer).setBigUint64(0, BigInt(text.length), true);
  content.set(text, 8);
  content.set(Int8Array.of(127, -127, 64, 0, 1, 2, 3, -4), 8 + text.length);
  content.set(new Uint8Array(Float32Array.of(0.5, 2, 1, 10).buffer), 16 + text.length);
  const at = parseFilmWeights(content.buffer);
  expect([...(at(0).get("block_0.weight")?.values ?? [])]).toEqual([63.5, -63.5, 128, 0]);
  expect([...(at(1).get("block_0.weight")?.values ?? [])]).toEqual([1, 2, 30, -40]);
  expect(() => parseFilmWeights(content.buffer.slice(0, 40))).toThrow("cut off");
  expect(() => parseFilmWeights(content.buffer.slice(0, content.length - 9))).toThrow("cut off");
});
