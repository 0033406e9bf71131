import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toBase64 } from "../wire/bytes.ts";
import {
  digitsFor,
  type Grid,
  gridOf,
  indexOf,
  largestOf,
  placeOf,
  productsOf,
  sumOf,
  valuesOf,
} from "./slopes.ts";

interface Case {
  readonly kernel: readonly number[] | null;
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[] | null;
  readonly dilation: readonly number[] | null;
  readonly index: number;
  readonly values: readonly (readonly number[])[] | number | null;
  readonly gradient: readonly (readonly number[])[] | number;
  readonly slope: number;
}

const CASES = JSON.parse(readFileSync("tests/golden/slopes.json", "utf8")) as Case[];

function grid(values: readonly (readonly number[])[] | number): Grid {
  const lines = typeof values === "number" ? [[values]] : values;
  return {
    rows: lines.length,
    columns: lines[0]?.length ?? 0,
    values: Float64Array.from(lines.flat()),
  };
}

describe("the slope of a weight", () => {
  it.each(CASES.map((each, at) => [at, each] as const))("case %i is PyTorch's", (_, each) => {
    const rows = each.kernel?.[0] ?? 1;
    const columns = each.kernel?.[1] ?? 1;
    const cell = each.values === null ? 0 : each.index % (rows * columns);
    const place = {
      made: 0,
      input: 0,
      row: Math.floor(cell / columns),
      column: cell % columns,
    };
    const input = each.values === null ? null : grid(each.values);
    const products = productsOf(input, grid(each.gradient), each, place);
    expect(sumOf(products)).toBeCloseTo(each.slope, 12);
  });

  it("has cases of weights and biases, of windows and units", () => {
    expect(CASES.filter(({ values }) => values === null).length).toBeGreaterThan(5);
    expect(CASES.filter(({ kernel }) => kernel === null).length).toBeGreaterThan(3);
    expect(CASES.filter(({ slope }) => Math.abs(slope) > 1e-4).length).toBeGreaterThan(10);
  });
});

describe("a weight's place", () => {
  const operation = { shape: [16, 6, 5, 5] };

  it("is made, input, row and column of its index", () => {
    expect(placeOf(operation, 1000)).toEqual({ made: 6, input: 4, row: 0, column: 0 });
    expect(placeOf({ shape: [10, 84] }, 90)).toEqual({ made: 1, input: 6, row: 0, column: 0 });
  });

  it("leads back to its index", () => {
    for (let index = 0; index < 2400; index += 7)
      expect(indexOf(operation, placeOf(operation, index))).toBe(index);
  });
});

describe("values of a message", () => {
  it("are those of frames in 8 bits", () => {
    const codes = toBase64(Uint8Array.of(0, 128, 255));
    const [first, second, third] = valuesOf({ low: 0, high: 2, codes });
    expect([first, second]).toEqual([0, expect.closeTo((2 * 128) / 255, 5)]);
    expect(third).toBe(2);
    const [least, zero] = valuesOf({ low: -1, high: 0.5, codes: toBase64(Uint8Array.of(1, 128)) });
    expect([least, zero]).toEqual([-1, 0]);
  });

  it("are exact in float64, a single one as a grid of one", () => {
    const bytes = new Uint8Array(Float64Array.of(0.1, -2).buffer);
    const found = gridOf({ shape: [2, 1], values: toBase64(bytes) });
    expect([found.rows, found.columns, ...found.values]).toEqual([2, 1, 0.1, -2]);
    const one = new Uint8Array(Float64Array.of(0.1).buffer);
    expect(gridOf({ shape: [], values: toBase64(one) }).values[0]).toBe(0.1);
  });
});

describe("the largest products", () => {
  it("come by size, without zeros", () => {
    const values = Float64Array.of(0, 0.5, -2, 1);
    expect(largestOf({ rows: 2, columns: 2, values }, 3)).toEqual([2, 3, 1]);
    expect(largestOf({ rows: 2, columns: 2, values: new Float64Array(4) }, 3)).toEqual([]);
  });
});

describe("digits after the point", () => {
  it("keep so many that count", () => {
    expect(digitsFor(0.004850426, 4)).toBe(6);
    expect(digitsFor(2.27, 4)).toBe(3);
    expect(digitsFor(0, 4, 2)).toBe(2);
    expect(digitsFor(1e-20, 4)).toBe(14);
  });
});
