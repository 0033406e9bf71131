import { cellwise } from "./cellwise.ts";

/** Negative values become zero. */
export const relu = cellwise({
  name: "relu",
  passes: {
    name: "function.relu",
    of: (value) => Math.max(0, value),
    symbol: "ReLU",
    definition: ["max", "(", "0", ",", "z", ")"],
    written: (value) => `max(0, ${value})`,
    asPyTorch: (line) => `torch.relu(${line})`,
  },
  sentence: "forward.relu",
});
