/** Tensors as text, for lines of PyTorch. */

export type Nested = readonly (number | Nested)[];

export function inRows(values: readonly number[], columns: number): number[][] {
  const rows: number[][] = [];
  for (let from = 0; from < values.length; from += columns)
    rows.push(values.slice(from, from + columns));
  return rows;
}

export function tensor(nested: Nested): string {
  const numbers = JSON.stringify(nested).replaceAll("null", "float('-inf')"); // max pooling's padding
  return `torch.tensor(${numbers}, dtype=torch.float32)`;
}
