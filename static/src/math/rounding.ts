/**
 * Arithmetic as it is printed. Whoever multiplies or adds up the numbers on the page must get the number that stands behind
 * the sign; where rounding is in the way, one more digit is tried, and then the sign is "≈".
 */

import { rounded } from "./numbers.ts";

/** A line of arithmetic: with how many decimals its parts and its result are printed, and what stands between them. */
export interface PrintedLine {
  readonly digits: number;
  readonly resultDigits: number;
  readonly sign: Sign;
}

export type Sign = "=" | "≈";

/** Parts that give their result only nearly: with the digits that were asked for, and ≈. */
const nearly = (digits: number): PrintedLine => ({ digits, resultDigits: digits, sign: "≈" });

/** As a whole number of the last decimal: 0.126 with two digits is 13. */
function unitsOf(value: number, digits: number): number {
  return Math.round(rounded(value, digits) * 10 ** digits);
}

/** Whether a printed result is what somebody gets who rounds `again`; halves may be rounded either way. */
function isRounded(result: number, again: number, digits: number): boolean {
  return Math.abs(again * 10 ** digits - unitsOf(result, digits)) <= 0.5 + 1e-9;
}

/** Factors and their product: what the printed factors give, rounded, is the printed product. */
export function productLine(
  factors: readonly number[],
  product: number,
  digits: number,
): PrintedLine {
  const made = (print: (value: number) => number) =>
    factors.reduce((all, factor) => all * print(factor), 1);
  return lineOf(made, product, digits);
}

/** Any arithmetic that rounds its result, such as a product, a mean or a square root; `made` computes it from numbers as printed. */
export function lineOf(
  made: (print: (value: number) => number) => number,
  result: number,
  digits: number,
): PrintedLine {
  for (const tried of [digits, digits + 1]) {
    const again = made((value) => rounded(value, tried));
    if (isRounded(result, again, digits)) return { digits: tried, resultDigits: digits, sign: "=" };
  }
  return nearly(digits);
}

/** Two factors and what they make. */
interface Product {
  readonly value: number;
  readonly weight: number;
  readonly product: number;
}

/** A column of products under one another: all factors have the same decimals, each product has its own = or ≈. */
export function productColumn(
  rows: readonly Product[],
  digits: number,
): { readonly digits: number; readonly signs: readonly Sign[] } {
  const lines = rows.map(({ value, weight, product }) =>
    productLine([value, weight], product, digits),
  );
  const more = lines.some((line) => line.sign === "=" && line.digits > digits);
  if (!more) return { digits, signs: lines.map(({ sign }) => sign) };
  const signs = rows.map((row) => (isProduct(row, digits + 1, digits) ? "=" : "≈"));
  return { digits: digits + 1, signs };
}

/** Terms and their sum: a sum rounds nothing, so the printed terms must give the printed sum to the last decimal. */
export function sumLine(terms: readonly number[], sum: number, digits: number): PrintedLine {
  for (const tried of [digits, digits + 1]) {
    const units = terms.reduce((all, term) => all + unitsOf(term, tried), 0);
    if (units === unitsOf(sum, tried)) return { digits: tried, resultDigits: tried, sign: "=" };
  }
  return nearly(digits);
}

/** Terms with so many decimals, and their sum, which may have more: "=" where adding up the one gives the other. */
export function signOfSum(
  terms: readonly number[],
  digits: number,
  sum: number,
  sumDigits = digits,
): Sign {
  const units = terms.reduce((all, term) => all + unitsOf(term, digits), 0);
  return units * 10 ** (sumDigits - digits) === unitsOf(sum, sumDigits) ? "=" : "≈";
}

/** A table of values, one of weights and one of their products, all with the same decimals: "=" where it holds for all. */
export function signOfProducts(rows: readonly Product[], digits: number): Sign {
  return rows.every((row) => isProduct(row, digits, digits)) ? "=" : "≈";
}

function isProduct({ value, weight, product }: Product, digits: number, result: number): boolean {
  const made = rounded(value, digits) * rounded(weight, digits);
  return isRounded(product, made, result);
}
