/** Where the names of two curves stand. */
import { expect, test } from "vitest";
import { besideName } from "./chart.ts";

test("the names of two curves never stand on one another, wherever these begin", () => {
  const [height, line] = [96, 16];
  for (let one = 12; one <= 84; one++)
    for (let other = 12; other <= 84; other++) {
      const names = [0, 1].map((which) => besideName([one, other], which, height) as number);
      const [first = 0, second = 0] = names;
      expect(Math.abs(first - second)).toBeGreaterThanOrEqual(line);
      expect(names.every((foot) => foot >= 11 && foot <= height - 2)).toBe(true);
    }
});

test("a name alone stands where there is more room", () => {
  expect(besideName([80, null], 0, 96)).toBe(94);
  expect(besideName([20, null], 0, 96)).toBe(11);
  expect(besideName([20, null], 1, 96)).toBeNull();
});
