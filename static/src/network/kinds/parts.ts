/** Values of other cells, added up; of one cell alone, a copy. */
import type { Addition, ValuesAndWeights } from "../arithmetic.ts";
import type { CellOf, Operation } from "../graph.ts";
import type { Explanation } from "./kind.ts";
import { tensor } from "./lines.ts";

/** How a value is the sum of the values of these cells. */
export function sumOfParts(
  cellsOf: (operation: Operation, index: number) => readonly CellOf[],
): Explanation {
  return {
    arithmetic: (operation, index, numbers) =>
      partsOf(operation, cellsOf(operation, index), numbers),
    asPyTorch: ({ parts }: Addition) => `${tensor(parts.map(({ value }) => value))}.sum()`,
  };
}

function partsOf(
  operation: Operation,
  cells: readonly CellOf[],
  { valuesOf }: ValuesAndWeights,
): Addition | null {
  const parts = cells.flatMap((cell) => {
    const value = valuesOf(cell.operation)?.(cell.index);
    return value === undefined ? [] : [{ ...cell, value }];
  });
  if (parts.length < cells.length) return null;
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return { form: "addition", operation, parts, total };
}
