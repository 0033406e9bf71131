import { expect, test } from "vitest";
import { countOf, indexIn, positionIn } from "./shape.ts";

test("a value's position and its index say the same, for every value of maps that are not square", () => {
  const sides = { rows: 3, columns: 5 };
  const positions = Array.from({ length: countOf([2, 3, 5]) }, (_, index) =>
    positionIn(sides, index),
  );
  expect(positions.map((position) => indexIn(sides, position))).toEqual([...positions.keys()]);
  expect(positions[17]).toEqual({ channel: 1, row: 0, column: 2 });
  expect(positions.at(-1)).toEqual({ channel: 1, row: 2, column: 4 });
});
