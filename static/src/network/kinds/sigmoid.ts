import { cellwise } from "./cellwise.ts";
import type { AppliedFunction } from "./kind.ts";

/** Every value comes between 0 and 1. */
export const SIGMOID: AppliedFunction = {
  name: "function.sigmoid",
  of: (value) => 1 / (1 + Math.exp(-value)),
  symbol: "σ",
  definition: { numerator: "1", denominator: ["1", "+", { base: "e", exponent: ["−", "z"] }] },
  written: (value) => `σ(${value})`,
  asPyTorch: (line) => `torch.sigmoid(${line})`,
};

export const sigmoid = cellwise({
  name: "sigmoid",
  passes: SIGMOID,
  sentence: "forward.sigmoid",
});
