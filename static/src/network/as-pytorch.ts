/** A cell's arithmetic as one line of PyTorch that gives the same number when it is pasted. */
import type { Arithmetic, Term } from "./arithmetic.ts";

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
