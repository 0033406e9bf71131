import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { valueAt } from "../math/tensor.ts";
import { decodeFrame, FrameError, inflate, isDeflated } from "./frame.ts";

const read = (name: string) => new Uint8Array(readFileSync(`tests/golden/${name}`));
const live = read("frame-live.bin");
const exact = read("frame-exact.bin");
const golden = JSON.parse(readFileSync("tests/golden/frame.json", "utf8"));

const changed = (offset: number, value: number) => {
  const copy = live.slice();
  copy[offset] = value;
  return copy.buffer;
};

describe("frame", () => {
  test.each([
    ["live", live],
    ["exact", exact],
  ])("the golden bytes, which Python wrote, are the golden values: %s", (kind, bytes) => {
    const frame = decodeFrame(bytes.slice().buffer);
    expect(frame.seq).toBe(golden.seq);
    expect(frame.took).toBe(golden.took / 1000);
    expect(frame.blank).toBe(false);
    expect(frame.exact).toBe(kind === "exact");
    const outcomes = frame.outcomes.map(({ answer, values }) => [answer, [...values]]);
    expect(Object.fromEntries(outcomes)).toEqual(golden.outcomes);
    expect(frame.tensors).toHaveLength(golden[kind].length);
    for (const [i, { operation, low, high, values }] of golden[kind].entries()) {
      const tensor = frame.tensors[i];
      if (tensor === undefined) throw new Error("a tensor is missing");
      expect([tensor.operation, tensor.low, tensor.high]).toEqual([operation, low, high]);
      for (const [index, value] of values.entries()) {
        expect(valueAt({ shape: [], ...tensor }, index)).toBeCloseTo(value, 6);
      }
    }
  });

  test("values are views of the message, not copies", () => {
    for (const bytes of [live, exact]) {
      const { buffer } = bytes.slice();
      expect(decodeFrame(buffer).tensors[0]?.values.buffer).toBe(buffer);
    }
  });

  test("every cut is noticed", () => {
    for (const bytes of [live, exact]) {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decodeFrame(bytes.slice(0, length).buffer)).toThrow(FrameError);
      }
    }
  });

  test("another magic, version or encoding and left-over bytes are refused", () => {
    expect(() => decodeFrame(changed(0, 0))).toThrow("not a frame");
    expect(() => decodeFrame(changed(4, 9))).toThrow("version 9");
    const table = 20 + 2 * 8 + 4 * (5 + 3) + 8 * golden.live.length;
    expect(() => decodeFrame(changed(table + 2, 7))).toThrow("encoding");
    const longer = new Uint8Array(live.length + 4);
    longer.set(live);
    expect(() => decodeFrame(longer.buffer)).toThrow("left after");
  });

  test("a deflated frame is the same frame", async () => {
    const deflated = new Uint8Array([...live.slice(0, 20), ...deflateRawSync(live.slice(20))]);
    deflated[5] = 4;
    expect(isDeflated(live.slice().buffer)).toBe(false);
    expect(isDeflated(deflated.buffer)).toBe(true);
    expect(() => decodeFrame(deflated.buffer)).toThrow("inflated first");
    expect(new Uint8Array(await inflate(deflated.buffer))).toEqual(live);
  });

  test("the flag of doubt is read", () => {
    expect(decodeFrame(live.slice().buffer).doubtful).toBe(false);
    expect(decodeFrame(changed(5, 2)).doubtful).toBe(true);
  });

  test("a blank frame has no tensors", () => {
    const blank = new Uint8Array(20);
    blank.set(live.slice(0, 4));
    blank.set([4, 1], 4);
    const frame = decodeFrame(blank.buffer);
    expect([frame.blank, frame.outcomes, frame.tensors]).toEqual([true, [], []]);
  });
});
