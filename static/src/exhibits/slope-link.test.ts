import { describe, expect, it } from "vitest";
import {
  MOST_MOVES,
  type Move,
  movesIn,
  textOfMoves,
  textOfWeight,
  weightIn,
} from "./slope-link.ts";
import type { Weighted } from "./slopes.ts";

const rest = { stride: null, padding: null, dilation: null, has_bias: true };
const OPERATIONS: Record<string, Weighted> = {
  conv1: { shape: [6, 1, 5, 5], ...rest },
  fc3: { shape: [10, 84], ...rest, has_bias: false },
};

describe("a weight in a link", () => {
  it("is read as it was written", () => {
    for (const text of ["conv1.0", "conv1.149", "conv1.b5", "fc3.839"]) {
      const weight = weightIn(text, OPERATIONS);
      expect(weight && textOfWeight(weight)).toBe(text);
    }
  });

  it.each([
    "conv1.150",
    "conv1.b6",
    "fc3.b0",
    "pool1.0",
    "constructor.0",
    "conv1",
    "conv1.-1",
    "",
    null,
  ])("is none where it says %s", (text) => {
    expect(weightIn(text, OPERATIONS)).toBeNull();
  });
});

describe("moves in a link", () => {
  it("are read as they were written", () => {
    const moves: Move[] = [
      { move: "drawing" },
      { move: "batch" },
      { move: "weight", weight: { operation: "conv1", index: 12, parameter: "weight" } },
    ];
    expect(textOfMoves(moves)).toBe("d*n*conv1.12");
    expect(movesIn("d*n*conv1.12", OPERATIONS)).toEqual(moves);
  });

  it("are at most as many as the server takes, and what is none is left out", () => {
    expect(movesIn("d*?*fc9.1*d", OPERATIONS)).toHaveLength(2);
    expect(movesIn(Array(60).fill("d").join("*"), OPERATIONS)).toHaveLength(MOST_MOVES);
    expect(movesIn(null, OPERATIONS)).toEqual([]);
  });
});
