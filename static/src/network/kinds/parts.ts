/** Values of other cells, added up; of one cell alone, a copy. */
import type { Addition, ValuesAndWeights } from "../arithmetic.ts";
import { type CellOf, indexOf, type Operation, positionOf } from "../graph.ts";
import type { Explanation } from "./kind.ts";
import { tensor } from "./lines.ts";
import { inputOf, type Taps, touchedBy } from "./windows.ts";

/** A cell of input number `at`. */
interface Part extends CellOf {
  readonly at: number;
}

/** A value that is the sum of the values of these cells, but for those of inputs that are switched off. */
export function sumOfParts(
  cellsOf: (operation: Operation, index: number) => readonly Part[],
): Explanation {
  return {
    arithmetic: (operation, index, numbers) =>
      partsOf(operation, cellsOf(operation, index), numbers),
    asPyTorch: ({ parts }: Addition) => `${tensor(parts.map(({ value }) => value))}.sum()`,
  };
}

/** A value that is a copy of the cell of the same map that `taps` name; 0 where they name none, as in padding. */
export function copyThrough(taps: Taps): Explanation {
  return sumOfParts((operation, index) => {
    const input = inputOf(operation);
    const { channel, ...position } = positionOf(operation.output_shape, index);
    return touchedBy(taps, operation, position).touched.flatMap(({ position: source }) =>
      source === null
        ? []
        : [{ operation: input, index: indexOf(input.output_shape, { ...source, channel }), at: 0 }],
    );
  });
}

function partsOf(
  operation: Operation,
  cells: readonly Part[],
  { valuesOf }: ValuesAndWeights,
): Addition | null {
  const isOff = ({ at }: Part) => operation.cut?.has(at) ?? false;
  const on = cells.filter((cell) => !isOff(cell));
  const parts = on.flatMap(({ operation: source, index }) => {
    const value = valuesOf(source)?.(index);
    return value === undefined ? [] : [{ operation: source, index, value }];
  });
  if (parts.length < on.length) return null;
  const off = cells
    .filter(isOff)
    .map(({ operation: source, index }) => ({ operation: source, index }));
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return { form: "addition", operation, parts, off, total };
}
