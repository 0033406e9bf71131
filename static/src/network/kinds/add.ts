import { keepsShape, SAME_CELL } from "./cellwise.ts";
import type { Kind } from "./kind.ts";
import { sumOfParts } from "./parts.ts";

/** Values of the same index, added up. */
export const add: Kind = {
  name: "add",
  // With a single input, something else is added that the description does not name: a number, or the input itself.
  fits: (operation) => operation.inputs.length > 1 && keepsShape(operation),
  ...SAME_CELL,
  explains: sumOfParts(({ inputs }, index) =>
    inputs.map((operation, at) => ({ operation, index, at })),
  ),
  named: "operation.add",
  sentence: "forward.add",
};
