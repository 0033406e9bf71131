import { expect, test } from "vitest";
import { codesInto, colourInto, colourOf, makeScale } from "./colour.ts";

const LIGHT = { paper: "#ffffff", ink: "#20264d", pencil: "#c8452f" };
const DARK = { paper: "#1a1c26", ink: "#cfe0ff", pencil: "#ff8a66" };

const channels = (css: string) => css.match(/\d+/g)?.map(Number) ?? [];
const distance = (one: number[], other: number[]) =>
  Math.hypot(...one.map((value, i) => value - (other[i] ?? 0)));

test.each([LIGHT, DARK])("zero is paper, the peaks are ink and pencil", (palette) => {
  const scale = makeScale(palette);
  const hex = (css: string) =>
    `#${channels(css)
      .map((value) => value.toString(16).padStart(2, "0"))
      .join("")}`;
  expect(hex(colourOf(0, 4, scale))).toBe(palette.paper);
  expect(hex(colourOf(4, 4, scale))).toBe(palette.ink);
  expect(hex(colourOf(-4, 4, scale))).toBe(palette.pencil);
});

test.each([LIGHT, DARK])("further from zero is further from paper", (palette) => {
  const scale = makeScale(palette);
  const paper = channels(colourOf(0, 1, scale));
  for (const sign of [1, -1]) {
    let last = 0;
    for (let part = 0.05; part <= 1; part += 0.05) {
      const away = distance(channels(colourOf(sign * part, 1, scale)), paper);
      expect(away).toBeGreaterThan(last);
      last = away;
    }
  }
});

test("the faintest hundredth can still be told from paper", () => {
  const scale = makeScale(LIGHT);
  expect(distance(channels(colourOf(0.02, 1, scale)), [255, 255, 255])).toBeGreaterThan(6);
});

test("values over the peak are the peak's colour and no peak is all paper", () => {
  const scale = makeScale(LIGHT);
  expect(colourOf(9, 4, scale)).toBe(colourOf(4, 4, scale));
  expect(colourOf(3, 0, scale)).toBe(colourOf(0, 1, scale));
});

test("pixels are opaque and only those asked for are written", () => {
  const scale = makeScale(LIGHT);
  const out = new Uint32Array(4);
  colourInto(out, Float32Array.of(9, 9, 0, 1), [2, 4], 1, scale);
  expect([...out.subarray(0, 2)]).toEqual([0, 0]);
  expect([...new Uint8Array(out.buffer, 8, 4)]).toEqual([255, 255, 255, 255]);
  expect(new Uint8Array(out.buffer).at(-1)).toBe(255);
});

test("codes on a wider scale have the colours of their values", () => {
  const scale = makeScale(LIGHT);
  const [codes, values] = [new Uint32Array(256), new Uint32Array(256)];
  const all = Uint8Array.from({ length: 256 }, (_, code) => code);
  codesInto(codes, all, [0, 256], true, 0.5, scale);
  const real = Float32Array.from(all, (code) => (code - 128) / 127);
  colourInto(values, real, [0, 256], 2, scale);
  expect([...codes.subarray(1)]).toEqual([...values.subarray(1)]);
});
