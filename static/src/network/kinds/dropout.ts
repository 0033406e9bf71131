import { cellwise } from "./cellwise.ts";

/** Leaves values out in training; when the network reads, it passes its input on. */
export const dropout = cellwise({
  name: "dropout",
  passes: "copies",
  sentence: "forward.dropout",
});
