import { expect, test } from "vitest";
import { countOf, sharesOf } from "./whole.ts";

const layer = { title: "", step: 0, shape: [6, 28, 28], parameters: 156, multiply_adds: 117_600 };

test("a layer hands on as many values as its shape has", () => {
  expect(countOf(layer, "values")).toBe(4704);
  expect(countOf(layer, "parameters")).toBe(156);
});

test("shares are parts of all layers, and of nothing they are nothing", () => {
  const other = { ...layer, shape: [10], parameters: 44, multiply_adds: 0 };
  expect(sharesOf([layer, other], "parameters")).toEqual([
    { count: 156, part: 0.78 },
    { count: 44, part: 0.22 },
  ]);
  expect(sharesOf([other, other], "multiply_adds").map(({ part }) => part)).toEqual([0, 0]);
});
