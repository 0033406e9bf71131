import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeFrame, FrameError } from "./frame.ts";

const bytes = new Uint8Array(readFileSync("tests/golden/frame.bin"));
const golden = JSON.parse(readFileSync("tests/golden/frame.json", "utf8"));

const changed = (offset: number, value: number) => {
  const copy = bytes.slice();
  copy[offset] = value;
  return copy.buffer;
};

describe("frame", () => {
  test("the golden bytes, which Python wrote, are the golden frame", () => {
    const frame = decodeFrame(bytes.slice().buffer);
    expect(frame.seq).toBe(golden.seq);
    expect(frame.blank).toBe(false);
    expect(frame.firstGuess).toBe(golden.first_guess);
    expect(frame.secondGuess).toBe(golden.second_guess);
    expect([...frame.probabilities]).toEqual(golden.probabilities);
    for (const [i, tensor] of golden.tensors.entries()) {
      const values = [...Float32Array.from(tensor.values)];
      expect(frame.tensors[i]?.operation).toBe(tensor.operation);
      expect([...(frame.tensors[i]?.values ?? [])]).toEqual(values);
      expect(frame.tensors[i]?.low).toBe(Math.min(...values));
      expect(frame.tensors[i]?.high).toBe(Math.max(...values));
    }
  });

  test("values are views of the message, not copies", () => {
    const { buffer } = bytes.slice();
    expect(decodeFrame(buffer).tensors[0]?.values.buffer).toBe(buffer);
  });

  test("every cut is noticed", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeFrame(bytes.slice(0, length).buffer)).toThrow(FrameError);
    }
  });

  test("another magic, version or encoding and left-over bytes are refused", () => {
    expect(() => decodeFrame(changed(0, 0))).toThrow("not a frame");
    expect(() => decodeFrame(changed(4, 9))).toThrow("version 9");
    expect(() => decodeFrame(changed(16 + 4 * golden.probabilities.length + 2, 7))).toThrow(
      "encoding",
    );
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    expect(() => decodeFrame(longer.buffer)).toThrow("left after");
  });

  test("the flag of doubt is read", () => {
    expect(decodeFrame(bytes.slice().buffer).doubtful).toBe(false);
    expect(decodeFrame(changed(5, 2)).doubtful).toBe(true);
  });

  test("a blank frame has no guesses", () => {
    const blank = new Uint8Array(16);
    blank.set(bytes.slice(0, 4));
    blank.set([1, 1, 255, 255], 4);
    const frame = decodeFrame(blank.buffer);
    expect([frame.blank, frame.firstGuess, frame.secondGuess]).toEqual([true, null, null]);
  });
});
