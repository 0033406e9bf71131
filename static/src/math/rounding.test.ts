import { describe, expect, test } from "vitest";
import { chanceFrom } from "../testing/chance.ts";
import { lineOf, productLine, sumLine } from "./rounding.ts";

/** A printed number as a whole number of its last decimal, by reading its digits. */
function read(text: string): { readonly units: bigint; readonly digits: number } {
  const [whole = "", part = ""] = text.split(".");
  return { units: BigInt(whole + part), digits: part.length };
}

const near = (random: () => number) => (random() - 0.5) * 10 ** (4 * random() - 2);

describe("a thousand random products", () => {
  const random = chanceFrom(1998).part;
  const lines = Array.from({ length: 1000 }, () => {
    const [value, weight] = [near(random), near(random)];
    const digits = 1 + Math.floor(4 * random());
    return { value, weight, digits, line: productLine([value, weight], value * weight, digits) };
  });

  test("their printed factors give the printed product, or the sign says that they do so nearly", () => {
    for (const { value, weight, line } of lines) {
      const [a, b] = [value, weight].map((each) => read(each.toFixed(line.digits)));
      const product = read((value * weight).toFixed(line.resultDigits));
      if (a === undefined || b === undefined) throw new Error("no factors");
      const scale = 10n ** BigInt(a.digits + b.digits - product.digits);
      const distance = a.units * b.units - product.units * scale;
      const agrees = 2n * (distance < 0n ? -distance : distance) <= scale;
      expect(agrees, `${value} × ${weight}, ${JSON.stringify(line)}`).toBe(line.sign === "=");
    }
  });

  test("no digit is printed that is not needed, and at most one is added", () => {
    const more = lines.filter(({ digits, line }) => line.digits === digits + 1);
    expect(more.length).toBeGreaterThan(100);
    for (const { digits, line } of lines) {
      expect([0, 1]).toContain(line.digits - digits);
      expect(line.resultDigits).toBe(digits);
      if (line.sign === "≈") expect(line.digits).toBe(digits);
    }
  });
});

describe("a thousand random sums", () => {
  const random = chanceFrom(2026);
  const lines = Array.from({ length: 1000 }, () => {
    const terms = Array.from({ length: random.whole(1, 8) }, () => near(random.part));
    const sum = terms.reduce((all, term) => all + term, 0);
    return { terms, sum, line: sumLine(terms, sum, random.whole(1, 4)) };
  });

  test("their printed terms give the printed sum to the last decimal, or the sign says nearly", () => {
    for (const { terms, sum, line } of lines) {
      const printed = terms.map((term) => read(term.toFixed(line.digits)).units);
      const total = printed.reduce((all, units) => all + units, 0n);
      const agrees = total === read(sum.toFixed(line.resultDigits)).units;
      expect(agrees, `${terms}, ${JSON.stringify(line)}`).toBe(line.sign === "=");
    }
  });

  test("most of them are exact", () => {
    const exact = lines.filter(({ line }) => line.sign === "=").length;
    expect(exact).toBeGreaterThan(600);
  });
});

test("one more digit is enough where two factors were rounded", () => {
  expect(productLine([1.834, 0.214], 1.834 * 0.214, 2)).toEqual({
    ...{ digits: 3, resultDigits: 2, sign: "=" },
  });
  expect(productLine([3.2, 0.65], 2.08, 2)).toEqual({ digits: 2, resultDigits: 2, sign: "=" });
});

test("a sum that no digit more mends is nearly so", () => {
  expect(sumLine([0.333333, 0.333333, 0.333333], 1, 2).sign).toBe("≈");
  expect(sumLine([0.125, 0.125], 0.25, 2)).toEqual({ digits: 3, resultDigits: 3, sign: "=" });
});

test("other arithmetic is made again of the printed numbers", () => {
  const mean = lineOf((print) => (print(1.25) + print(0.5)) / 2, 0.875, 3);
  expect(mean).toEqual({ digits: 3, resultDigits: 3, sign: "=" });
  expect(lineOf((print) => print(0.004) * 1000, 4, 1).sign).toBe("≈");
});
