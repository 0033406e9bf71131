import { expect, test } from "vitest";
import { chance, number, percent } from "./numbers.ts";

/** With a blank that may break, so that it can be read here. */
const breaking = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  [0, "0.0 %"],
  [0.0004, "< 0.1 %"],
  [0.0005, "0.1 %"],
  [0.9642, "96.4 %"],
  [0.9994, "99.9 %"],
  [0.99996, "> 99.9 %"],
  [1, "100.0 %"],
])("part %f is %s", (part, text) => {
  expect(breaking(percent(part))).toBe(text);
});

test.each([
  [0, "< 0.1 %"],
  [0.00049, "< 0.1 %"],
  [0.5, "50.0 %"],
  [0.9995, "> 99.9 %"],
  [1, "> 99.9 %"],
])("probability %f is %s", (part, text) => {
  expect(breaking(chance(part))).toBe(text);
});

test.each([0, 0.0001, 0.5, 0.9999, 1])("nothing of part %f goes on another line", (part) => {
  expect(percent(part) + chance(part)).not.toContain(" ");
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
