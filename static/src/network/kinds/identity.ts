import { cellwise } from "./cellwise.ts";

/** Passes its input on. */
export const identity = cellwise({
  name: "identity",
  passes: "copies",
  sentence: "forward.identity",
});
