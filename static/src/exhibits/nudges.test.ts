import { afterEach, expect, test, vi } from "vitest";
import { scalesOf } from "./chart.ts";
import { guessesOf, keptOf, SHIFTS } from "./nudges.ts";
import { formulaOf } from "./steps-ruler.ts";
import { mapsOf, problemOf } from "./windows.ts";

/** A bar two pixels wide in the middle of twelve. */
const BAR = mapsOf([
  Array.from({ length: 12 }, () =>
    Array.from({ length: 12 }, (_, at) => (at === 5 || at === 6 ? 1 : 0)),
  ),
]);
const HALVES = { window: 2, stride: 2, padding: 0 };

afterEach(() => vi.unstubAllGlobals());

test("where nothing moved all is kept; far away nothing is; pooling keeps more of a small move than the bar itself", () => {
  const kept = keptOf(BAR, HALVES);
  const at = (shift: number) => SHIFTS.indexOf(shift);
  for (const line of Object.values(kept)) {
    expect(line[at(0)]).toBeCloseTo(1, 12);
    expect(line[at(5)]).toBeCloseTo(0, 12);
  }
  expect(kept.drawing[at(1)]).toBeCloseTo(0.5, 12);
  expect(kept.max[at(1)]).toBeCloseTo(1 / Math.sqrt(2), 12);
});

test("the network is asked for each shift of these pixels, until another drawing has come", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (_path: string, how?: RequestInit) => {
    asked.push((JSON.parse(String(how?.body)) as { pixels: string }).pixels);
    const chances = asked.length === 1 + SHIFTS.indexOf(0) ? [0.1, 0.9] : [0.7, 0.3];
    return new Response(JSON.stringify({ outcomes: { digit: chances } }));
  });
  const said = await guessesOf("lenet5", BAR, () => true);
  expect(said?.[0]).toEqual({ guess: 0, chance: 0.3 });
  expect(said?.[SHIFTS.indexOf(0)]).toEqual({ guess: 1, chance: 0.9 });
  expect(new Set(asked).size).toBe(SHIFTS.length);
  expect(await guessesOf("lenet5", BAR, () => false)).toBeNull();
});

test("the formula is printed with its numbers, and what cannot be is told apart", () => {
  const way = { window: 3, stride: 2, padding: 0 };
  expect(formulaOf(8, way, 3)).toBe("⌊(8 + 2 × 0 − 3) / 2⌋ + 1 = ⌊2.5⌋ + 1 = 3");
  expect(problemOf(8, way)).toBeNull();
  expect(problemOf(2, way)).toBe("large");
  expect(problemOf(8, { ...way, padding: 2 })).toBe("edge");
  expect(problemOf(8, { ...way, padding: 2 }, false)).toBeNull();
});

test("a chart is as wide as its picture", () => {
  const { x, y } = scalesOf(SHIFTS, 300);
  expect(x(6)).toBeLessThan(300);
  expect(x(0) - x(-1)).toBeCloseTo(x(6) - x(5), 9);
  expect(y(0)).toBeGreaterThan(y(1));
});
