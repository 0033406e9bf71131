import { afterEach, expect, test, vi } from "vitest";
import { fetchWeights } from "../server/models.ts";
import { parseSafetensors } from "./safetensors.ts";

/** A safetensors file of one tensor, 1.5 and -2. */
function file(
  entry: object = {},
  values = Float32Array.of(1.5, -2),
  name = "fc.bias",
): Uint8Array<ArrayBuffer> {
  const whole = { dtype: "F32", shape: [2], data_offsets: [0, 4 * values.length], ...entry };
  const header = new TextEncoder().encode(JSON.stringify({ [name]: whole }));
  const bytes = new Uint8Array(8 + header.length + 4 * values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set(new Uint8Array(values.buffer), 8 + header.length);
  return bytes;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function answer(response: Response | Error) {
  const fetched = vi.fn(async (_address: string, _how: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("isSecureContext", true);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

test("tensors are read with their shapes and values", () => {
  const weights = parseSafetensors(file().buffer);
  expect(weights.get("fc.bias")).toEqual({ shape: [2], values: Float32Array.of(1.5, -2) });
});

test("the weights of a module in another have the name of its operation", () => {
  expect([...parseSafetensors(file({}, undefined, "block.0.bias").buffer).keys()]).toEqual([
    "block_0.bias",
  ]);
});

test("how many batches batch normalisation has seen is left out", () => {
  const count = file({ dtype: "I64", shape: [] }, undefined, "norm.num_batches_tracked");
  expect(parseSafetensors(count.buffer).size).toBe(0);
});

test.each([
  ["nothing", new Uint8Array(4)],
  ["half a header", file().slice(0, 20)],
  ["a header that is no JSON", file().fill(0x7b, 8, 12)],
  ["half the values", file().slice(0, -3)],
  ["another kind of numbers", file({ dtype: "F16" })],
  ["a shape with more values than there are", file({ shape: [3] })],
])("%s is refused", (_, bytes) => {
  expect(() => parseSafetensors(bytes.buffer)).toThrow();
});

test("weights whose bytes do not have the hash that names them are damaged", async () => {
  const good = file();
  answer(new Response(good));
  expect((await fetchWeights("lenet5", await sha256(good))).size).toBe(1);
  const flipped = file({}, Float32Array.of(1.5, 2));
  answer(new Response(flipped));
  await expect(fetchWeights("lenet5", await sha256(good))).rejects.toThrow("arrived damaged");
});

test("what is wrong is said in words", async () => {
  answer(new Response("", { status: 404 }));
  await expect(fetchWeights("lenet5", "00")).rejects.toThrow("the server answered 404");
  answer(new TypeError("Failed to fetch"));
  await expect(fetchWeights("lenet5", "00")).rejects.toThrow("the server does not answer");
  await expect(fetchWeights("lenet5", null)).rejects.toThrow("still loading");
});

test("a second try does not take what the browser has kept", async () => {
  const fetched = answer(new Response(file()));
  const name = await sha256(file());
  await fetchWeights("lenet5", name, true);
  expect(fetched.mock.calls[0]?.[1].cache).toBe("reload");
});
