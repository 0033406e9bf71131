/** Boxes, overlap and suppression, compared with the server's results for the same outcomes (`tests/golden_boxes.py`). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { boxesOf, keptOf, overlapOf, roundsOf, scoresOf, suppressedBy } from "./detections.ts";

interface Case {
  readonly shape: readonly [number, number];
  readonly threshold: number;
  readonly overlap: number;
  readonly outcome: readonly number[];
  readonly boxes: readonly (readonly number[])[];
  readonly suppressed_by: readonly (number | null)[];
}

const CASES = JSON.parse(readFileSync("tests/golden/boxes.json", "utf8")) as Case[];
const edges = (left: number, top: number, right: number, bottom: number) => ({
  left,
  top,
  right,
  bottom,
});

test.each(CASES)(
  "boxes from $threshold on are the server's, in its order, and so is what suppresses them",
  ({ shape, threshold, overlap, outcome, boxes, suppressed_by }) => {
    const found = boxesOf(Float32Array.from(outcome), shape, threshold);
    expect(
      found.map(({ label, score, left, top, right, bottom }) => [
        label,
        score,
        left,
        top,
        right,
        bottom,
      ]),
    ).toEqual(boxes);
    const rounds = roundsOf(found, overlap);
    expect(suppressedBy(found, rounds)).toEqual(suppressed_by);
    expect(rounds).toHaveLength(suppressed_by.filter((by) => by === null).length);
  },
);

test("the cases have something to suppress, and scores that are equal", () => {
  const struck = CASES.map(({ suppressed_by }) => suppressed_by.filter((by) => by !== null).length);
  expect(struck.filter((count) => count > 2).length).toBeGreaterThan(2);
  const scores = CASES.flatMap(({ boxes }) => boxes.map(([, score]) => score));
  expect(new Set(scores).size).toBeLessThan(scores.length);
});

test("overlap is what both cover as a part of what either does", () => {
  const one = edges(0, 0, 0.5, 0.5);
  expect(overlapOf(one, edges(0.25, 0, 0.75, 0.5))).toEqual({
    both: 0.125,
    either: 0.375,
    part: 1 / 3,
  });
  expect(overlapOf(one, edges(0.5, 0, 1, 1))).toMatchObject({ both: 0, part: 0 });
  expect(overlapOf(edges(0.5, 0.5, 0.5, 0.5), edges(0.5, 0.5, 0.5, 0.5)).part).toBe(0);
});

test("a round compares only what is left of its label and touches it, and strikes above the limit alone", () => {
  const box = (label: number, score: number, left: number) => ({
    label,
    score,
    ...edges(left, 0, left + 0.4, 0.4),
  });
  const boxes = [
    box(4, 0.9, 0),
    box(4, 0.8, 0.1),
    box(9, 0.7, 0),
    box(4, 0.6, 0.3),
    box(4, 0.5, 0.6),
  ];
  const rounds = roundsOf(boxes, 0.4);
  expect(rounds.map(({ kept }) => kept)).toEqual([0, 2, 3, 4]);
  expect(rounds[0]?.compared.map(({ at, struck }) => [at, struck])).toEqual([
    [1, true],
    [3, false],
  ]);
  // A box whose overlap equals the limit stays: 0.3 / 0.5.
  expect(roundsOf(boxes, rounds[0]?.compared[0]?.part).map(({ kept }) => kept)).toContain(1);
  expect(keptOf(boxes, 0.4).map(({ score }) => score)).toEqual([0.9, 0.7, 0.6, 0.5]);
});

test("a cell's score is that something is there, times its likeliest label", () => {
  // Two cells: x, y, width, height, there, two labels.
  const { there, label, score } = scoresOf(
    [0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1, 0.25, 0.5, 0.75, 0.5],
    2,
  );
  expect([...there]).toEqual([0.5, 1]);
  expect(label).toEqual([1, 0]);
  expect([...score]).toEqual([0.375, 0.5]);
});
