import { cellwise } from "./cellwise.ts";

/** Every value comes between 0 and 1. */
export const sigmoid = cellwise({
  name: "sigmoid",
  passes: {
    name: "function.sigmoid",
    of: (value) => 1 / (1 + Math.exp(-value)),
    symbol: "σ",
    definition: {
      numerator: "1",
      denominator: ["1", "+", { base: "e", exponent: ["−", "z"] }],
    },
    written: (value) => `σ(${value})`,
    asPyTorch: (line) => `torch.sigmoid(${line})`,
  },
  sentence: "forward.sigmoid",
});
