/** A run's moments in numbers. */
import { expect, test } from "vitest";
import "../testing/words.ts";
import { fillTable, lossInWords, rowOf } from "./table.ts";

const MOMENTS = {
  steps: [0, 2, 5],
  losses: [
    [1, 2.4],
    [2, 2.25],
    [3, 1.5],
    [5, null],
  ] as const,
  validation: [2.31, 2.1, null],
  right: [0.1, 0.35, 0.1],
  outcomes: [
    [0.4, 0.6],
    [0, 0],
  ],
  classes: ["0", "1"],
};

test("each moment has its training loss beside the validation loss", () => {
  expect(rowOf(MOMENTS, 0)).toEqual(["0", "–", "2.310", "10.0\u00a0%", "1, 60.0\u00a0%"]);
  expect(rowOf(MOMENTS, 1)).toEqual(["2", "2.250", "2.100", "35.0\u00a0%", "–"]);
  expect(rowOf(MOMENTS, 2)).toEqual(["5", "∞", "∞", "10.0\u00a0%", "–"]);
});

test("a table has a head and a row a moment", () => {
  const table = document.createElement("table");
  fillTable(table, MOMENTS);
  expect([...table.querySelectorAll("th")].map((cell) => cell.textContent)).toEqual([
    "Step",
    "Training loss",
    "Validation loss",
    "Read right",
    "Your drawing",
  ]);
  expect(table.rows).toHaveLength(4);
});

test("a loss that has grown out of hand is short", () => {
  expect(lossInWords(19_007_316_951_040)).toBe("1.901e13");
  expect(lossInWords(78.1148)).toBe("78.115");
  expect(lossInWords(2.5, String)).toBe("2.5");
});
