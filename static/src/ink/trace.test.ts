import { expect, test } from "vitest";
import { SAMPLES } from "./samples.ts";
import { type Drawing, EMPTY, prefixOf, reduce } from "./strokes.ts";
import { MOST_MOMENTS, momentsOf, pointsIn } from "./timeline.ts";
import {
  firstGuessOf,
  keptFor,
  missingFrom,
  type PenTrace,
  turnsOf,
  withReading,
} from "./trace.ts";

const FOUR = SAMPLES.get("4") ?? [];
const POINTS = pointsIn(FOUR);
/** Names its moment, so that a wrong one is noticed. */
const at = (moment: number) => [moment / 1000, 1 - moment / 1000];
const traceOf = (drawing: Drawing, moments = momentsOf(drawing)): PenTrace => ({
  drawing,
  how: "a",
  probabilities: new Map(moments.map((moment) => [moment, at(moment)])),
});

test("one more stroke keeps all that was read, and asks for the new points only", () => {
  const more = reduce(
    { ...EMPTY, drawing: FOUR },
    { type: "begin", point: [0.9, 0.9], width: 0.07 },
  );
  const kept = keptFor({ drawing: more.drawing, how: "a" }, traceOf(FOUR));
  expect([...kept.probabilities.keys()]).toEqual(momentsOf(FOUR));
  expect(missingFrom(kept)).toEqual([POINTS + 1]);
});

test("undo needs nothing new", () => {
  const undone = FOUR.slice(0, 1);
  const kept = keptFor({ drawing: undone, how: "a" }, traceOf(FOUR));
  expect(missingFrom(kept)).toEqual([]);
  expect(Math.max(...kept.probabilities.keys())).toBe(pointsIn(undone));
});

test("another drawing, or another way to read it, begins anew", () => {
  const seven = SAMPLES.get("7") ?? [];
  expect(keptFor({ drawing: seven, how: "a" }, traceOf(FOUR)).probabilities.size).toBe(0);
  expect(keptFor({ drawing: FOUR, how: "b" }, traceOf(FOUR)).probabilities.size).toBe(0);
  expect(keptFor({ drawing: FOUR, how: "a" }, null).probabilities.size).toBe(0);
});

test("a drawing too long to read at every point asks for moments on its own grid", () => {
  const long = [
    { points: Array.from({ length: 450 }, (_, i) => [i / 450, 0.5] as const), width: 0.1 },
  ];
  const missing = missingFrom(keptFor({ drawing: long, how: "a" }, traceOf(prefixOf(long, 150))));
  expect(missing.length).toBeLessThanOrEqual(MOST_MOMENTS);
  expect(missing[0]).toBe(153);
  expect(missing.at(-1)).toBe(450);
});

test("a frame is a moment only if it read a beginning of this very drawing, in this way", () => {
  const trace = traceOf(FOUR, []);
  const first = { drawing: prefixOf(FOUR, 30), how: "a" };
  expect(withReading(trace, first, at(30)).probabilities.get(30)).toEqual(at(30));
  const others = [
    { ...first, how: "b" },
    { drawing: prefixOf(SAMPLES.get("9") ?? [], 30), how: "a" },
    { drawing: [...prefixOf(FOUR, 30), ...prefixOf(FOUR, 2)], how: "a" },
    { drawing: [], how: "a" },
  ];
  for (const other of others) expect(withReading(trace, other, at(1))).toBe(trace);
});

test("the first guess turns where another becomes the largest; before ink there is none", () => {
  const five = prefixOf(FOUR, 5);
  const rows = [
    [0, 0],
    [0.6, 0.4],
    [0.51, 0.49],
    [0.2, 0.8],
    [0.7, 0.3],
  ];
  const trace = { ...traceOf(five), probabilities: new Map(rows.map((row, i) => [i + 1, row])) };
  expect(rows.map(firstGuessOf)).toEqual([null, 0, 0, 1, 0]);
  expect(turnsOf(trace)).toEqual([
    { moment: 4, from: [0], to: [1] },
    { moment: 5, from: [1], to: [0] },
  ]);
});
