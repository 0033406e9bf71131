/** A cell's arithmetic as plain text: its numbers keep the point, so that programs can read them. */

import { decimals, summand } from "../math/numbers.ts";
import type { Arithmetic, Term } from "../network/arithmetic.ts";
import { phrase } from "./phrases.ts";

/** The whole sum as lines of text. `value`: what the map shows; `rectified`: it went through ReLU. */
export function asText(
  title: string,
  arithmetic: Arithmetic,
  value: number,
  rectified: boolean,
  digits: number,
): string {
  const show = (number: number) => decimals(number, digits);
  const lines = [title];
  const products = (terms: readonly Term[], columns: number) => {
    for (let from = 0; from < terms.length; from += columns) {
      const row = terms.slice(from, from + columns);
      lines.push(row.map((each) => `${show(each.value)} × ${show(each.weight)}`).join("   "));
    }
  };
  switch (arithmetic.kind) {
    case "convolution":
      for (const { channel, columns, terms, sum } of arithmetic.channels) {
        lines.push(phrase("copy.map", { map: channel + 1 }));
        products(terms, columns);
        lines.push(phrase("copy.sum", { sum: show(sum) }));
      }
      break;
    case "linear":
      lines.push(phrase("copy.terms"));
      products(arithmetic.terms, 8);
      lines.push(phrase("copy.sum", { sum: show(arithmetic.sum) }));
      break;
    case "copied":
      for (const { operation, value } of arithmetic.parts)
        lines.push(`${operation}: ${show(value)}`);
      break;
    default:
      lines.push(arithmetic.window.map((each) => show(each.value)).join("   "));
      lines.push(phrase(arithmetic.kind === "max-pooling" ? "copy.largest" : "copy.mean"));
  }
  if ("bias" in arithmetic) {
    lines.push(phrase("copy.bias", { bias: summand(arithmetic.bias, digits) }));
    lines.push(phrase("copy.before", { value: show(arithmetic.total) }));
  }
  lines.push(phrase(rectified ? "copy.after" : "copy.value", { value: show(value) }));
  return lines.join("\n");
}
