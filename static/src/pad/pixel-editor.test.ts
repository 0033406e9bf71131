import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "../wire/bytes.ts";
import { flipped, pixelAfter, withPixel } from "./pixel-editor.ts";

test("a flipped pixel goes to the further end", () => {
  expect([0, 1, 127, 128, 254, 255].map(flipped)).toEqual([255, 255, 255, 0, 0, 0]);
});

test("setting a pixel leaves the others and the original alone", () => {
  const pixels = Uint8Array.of(1, 2, 3);
  expect(withPixel(pixels, 1, 200)).toEqual(Uint8Array.of(1, 200, 3));
  expect(pixels).toEqual(Uint8Array.of(1, 2, 3));
});

test("bytes survive base64, every one of them", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  expect(toBase64(new Uint8Array())).toBe("");
});

test("arrow keys go to the pixel beside, around the edges", () => {
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "a"];
  expect(keys.map((key) => pixelAfter(29, key, 28))).toEqual([28, 30, 1, 57, null]);
  expect(pixelAfter(28, "ArrowLeft", 28)).toBe(55);
  expect(pixelAfter(55, "ArrowRight", 28)).toBe(28);
  expect(pixelAfter(3, "ArrowUp", 28)).toBe(27 * 28 + 3);
  expect(pixelAfter(27 * 28 + 3, "ArrowDown", 28)).toBe(3);
});

test("on another side rows are as long as that", () => {
  expect(pixelAfter(31, "ArrowRight", 32)).toBe(0);
  expect(pixelAfter(3, "ArrowUp", 32)).toBe(31 * 32 + 3);
});
