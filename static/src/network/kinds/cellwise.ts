/** Kinds that make each value from the value of the same index. */
import { countOf } from "../../math/shape.ts";
import type { Operation } from "../graph.ts";
import type { Kind } from "./kind.ts";

/** Cells see the cell at their own place, and nothing beside it. */
export const SAME_CELL = {
  sees: (_operation, _at, box) => box,
  seenBy: (_operation, _at, box) => box,
  widens: () => "same",
  mixesMaps: false,
} as const satisfies Partial<Kind>;

/** Whether every input has the output's shape. */
export function keepsShape({ inputs, output_shape }: Operation): boolean {
  return inputs.every((each) => String(each.output_shape) === String(output_shape));
}

export function hasOneInput({ inputs }: Operation): boolean {
  return inputs.length === 1;
}

/** A kind that keeps shape and order: it copies each value, or applies a function to it. */
export function cellwise(kind: Pick<Kind, "name" | "passes" | "sentence">): Kind {
  const fits = (operation: Operation) => hasOneInput(operation) && keepsShape(operation);
  return { fits, ...SAME_CELL, ...kind };
}

/** Whether as many values come out of an operation as go into it. */
export function keepsCount({ inputs, output_shape }: Operation): boolean {
  return inputs.every((each) => countOf(each.output_shape) === countOf(output_shape));
}
