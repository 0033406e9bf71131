import { expect, test } from "vitest";
import { foldedLengths } from "./bars.ts";

test("a folded bar is as long as it was, and all its lines are full but the last", () => {
  expect(foldedLengths(2350, 1000)).toEqual([1000, 1000, 350]);
  expect(foldedLengths(2000, 1000)).toEqual([1000, 1000]);
  expect(foldedLengths(1, 1000)).toEqual([1]);
});
