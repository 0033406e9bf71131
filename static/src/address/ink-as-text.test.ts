import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Drawing, MAX_POINTS, toWire } from "../ink/strokes.ts";
import { pointsIn, timesOf } from "../ink/timeline.ts";
import { type Chance, chanceFrom } from "../testing/chance.ts";
import { writer } from "./bits.ts";
import { readDrawing, settled, writeDrawing } from "./ink-as-text.ts";
import { readBytes, writeBytes } from "./pixels-as-text.ts";

const GOLDEN = readFileSync("tests/golden/drawings.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Drawing => {
    const strokes: [number, number][][] = JSON.parse(line).strokes;
    return strokes.map((points) => ({ points, width: 0.07 }));
  });
const COUNT = 100;

/** Something drawn at random: wandering strokes of any width, on the pad and a little outside. */
function anyDrawing(chance: Chance): Drawing {
  return Array.from({ length: chance.whole(0, 6) }, () => {
    let [x, y] = [chance.part() * 1.4 - 0.2, chance.part() * 1.4 - 0.2];
    const pace = chance.one([0.001, 0.01, 0.05, 0.4]);
    const points = Array.from({ length: chance.whole(1, 60) }, () => {
      x = Math.min(3, Math.max(-3, x + (chance.part() - 0.5) * pace));
      y = Math.min(3, Math.max(-3, y + (chance.part() - 0.5) * pace));
      return [x, y] as const;
    });
    return { points, width: chance.one([0.07, 0.03, 0.14, 0.0731]) };
  });
}

test("a digit takes fewer than 200 signs, and travels on to the server just as it was", () => {
  for (const drawing of GOLDEN) {
    const text = writeDrawing(drawing);
    expect(text.length).toBeLessThan(200);
    expect(text).toMatch(/^[\w-]*[A-Za-z0-9]$/);
    expect(toWire(readDrawing(text))).toEqual(toWire(drawing));
  }
});

test("any drawing comes back with its strokes, points and widths, less than 1/2000 of the pad away", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const drawing = anyDrawing(chanceFrom(seed));
    const read = readDrawing(writeDrawing(drawing));
    expect(read.map(({ points }) => points.length)).toEqual(
      drawing.map(({ points }) => points.length),
    );
    for (const [i, { points, width }] of drawing.entries()) {
      expect(read[i]?.width).toBeCloseTo(width, 2.9);
      for (const [j, [x, y]] of points.entries()) {
        const [u, v] = read[i]?.points[j] ?? [9, 9];
        expect(Math.max(Math.abs(u - x), Math.abs(v - y))).toBeLessThan(1 / 2000);
      }
    }
  }
});

test("times come back with the same strokes, to a hundredth of a second, in about two bits a point", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const chance = chanceFrom(seed);
    let now = chance.whole(0, 90_000);
    const drawing = anyDrawing(chance).map((stroke) => {
      now += chance.whole(0, 3000);
      if (chance.part() < 0.1) return stroke; // nobody timed it
      return { ...stroke, times: stroke.points.map(() => (now += chance.one([8, 16, 17, 33]))) };
    });
    const [text, plain] = [writeDrawing(drawing, true), writeDrawing(drawing)];
    const read = readDrawing(text);
    expect(read.map(({ points, width }) => ({ points, width }))).toEqual(readDrawing(plain));
    const known = drawing.some(({ times }) => times !== undefined);
    const times = timesOf(drawing);
    if (known)
      for (const [i, time] of timesOf(read).entries())
        expect(Math.abs(time - (times[i] ?? 0))).toBeLessThanOrEqual(10 + 20 * drawing.length);
    else expect(text).toBe(plain);
    expect(text.length - plain.length).toBeLessThan(8 + pointsIn(drawing));
  }
});

test("a pen that waits for an hour is damage", () => {
  const text = writeDrawing([{ points: [[0.5, 0.5]], width: 0.07, times: [0] }], true);
  const to = writer();
  for (const [bits, count] of [
    [2, 4],
    [0, 2],
    [0, 2],
    [0, 4],
  ] as const)
    to.bits(bits, count);
  to.natural(1, 1); // strokes
  to.natural(0, 5); // points, less one
  to.bits(0, 1);
  to.signed(0, 11);
  to.signed(0, 11);
  to.bits(0, 3);
  to.natural(180_000, 0);
  expect(readDrawing(text)[0]?.times).toEqual([0]);
  expect(() => readDrawing(to.text())).toThrow(/waits too long/);
});

test("what the page settles on is just what the link brings, and settles no further", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const drawing = anyDrawing(chanceFrom(seed));
    const once = settled(drawing);
    expect(once).toEqual(readDrawing(writeDrawing(drawing)));
    expect(readDrawing(writeDrawing(once))).toEqual(once);
  }
});

test("a long scribble takes a coarser grid, a small one never fewer than 512 steps along it", () => {
  const scribble = (size: number): Drawing => {
    const chance = chanceFrom(1);
    const points = Array.from(
      { length: 600 },
      () => [0.5 + chance.part() * size, chance.part() * size] as const,
    );
    return [{ points, width: 0.07 }];
  };
  const steps = (drawing: Drawing) => {
    const all = settled(drawing).flatMap(({ points }) => points.flat());
    return [1250, 2500, 5000, 10_000].find((grid) =>
      all.every((value) => Math.abs(value * grid - Math.round(value * grid)) < 1e-6),
    );
  };
  expect(steps(scribble(0.5))).toBe(1250);
  expect(steps(scribble(0.3))).toBe(2500);
  expect(steps(scribble(0.06))).toBe(10_000);
});

test("more points than the server takes are thinned as they are for the server", () => {
  const points = Array.from({ length: 2 * MAX_POINTS }, (_, i) => [i / 8000, 0.5] as const);
  const read = readDrawing(writeDrawing([{ points, width: 0.07 }]));
  expect(read[0]?.points.length).toBeLessThanOrEqual(MAX_POINTS);
  expect(read[0]?.points.length).toBeGreaterThan(MAX_POINTS / 2 - 2);
});

test("a blank pad has a text of its own", () => {
  expect(readDrawing(writeDrawing([]))).toEqual([]);
  expect(writeDrawing([]).length).toBeLessThan(9);
});

test.each([
  ["nothing", ""],
  ["a letter", "A"],
  ["a sign", "!"],
  ["zeros", "AAAA"],
  ["another alphabet", "é"],
  ["a gap", "IIAx IIA"],
  ["a flood", "f".repeat(90_000)],
])("%s is no drawing, and that is a RangeError", (_, text) => {
  expect(() => readDrawing(text)).toThrow(RangeError);
  expect(() => readBytes(text, 784)).toThrow(RangeError);
});

test("a damaged text is noticed: cut off, a sign changed, two signs swapped", () => {
  for (const [seed, drawing] of GOLDEN.entries()) {
    const chance = chanceFrom(seed);
    const text = writeDrawing(drawing);
    for (let i = 0; i < 30; i++) {
      const at = chance.whole(0, text.length - 2);
      const other = chance.one([..."ABCabc019-_"].filter((sign) => sign !== text[at]));
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      const cut = text.slice(0, chance.whole(0, text.length - 1));
      expect(() => readDrawing(changed)).toThrow(RangeError);
      expect(() => readDrawing(cut)).toThrow(RangeError);
    }
  }
});

test("random bytes with a right checksum are a sound drawing or a RangeError", () => {
  for (let seed = 0; seed < 2 * COUNT; seed++) {
    const text = damagedInside(chanceFrom(seed));
    let drawing: Drawing = [];
    try {
      drawing = readDrawing(text);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
    for (const { points, width } of drawing) {
      expect(width).toBeGreaterThan(0);
      expect(width).toBeLessThan(1.03);
      for (const value of points.flat()) expect(Math.abs(value)).toBeLessThanOrEqual(8);
    }
  }
});

/** Random bytes that pass the checksum: written as pixels are, by the writer itself. */
function damagedInside(chance: Chance): string {
  const to = writer();
  to.bits(1, 4);
  for (let i = chance.whole(0, 60); i > 0; i--) to.bits(chance.whole(0, 255), 8);
  return to.text();
}

test("pixels and pictures come back byte for byte", () => {
  for (let seed = 0; seed < 60; seed++) {
    const chance = chanceFrom(seed);
    const bytes = new Uint8Array(784);
    for (let at = 0; at < 784; ) {
      const end = at + chance.whole(1, 40);
      const what = chance.one([0, 0, 255, null]);
      for (; at < Math.min(end, 784); at++) bytes[at] = what ?? chance.whole(0, 255);
    }
    expect(readBytes(writeBytes(bytes), 784)).toEqual(bytes);
  }
  expect(() => readBytes(writeBytes(new Uint8Array(700)), 784)).toThrow(RangeError);
  expect(() => readBytes(writeBytes(new Uint8Array(800)), 784)).toThrow(RangeError);
});
