import { expect, test } from "vitest";
import {
  bracketed,
  chance,
  decimals,
  exact,
  number,
  percent,
  rounded,
  scientific,
  significant,
  summand,
  withPower,
} from "./numbers.ts";

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

test("a part of a sum has brackets only where a minus is printed", () => {
  expect([0.517, -0.517, -0.001, 0].map((value) => bracketed(value, 2))).toEqual([
    "0.52",
    "(−0.52)",
    "0.00",
    "0.00",
  ]);
});

test.each([
  [7.5e18, "7.5e18"],
  [-7.5e18, "−7.5e18"],
  [0.00003, "3e−5"],
  [-0.000012346, "−1.235e−5"],
])("with a power of ten %f is %s", (value, text) => {
  expect(withPower(value, 4)).toBe(text);
});

test.each([
  [92.82000000000001, "92.82"],
  [-0.1, "−0.1"],
  [1e-7, "0.0000001"],
  [-1e-7, "−0.0000001"],
  [1e-21, "0"],
  [-1e-21, "0"],
  [-3, "−3"],
  [0, "0"],
])("%f with all its digits is %s", (value, text) => {
  expect(exact(value)).toBe(text);
});

test("no number is written with a hyphen for a minus", () => {
  for (const value of [-123.4, -3.2e-7, -0.5]) {
    const texts = [
      number(value),
      decimals(value, 8),
      bracketed(value, 8),
      scientific(value),
      withPower(value, 3),
      exact(value),
      summand(value, 8),
    ];
    expect(texts.join()).not.toContain("-");
  }
});

test("a rounded number is what its printed decimals say, and a significant one its digits", () => {
  expect(rounded(0.126, 2)).toBe(Number(decimals(0.126, 2)));
  expect([significant(12345, 3), significant(0.0012345, 2)]).toEqual([12300, 0.0012]);
});
