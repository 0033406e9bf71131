import { beforeEach, expect, test } from "vitest";
import { keepInLink, nameIn, numbersIn, within } from "./link.ts";

const TENTHS = { low: -1, high: 1, step: 0.1 };

beforeEach(() => history.replaceState(null, "", "/exhibits/weights?lang=nl"));

test("numbers come back as they were written, and what is no number is as at the beginning", () => {
  expect(numbersIn("0.2_-0.6_1", [0, 0, 0], TENTHS)).toEqual([0.2, -0.6, 1]);
  expect(numbersIn("0.2_x", [0.5, 0.6, 0.7], TENTHS)).toEqual([0.2, 0.6, 0.7]);
  expect(numbersIn("__1e999_NaN", [0.5, 0.6, 0.7, 0.8], TENTHS)).toEqual([0.5, 0.6, 0.7, 0.8]);
  expect(numbersIn(null, [0.5], TENTHS)).toEqual([0.5]);
  expect(numbersIn("7_-7_0.44", [0, 0, 0], TENTHS)).toEqual([1, -1, 0.4]);
  expect(nameIn("shared", ["every", "shared"])).toBe("shared");
  expect(nameIn("<b>", ["every", "shared"])).toBe("every");
});

test("a value is a whole number of steps, without what binary leaves of it", () => {
  expect(within(0.1 + 0.2, TENTHS)).toBe(0.3);
  expect(within(Number.POSITIVE_INFINITY, TENTHS)).toBe(1);
});

test("the link has what is not as at the beginning, and keeps all else", () => {
  keepInLink({
    x: [
      [0.1, 0.2],
      [0.1, 0.3],
    ],
    said: ["9", ""],
    shown: ["every", "every"],
  });
  expect(location.search).toBe("?lang=nl&x=0.1_0.2&said=9");
  keepInLink({
    x: [
      [0.1, 0.3],
      [0.1, 0.3],
    ],
    said: ["", ""],
  });
  expect(location.search).toBe("?lang=nl");
});
