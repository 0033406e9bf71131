import type { AppliedFunction } from "../network/kinds/kind.ts";
import { phrase } from "./phrases.ts";

/** A function in a sentence: "after ReLU". */
export function functionName({ name, symbol }: AppliedFunction): string {
  return name === undefined ? symbol : phrase(name);
}
