/** A cell's arithmetic as plain text, and as one line of PyTorch that gives the same number when it is pasted. */
import type { Arithmetic, Term } from "./arithmetic.ts";
import { decimals, summand } from "./numbers.ts";

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
        lines.push(`Input map ${channel + 1} (value × weight):`);
        products(terms, columns);
        lines.push(`Sum of the products: ${show(sum)}`);
      }
      break;
    case "linear":
      lines.push("Value × weight:");
      products(arithmetic.terms, 8);
      lines.push(`Sum of the products: ${show(arithmetic.sum)}`);
      break;
    case "copied":
      for (const { operation, value } of arithmetic.parts)
        lines.push(`${operation}: ${show(value)}`);
      break;
    default:
      lines.push(arithmetic.window.map((each) => show(each.value)).join("   "));
      lines.push(arithmetic.kind === "max-pooling" ? "The largest:" : "Their mean:");
  }
  if ("bias" in arithmetic) {
    lines.push(`Bias: ${summand(arithmetic.bias, digits)}`);
    lines.push(`Before ReLU: ${show(arithmetic.total)}`);
  }
  lines.push(`${rectified ? "After ReLU" : "Value"}: ${show(value)}`);
  return lines.join("\n");
}

/** One line of PyTorch; `import torch` is all it needs. */
export function asPyTorch(arithmetic: Arithmetic, rectified: boolean): string {
  const line = plainPyTorch(arithmetic);
  return rectified ? `torch.relu(${line}).item()` : `${line}.item()`;
}

function plainPyTorch(arithmetic: Arithmetic): string {
  switch (arithmetic.kind) {
    case "convolution": {
      const nested = (pick: (term: Term) => number) =>
        arithmetic.channels.map(({ terms, columns }) => inRows(terms.map(pick), columns));
      const patch = tensor([nested(({ value }) => value)]);
      const kernel = tensor([nested(({ weight }) => weight)]);
      return `torch.nn.functional.conv2d(${patch}, ${kernel}, ${tensor([arithmetic.bias])})`;
    }
    case "linear": {
      const values = tensor(arithmetic.terms.map(({ value }) => value));
      const weights = tensor([arithmetic.terms.map(({ weight }) => weight)]);
      return `torch.nn.functional.linear(${values}, ${weights}, ${tensor([arithmetic.bias])})`;
    }
    case "copied":
      return `${tensor(arithmetic.parts.map(({ value }) => value))}.sum()`;
    default: {
      const window = arithmetic.window.map(({ value }) => value);
      const reduced = arithmetic.kind === "max-pooling" ? "max" : "mean";
      return `${tensor(inRows(window, arithmetic.columns))}.${reduced}()`;
    }
  }
}

type Nested = readonly (number | Nested)[];

function inRows(values: readonly number[], columns: number): number[][] {
  const rows: number[][] = [];
  for (let from = 0; from < values.length; from += columns)
    rows.push(values.slice(from, from + columns));
  return rows;
}

function tensor(nested: Nested): string {
  const numbers = JSON.stringify(nested).replaceAll("null", "float('-inf')"); // max pooling's padding
  return `torch.tensor(${numbers}, dtype=torch.float32)`;
}
