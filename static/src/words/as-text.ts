/** A cell's arithmetic as plain text: its numbers keep the point, so that programs can read them. */

import { decimals, summand } from "../math/numbers.ts";
import type { Addition, Arithmetic, Term } from "../network/arithmetic.ts";
import { stepsOf } from "../network/explain.ts";
import type { AppliedFunction } from "../network/kinds/kind.ts";
import { functionName } from "./functions.ts";
import { phrase } from "./phrases.ts";

/** The whole sum as lines of text. `value`: what the map shows, after the functions in `applied`. */
export function asText(
  title: string,
  arithmetic: Arithmetic,
  value: number,
  applied: readonly AppliedFunction[],
  digits: number,
): string {
  const show = (number: number) => decimals(number, digits);
  const lines = [title, ...linesOf(arithmetic, digits)];
  const functions = stepsOf(arithmetic.total, applied, value);
  if (functions.length === 0)
    return [...lines, phrase("copy.value", { value: show(value) })].join("\n");
  for (const [at, { function: each, from, to }] of functions.entries()) {
    const name = functionName(each);
    if (at === 0) lines.push(phrase("copy.before", { function: name, value: show(from) }));
    lines.push(phrase("copy.after", { function: name, value: show(to) }));
  }
  return lines.join("\n");
}

function linesOf(arithmetic: Arithmetic, digits: number): string[] {
  const show = (number: number) => decimals(number, digits);
  const sum = (number: number) => phrase("copy.sum", { sum: show(number) });
  const bias = (number: number) => phrase("copy.bias", { bias: summand(number, digits) });
  switch (arithmetic.form) {
    case "channel-sums": {
      const channels = arithmetic.channels.flatMap(({ channel, columns, terms, sum: part }) => [
        phrase("copy.map", { map: channel + 1 }),
        ...products(terms, columns, digits),
        sum(part),
      ]);
      return [...channels, bias(arithmetic.bias)];
    }
    case "weighted-sum": {
      const terms = products(arithmetic.terms, 8, digits);
      return [phrase("copy.terms"), ...terms, sum(arithmetic.sum), bias(arithmetic.bias)];
    }
    case "window": {
      const values = arithmetic.window.map(({ value }) => show(value));
      return [values.join("   "), phrase(`copy.${arithmetic.keeps}`)];
    }
    case "addition":
      return linesOfParts(arithmetic, show);
    case "normalisation": {
      const { value, mean, variance, eps, weight } = arithmetic;
      const distance = `(${show(value)} ${summand(-mean, digits)})`;
      const line = `${distance} / √(${show(variance)} + ${eps}) × ${show(weight)}`;
      return [line, bias(arithmetic.bias)];
    }
  }
}

function linesOfParts({ parts, off }: Addition, show: (number: number) => string): string[] {
  if (parts.length + off.length === 0) return [phrase("sums.outside")];
  return [
    ...parts.map(({ operation, value }) => `${operation.name}: ${show(value)}`),
    ...off.map(({ operation }) => phrase("sums.off", { name: operation.name })),
  ];
}

/** Value times weight, so many in a line. */
function products(terms: readonly Term[], columns: number, digits: number): string[] {
  const lines: string[] = [];
  for (let from = 0; from < terms.length; from += columns) {
    const row = terms.slice(from, from + columns).map(({ value, weight }) => {
      return `${decimals(value, digits)} × ${decimals(weight, digits)}`;
    });
    lines.push(row.join("   "));
  }
  return lines;
}
