import { expect, test } from "vitest";
import { number, percent } from "./numbers.ts";

test.each([
  [0, "0.0 %"],
  [0.0004, "0.0 %"],
  [0.9642, "96.4 %"],
  [0.9994, "99.9 %"],
  [0.99996, "> 99.9 %"],
  [1, "100.0 %"],
])("probability %f is %s", (part, text) => {
  expect(percent(part)).toBe(text);
});

test.each([
  [0, "0"],
  [-0.517, "−0.52"],
  [4.084, "4.08"],
  [12.34, "12.3"],
  [-123.4, "−123"],
  [0.0042, "0.0042"],
])("value %f is %s", (value, text) => {
  expect(number(value)).toBe(text);
});
