import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { axisOf, type History, MEASURES, rowsOf } from "./timeline.ts";

const history = JSON.parse(readFileSync("static/exhibits/history.json", "utf8")) as History;

test("time runs down the rows, and each number is in one of them", () => {
  for (const measure of MEASURES) {
    const years = rowsOf(history, measure).map(({ year }) => year);
    expect(years).toEqual([...years].sort((one, other) => one - other));
  }
  const dots = rowsOf(history, "error").flatMap((row) => row.dots);
  expect(dots.length).toBe(history.errors.length + 2);
  expect(rowsOf(history, "multiply_adds").map(({ name }) => name)).not.toContain("LeNet-5");
  expect(rowsOf(history, "error").filter(({ name }) => name === "ResNet")[0]?.dots.length).toBe(2);
});

test("all dots and ticks lie on the axis; a tenfold step is as long as any other", () => {
  for (const measure of MEASURES) {
    const rows = rowsOf(history, measure);
    const { at, ticks } = axisOf(rows, measure);
    const places = [
      ...rows.flatMap(({ dots }) => dots.map(({ value }) => at(value))),
      ...ticks.map(at),
    ];
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThanOrEqual(1);
  }
  const { at, ticks } = axisOf(rowsOf(history, "parameters"), "parameters");
  expect(ticks).toEqual([1e4, 1e5, 1e6, 1e7, 1e8, 1e9]);
  expect(at(1e6) - at(1e5)).toBeCloseTo(at(1e9) - at(1e8), 10);
  const errors = axisOf(rowsOf(history, "error"), "error");
  expect(errors.at(0)).toBe(0);
  expect(errors.at(15)).toBeCloseTo(0.5, 10);
});

test("every number has a source, every network that is not ours too", () => {
  for (const { source } of [...history.networks, ...history.errors, history.person])
    expect(history.sources).toHaveProperty(source);
});
