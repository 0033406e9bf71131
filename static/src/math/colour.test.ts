import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clearedFor, codesInto, colourInto, colourOf, luminanceOf, makeScale } from "./colour.ts";

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

test("the faintest hundredth differs visibly from paper", () => {
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

/** The style sheet's own colours, so that a change there is seen here. */
const SHEET = readFileSync("static/css/tokens.css", "utf8");

/** The three colours of a theme and palette, as the style sheet has them. */
function paletteIn(theme: string, palette: string): typeof LIGHT {
  const colours = new Map<string, string>();
  for (const [, selector = "", body = ""] of SHEET.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    const wanted = [...selector.matchAll(/\[data-(theme|palette)="(\w+)"\]/g)];
    const applies = wanted.every(([, kind, name]) => name === (kind === "theme" ? theme : palette));
    if (!applies) continue;
    for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+): ([^;]+);/g))
      colours.set(name, value);
  }
  const colour = (name: string): string => {
    const value = colours.get(name) ?? "";
    const other = value.match(/var\(--([\w-]+)\)/)?.[1];
    return other === undefined ? value : colour(other);
  };
  return { paper: colour("zero"), ink: colour("positive"), pencil: colour("negative") };
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear light; and no colours at all. */
const SEEN_AS = {
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
  achromatopsia: [0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722],
};

/** How far apart two colours are for somebody, in bytes of sRGB. */
function seenApart(one: string, other: string, matrix: readonly number[]): number {
  const seen = (hex: string) => {
    const light = [1, 3, 5].map((at) => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
    return [0, 3, 6].map((row) => {
      const sum = light.reduce((total, part, i) => total + part * (matrix[row + i] ?? 0), 0);
      return 255 * Math.max(0, Math.min(1, sum)) ** (1 / 2.2);
    });
  };
  return distance(seen(one), seen(other));
}

for (const theme of ["light", "dark"]) {
  test.each(Object.entries(SEEN_AS))(
    `the safe palette's sign is seen with %s, ${theme}`,
    (_, seen) => {
      const { ink, pencil, paper } = paletteIn(theme, "safe");
      expect(seenApart(ink, pencil, seen)).toBeGreaterThan(60);
      expect(seenApart(ink, paper, seen)).toBeGreaterThan(60);
      expect(seenApart(pencil, paper, seen)).toBeGreaterThan(60);
    },
  );

  test(`on grey paper more and less than zero are darker and lighter, ${theme}`, () => {
    const scale = makeScale(paletteIn(theme, "grey"));
    const light = [-1, 0, 1].map((value) => luminanceOf(colourOf(value, 1, scale)));
    const sorted = [...light].sort((a, b) => a - b);
    expect(theme === "light" ? light.reverse() : light).toEqual(sorted);
  });
}

test("a fill is made clearer only where neither black nor white letters have the contrast that is asked for", () => {
  const contrast = (css: string) => {
    const light = luminanceOf(css);
    return Math.max((light + 0.05) / 0.05, 1.05 / (light + 0.05));
  };
  for (const fill of ["rgb(140 145 157)", "rgb(200 69 47)", "rgb(120 120 120)", "rgb(90 90 140)"]) {
    expect(contrast(fill)).toBeLessThan(7);
    expect(contrast(clearedFor(fill, 7))).toBeGreaterThanOrEqual(7);
    expect(contrast(clearedFor(fill, 7))).toBeLessThan(7.4);
  }
  expect(clearedFor("rgb(10 16 54)", 7)).toBe("rgb(10 16 54)");
  expect(clearedFor("rgb(240 240 240)", 7)).toBe("rgb(240 240 240)");
});
