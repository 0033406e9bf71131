/** The network's weights: fetched once, by their hash, and kept by the browser for ever. */

import { phrase } from "../words/phrases.ts";
import type { Weights } from "./arithmetic.ts";

export type AllWeights = ReadonlyMap<string, Weights>;

/** Reads a safetensors file of float32 tensors; throws an Error that says what is wrong with it. */
export function parseSafetensors(content: ArrayBuffer): AllWeights {
  if (content.byteLength < 8) throw new Error("the weights are cut off");
  const length = Number(new DataView(content).getBigUint64(0, true));
  if (8 + length > content.byteLength) throw new Error("the weights' header is cut off");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 8, length)));
  const weights = new Map<string, Weights>();
  for (const [name, entry] of Object.entries<SafetensorsEntry>(header)) {
    if (name === "__metadata__") continue;
    if (entry.dtype !== "F32") throw new Error(`${name} is ${entry.dtype}, expected F32`);
    const [from, to] = entry.data_offsets;
    if (8 + length + to > content.byteLength) throw new Error(`the weights end within ${name}`);
    // A copy: the offset need not be a multiple of four.
    const values = new Float32Array(content.slice(8 + length + from, 8 + length + to));
    const count = entry.shape.reduce((product, side) => product * side, 1);
    if (values.length !== count) throw new Error(`${name} has ${values.length} of ${count} values`);
    weights.set(name, { shape: entry.shape, values });
  }
  return weights;
}

interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Fetches a network's weights, which are named by their SHA-256; throws an Error whose message can be shown. `again`: what
 * the browser has kept of them may be damaged.
 */
export async function fetchWeights(
  network: string,
  name: string | null,
  again = false,
): Promise<AllWeights> {
  if (name === null) throw new Error(phrase("error.weights.none"));
  const address = `api/models/${encodeURIComponent(network)}/weights/${name}`;
  const response = await fetch(address, { cache: again ? "reload" : "default" }).catch(() => null);
  if (response === null) throw new Error(phrase("error.weights.unreachable"));
  if (!response.ok) throw new Error(phrase("error.status", { status: String(response.status) }));
  try {
    const content = await response.arrayBuffer();
    await expectHash(content, name);
    return parseSafetensors(content);
  } catch {
    throw new Error(phrase("error.weights.damaged"));
  }
}

/** Pages that come neither by https nor from this computer have no way to know it. */
async function expectHash(content: ArrayBuffer, sha256: string): Promise<void> {
  if (!isSecureContext) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== sha256) throw new Error(`the weights' SHA-256 is ${found}, expected ${sha256}`);
}
